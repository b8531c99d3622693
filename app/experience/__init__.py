"""How guests fare: the funnel's steps and signals, and what they say when they are asked."""

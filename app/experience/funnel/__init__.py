"""The funnel's log: which steps of booking a visit reached, and what got in its way."""

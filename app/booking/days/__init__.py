"""A day of a house: who comes, stays and leaves, and who eats when."""

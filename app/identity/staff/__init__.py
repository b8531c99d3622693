"""The people who work in the houses: their accounts, their roles, and what a role may do."""

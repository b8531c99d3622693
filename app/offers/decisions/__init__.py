"""Which offer is shown to whom: who may see what, what was drawn, and what came of it."""

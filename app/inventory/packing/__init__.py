"""Which door for which stay: the rules of packing, and what is free."""

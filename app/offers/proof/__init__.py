"""Proof, not claims: who is held out, what offers add and how sure that is."""

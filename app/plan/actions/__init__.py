"""The action plan: who does what by when."""

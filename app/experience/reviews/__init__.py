"""What guests say in public of stays that were, and the chain that shows that nothing of it vanished."""

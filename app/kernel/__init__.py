"""Plain values that every area speaks in. Standard library only."""

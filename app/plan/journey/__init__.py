"""The journey map: what a guest meets at each phase of a stay."""

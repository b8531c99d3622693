"""The form of a checkout and what it may choose from: guests fill it in themselves, or somebody for them."""

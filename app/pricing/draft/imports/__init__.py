"""Rates that come in a file: looked over first, then put in the draft whole."""

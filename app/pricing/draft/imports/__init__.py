"""Rates and restrictions that come in files: looked over first, then put in the draft whole."""

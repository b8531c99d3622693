"""Rates and restrictions that are being worked on: seen by staff, never by guests, until they are published at once."""

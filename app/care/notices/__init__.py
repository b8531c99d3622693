"""Notices: what a house tells the guests whom something touches, in time."""

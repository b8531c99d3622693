"""Joining the line of a full house, and looking after one's place in it."""

from app.guest.waitlist import entry, join
from app.guest.waitlist.shared import blueprint

__all__ = ["blueprint", "entry", "join"]

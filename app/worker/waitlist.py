"""The line: hours that have passed, and whoever can be served by now."""

from __future__ import annotations

from app.booking.waitlist.operations import end_entries, serve_waiting


def look_after_line() -> int:
    """Nobody is offered what had its hour or waits for what can be had; answers how many entries moved on."""
    return end_entries() + serve_waiting()

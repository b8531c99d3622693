"""Who did what, and when."""

from app.journal.operations import record

__all__ = ["record"]

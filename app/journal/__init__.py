"""Who did what, and when."""

from app.journal.operations import forget_personal, record

__all__ = ["forget_personal", "record"]

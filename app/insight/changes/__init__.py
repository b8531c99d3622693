"""What was changed in the houses, for the page of the day."""

from app.insight.changes.queries import Change, changes_since

__all__ = ["Change", "changes_since"]

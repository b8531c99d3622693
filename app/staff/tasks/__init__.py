"""Tasks: what somebody is to do, by when, and who does it."""

from app.staff.tasks import group
from app.staff.tasks.views import blueprint

__all__ = ["blueprint", "group"]

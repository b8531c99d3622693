"""Housekeeping: how every room stands, who leaves, stays and comes, and what to do next."""

from app.staff.rooms.views import blueprint

__all__ = ["blueprint"]

"""The phone desk: what a caller wants is looked for in every house, held, and booked or paid for by mail."""

from app.staff.phone import call, search
from app.staff.phone.shared import blueprint

__all__ = ["blueprint", "call", "search"]

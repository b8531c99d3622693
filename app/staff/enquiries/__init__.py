"""What people ask a house: who waits, who answers, and calls about stays."""

from app.staff.enquiries import calls, views
from app.staff.enquiries.shared import blueprint

__all__ = ["blueprint", "calls", "views"]

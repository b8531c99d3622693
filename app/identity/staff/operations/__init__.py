"""The only writers of staff accounts, their keys and their sessions."""

from app.identity.staff.operations.factors import new_recovery_codes, new_secret, show_factor
from app.identity.staff.operations.people import add_staff
from app.identity.staff.operations.sessions import (
    begin_staff_session,
    end_staff_session,
    end_staff_sessions,
    prove_session,
)

__all__ = [
    "add_staff",
    "begin_staff_session",
    "end_staff_session",
    "end_staff_sessions",
    "new_recovery_codes",
    "new_secret",
    "prove_session",
    "show_factor",
]

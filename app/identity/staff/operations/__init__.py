"""The only writers of staff accounts, their keys and their sessions."""

from app.identity.staff.operations.desks import forget_desks, forgive_tries, set_pin, show_pin, trust_desk
from app.identity.staff.operations.factors import is_figure, new_recovery_codes, new_secret, show_factor
from app.identity.staff.operations.invitations import accept_invitation, give_keys_to, invite
from app.identity.staff.operations.people import add_staff, close_staff, set_roles
from app.identity.staff.operations.sessions import (
    begin_staff_session,
    end_staff_session,
    end_staff_sessions,
    prove_session,
)
from app.identity.staff.operations.signing_in import Half, change_password, check_password, is_half

__all__ = [
    "Half",
    "accept_invitation",
    "add_staff",
    "begin_staff_session",
    "change_password",
    "check_password",
    "close_staff",
    "end_staff_session",
    "end_staff_sessions",
    "forget_desks",
    "forgive_tries",
    "give_keys_to",
    "invite",
    "is_figure",
    "is_half",
    "new_recovery_codes",
    "new_secret",
    "prove_session",
    "set_pin",
    "set_roles",
    "show_factor",
    "show_pin",
    "trust_desk",
]

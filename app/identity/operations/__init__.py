"""The only writers of what is known about guests."""

from app.identity.operations.guests import know_guest
from app.identity.operations.sessions import (
    begin_session,
    end_other_sessions,
    end_session,
    forget_sessions,
    see_session,
)
from app.identity.operations.sign_ins import (
    ask_to_sign_in,
    decide_sign_ins,
    forget_sign_ins,
    sign_in_by_code,
    sign_in_by_link,
)

__all__ = [
    "ask_to_sign_in",
    "begin_session",
    "decide_sign_ins",
    "end_other_sessions",
    "end_session",
    "forget_sessions",
    "forget_sign_ins",
    "know_guest",
    "see_session",
    "sign_in_by_code",
    "sign_in_by_link",
]

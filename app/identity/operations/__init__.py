"""The only writers of what is known about guests."""

from app.identity.operations.consents import agree, settle_consent, settle_consents
from app.identity.operations.erasing import Forget, erase_again, erase_guests
from app.identity.operations.guests import (
    correct_guest,
    know_guest,
)
from app.identity.operations.history import use_history
from app.identity.operations.mail_changes import MailMoved, ask_to_change_mail, change_mail, forget_mail_changes
from app.identity.operations.preferences import (
    PreferenceChanged,
    correct_preference,
    forget_all_remembered,
    forget_preference,
    forget_seen,
    note_preference,
    renote_preference,
    say_preference,
)
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
    "Forget",
    "MailMoved",
    "PreferenceChanged",
    "agree",
    "ask_to_change_mail",
    "ask_to_sign_in",
    "begin_session",
    "change_mail",
    "correct_guest",
    "correct_preference",
    "decide_sign_ins",
    "end_other_sessions",
    "end_session",
    "erase_again",
    "erase_guests",
    "forget_all_remembered",
    "forget_mail_changes",
    "forget_preference",
    "forget_seen",
    "forget_sessions",
    "forget_sign_ins",
    "know_guest",
    "note_preference",
    "renote_preference",
    "say_preference",
    "see_session",
    "settle_consent",
    "settle_consents",
    "sign_in_by_code",
    "sign_in_by_link",
    "use_history",
]

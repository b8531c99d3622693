"""How long sessions and codes last, and what a code is. Pure."""

from __future__ import annotations

import hashlib
import hmac
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

CODE_LASTS = timedelta(minutes=10)
"""From the asking; a code that is typed later has had its day."""

CODE_TRIES = 5
"""Wrong or right, after so many the request is dead: one guess in 200,000."""

DAILY_TRIES = 20
"""Codes tried under one mail in a day, by all browsers together: a million digits would take a life to guess."""

CODE_DIGITS = 6
SIGN_IN, MAIL_CHANGE = "code", "mail_change"
"""What a code is good for: one of the one is none of the other."""

SEEN_EVERY = timedelta(minutes=1)
"""A session's last seen is written no more often."""

CHANNELS = {
    "offers": "Write to me now and then about the gardens, suppers and stays that may suit me. I can stop it any time.",
    "basket": "If I leave a booking unfinished, remind me of it once by mail. I can stop it any time.",
}
"""What a guest may agree to be written to about, with the words agreed to. Other words are another agreement."""

KINDS = {
    "table": ("Where you sit", "Setting your table"),
    "supper": ("Supper", "Setting your table, and which offers fit"),
    "room": ("Room", "The order of rooms, and making yours up"),
    "bed": ("Bed and bath", "Making up your room"),
    "party": ("Who comes along", "Booking the same again, and which offers fit"),
    "house": ("House", "The order of houses"),
    "arrival": ("How you arrive", "The front desk"),
    "other": ("Something else", "The house you come to"),
}
"""What may be remembered about a guest: what it is about, and what it is used for. Never health: it is asked apart."""

CONCLUDED = {
    "extras": ("Extras", "Which offers fit"),
    "dog": ("Dogs", "Which offers fit"),
    "season": ("Season", "Which offers fit"),
    "when": ("Days and how far ahead", "Which offers fit, and when we write"),
    "rhythm": ("How often", "Which offers fit, and when we write"),
    "spend": ("What a night came to", "Which offers fit, never a price"),
    "cancelled": ("Cancellations", "Which offers fit"),
    "score": ("What you thought", "Which offers fit; and nobody is asked again within 90 days"),
}
"""What only stays and answers show, until the guest says otherwise."""

EVERY_KIND = KINDS | CONCLUDED


@dataclass(frozen=True, slots=True)
class Lifetime:
    """A session ends `idle` after it was last seen, and `whole` after it began, whichever is first."""

    idle: timedelta
    whole: timedelta


GUEST = Lifetime(idle=timedelta(days=30), whole=timedelta(days=180))
STAFF = Lifetime(idle=timedelta(hours=4), whole=timedelta(hours=16))


def is_live(
    now: datetime, seen_at: datetime, ends_at: datetime, ended_at: datetime | None, lifetime: Lifetime = GUEST
) -> bool:
    """Whether a session still lets somebody in; `ends_at` is its absolute end."""
    return ended_at is None and now < ends_at and now < seen_at + lifetime.idle


def session_key(token: str) -> str:
    """What stands in the database for a session's random token: whoever reads the table cannot use it."""
    return hashlib.sha256(f"session:{token}".encode()).hexdigest()


def code_of(request_id: int, version: int, secret: str, purpose: str = SIGN_IN) -> str:
    """The six digits of a request. They are kept nowhere: whoever knows the secret can say them again for the mail."""
    digest = hmac.digest(secret.encode(), f"{purpose}:{request_id}:{version}".encode(), "sha256")
    return f"{int.from_bytes(digest[:8], 'big') % 10**CODE_DIGITS:0{CODE_DIGITS}}"


def is_code(typed: str, request_id: int, version: int, secrets: Sequence[str], purpose: str = SIGN_IN) -> bool:
    """Whether these are the request's digits under one of the secrets; takes as long whatever was typed."""
    codes = [code_of(request_id, version, one, purpose) for one in secrets]
    good = [hmac.compare_digest(code.encode(), typed.encode()) for code in codes]
    return any(good)

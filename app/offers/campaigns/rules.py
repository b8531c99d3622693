"""What a campaign is allowed to do, and why a guest gets nothing. Pure."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta

from app.kernel.wall import wall_instant

DRAFT, READY, SENDING, PAUSED, SENT, STOPPED = "draft", "ready", "sending", "paused", "sent", "stopped"
STATES = (DRAFT, READY, SENDING, PAUSED, SENT, STOPPED)

MAY_BECOME = {
    DRAFT: frozenset({READY, STOPPED}),
    READY: frozenset({DRAFT, SENDING, PAUSED, STOPPED}),
    SENDING: frozenset({PAUSED, SENT, STOPPED}),
    PAUSED: frozenset({SENDING, STOPPED}),
    SENT: frozenset(),
    STOPPED: frozenset(),
}
"""From each state to which others; nobody goes back from the last two."""

MORNING, EVENING = time(8), time(20)
"""Never at night: no campaign goes out before the one or after the other, on the group's clock."""

CHUNK = 200
"""Guests decided about in one transaction."""

MONTH, MOST_A_MONTH = timedelta(days=30), 2
"""At most so many campaign mails to one guest within that time, whatever they are about; and so many reminders."""

WEEK, MOST_A_WEEK = timedelta(days=7), 3
"""One offer to one guest, on pages and in mails together."""

REFUSED_FOR = timedelta(days=30)
"""So long an offer that a guest did not want is not shown again."""

HALF_BP = 5000
"""The hold-out that every new campaign has."""

JUDGED_AFTER = timedelta(days=60)
"""A booking counts for a campaign when it was made within so long of the decision."""

KIND, SUBJECT = "campaign", "campaign_guest"
"""What the outbox calls a letter, and what it is about: a row of `CampaignGuest`."""

OFFER_WAITS = "the offer was paused"
"""Why a mail that waits is withdrawn for good while its offer cannot be had."""

HELD_BACK = "the campaign was paused"
"""Why a mail that waits is withdrawn while its campaign is paused; it goes again when that goes on."""

OFFERS, BASKET = "offers", "basket"
"""The channels of consent that a campaign may use."""

REASONS = {
    "gone": "Forgotten, or found to be another guest",
    "no_address": "No mail address",
    "no_consent": "No consent to mail of this kind",
    "bounced": "Mail to them came back",
    "history_off": "“Do not use my history”",
    "open_case": "Open case",
    "left": "No longer in the audience",
    "not_theirs": "The offer is for others",
    "each_used": "Used the offer as often as they may",
    "refused": "“Not this one” in the last 30 days",
    "shown_often": "Had this offer three times in 7 days",
    "month_cap": "Had two mails of this kind in 30 days",
    "offer_ended": "The offer had ended",
}
"""Why a guest gets nothing, in the order in which it is looked at: the first that applies is written down."""


@dataclass(frozen=True, slots=True)
class Facts:
    """What holds now for some guests, by their ids; `address` are those who have one."""

    address: dict[int, str] = field(default_factory=dict)
    agreed: set[int] = field(default_factory=set)
    bounced: set[int] = field(default_factory=set)
    history_off: set[int] = field(default_factory=set)
    open_case: set[int] = field(default_factory=set)
    belonging: set[int] = field(default_factory=set)
    refused: set[int] = field(default_factory=set)
    shown_often: set[int] = field(default_factory=set)
    had_month: set[int] = field(default_factory=set)
    gone: set[int] = field(default_factory=set)
    outside: set[int] = field(default_factory=set)
    each_used: set[int] = field(default_factory=set)


def refusal(guest_id: int, facts: Facts, *, channel: str = OFFERS, offer_ended: bool = False) -> str | None:
    """The first of `REASONS` that holds for the guest; None where the letter may go.

    A reminder of a booking that was left unfinished was asked for by itself: it reads no history, and only other
    reminders count for its cap.
    """
    own = channel == BASKET
    found = {
        "gone": guest_id in facts.gone,
        "no_address": not facts.address.get(guest_id),
        "no_consent": guest_id not in facts.agreed,
        "bounced": guest_id in facts.bounced,
        "history_off": guest_id in facts.history_off and not own,
        "open_case": guest_id in facts.open_case,
        "left": guest_id not in facts.belonging,
        "not_theirs": guest_id in facts.outside,
        "each_used": guest_id in facts.each_used,
        "refused": guest_id in facts.refused,
        "shown_often": guest_id in facts.shown_often,
        "month_cap": guest_id in facts.had_month,
        "offer_ended": offer_ended,
    }
    return next((reason for reason in REASONS if found[reason]), None)


def window(day: date, from_hour: time, until_hour: time, zone: str) -> tuple[datetime, datetime]:
    """From when until when a campaign may send on that day, never at night whatever its hours say."""
    first, last = max(from_hour, MORNING), min(until_hour, EVENING)
    return wall_instant(day, first.hour, first.minute, zone), wall_instant(day, last.hour, last.minute, zone)


def address_key(email: str, salt: str) -> str:
    """What tells two guests under one address that they are one, without the address."""
    return hashlib.sha256(f"{salt}:{email.strip().lower()}".encode()).hexdigest()

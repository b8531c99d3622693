"""What came of a decision, as far as it is known."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from app.offers.decisions.rules.standing import WINDOW

CAME = ("in_house", "departed")
PENDING = "confirmed"


@dataclass(frozen=True, slots=True)
class Open:
    """A decision of which it is not yet known what came of it; `booking_id` is that by which the offer was taken."""

    id: int
    guest_id: int
    promotion_id: int
    at: datetime
    outcome: str | None
    booking_id: int | None
    reward: int | None


@dataclass(frozen=True, slots=True)
class Made:
    """A booking: when it was made, and how it stands."""

    booking_id: int
    booked_at: datetime
    state: str


@dataclass(frozen=True, slots=True)
class Taking:
    """An offer that a booking has, since `at`. `ended_at` is when its guest arrived, or when it came to nothing;
    `given_back` says that the booking goes on without the offer."""

    promotion_id: int
    booking_id: int
    at: datetime
    state: str
    ended_at: datetime | None
    given_back: bool


@dataclass(frozen=True, slots=True)
class Outcome:
    """What is known now. `reward` and `came` are None while they are open."""

    decision_id: int
    outcome: str | None
    outcome_at: datetime | None
    booking_id: int | None
    reward: int | None
    came: bool | None


def settled(one: Open, made: Iterable[Made], taking: Taking | None, now: datetime) -> Outcome | None:
    """What is known of a decision that was not known before; None where that is nothing.

    `made` are the bookings of the guest, `taking` how the offer was taken because of this decision, or None. The guest
    came when any booking made within 28 days of it has arrived. That stays open until the reward is known too.
    """
    over = now >= one.at + WINDOW
    outcome, at, reward = _taken(taking) if taking else (None, one.at + WINDOW if over else None, 0 if over else None)
    within = [booking.state for booking in made if one.at < booking.booked_at <= one.at + WINDOW]
    came: bool | None = None
    if reward is not None:
        if any(state in CAME for state in within):
            came = True
        elif over and PENDING not in within:
            came = False
    if came is None and (outcome, reward) == (one.outcome, one.reward):
        return None
    return Outcome(one.id, outcome, at, taking.booking_id if taking else None, reward, came)


def _taken(taking: Taking) -> tuple[str, datetime, int | None]:
    if taking.given_back or taking.state not in (PENDING, *CAME):
        return "lost", taking.ended_at or taking.at, 0
    if taking.state in CAME:
        return "kept", taking.ended_at or taking.at, 1
    return "taken", taking.at, None

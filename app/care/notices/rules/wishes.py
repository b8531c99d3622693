"""What a notice may say. Pure."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

PLANNED, DISTURBANCE, OUTAGE = "planned", "disturbance", "outage"
KINDS = {PLANNED: "Planned work", DISTURBANCE: "Disturbance", OUTAGE: "Outage"}
LIGHT = "low"
WEIGHTS = {LIGHT: "Hardly noticed", "felt": "Felt", "heavy": "Spoils it"}
DRAFT, ANNOUNCED, OVER, WITHDRAWN = "draft", "announced", "over", "withdrawn"

HERE, SUPPER, STEP_FREE, DOGS, CHILDREN, TRAVEL = "here", "supper", "step_free", "dogs", "children", "travel"
WHOM = {
    HERE: "Everybody in the house",
    SUPPER: "Those who have supper then",
    STEP_FREE: "Those who need step-free",
    DOGS: "Those with a dog",
    CHILDREN: "Those with children",
    TRAVEL: "Those who arrive or leave that day",
}
"""Whom a notice may touch, by key."""

BOOKING, WAITLIST = "booking", "waitlist"
SUBJECT = "notice_touch"
"""What messages of a notice are about."""

TOLD, UPDATED, ENDED = "notice", "notice_update", "notice_over"
"""The kinds of messages; their occasion is the notice's revision."""

LONGEST = timedelta(days=366)
DEAREST_MINOR = 100_000
UNREAD = timedelta(hours=48)
"""Who has not read a notice so long before it begins is rung up."""

TITLE, MEANING = 120, 1000
"""Characters."""


@dataclass(frozen=True, slots=True)
class Wish:
    """A notice as somebody writes it. `room_types` are ids, and `rooms` those of single doors, none of either for all
    rooms; `keep_minor` is off the bill of each who keeps the booking, in the house's currency."""

    location_id: int
    facility_id: int | None
    kind: str
    title: str
    meaning: str
    begins_at: datetime
    ends_at: datetime
    weight: str
    whom: tuple[str, ...]
    room_types: tuple[int, ...] = ()
    rooms: tuple[int, ...] = ()
    keep_minor: int = 0
    may_move_dates: bool = False
    may_move_house: bool = False
    may_cancel_free: bool = False
    choose_until_at: datetime | None = None

    @property
    def offers_choice(self) -> bool:
        """Whether a guest has anything to choose."""
        return self.keep_minor > 0 or self.may_move_dates or self.may_move_house or self.may_cancel_free

    @property
    def of_some_rooms(self) -> bool:
        """Whether it is felt in certain rooms only."""
        return bool(self.room_types or self.rooms)

    @property
    def last_choice(self) -> datetime:
        """The latest until which guests may choose: before it begins; of an outage, which nobody foresaw, while it
        lasts."""
        return self.ends_at if self.kind == OUTAGE else self.begins_at


def faults(
    wish: Wish, facilities: Iterable[int], room_types: Iterable[int], rooms: Iterable[int] = ()
) -> dict[str, str]:
    """What can never be right about it, as sentences by field; `facilities`, `room_types` and `rooms` are the house's
    own."""
    found = _of_words(wish) | _of_times(wish)
    if wish.facility_id is not None and wish.facility_id not in set(facilities):
        found["facility_id"] = "That is not of this house. Choose one of its own."
    if not wish.whom or not set(wish.whom) <= WHOM.keys():
        found["whom"] = "Say whom it touches: tick at least one."
    if not set(wish.room_types) <= set(room_types):
        found["room_types"] = "Those rooms are not of this house."
    if not set(wish.rooms) <= set(rooms):
        found["rooms"] = "Those doors are not of this house."
    if not 0 <= wish.keep_minor <= DEAREST_MINOR:
        found["keep_minor"] = "A remedy is between nothing and 1,000 for a booking."
    return found


def _of_words(wish: Wish) -> dict[str, str]:
    found = {}
    if wish.kind not in KINDS:
        found["kind"] = "Choose what it is."
    if wish.weight not in WEIGHTS:
        found["weight"] = "Say how bad it is."
    if not 0 < len(wish.title.strip()) <= TITLE:
        found["title"] = f"Say what it is in up to {TITLE} characters."
    if not 0 < len(wish.meaning.strip()) <= MEANING:
        found["meaning"] = f"Say what it means for a guest in up to {MEANING:,} characters."
    return found


def _of_times(wish: Wish) -> dict[str, str]:
    found = {}
    if wish.ends_at <= wish.begins_at:
        found["ends_at"] = "It ends before it begins. Put the end later."
    elif wish.ends_at - wish.begins_at > LONGEST:
        found["ends_at"] = "A notice lasts a year at most."
    if wish.offers_choice and wish.choose_until_at is None:
        found["choose_until_at"] = "Say until when guests may choose."
    elif wish.choose_until_at is not None and wish.choose_until_at > wish.last_choice:
        found["choose_until_at"] = "Guests choose before it begins. Put the date earlier."
    return found

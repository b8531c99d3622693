"""Notices in the words of the desk."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from app.care.notices.queries import Told, calls_of, notices_of
from app.care.notices.rules import ANNOUNCED, DRAFT, KINDS, OVER, WEIGHTS, WHOM, WITHDRAWN, Wish
from app.catalogue.queries import House
from app.kernel import clock
from app.kernel.words import hour, listed, money, short_day
from app.staff.notices.shared import url_of

STATES = {
    DRAFT: ("Draft", "none"),
    ANNOUNCED: ("Announced", "warn"),
    OVER: ("Over", "good"),
    WITHDRAWN: ("Withdrawn", "none"),
}
SHOULD_BE_OVER = ("Should be over", "bad")


@dataclass(frozen=True, slots=True)
class Card:
    """A notice in a list."""

    notice: Told
    url: str
    place: str
    when: str
    tag: str
    tone: str
    told: str


def cards_of(house: House, notices: Sequence[Told]) -> list[Card]:
    return [card_of(house, notice) for notice in notices]


def card_of(house: House, notice: Told) -> Card:
    """A notice as the desk sees it."""
    tag, tone = SHOULD_BE_OVER if is_late(notice, clock.now()) else STATES[notice.state]
    return Card(
        notice=notice,
        url=url_of(house, notice.id),
        place=next((one.name for one in house.facilities if one.id == notice.facility_id), "The whole house"),
        when=when(house, notice.begins_at, notice.ends_at),
        tag=tag,
        tone=tone,
        told=_told(notice),
    )


def is_late(notice: Told, at: datetime) -> bool:
    """It is past its end, and nobody has said that it is over."""
    return notice.state == ANNOUNCED and notice.ends_at <= at


@dataclass(frozen=True, slots=True)
class DayNotice:
    """A notice on the page of the day, with how many of its guests are to be rung up; `late` where somebody has to say
    whether it is over."""

    card: Card
    house: House
    to_call: int
    late: bool


def notices_of_day(houses: Sequence[House], at: datetime) -> list[DayNotice]:
    """What is announced in these houses, the first to begin first; two statements at most."""
    by_id = {house.id: house for house in houses}
    found = notices_of(list(by_id), states=(ANNOUNCED,))
    waiting = (one.notice_id for one in calls_of(list(by_id), at) if one.reached_at is None) if found else ()
    calls = Counter(waiting)
    return [_of_day(one, by_id[one.location_id], calls[one.id], at) for one in found]


def _of_day(notice: Told, house: House, to_call: int, at: datetime) -> DayNotice:
    return DayNotice(card_of(house, notice), house, to_call, is_late(notice, at))


def when(house: House, begins_at: datetime, ends_at: datetime) -> str:
    """Sat 6 March, 10am to noon; over several days both are named."""
    zone = ZoneInfo(house.timezone)
    begins, ends = begins_at.astimezone(zone), ends_at.astimezone(zone)
    first = f"{short_day(begins.date())}, {hour(begins.time())}"
    last = hour(ends.time())
    return f"{first} to {last}" if begins.date() == ends.date() else f"{first} to {short_day(ends.date())}, {last}"


def remedies_of(house: House, wish: Wish | Told) -> list[str]:
    """What guests may choose."""
    found = [f"come all the same, and {money(wish.keep_minor, house.currency)} comes off"] if wish.keep_minor else []
    found += ["other dates"] if wish.may_move_dates else []
    found += ["another house"] if wish.may_move_house else []
    found += ["cancel, and have everything back"] if wish.may_cancel_free else []
    return found


def facts_of(house: House, notice: Told) -> list[tuple[str, str]]:
    """What the notice says, line by line."""
    card = card_of(house, notice)
    kinds = {one.id: one.name for one in house.room_types}
    doors = dict(door for one in house.room_types for door in one.rooms)
    rooms = [kinds[one] for one in notice.room_types if one in kinds]
    rooms += [doors[one] for one in notice.rooms if one in doors]
    remedies = remedies_of(house, notice)
    rows = [
        ("What", KINDS[notice.kind]),
        ("Where", card.place),
        ("When", card.when),
        ("How bad", WEIGHTS[notice.weight]),
        ("Whom", listed([WHOM[key].lower() for key in notice.whom]).capitalize()),
        ("Rooms", listed(rooms) if rooms else "All"),
        ("They may choose", "; ".join(remedies).capitalize() if remedies else "Nothing"),
    ]
    if notice.choose_until_at and remedies:
        until = notice.choose_until_at.astimezone(ZoneInfo(house.timezone))
        rows.append(("Until", f"{short_day(until.date())}, {hour(until.time())}"))
    return rows


def _told(notice: Told) -> str:
    if notice.state == DRAFT:
        return "Nobody knows yet"
    if not notice.touched:
        return "It is being sent" if notice.state == ANNOUNCED and not notice.matched else "It touches nobody"
    done = f"{notice.told} of {notice.touched} told" if notice.told < notice.touched else f"All {notice.touched} told"
    return f"{done}, {notice.chosen} have chosen" if notice.chosen else done

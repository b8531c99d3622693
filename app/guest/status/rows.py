"""What the pages on how the houses are show of each house, in words."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from app.care.facilities.rules import CLOSED, FINE, LIMITED
from app.care.status import Board, Episode, FacilityNow, HouseNow, StatusNotice, house_now
from app.catalogue.queries import House
from app.guest.status.planned import Planned, planned_of
from app.kernel.words import at_hour, counted
from app.web.status_words import STATE_WORDS, between, day, lasted, named, sentence, when

ICONS = {
    "restaurant": "utensils", "garden": "vegetable-bed", "pool": "waves", "treatment": "leaf", "wifi": "wifi",
    "car_park": "car-front", "lift": "door-open", "heating": "flame", "hot_water": "droplets", "road": "footprints",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Row:
    """A facility in the list, by the number that it has on the plan."""

    number: int
    id: int
    kind: str
    plan: str | None
    icon: str
    name: str
    detail: str
    state: str
    state_word: str
    since: str
    until: str
    words: str
    what_we_do: str
    coming: str


@dataclass(frozen=True, slots=True)
class Past:
    """A line of the last ninety days."""

    when: str
    title: str
    words: str
    tone: str


@dataclass(frozen=True, slots=True)
class Sheet:
    """A house as its page says it."""

    slug: str
    name: str
    path: str
    state: str
    title: str
    sentence: str
    short: str
    changed: str
    rows: tuple[Row, ...]
    planned: tuple[Planned, ...]
    past: tuple[Past, ...]


def sheet_of(house: House, found: Board, now: datetime) -> Sheet:
    """How that house is at that instant, in words; whole minutes never matter, only what has changed."""
    own = house_now(house, found, now)
    zone = house.timezone
    notices = [*own.running, *own.coming]
    return Sheet(
        slug=house.slug,
        name=house.name,
        path=f"/status/{house.slug}",
        state=own.state,
        title=_title(own),
        sentence=_sentence(own, zone),
        short=_short(own, zone),
        changed=when_changed(own),
        rows=tuple(_row(number, one, zone, now) for number, one in enumerate(own.facilities, 1)),
        planned=tuple(planned_of(one, own.facilities, zone, now) for one in notices),
        past=_past(own, zone),
    )


def when_changed(own: HouseNow) -> str:
    """When anything about it changed last."""
    if own.changed_at is None:
        return ""
    zone = own.house.timezone
    at = own.changed_at.replace(second=0, microsecond=0)
    return f"{day(at, zone)}, {at_hour(at, zone)}"


def _title(own: HouseNow) -> str:
    if own.state == FINE:
        return "Everything works" if own.facilities else "Nothing amiss that we know of"
    closed = [one.facility.name for one in own.facilities if one.state == CLOSED]
    if closed:
        return f"{named(closed)} closed"
    limited = [one.facility.name for one in own.facilities if one.state == LIMITED]
    return f"{named(limited)} limited" if limited else own.running[0].title


def _sentence(own: HouseNow, zone: str) -> str:
    fine = [one.facility.name for one in own.facilities if one.state == FINE]
    if own.state == FINE:
        words = sentence(named(fine, 20)) if fine else ""
    elif own.amiss:
        words = "All else works." if len(own.amiss) + len(own.running) == 1 else f"{_count(len(fine))} work."
    else:
        words = sentence(own.running[0].said or own.running[0].meaning)
    if own.coming:
        ahead, first = counted(len(own.coming), "notice"), day(own.coming[0].begins_at, zone)
        words += f" {ahead[:1].upper()}{ahead[1:]} of what is to come, the next for {first}."
    return words.strip()


def _count(number: int) -> str:
    words = counted(number, "other", "others")
    return words[:1].upper() + words[1:]


def _short(own: HouseNow, zone: str) -> str:
    if own.state != FINE:
        return _title(own)
    if own.coming:
        return f"{own.coming[0].title}, {day(own.coming[0].begins_at, zone)}"
    ended = next((one for one in own.past if one.ended_at is not None), None)
    return f"All well since {day(ended.ended_at, zone)}" if ended and ended.ended_at else "All well"


def _row(number: int, one: FacilityNow, zone: str, now: datetime) -> Row:
    own = one.facility
    since = f"since {when(one.since_at, zone, now)}" if one.since_at and one.state != FINE else ""
    until = ""
    if one.until_at and one.state != FINE:
        at = when(one.until_at, zone, now)
        expected = f"It should have been over by {at}; we are checking." if one.late else f"We expect it by {at}."
        until = expected if one.from_notice or not one.late else f"We expected it by {at}; it takes longer."
    coming = f"{one.coming.title}: {between(one.coming.begins_at, one.coming.ends_at, zone)}" if one.coming else ""
    return Row(
        number, own.id, own.kind or "", own.plan, ICONS[own.kind or ""], own.name, own.detail, one.state,
        STATE_WORDS[one.state], since, until, sentence(one.words), sentence(one.what_we_do), coming,
    )  # fmt: skip


def _past(own: HouseNow, zone: str) -> tuple[Past, ...]:
    names = {one.facility.id: one.facility.name for one in own.facilities}
    lines = [(one.began_at, _was(one, names[one.facility_id], zone)) for one in own.past]
    lines += [(one.announced_at, _told(one, zone)) for one in own.told]
    return tuple(line for _, line in sorted(lines, key=lambda pair: pair[0], reverse=True))


def _was(one: Episode, name: str, zone: str) -> Past:
    state = STATE_WORDS[one.state].lower()
    if one.ended_at is None:
        return Past(day(one.began_at, zone), f"{name} {state}, and still so", sentence(one.words), "warn")
    took = lasted(one.ended_at - one.began_at)
    ended = f"Ended {at_hour(one.ended_at.replace(second=0, microsecond=0), zone)}, {day(one.ended_at, zone)}."
    words = " ".join(filter(None, (sentence(one.words), ended, sentence(one.ending))))
    return Past(day(one.began_at, zone), f"{name} {state}, {took}", words, "warn")


def _told(one: StatusNotice, zone: str) -> Past:
    times = between(one.begins_at, one.ends_at, zone)
    ended = "It is over. " if one.over_at else "It did not take place. " if one.withdrawn_at else ""
    words = f"{ended}{times}."
    words = " ".join(filter(None, (words, sentence(one.said) if one.withdrawn_at else "")))
    return Past(day(one.announced_at, zone), f"We said: {one.title[:1].lower()}{one.title[1:]}", words, "done")

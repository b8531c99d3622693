"""What needs a person, the most pressing first."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from app.care.cases.rules import OPEN
from app.care.models import RULE
from app.care.queries import OpenTask
from app.catalogue.closed import room_type_of
from app.inventory.room_states import CLEAN, OUT_OF_ORDER
from app.kernel.wall import wall_instant
from app.kernel.words import at_hour, counted, hour, short_day
from app.staff.cases.shown import standing
from app.staff.notices.shown import DayNotice
from app.staff.today.day import SOON, HouseDay

MOST = 8
TAGS = {
    "request": "Asked for",
    "not_right": "Not right",
    "mail_failed": "Mail",
    "mail_waits": "Mail",
    "refund_failed": "Refund",
    "price_differs": "Price",
    "to_place": "To place",
}


@dataclass(frozen=True, slots=True)
class Need:
    """One thing for somebody: a tag and its tone, what it is about, words, and where to see to it."""

    tag: str
    tone: str
    strong: str
    words: str
    act: str
    url: str
    note: str = ""


def needs_of(
    days: Sequence[HouseDay],
    notices: Sequence[DayNotice],
    at: datetime,
    *,
    several: bool,
    of_group: Sequence[OpenTask] = (),
) -> tuple[list[Need], int]:
    """The most pressing, and how many there are beyond those; with tasks of no house for whoever looks after those."""
    found = [_late_notice(one, several=several) for one in notices if one.late]
    found += [_of_group(task, at) for task in of_group]
    found += [need for one in days for need in _needs(one, at, several=several)]
    tones = {"bad": 0, "warn": 1, "info": 2}
    ordered = sorted(found, key=lambda need: tones[need.tone])
    return ordered[:MOST], max(0, len(ordered) - MOST)


def _of_group(task: OpenTask, at: datetime) -> Need:
    late = at - task.due_at
    tag = TAGS.get(task.kind, "Task")
    tag = f"{tag}, {_late(late)} late" if late >= timedelta(minutes=1) else tag
    url = f"/staff/tasks#task-{task.id}"
    return Need(
        tag, "bad", task.title.rstrip("."), "It is of no house.", "Open the tasks of the group", url, "The group"
    )


def _late_notice(one: DayNotice, *, several: bool) -> Need:
    """Past its end: guests read that we are checking, until somebody has."""
    words = "should be over. Guests read that we are checking."
    place = one.house.name if several else ""
    return Need("Notice", "bad", one.card.notice.title, words, "Say whether it is over", one.card.url, place)


def _needs(one: HouseDay, at: datetime, *, several: bool) -> Iterator[Need]:
    base, place = f"/staff/{one.house.slug}", one.house.name if several else ""
    yield from _cases(one, at, base, place)
    yield from _tasks(one, at, base, place)
    yield from _rooms(one, at, base, place)
    for lacking in one.unplaced:
        kind = room_type_of(lacking.room_type_id).name
        when = "today" if lacking.arrival_on == one.day else "tomorrow"
        yield Need(
            "To place",
            "warn",
            lacking.surname,
            f"has no {kind} yet for {when}.",
            "Give a room on the tape chart",
            f"{base}/tape-chart",
            place,
        )
    for stay in one.missed:
        words = f"was to come on {short_day(stay.arrival_on)}. Did they?"
        yield Need("Not here", "warn", stay.surname, words, "Say what happened", f"{base}/arrivals", place)
    if one.waiting:
        who = counted(one.waiting, "guest").capitalize()
        words = f"{'waits' if one.waiting == 1 else 'wait'} for a room to come free."
        yield Need("Waitlist", "info", who, words, "", "", place)


def _tasks(one: HouseDay, at: datetime, base: str, place: str) -> Iterator[Need]:
    said = {("no_show", stay.booking_id) for stay in one.missed}
    said |= {("to_place", lacking.booking_id) for lacking in one.unplaced}
    for task in one.tasks:
        if (task.kind, task.subject_id) in said:
            continue
        late = at - task.due_at
        if task.kind == RULE:
            yield Need("Rule", "info", f"{task.title.rstrip('.')}.", task.words, "See the rule", task.url, place)
            continue
        tag = TAGS.get(task.kind, "Task")
        tone = "bad" if late > timedelta(0) else "warn"
        when = at_hour(task.due_at.replace(second=0, microsecond=0), one.house.timezone)
        if task.due_at.astimezone(ZoneInfo(one.house.timezone)).date() != one.day:
            when = f"{when}, {short_day(task.due_at.astimezone(ZoneInfo(one.house.timezone)).date())}"
        tag = f"{tag}, {_late(late)} late" if late >= timedelta(minutes=1) else tag
        url = f"{base}/tasks#task-{task.id}"
        yield Need(tag, tone, task.title.rstrip("."), f"Due {when}.", "Open the tasks", url, place)


def _cases(one: HouseDay, at: datetime, base: str, place: str) -> Iterator[Need]:
    """Guests whom nobody has reached: how long there is, and who has it."""
    for case in one.cases or ():
        if case.state != OPEN:
            continue
        words, tone, _ = standing(case, at)
        by = at_hour(case.due_at.replace(second=0, microsecond=0), one.house.timezone)
        day = short_day(case.due_at.astimezone(ZoneInfo(one.house.timezone)).date())
        who = f"{case.owner_name} has it" if case.owner_name else "Nobody has it yet"
        yield Need(
            f"Case, {words}",
            tone,
            case.guest_name.split()[-1] if case.guest_name.split() else case.who,
            f"{case.title[:1].lower()}{case.title[1:]}. Be in touch by {by}, {day}.",
            "Open the case",
            f"{base}/cases/{case.id}",
            ", ".join(filter(None, (place, who))),
        )


def _rooms(one: HouseDay, at: datetime, base: str, place: str) -> Iterator[Need]:
    for stay in one.not_ready:
        room = one.room_of(stay)
        if room is None:
            continue
        wall = stay.arrival_time or one.house.check_in_time
        due = wall_instant(one.day, wall.hour, wall.minute, one.house.timezone)
        if due > at + SOON:
            continue
        state = "clean, but nobody has checked it" if room.state == CLEAN else room.state.replace("_", " ")
        said = f"is due at {hour(stay.arrival_time)}" if stay.arrival_time else "comes today and said no hour"
        inside = one.inside(stay)
        words = f"is {state}. {stay.surname} {said}." if not inside else f"still has {inside}. {stay.surname} {said}."
        out = room.state == OUT_OF_ORDER
        send = ("Departures", f"{base}/departures") if inside else _send(base, room.room_id)
        act, where = ("Move them", f"{base}/tape-chart") if out else send
        tone = "bad" if due < at else "warn"
        yield Need("Room", tone, room.name, words, act, where, place)


def _send(base: str, room_id: int) -> tuple[str, str]:
    return "Send someone", f"{base}/rooms?by=need#room-{room_id}"


def _late(late: timedelta) -> str:
    minutes = int(late.total_seconds()) // 60
    if minutes < 60:
        return f"{minutes} min"
    hours = minutes // 60
    return f"{hours} h" if hours < 48 else f"{hours // 24} days"

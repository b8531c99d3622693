"""Tasks in the words of the desk."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from app.care.models import RULE
from app.care.queries import HouseTask, tasks_of
from app.catalogue.queries import House
from app.identity.staff.queries import staff_at
from app.identity.staff.rules import Actor, can
from app.kernel import clock
from app.kernel.words import at_hour, short_day

MOST_OPEN, MOST_DONE = 200, 50
OF_THE_DESK = frozenset({"refund_failed", "mail_failed", "price_differs", "to_place", RULE})
"""Kinds that say something of money or of a guest's address, or are done at the desk: for those who see the day."""

KINDS = {
    "request": "Asked for", "not_right": "Not right", "no_show": "Not here", "late": "Late", "to_place": "To place",
    RULE: "A rule", "staff": "",
}  # fmt: skip
SHOWN = {"open": "Open", "mine": "Mine", "done": "Done"}


@dataclass(frozen=True, slots=True)
class Card:
    """A task as it stands on the page."""

    task: HouseTask
    tag: str
    due: str
    late: bool
    owner: str
    about: str
    url: str
    done: str


@dataclass(frozen=True, slots=True)
class TaskList:
    """What the page shows: overdue first, then what is to come; and how many are overdue."""

    show: str
    cards: tuple[Card, ...]
    overdue: int
    people: tuple[tuple[int, str], ...]


def list_of(actor: Actor, house: House, show: str) -> TaskList:
    """The tasks of a house that the actor may see; two statements."""
    show = show if show in SHOWN else "open"
    at = clock.now()
    hidden = hidden_from(actor, house)
    found = tasks_of(house.id, "done" if show == "done" else "open", most=MOST_DONE if show == "done" else MOST_OPEN)
    mine = [task for task in found if task.kind not in hidden and (show != "mine" or task.owner_id == actor.staff_id)]
    cards = tuple(_card(house, task, at, linked=can(actor, "see_day", house)) for task in mine)
    return TaskList(show, cards, sum(card.late for card in cards), tuple(_people(actor, house)))


def hidden_from(actor: Actor, house: House) -> frozenset[str]:
    """The kinds of task that are not for this person."""
    return frozenset() if can(actor, "see_day", house) else OF_THE_DESK


def _people(actor: Actor, house: House) -> Sequence[tuple[int, str]]:
    """Who a task may be given to: everybody of the house, and whoever asks."""
    people = dict(staff_at(house.id)) | {actor.staff_id: f"{actor.name} (you)"}
    return sorted(people.items(), key=lambda one: (one[0] != actor.staff_id, one[1]))


def _card(house: House, task: HouseTask, at: datetime, *, linked: bool) -> Card:
    late = task.state == "open" and task.due_at < at
    return Card(
        task=task,
        tag=KINDS.get(task.kind, ""),
        due=when(task.due_at, house),
        late=late,
        owner=task.owner_name,
        about=task.guest_name or task.reference,
        url=f"/staff/{house.slug}/bookings/{task.reference}" if linked and task.reference else "",
        done=when(task.done_at, house) if task.done_at else "",
    )


def when(instant: datetime, house: House) -> str:
    """2.10pm, with its day unless that is today."""
    local = instant.astimezone(ZoneInfo(house.timezone)).replace(second=0, microsecond=0)
    day = "" if local.date() == clock.today(house.timezone) else f", {short_day(local.date())}"
    return f"{at_hour(local, house.timezone)}{day}"

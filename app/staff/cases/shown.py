"""Cases in the words of the desk."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from app.care.cases.queries import HouseCase, Remedied, cases_of, notes_of, remedies_of
from app.care.cases.rules import (
    CONTACTED,
    FAILED_CHOICE,
    LATE_ANSWER,
    OPEN,
    PROMISED_ROOM,
    RESOLVE_WITHIN,
    RESOLVED,
    SOURCES,
    STATES,
    UNTOLD,
    WAYS,
)
from app.care.themes import THEMES
from app.catalogue.queries import House
from app.experience.surveys.queries import scores_of
from app.experience.surveys.rules import PARTS, SCALES
from app.identity.staff.names import names_of
from app.identity.staff.queries import who_may
from app.journal.queries import Deed, Wanted, deeds
from app.kernel import clock
from app.kernel.words import counted, money, span
from app.staff.tasks.lists import when

SHOWN = {"open": "To resolve", "mine": "Yours to resolve", "resolved": "Resolved"}
MOST, MOST_DEEDS = 100, 60
SCORES = {
    "nps": "Would recommend",
    "ces": "Easy to book",
    "csat": "Put right",
    "expected": "As expected",
    "worth": "Worth it",
}
SAID = {
    "friction_note": "What our people saw",
    UNTOLD: "What it means for them",
    FAILED_CHOICE: "What happened",
    PROMISED_ROOM: "What happened",
}
"""What the words of a case are called, where they are not the guest's."""

ASKED = ("enquiry", LATE_ANSWER)
"""What a case came from where there is an enquiry to read."""

TOLD = {
    "case_opened": "Opened",
    "case_reopened": "Opened again",
    "case_handed_over": "Handed over",
    "case_booking_named": "The booking became known",
    "case_escalated": "It took too long: the group was told",
    "case_put_right": "Says that it is put right: closed by the guest",
    "case_asked_again": "Asked the guest whether it is put right",
}
"""The deeds that leave no note."""


@dataclass(frozen=True, slots=True)
class Card:
    """A case as it stands in the list: a tag with its tone, and how long there is."""

    case: HouseCase
    url: str
    tag: str
    tone: str
    late: bool
    stay: str
    opened: str
    cause: str
    source: str


@dataclass(frozen=True, slots=True)
class Told:
    """Something that happened to a case: when, who, what, and words where somebody wrote some."""

    at: datetime
    when: str
    title: str
    by: str
    words: str = ""


@dataclass(frozen=True, slots=True)
class CasePage:
    """The names that `staff/cases/case.html` uses. `scores` are (question, number, the highest); `booking_url` is empty
    while nobody knows the booking."""

    card: Card
    said: str
    booking_url: str
    guest_url: str
    scores: tuple[tuple[str, int, int], ...]
    history: tuple[Told, ...]
    people: tuple[tuple[int, str], ...]
    ways: Mapping[str, str]
    themes: Mapping[str, str]
    given: str
    source_url: str


def cards_of(house: House, show: str, staff_id: int) -> list[Card]:
    """The cases of a house, or those of them that this person has; one statement."""
    owner_id = staff_id if show == "mine" else None
    found = cases_of(house.id, resolved=show == "resolved", most=MOST, owner_id=owner_id)
    return [card_of(house, case) for case in found]


def card_of(house: House, case: HouseCase) -> Card:
    tag, tone, late = standing(case, clock.now())
    return Card(
        case=case,
        url=f"/staff/{house.slug}/cases/{case.id}",
        tag=tag,
        tone=tone,
        late=late,
        stay=span(case.arrival_on, case.departure_on) if case.arrival_on and case.departure_on else "No booking known",
        opened=when(case.opened_at, house),
        cause=THEMES.get(case.theme, "") if case.state == RESOLVED else "",
        source=SOURCES.get(case.subject, ""),
    )


def standing(case: HouseCase, at: datetime) -> tuple[str, str, bool]:
    """(words, tone, late): the state, and of an open one how long there is."""
    if case.state == RESOLVED:
        return "Closed by the guest" if case.put_right_at else STATES[RESOLVED], "good", False
    if case.contacted_at is not None and case.state == CONTACTED:
        over = at - case.contacted_at - RESOLVE_WITHIN
        if over > timedelta(0):
            return f"Guest reached, not put right: {_hours(over)} late", "bad", True
        return STATES[CONTACTED], "info", False
    left = case.due_at - at
    if left < timedelta(0):
        return f"{_hours(-left)} late", "bad", True
    return f"{_hours(left)} left", "warn", False


def case_page(house: House, case: HouseCase) -> CasePage:
    """A case with all that is known of it; seven statements at most."""
    base = f"/staff/{house.slug}"
    remedies = remedies_of(case.id)
    given = sum(one.amount_minor for one in remedies)
    return CasePage(
        card=card_of(house, case),
        said=SAID.get(case.subject, "What the guest said"),
        booking_url=f"{base}/bookings/{case.reference}" if case.reference else "",
        guest_url=f"{base}/guests/{case.guest_id}" if case.guest_id else "",
        scores=tuple(_scores(case)),
        history=tuple(sorted(_history(house, case, remedies), key=lambda one: one.at)),
        people=tuple(who_may("run_cases", house.id)),
        ways=WAYS if case.guest_email else {way: words for way, words in WAYS.items() if way != "mail"},
        themes=THEMES,
        given=money(given, remedies[0].currency, pence=True) if remedies else "",
        source_url=f"{base}/enquiries/{case.subject_id}" if case.subject in ASKED else "",
    )


def _scores(case: HouseCase) -> Iterator[tuple[str, int, int]]:
    given = scores_of(case.subject_id) if case.subject == "survey" else None
    for name, number in given.given.items() if given else ():
        label = SCORES.get(name) or PARTS[name].capitalize()
        yield label, number, SCALES[name][-1]


def _history(house: House, case: HouseCase, remedies: Sequence[Remedied]) -> Iterator[Told]:
    for one in remedies:
        off = f"{money(one.amount_minor, one.currency, pence=True)} off the bill"
        yield Told(one.given_at, when(one.given_at, house), off, one.by or "The house", one.words)
    for note in notes_of(case.id):
        title = {"contact": f"Reached the guest: {WAYS.get(note.way or '', '').lower()}", "ended": "Resolved"}
        own = "Noted" if note.by else "Wrote, when asked again"
        by = note.by or ("The guest" if note.kind == "note" else "The house")
        yield Told(note.written_at, when(note.written_at, house), title.get(note.kind, own), by, note.words)
    found = deeds(Wanted(subject="care_case", subject_id=case.id), MOST_DEEDS)
    names = names_of({person for deed in found for person in (_by(deed), _owner(deed))})
    for deed in found:
        if deed.action in TOLD:
            yield Told(deed.at, when(deed.at, house), _title(deed, names), _who(deed, names))


def _title(deed: Deed, names: Mapping[int | None, str]) -> str:
    """What was done, and who has the case since where that changed."""
    told, owner = TOLD[deed.action], _owner(deed)
    if owner is None or owner == deed.facts.get("before"):
        return told
    if deed.action == "case_handed_over":
        return f"Handed over to {names[owner]}" if owner != deed.actor_id else "Took it"
    return f"{told}. {names[owner]} has it"


def _owner(deed: Deed) -> int | None:
    """Who has the case after this deed; None where it says nothing of that."""
    owner: int | None = deed.facts.get("after") or deed.facts.get("owner")
    return owner


def _who(deed: Deed, names: Mapping[int | None, str]) -> str:
    return {"guest": "The guest", "system": "Quince"}.get(deed.actor) or names[_by(deed)]


def _by(deed: Deed) -> int | None:
    return deed.actor_id if deed.actor == "staff" else None


def _hours(length: timedelta) -> str:
    minutes = int(length.total_seconds()) // 60
    if minutes < 60:
        return f"{minutes} min"
    hours = minutes // 60
    return counted(hours, "hour") if hours < 48 else counted(hours // 24, "day")


def open_words(cards: list[Card]) -> str:
    """Three to resolve, one of them late."""
    late = sum(card.late for card in cards)
    waiting = sum(card.case.state == OPEN for card in cards)
    words = f"{counted(len(cards), 'case').capitalize()} to resolve"
    return f"{words}, {late} late." if late else f"{words}, {waiting} to be in touch about." if waiting else f"{words}."

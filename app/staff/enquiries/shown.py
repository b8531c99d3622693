"""Enquiries in the words of the desk."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from app.care.cases.queries import case_about
from app.care.enquiries.desks import desk_of
from app.care.enquiries.queries import (
    HouseEnquiry,
    Said,
    closed_enquiries,
    messages_of,
    notices_to_ask_about,
    open_enquiries,
    waiting_enquiries,
)
from app.care.enquiries.rules import ANSWER_WITHIN, CHANNELS, GUEST, NOTE, PHONE, Desk, time_open
from app.care.themes import THEMES
from app.catalogue.queries import House
from app.identity.staff.queries import who_may
from app.kernel import clock
from app.kernel.words import counted
from app.staff.tasks.lists import when

SHOWN = {"waiting": "To answer", "open": "Answered", "closed": "Closed"}
MOST = 100
_LISTS = {"waiting": waiting_enquiries, "open": open_enquiries, "closed": closed_enquiries}


@dataclass(frozen=True, slots=True)
class Card:
    """An enquiry as it stands in the list: a tag with its tone, how long it waits or took, and whose it is."""

    enquiry: HouseEnquiry
    url: str
    who: str
    tag: str
    tone: str
    late: bool
    theme: str
    channel: str
    opened: str
    answered: str


@dataclass(frozen=True, slots=True)
class Line:
    """One message as the desk reads it; `side` is `guest`, `house` or `note`."""

    side: str
    who: str
    when: str
    words: str


@dataclass(frozen=True, slots=True)
class EnquiryPage:
    """The names that `staff/enquiries/enquiry.html` uses."""

    card: Card
    lines: tuple[Line, ...]
    booking_url: str
    guest_url: str
    people: tuple[tuple[int, str], ...]
    themes: Mapping[str, str]
    notices: tuple[tuple[int, str], ...]
    notice_url: str
    case_url: str
    by_mail: bool


def cards_of(house: House, show: str, theme: str, notice_id: int | None = None) -> list[Card]:
    """The enquiries of a house, those who wait longest first; one statement."""
    return [card_of(house, one) for one in _LISTS[show](house.id, theme=theme, notice_id=notice_id, most=MOST)]


def card_of(house: House, one: HouseEnquiry) -> Card:
    tag, tone, late = standing(one, desk_of(house), clock.now())
    return Card(
        enquiry=one,
        url=f"/staff/{house.slug}/enquiries/{one.id}",
        who=one.name or one.reference or one.phone or "Somebody",
        tag=tag,
        tone=tone,
        late=late,
        theme=THEMES.get(one.theme, one.theme),
        channel=CHANNELS[one.channel],
        opened=when(one.opened_at, house),
        answered=_answered(one, desk_of(house)),
    )


def standing(one: HouseEnquiry, desk: Desk, at: datetime) -> tuple[str, str, bool]:
    """(words, tone, late): what is owed. Time counts while the desk is open."""
    if one.closed_at is not None:
        return "Closed", "grey", False
    if one.waiting_since is None:
        return "Answered", "good", False
    waited = time_open(one.waiting_since, at, desk)
    late = waited > ANSWER_WITHIN
    words = f"Waits {length(waited)}" if waited >= timedelta(minutes=1) else "Just in"
    return words, "bad" if late else "warn", late


def enquiry_page(house: House, one: HouseEnquiry) -> EnquiryPage:
    """An enquiry with all that was said; four statements at most."""
    case_id = case_about("enquiry", one.id) if one.complaint else None
    base = f"/staff/{house.slug}"
    return EnquiryPage(
        card=card_of(house, one),
        lines=tuple(_line(said, one, house) for said in messages_of(one.id)),
        booking_url=f"{base}/bookings/{one.reference}" if one.reference else "",
        guest_url=f"{base}/guests/{one.guest_id}" if one.guest_id else "",
        people=tuple(who_may("answer_enquiries", house.id)),
        themes=THEMES,
        notices=tuple(notices_to_ask_about(house.id, one.booking_id)),
        notice_url=f"{base}/notices/{one.notice_id}" if one.notice_id else "",
        case_url=f"{base}/cases/{case_id}" if case_id else "",
        by_mail=bool(one.email),
    )


def waiting_words(cards: list[Card]) -> str:
    """Three to answer, one of them late."""
    late = sum(card.late for card in cards)
    words = f"{counted(len(cards), 'enquiry', 'enquiries').capitalize()} to answer"
    return f"{words}, {late} late." if late else f"{words}."


def length(time: timedelta) -> str:
    """As a person says it: 40 min, 3 hours, 2 days."""
    minutes = int(time.total_seconds()) // 60
    if minutes < 60:
        return f"{minutes} min"
    hours = minutes // 60
    return counted(hours, "hour") if hours < 48 else counted(hours // 24, "day")


def _answered(one: HouseEnquiry, desk: Desk) -> str:
    """How long the first answer took, by the desk's hours and by the clock where they differ."""
    if one.first_answer_at is None:
        return ""
    if one.channel == PHONE and one.first_answer_at == one.opened_at:
        return "Answered on the telephone"
    at_desk, by_clock = time_open(one.opened_at, one.first_answer_at, desk), one.first_answer_at - one.opened_at
    words = f"First answer after {length(at_desk)} of the desk’s hours"
    return words if by_clock - at_desk < timedelta(minutes=1) else f"{words}, {length(by_clock)} by the clock"


def _line(said: Said, one: HouseEnquiry, house: House) -> Line:
    if said.side == GUEST:
        who = one.name or "The guest"
        who = f"{who}, written down by {said.by}" if said.by else who
    else:
        who = f"{said.by or house.name}{', a note' if said.side == NOTE else ''}"
    return Line(said.side, who, when(said.written_at, house), said.words or "Forgotten.")

"""The demo's surveys and answers as rows: who was asked when, and what each said by today. Pure but for its tables."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from app.booking.effort import Effort
from app.demo.rows import Row
from app.demo.visits.effort import hardness
from app.demo.voices.answering import Reply, Said, Stayed, after_booking, after_cancelling, after_changing, after_stay
from app.demo.world import Booked
from app.experience.surveys.rules import (
    BOOKED,
    CANCELLED,
    CHANGED,
    CLOSED_AFTER,
    ONCE_IN,
    REMINDED_AFTER,
    SCALES,
    SOURCES,
    STAY,
    asked_at,
)

ZONE = "Europe/London"


@dataclass(frozen=True, slots=True)
class Known:
    """A booking of the demo with its ids in the database."""

    booked: Booked
    booking_id: int
    guest_id: int
    location_id: int


@dataclass(frozen=True, slots=True)
class Asked:
    """A survey of the demo: when it was sent, and what came of it until today."""

    known: Known
    moment: str
    sent_at: datetime
    reminded_at: datetime | None
    opened_at: datetime | None
    reply: Reply | None
    occasion: int = 0

    @property
    def answered_at(self) -> datetime | None:
        return self.sent_at + self.reply.after if self.reply else None

    def row(self, survey_id: int) -> Row:
        visit = self.known.booked.visit
        return {
            "id": survey_id,
            "booking_id": self.known.booking_id,
            "guest_id": self.known.guest_id,
            "location_id": self.known.location_id,
            "moment": self.moment,
            "occasion": self.occasion,
            "source": self.known.booked.source,
            "arrival_on": visit.arrival,
            "departure_on": visit.departure,
            "sent_at": self.sent_at,
            "reminded_at": self.reminded_at,
            "opened_at": self.opened_at,
            "closes_at": self.sent_at + CLOSED_AFTER,
        }


def answer_row(survey_id: int, reply: Reply, answered_at: datetime) -> Row:
    return {
        "survey_id": survey_id,
        **{name: reply.scores.get(name) for name in SCALES},
        "words": reply.words,
        "theme": reply.theme,
        "sentiment": reply.sentiment,
        "contact_agreed": reply.contact_agreed,
        "named": reply.named,
        "origin": "guest",
        "times": 1,
        "answered_at": answered_at,
    }


def surveys(known: Sequence[Known], efforts: Mapping[str, Effort], since: datetime, until: datetime) -> Iterator[Asked]:
    """Everything that these bookings' guests were asked after `since` and by `until`, each moment in order of time."""
    for one in known:
        yield from _about_booking(one, efforts, since, until)
    yield from _about_stays(known, efforts, since, until)


def _about_booking(one: Known, efforts: Mapping[str, Effort], since: datetime, until: datetime) -> Iterator[Asked]:
    booked, visit = one.booked, one.booked.visit
    if booked.source in SOURCES and since < visit.booked_at <= until:
        yield asked_about(one, BOOKED, visit.booked_at, after_booking(booked.reference, _hard(booked, efforts)), until)
    if booked.changed_at and since < booked.changed_at <= until:
        asked = asked_about(one, CHANGED, booked.changed_at, after_changing(booked.reference), until)
        yield replace(asked, occasion=1)
    if visit.cancelled_at and booked.source == "web" and since < visit.cancelled_at <= until:
        in_time = booked.plan != "saver" and (visit.arrival - visit.cancelled_at.date()).days > 2
        yield asked_about(one, CANCELLED, visit.cancelled_at, after_cancelling(booked.reference, in_time), until)


def _about_stays(
    known: Sequence[Known], efforts: Mapping[str, Effort], since: datetime, until: datetime
) -> Iterator[Asked]:
    """No guest more often than once in 90 days."""
    last: dict[int, datetime] = {}
    stayed = [one for one in known if one.booked.visit.cancelled_at is None and not one.booked.visit.no_show]
    for one in sorted(stayed, key=lambda each: (each.booked.visit.departure, each.booking_id)):
        sent_at = asked_at(one.booked.visit.departure, ZONE)
        before = last.get(one.guest_id)
        if not since < sent_at <= until or (before and before > sent_at - ONCE_IN):
            continue
        last[one.guest_id] = sent_at
        yield asked_about(one, STAY, sent_at, after_stay(_stayed(one.booked, efforts), until.date()), until)


def asked_about(one: Known, moment: str, sent_at: datetime, said: Said, until: datetime) -> Asked:
    """A question sent then, with what had come of it by `until`."""
    reply = said.reply if said.reply and sent_at + said.reply.after <= until else None
    read = said.read_after
    reminded_at = sent_at + REMINDED_AFTER
    silent = said.reply is None or said.reply.after > REMINDED_AFTER
    return Asked(
        known=one,
        moment=moment,
        sent_at=sent_at,
        reminded_at=reminded_at if moment == STAY and silent and reminded_at <= until else None,
        opened_at=sent_at + read if read and sent_at + read <= until else None,
        reply=reply,
    )


def _stayed(booked: Booked, efforts: Mapping[str, Effort]) -> Stayed:
    effort = efforts.get(booked.reference)
    return Stayed(
        reference=booked.reference,
        house=booked.visit.house,
        departure=booked.visit.departure,
        source=booked.source,
        returning=booked.stayed_before,
        supper=bool(booked.suppers),
        effort=hardness(effort) if effort else None,
    )


def _hard(booked: Booked, efforts: Mapping[str, Effort]) -> float:
    effort = efforts.get(booked.reference)
    return hardness(effort) if effort else 0.4

"""What is measured of the demo group's past: visits, what guests said, lost calls, spend and the staff's pulse."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any, NamedTuple

from sqlalchemy import select

from app.booking.models import Booking
from app.config import Config
from app.demo.calls import write_calls
from app.demo.changed import write_changed
from app.demo.enquiries import write_enquiries
from app.demo.marks import PLANTED, mark, planted
from app.demo.nights import HouseIds
from app.demo.owners import give_owners
from app.demo.plan import write_plan
from app.demo.referrals import write_referrals
from app.demo.remedies import give_remedies
from app.demo.reviews import write_reviews
from app.demo.rows import AT_ONCE, insert_all, table_of
from app.demo.spending import write_spending
from app.demo.staff import member_id
from app.demo.visits import Fault, plant
from app.demo.visits.writing import write_visits
from app.demo.voices.asked import Known
from app.demo.voices.writing import write_voices
from app.demo.world import Booked
from app.plan.digest.models import DigestReader
from app.store import db

DAYS = 365
FILE = "planted.json"


class Measured(NamedTuple):
    """What was written."""

    visits: int = 0
    events: int = 0
    surveys: int = 0
    answers: int = 0


def measure_past(
    booked: Sequence[Booked], ids: Mapping[str, HouseIds], until: datetime, days: int, seed: int | str
) -> Measured:
    """The last `days` days of a group that has its bookings are measured, with three faults planted from `seed`."""
    since = until - timedelta(days=days)
    houses = {slug: one.location for slug, one in ids.items()}
    known = _known([one for one in booked if one.visit.house in ids], houses)
    booking_ids = {one.booked.reference: one.booking_id for one in known}
    faults = plant(seed, until.date(), past=days)
    counted = write_visits(since, until, booked, booking_ids, houses, faults)
    manager = member_id("manager") or 0
    write_changed(known, since, until)
    voices = write_voices(known, counted.efforts, since - timedelta(days=31), until, manager)
    desk = member_id("reception") or 0
    write_enquiries(known, since, until, desk_id=desk, manager_id=manager)
    give_owners(houses.values())
    give_remedies(manager)
    write_reviews(until, manager)
    write_calls(since.date(), until.date(), houses, desk)
    write_spending(until.date(), houses)
    write_plan(until.date(), houses)
    _take_digest(until)
    write_referrals()
    told = [_told(fault, lost) for fault, lost in counted.lost.items()]
    mark(until, PLANTED, {"seed": seed, "faults": told})
    return Measured(counted.visits, counted.events, voices.surveys, voices.answers)


def _take_digest(until: datetime) -> None:
    """Whoever does the marketing reads the weekly digest."""
    if reader := member_id("marketing"):
        insert_all(DigestReader, [{"staff_id": reader, "since_at": until}])


def measure_on(booked: Sequence[Booked], ids: Mapping[str, HouseIds], since: datetime, until: datetime) -> Measured:
    """The visits that ended after `since` and by `until` are there; nothing is planted in them."""
    houses = {slug: one.location for slug, one in ids.items()}
    booking_ids = {one.booked.reference: one.booking_id for one in _known(booked, houses)}
    counted = write_visits(since, until, booked, booking_ids, houses)
    return Measured(counted.visits, counted.events)


def _known(booked: Sequence[Booked], houses: Mapping[str, int]) -> list[Known]:
    """Those of the bookings that are in the database, with their ids."""
    table = table_of(Booking)
    by_reference = {one.reference: one for one in booked}
    references, found = list(by_reference), []
    for start in range(0, len(references), AT_ONCE):
        rows = db.session.execute(
            select(table.c.reference, table.c.id, table.c.guest_id).where(
                table.c.reference.in_(references[start : start + AT_ONCE])
            )
        )
        found += [
            Known(by_reference[row.reference], row.id, row.guest_id, houses[by_reference[row.reference].visit.house])
            for row in rows
        ]
    return sorted(found, key=lambda one: one.booking_id)


def write_planted(settings: Config) -> Path | None:
    """`$QUINCE_DATA/planted.json` says what was planted, so that anyone can check that the reports find it."""
    facts = planted()
    if facts is None:
        return None
    file = settings.data / FILE
    fresh = file.with_suffix(".new")
    fresh.write_text(json.dumps(facts, indent=2) + "\n", "utf-8")
    return fresh.replace(file)


def _told(fault: Fault, lost: int) -> dict[str, Any]:
    return {**fault.as_json(), "bookings_lost": lost}

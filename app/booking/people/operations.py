"""The only writers of the register and of allergies."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime
from typing import Any

from sqlalchemy import delete, func, insert, select, update

from app.booking.errors import WrongState
from app.booking.models import BookedStay, Booking
from app.booking.people.models import Allergy, RegisterEntry
from app.booking.people.queries import heads_of, register_of, said
from app.booking.people.rules import ALLERGY_CONSENT, KEPT_CONSENT, LEFT_EARLY, CannotEat, Entry, Key, asks_for_papers
from app.booking.rules import LIVE, phase_of
from app.catalogue.closed import house_of
from app.journal import record
from app.kernel import clock
from app.kernel.errors import Refused
from app.store import db, transaction, write

_register, _allergy, _stay = RegisterEntry.__table__, Allergy.__table__, BookedStay.__table__


def keep_people(booking_id: int, entries: Mapping[Key, Entry], allergies: Mapping[Key, CannotEat]) -> bool:
    """The register and the allergies of a booking are exactly these; people who are not named have nothing.

    What is empty is gone, and so are papers that the law does not ask of that nationality; an empty passport number of
    somebody whose papers are asked for leaves the one that was there. True when the kitchen has to read again what it
    had read: something changed or went. What stayed the same stays read. Raises `WrongState` once they have left.
    """

    def work() -> bool:
        row, now = _open(booking_id), clock.now()
        _keep_register(booking_id, entries, now)
        again = _keep_allergies(booking_id, allergies, now)
        said_of = sum(map(bool, allergies.values()))
        record("people_kept", "booking", booking_id, location_id=row.location_id, at=now, allergies=said_of)
        return again

    return transaction(work)


def keep_register(booking_id: int, entries: Mapping[Key, Entry], *, by: int | None) -> None:
    """The register says this of these people; of all others it says what it did, and allergies stay as they are.

    What is empty, and what the law does not ask, is kept as `keep_people` keeps it. Raises `WrongState` once they have
    left.
    """

    def work() -> None:
        row, now = _open(booking_id), clock.now()
        _keep_register(booking_id, {**register_of(booking_id), **entries}, now)
        record("register_kept", "booking", booking_id, actor="staff", actor_id=by, location_id=row.location_id, at=now)

    transaction(work)


def mark_allergies_read(booking_id: int, reader_id: int, seen_at: datetime) -> int:
    """The kitchen has read everything that was said by `seen_at`; answers how much of what was said later is still to
    be read. In the journal: `allergies_read`, once, however often it is said."""

    def work() -> int:
        now, own = clock.now(), select(_stay.c.id).where(_stay.c.booking_id == booking_id)
        unread = (_allergy.c.stay_id.in_(own), _allergy.c.read_at.is_(None))
        said_by_then = update(_allergy).where(*unread, _allergy.c.consented_at <= seen_at)
        read = write(said_by_then.values(read_at=now, read_by=reader_id)).rowcount
        if read:
            place = db.session.execute(select(Booking.location_id).where(Booking.id == booking_id)).scalar_one()
            record(
                "allergies_read", "booking", booking_id, actor="staff", actor_id=reader_id, location_id=place, at=now
            )
        return int(db.session.execute(select(func.count()).where(*unread)).scalar_one())

    return transaction(work)


def write_allergies(booking_id: int, allergies: Sequence[tuple[int, CannotEat]], at: datetime) -> None:
    """The allergies typed while booking, by the number of the person counted over all rooms; part of a transaction."""
    stays = _stays(booking_id)
    keys = [(part, n) for part, row in stays.items() for n in range(1, heads_of(row) + 1)]
    rows = [_row(stays, keys[n - 1], said_now, at) for n, said_now in allergies if said_now and 1 <= n <= len(keys)]
    if rows:
        write(insert(_allergy), rows)


def let_go_of_allergies(guest_ids: Sequence[int], allergy_id: int | None = None) -> int:
    """What these guests kept for the next stays is kept no longer: gone with stays that are over, and with the others
    30 days after they leave, as the house still cooks for them. Only what `allergy_id` says where it is given, for
    whatever stay it was said. Answers how many rows that were; in the journal `allergies_let_go`."""

    def work() -> int:
        rows = db.session.execute(
            select(*_allergy.c, Booking.id.label("booking"), Booking.state)
            .join(_stay, _stay.c.id == _allergy.c.stay_id)
            .join(Booking, Booking.id == _stay.c.booking_id)
            .where(Booking.guest_id.in_(guest_ids), _allergy.c.kept)
        ).all()
        same = [said(row) for row in rows if row.id == allergy_id]
        going = [row for row in rows if allergy_id is None or said(row) in same]
        over = [row.id for row in going if row.state not in ("confirmed", "in_house")]
        write(delete(_allergy).where(_allergy.c.id.in_(over)))
        write(update(_allergy).where(_allergy.c.id.in_([row.id for row in going])).values(kept=False))
        for booking_id in sorted({row.booking for row in going}):
            record("allergies_let_go", "booking", booking_id)
        return len(going)

    return transaction(work)


def forget_absent(booking_id: int) -> None:
    """Nothing is kept of people of the booking who do not come any more: those of rooms that were cancelled or to which
    nobody came, and those whom a change left out; but for what the guest keeps for the next stays, where it was said
    of a room that was given up. The register is about whoever stayed, and keeps them where they left before the others.
    Part of a transaction."""
    columns = (_stay.c.id, _stay.c.part, _stay.c.adults, _stay.c.children, _stay.c.cots, _stay.c.cancelled_at)
    rows = db.session.execute(
        select(*columns, Booking.state)
        .join(Booking, Booking.id == _stay.c.booking_id)
        .where(_stay.c.booking_id == booking_id)
    )
    for row in rows.all():
        given_up = row.cancelled_at is not None or row.state not in LIVE
        coming = 0 if given_up else heads_of(row)
        of_part = (_register.c.booking_id == booking_id, _register.c.part == row.part)
        absent_from = delete(_register).where(*of_part, _register.c.number > coming)
        write(absent_from if given_up else absent_from.where(_register.c.number <= LEFT_EARLY))
        absent = delete(_allergy).where(_allergy.c.stay_id == row.id, _allergy.c.number > coming)
        write(absent.where(_allergy.c.kept.is_(False)) if given_up else absent)


def purge_register(before: date) -> int:
    """Entries of stays that ended before that day are gone; how many went."""

    def work() -> int:
        old = select(Booking.id).where(Booking.departure_on < before)
        return write(delete(_register).where(_register.c.booking_id.in_(old))).rowcount

    return transaction(work)


def purge_allergies(before: date) -> int:
    """Allergies of stays that ended before that day are gone, but for those that a guest keeps; how many went."""

    def work() -> int:
        old = select(_stay.c.id).where(_stay.c.departure_on < before)
        return write(delete(_allergy).where(_allergy.c.stay_id.in_(old), _allergy.c.kept.is_(False))).rowcount

    return transaction(work)


def _open(booking_id: int) -> Any:
    """The booking while its people may still be told, kept for us until the transaction ends."""
    columns = (Booking.location_id, Booking.state, Booking.arrival_on, Booking.departure_on)
    row = db.session.execute(select(*columns).where(Booking.id == booking_id).with_for_update()).one_or_none()
    if row is None:
        raise Refused("There is no such booking.", "unknown")
    phase = phase_of(row.state, row.arrival_on, row.departure_on, clock.today(house_of(row.location_id).timezone))
    if phase is None or phase == "left":
        raise WrongState("departed" if phase else row.state)
    return row


def _keep_register(booking_id: int, entries: Mapping[Key, Entry], at: datetime) -> None:
    before = register_of(booking_id)
    after = {key: _lawful(entry, before.get(key, Entry())) for key, entry in entries.items()}
    after = {key: entry for key, entry in after.items() if entry != Entry()}
    for key in before.keys() - {key for key, entry in after.items() if before.get(key) == entry}:
        own = (_register.c.booking_id == booking_id, _register.c.part == key[0], _register.c.number == key[1])
        write(delete(_register).where(*own))
    rows = [
        {"booking_id": booking_id, "part": key[0], "number": key[1], "written_at": at}
        | {name: getattr(entry, name) for name in Entry.__dataclass_fields__}
        for key, entry in after.items()
        if before.get(key) != entry
    ]
    if rows:
        write(insert(_register), rows)


def _lawful(entry: Entry, before: Entry) -> Entry:
    """The entry with what the law asks for and no more."""
    if not asks_for_papers(entry.nationality):
        return Entry(entry.name, entry.nationality)
    return replace(entry, passport_number=entry.passport_number or before.passport_number)


def _keep_allergies(booking_id: int, allergies: Mapping[Key, CannotEat], at: datetime) -> bool:
    """True when something that the kitchen had read is no longer so."""
    stays = _stays(booking_id)
    part_of = {row.id: part for part, row in stays.items()}
    kept: set[Key] = set()
    again = False
    for row in db.session.execute(select(_allergy).where(_allergy.c.stay_id.in_(part_of))).all():
        key = (part_of[row.stay_id], row.number)
        if said(row) == allergies.get(key) and key not in kept:
            kept.add(key)
            continue
        write(delete(_allergy).where(_allergy.c.id == row.id))
        again = again or row.read_at is not None
    rows = [
        _row(stays, key, now_said, at)
        for key, now_said in allergies.items()
        if now_said and key not in kept and key[0] in stays
    ]
    if rows:
        write(insert(_allergy), rows)
    return again


def _stays(booking_id: int) -> dict[int, Any]:
    """The stays of a booking by part."""
    columns = (_stay.c.id, _stay.c.part, _stay.c.adults, _stay.c.children, _stay.c.cots)
    rows = db.session.execute(select(*columns).where(_stay.c.booking_id == booking_id).order_by(_stay.c.part))
    return {row.part: row for row in rows}


def _row(stays: Mapping[int, Any], key: Key, now_said: CannotEat, at: datetime) -> dict[str, Any]:
    return {
        "stay_id": stays[key[0]].id,
        "number": key[1],
        "person": now_said.person,
        "allergens": ", ".join(now_said.allergens),
        "severity": now_said.severity,
        "words": now_said.words,
        "kept": now_said.kept,
        "consent_text": f"{ALLERGY_CONSENT} {KEPT_CONSENT}" if now_said.kept else ALLERGY_CONSENT,
        "consented_at": at,
    }

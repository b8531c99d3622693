"""Writing the rows of a booking. Claims are for those who call."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import delete, insert, select, update

from app.booking.models import (
    BookedExtra,
    BookedStay,
    BookedSupper,
    Booking,
    FolioLine,
)
from app.booking.operations.charges import write_charges
from app.booking.rules import Basket, ChosenStay, leaves_by
from app.inventory.operations import take_rooms, vacate
from app.journal import record
from app.kernel.party import columns_of
from app.kernel.reference import new_reference
from app.pricing.rules import Line
from app.store import db, insert_unless_taken, write

_stay = BookedStay.__table__
_INSERT_STAY = insert(_stay).returning(_stay.c.id)
_INSERT_FOLIO = insert(FolioLine.__table__)
_INSERT_SUPPER = insert(BookedSupper.__table__)
_INSERT_EXTRA = insert(BookedExtra.__table__)


@dataclass(frozen=True, slots=True)
class Placed:
    """A booking as the guest is told it: its reference and the version of its secret link."""

    booking_id: int
    reference: str
    version: int
    new: bool


def write_booking(
    basket: Basket,
    lines: Sequence[Line],
    facts: Mapping[str, Any],
    *,
    actor: str = "guest",
    actor_id: int | None = None,
    noted: Mapping[str, Any] | None = None,
) -> Placed:
    """The rows of a new confirmed booking with its stays, folio charges and journal entry; claims are the caller's.

    `facts` are further columns of the booking: `quote_id`, `currency`, `source`, `terms_version` and `booked_at` at
    least. `noted` is said in the journal besides. The reference is unique; a collision draws another.
    """
    columns = {
        "version": 1,
        "location_id": basket.location_id,
        "state": "confirmed",
        "arrival_on": basket.arrival,
        "departure_on": basket.departure,
        **facts,
    }
    booking_id, reference = _insert_booking(columns)
    for part, chosen in enumerate(basket.stays):
        write_stay(booking_id, part, chosen)
    write_leaving(booking_id, lines)
    at = columns["booked_at"]
    write_charges(booking_id, lines, columns["currency"], at)
    record(
        "booked",
        "booking",
        booking_id,
        actor=actor,
        actor_id=actor_id,
        location_id=basket.location_id,
        at=at,
        quote=columns["quote_id"],
        source=columns["source"],
        **(noted or {}),
    )
    return Placed(booking_id, reference, 1, new=True)


def write_payment_line(
    booking_id: int, payment_id: int, amount_minor: int, currency: str, at: datetime, label: str = "Paid by card"
) -> None:
    """The folio shows that the guest has paid: a negative line."""
    write(
        _INSERT_FOLIO,
        {
            "booking_id": booking_id,
            "kind": "payment",
            "label": label,
            "amount_minor": -amount_minor,
            "currency": currency,
            "payment_id": payment_id,
            "written_at": at,
        },
    )


def write_refund_line(
    booking_id: int, refund_id: int, amount_minor: int, currency: str, at: datetime, label: str = "Refunded to the card"
) -> None:
    """The folio shows that the guest has their money back: a positive line."""
    write(
        _INSERT_FOLIO,
        {
            "booking_id": booking_id,
            "kind": "refund",
            "label": label,
            "amount_minor": amount_minor,
            "currency": currency,
            "refund_id": refund_id,
            "written_at": at,
        },
    )


def take_back_refund_line(refund_id: int, at: datetime) -> None:
    """The guest has not got their money after all: the folio's line of the refund, where it has one, is reversed."""
    table = FolioLine.__table__
    line = db.session.execute(select(table).where(table.c.refund_id == refund_id)).one_or_none()
    if line is None:
        return
    reversal = {
        "booking_id": line.booking_id,
        "kind": "refund",
        "label": f"{line.label}, came back",
        "amount_minor": -line.amount_minor,
        "currency": line.currency,
        "refund_id": refund_id,
        "reverses_id": line.id,
        "written_at": at,
    }
    write(_INSERT_FOLIO, reversal)


def _insert_booking(columns: dict[str, Any]) -> tuple[int, str]:
    while True:
        reference = new_reference()
        booking_id = write(insert_unless_taken(Booking, "reference"), {**columns, "reference": reference}).scalar()
        if booking_id is not None:
            return int(booking_id), reference


def write_stay(booking_id: int, part: int, chosen: ChosenStay) -> None:
    """A stay with its suppers and extras is in the booking under the number `part`."""
    row = {"booking_id": booking_id, "part": part, **_columns(chosen)}
    _write_added(int(write(_INSERT_STAY, row).scalar_one()), chosen)


def write_leaving(booking_id: int, lines: Sequence[Line], before: Sequence[Line] = ()) -> None:
    """The stays of the booking keep their rooms as long as the lines of its quote give them, on the day they leave."""
    until = leaves_by(lines)
    if until != leaves_by(before):
        write(update(_stay).where(_stay.c.booking_id == booking_id).values(leaves_by=until))


def rewrite_stay(booking_id: int, part: int, chosen: ChosenStay) -> None:
    """The stay with this number is as chosen now; what hangs on it, such as allergies, stays.

    So do the doors given to it, on the nights that it keeps in its room type; whoever is still to come and needs more
    of a door than before gets it anew.
    """
    mine = (_stay.c.booking_id == booking_id, _stay.c.part == part)
    before = db.session.execute(
        select(_stay.c.id, _stay.c.room_type_id, _stay.c.needs, _stay.c.checked_in_at).where(*mine)
    ).one()
    write(update(_stay).where(*mine).values(**_columns(chosen)))
    vacate([before.id], chosen.stay if before.room_type_id == chosen.room_type_id else None)
    if before.checked_in_at is None and chosen.party.needs - set(before.needs.split(",")):
        take_rooms((before.id, night) for night in chosen.stay)
    write(delete(BookedSupper).where(BookedSupper.stay_id == before.id))
    write(delete(BookedExtra).where(BookedExtra.stay_id == before.id))
    _write_added(before.id, chosen)


def _columns(chosen: ChosenStay) -> dict[str, Any]:
    return {
        "room_type_id": chosen.room_type_id,
        "rate_plan_id": chosen.rate_plan_id,
        "arrival_on": chosen.stay.arrival,
        "departure_on": chosen.stay.departure,
        **columns_of(chosen.party),
        "assistance_dogs": chosen.assistance_dogs,
    }


def _write_added(stay_id: int, chosen: ChosenStay) -> None:
    if chosen.suppers:
        write(
            _INSERT_SUPPER,
            [
                {"stay_id": stay_id, "night": night, "sitting_id": sitting, "covers": chosen.party.heads}
                for night, sitting in chosen.suppers
            ],
        )
    if chosen.extras:
        write(
            _INSERT_EXTRA,
            [{"stay_id": stay_id, "extra_id": extra, "count": count} for extra, count in chosen.extras],
        )

"""Moving a table to another hour of its night. In the journal: `supper_moved`, with `night`, `before` and `after`."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import select, update

from app.booking.errors import Stale, WrongState
from app.booking.models import BookedStay, BookedSupper
from app.booking.operations.changing import locked_booking
from app.booking.waitlist.serving import serving_line
from app.catalogue.closed import house_of
from app.inventory import operations as inventory
from app.inventory.models import Claim
from app.inventory.queries import resources
from app.inventory.rules import for_night
from app.journal import record
from app.kernel import clock
from app.kernel.errors import Refused
from app.store import db, transaction, write
from app.store.version import raise_versions, stock_of

_supper = BookedSupper.__table__
_claim = Claim.__table__


def move_table(
    booking_id: int,
    part: int,
    night: date,
    sitting_id: int,
    *,
    seen_sitting_id: int,
    by: int,
    at: datetime | None = None,
) -> bool:
    """The stay's table of that night is at that sitting, with its covers; False when it was already.

    No price changes, since none hangs on the hour. Raises `SoldOut` when the sitting has too few covers left, `Stale`
    when the table is not at `seen_sitting_id` any more, `WrongState` once the guests have left, and `Refused` for a
    night that is over or a sitting of another house; then nothing has changed.
    """

    def work() -> bool:
        now = at or clock.now()
        row = locked_booking(booking_id)
        house = house_of(row.location_id)
        if row.state not in ("confirmed", "in_house"):
            raise WrongState(row.state)
        if sitting_id not in {one.id for one in house.sittings}:
            raise Refused("There is no such sitting in this house.", "no_sitting")
        if night < clock.today(house.timezone):
            raise Refused("That night is over.", "in_the_past")
        table = db.session.execute(
            select(_supper.c.stay_id, _supper.c.sitting_id)
            .join(BookedStay, BookedStay.id == _supper.c.stay_id)
            .where(BookedStay.booking_id == booking_id, BookedStay.part == part, _supper.c.night == night)
        ).one_or_none()
        if table is not None and table.sitting_id == sitting_id:
            return False
        if table is None or table.sitting_id != seen_sitting_id:
            raise Stale
        _move_claim(booking_id, part, night, seen_sitting_id, sitting_id, now)
        write(
            update(_supper)
            .where(_supper.c.stay_id == table.stay_id, _supper.c.night == night)
            .values(sitting_id=sitting_id)
        )
        record(
            "supper_moved",
            "booking",
            booking_id,
            actor="staff",
            actor_id=by,
            location_id=row.location_id,
            at=now,
            night=night.isoformat(),
            before=seen_sitting_id,
            after=sitting_id,
        )
        raise_versions([stock_of(row.location_id)])
        return True

    return transaction(work)


def _move_claim(booking_id: int, part: int, night: date, from_id: int, to_id: int, at: datetime) -> None:
    """All else that the booking holds stays as it is, wherever its rooms have been moved to."""
    of_sitting = resources().of_sitting
    moved = {(of_sitting[from_id], night, part): of_sitting[to_id]}
    held = db.session.execute(
        select(_claim.c.resource_id, _claim.c.night, _claim.c.part, _claim.c.count).where(
            _claim.c.owner == "booking", _claim.c.owner_id == booking_id
        )
    )
    wants = sorted(
        for_night(moved.get((resource_id, on, of), resource_id), on, count, of) for resource_id, on, of, count in held
    )
    with serving_line([("booking", booking_id)], wants):
        inventory.claim("booking", booking_id, wants, expires_at=None, sweep_at=at)

"""Opening the next nights for sale, so that a house is always open as far ahead as it says."""

from __future__ import annotations

from datetime import date, timedelta
from functools import partial

from sqlalchemy import select, update

from app.availability.readiness import lacking
from app.catalogue.models import Location
from app.catalogue.queries import House, catalogue
from app.inventory import operations as inventory
from app.inventory.queries import resources
from app.journal import record
from app.kernel import clock
from app.kernel.errors import Refused
from app.kernel.stay import ONE_NIGHT
from app.pricing.draft.queries import bounds
from app.pricing.models import Rate, Restriction
from app.pricing.operations import publish_rates, restrict
from app.store import db, transaction, write
from app.store.version import CATALOGUE, raise_versions, stock_of

A_YEAR = timedelta(days=364)
"""Whole weeks, so that a Saturday is priced like a Saturday of the same season."""


def open_next_nights() -> int:
    """Each open house is on sale up to its `days_ahead`; answers how many nights were opened, over all houses.

    A new night has every room, cover and counted extra of the house, and the rates and restrictions of the same weekday
    a year before, as near to them as floor and ceiling allow. Nights that are open stay as they are, so a second run
    opens none; a worker that was away catches up.
    """
    houses = [house for house in catalogue().houses if house.open_for_booking]
    return sum(transaction(partial(_open, house)) for house in houses)


class NotReady(Refused):
    """The house cannot be booked yet; `things` is what it lacks, in words."""

    code = "not_ready"

    def __init__(self, things: list[str]) -> None:
        super().__init__("The house lacks something without which nobody can book it.")
        self.things = tuple(things)


def open_for_booking(house: House, *, by: int | None) -> None:
    """The house takes bookings, and its nights are open as far ahead as it says. Raises `NotReady`.

    Of two who open it at once the second changes nothing.
    """

    def work() -> None:
        if wanting := lacking(house):
            raise NotReady([point.words for point in wanting])
        if _taking(house, True, by):
            _open(house)

    transaction(work)


def stop_booking(house: House, *, by: int | None) -> None:
    """The house takes no bookings until it is opened again; those that are made stay."""
    transaction(lambda: _taking(house, False, by))


def _taking(house: House, is_open: bool, by: int | None) -> bool:
    other = Location.open_for_booking.is_(not is_open)
    changed = update(Location).where(Location.id == house.id, other).values(open_for_booking=is_open)
    if write(changed).rowcount == 0:
        return False
    raise_versions([CATALOGUE])
    record(
        "opened_for_booking" if is_open else "stopped_booking",
        "location",
        house.id,
        actor="staff",
        actor_id=by,
        location_id=house.id,
    )
    return True


def _open(house: House) -> int:
    counts = counts_of(house)
    today = clock.today(house.timezone)
    until = today + timedelta(days=house.days_ahead + 1)
    last = inventory.last_open_night(sorted(counts)) if counts else None
    first = max(today, last + ONE_NIGHT) if last else today
    if not counts or first >= until:
        return 0
    inventory.open_nights(counts, first, until)
    raise_versions([stock_of(house.id)])
    _price_like_last_year(house, first, until)
    return (until - first).days


def counts_of(house: House) -> dict[int, int]:
    """How many there are of each resource of a house when nothing is closed."""
    counting = resources()
    rooms = {counting.of_room_type[t.id]: len(t.rooms) for t in house.room_types if t.id in counting.of_room_type}
    covers = {counting.of_sitting[s.id]: s.covers for s in house.sittings if s.id in counting.of_sitting}
    stock = {counting.of_extra[x.id]: x.stock for x in house.extras if x.stock and x.id in counting.of_extra}
    return rooms | covers | stock


def _price_like_last_year(house: House, first: date, until: date) -> None:
    then, ended = first - A_YEAR, until - A_YEAR
    mine = Rate.room_type_id.in_([room_type.id for room_type in house.room_types])
    known = select(Rate.room_type_id, Rate.rate_plan_id, Rate.night, Rate.amount_minor).where(mine)
    priced = {(row[0], row[1], row[2]) for row in db.session.execute(known.where(Rate.night >= first))}
    within = bounds(room_type.id for room_type in house.room_types)
    rates = [
        (room_type, plan, night + A_YEAR, within[room_type].nearest(amount) if room_type in within else amount)
        for room_type, plan, night, amount in db.session.execute(known.where(Rate.night >= then, Rate.night < ended))
        if (room_type, plan, night + A_YEAR) not in priced
    ]
    publish_rates(house.id, rates)
    of_then = {"location_id", "published_at", "staff_id"}
    columns = [column for column in Restriction.__table__.c if column.name not in of_then]
    forbidden = db.session.execute(
        select(*columns).where(
            Restriction.location_id == house.id, Restriction.night >= then, Restriction.night < ended
        )
    )
    restrict(house.id, [{**row._mapping, "night": row.night + A_YEAR} for row in forbidden])

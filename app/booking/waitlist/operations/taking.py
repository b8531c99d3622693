"""Taking what is held, and leaving the line."""

from __future__ import annotations

from typing import Any

from sqlalchemy import select, update

from app.booking.operations.checkouts import Started, start_with
from app.booking.rules import Basket, ChosenStay
from app.booking.waitlist.errors import NotHeld
from app.booking.waitlist.models import WaitlistEntry
from app.booking.waitlist.queries import offered_rooms
from app.booking.waitlist.rules import LIVE, OWNER
from app.booking.waitlist.serving import serving_line
from app.catalogue.queries import catalogue
from app.inventory import operations as inventory
from app.journal import record
from app.kernel import clock
from app.kernel.stay import Stay
from app.store import db, transaction, write

_entry = WaitlistEntry.__table__


def take(entry_id: int, rate_plan_id: int, *, asked_by: str | None = None) -> Started:
    """The rooms that are held for the entry are a checkout's for 15 minutes, at today's rates of the plan.

    The claims change hands in one transaction, so that nobody can come between. A rule that was made after the offer
    does not take it back. Raises `NotHeld`, also to the second of two, and `CannotBeSold` when the plan has no rate.
    """

    def work() -> Started:
        row = _locked(entry_id)
        now = clock.now()
        if row.state != "offered" or row.held_until_at <= now:
            raise NotHeld
        stay = Stay.of(row.arrival_on, row.nights)
        rooms = offered_rooms(row)
        house_id = catalogue().room_types[rooms[0][0]].location_id
        chosen = (ChosenStay(room_type_id, rate_plan_id, stay, party) for room_type_id, party in rooms)
        basket = Basket(house_id, tuple(chosen))
        claims = stay.nights * len({room_type_id for room_type_id, _ in rooms})

        def over(checkout_id: int, until: Any) -> None:
            if inventory.hand_over(OWNER, entry_id, "checkout", checkout_id, until) != claims:
                raise NotHeld

        started = start_with(basket, over, asked_by=asked_by, language=row.language)
        write(
            update(_entry)
            .where(_entry.c.id == entry_id)
            .values(state="taken", checkout_id=started.checkout_id, ended_at=now)
        )
        record("taken", OWNER, entry_id, location_id=house_id, at=now, checkout=started.checkout_id)
        return started

    return transaction(work)


def leave(entry_id: int) -> None:
    """The entry waits no more; what was held for it goes to the next in the line. Again, or too late: nothing."""

    def work() -> None:
        row = _locked(entry_id)
        if row.state not in LIVE:
            return
        now = clock.now()
        with serving_line([(OWNER, entry_id)]):
            write(update(_entry).where(_entry.c.id == entry_id).values(state="left", ended_at=now))
            inventory.unwatch([entry_id])
            inventory.release(OWNER, entry_id)
        record("left", OWNER, entry_id, at=now)

    transaction(work)


def _locked(entry_id: int) -> Any:
    row = db.session.execute(select(*_entry.c).where(_entry.c.id == entry_id).with_for_update()).one_or_none()
    if row is None:
        raise NotHeld
    return row

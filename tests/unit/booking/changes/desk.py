"""What the tests of changes share: a booking of the hut, looked at and changed."""

from __future__ import annotations

from datetime import date

from sqlalchemy import update

from app.booking import operations as booking
from app.booking.amendment import price_amendment
from app.booking.queries import PlacedBooking, booking_of
from app.booking.rules import Basket
from app.insight import verify
from app.kernel.stay import Stay
from app.pricing.models import Rate
from app.store import db, transaction, write
from app.store.version import prices_of, raise_versions
from tests import cast
from tests.baskets import basket
from tests.builders import FRIDAY


def hut(plan: str = "flexible", first: date = FRIDAY, nights: int = 2, **chosen: object) -> Basket:
    return basket(cast.found(), plan=plan, stay=Stay.of(first, nights), **chosen)  # type: ignore[arg-type]


def stands(booking_id: int) -> PlacedBooking:
    db.session.rollback()
    found = booking_of(booking_id)
    assert found is not None
    return found


def amend(booking_id: int, wanted: Basket) -> booking.Amended:
    """The guest looks at the price and presses."""
    offer = price_amendment(booking_id, wanted)
    return booking.amend_booking(booking_id, wanted, seen_minor=offer.total_minor, seen_revision=offer.revision)


def dearer(amount_minor: int) -> None:
    """Every room and night costs this much from now on."""
    house = cast.found()
    transaction(lambda: (write(update(Rate).values(amount_minor=amount_minor)), raise_versions([prices_of(house.id)])))


def faults() -> list[str]:
    return [result.detail for result in verify.run() if not result.ok]

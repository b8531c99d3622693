"""A message of every kind, as the site writes it, from which the golden files are made."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from typing import Any

from sqlalchemy import delete, insert, select, update

from app import outbox
from app.booking import operations as booking
from app.booking.models import BookedExtra, BookedStay, Booking
from app.booking.queries import kept_quote
from app.catalogue.models import Produce
from app.kernel import clock
from app.kernel.stay import Stay
from app.outbox import Announced
from app.outbox.models import Message
from app.pricing.operations import keep_quote
from app.store import db, transaction, write
from app.store.version import CATALOGUE, raise_versions
from tests import cards
from tests.baskets import basket, several
from tests.builders import FRIDAY
from tests.cast import found

SATURDAY = FRIDAY + timedelta(days=1)
ARRIVAL = FRIDAY.isoformat()
DETAILS = {**cards.ANNA, "arrival_time": "16:30"}


def newest(kind: str) -> Announced:
    message_id = db.session.scalar(select(Message.id).where(Message.kind == kind).order_by(Message.id.desc()).limit(1))
    message = outbox.announced(message_id or 0)
    assert message, kind
    return message


def announced(kind: str, subject_id: int, occasion: str = "", **facts: Any) -> Announced:
    facts = {"reference": "QNCE7F3K"} | facts
    transaction(lambda: outbox.announce(kind, "booking", subject_id, "anna@example.com", facts, occasion=occasion))
    return newest(kind)


def at_the_house() -> int:
    """A weekend with one supper, two bicycles and flowers, owed at the house."""
    chosen = basket(found(), "garden", suppers=((FRIDAY, "20:00"),), extras={"bicycle": 2, "flowers": 1})
    return cards.placed(chosen, DETAILS).booking_id


def saver() -> int:
    return cards.placed(basket(found(), plan="saver")).booking_id


def two_rooms() -> int:
    house = found()
    return cards.placed(several(house, basket(house, "snug"), basket(house, "garden", "supper"))).booking_id


def booked() -> Announced:
    at_the_house()
    return newest("booked")


def booked_saver() -> Announced:
    saver()
    return newest("booked")


def booked_two_rooms() -> Announced:
    two_rooms()
    return newest("booked")


def changed(due_minor: int = 4300, refund_minor: int = 0, nights: int = 3) -> Announced:
    """As an amendment leaves it: the same room for other nights, under a quote of its own."""
    booking_id = at_the_house()
    before = db.session.execute(select(Booking.quote_id).where(Booking.id == booking_id)).scalar_one()
    old = kept_quote(before)
    night = next(line for line in old.lines if line.kind == "room")
    breakfast = next(line for line in old.lines if line.kind == "breakfast")
    stay = Stay.of(FRIDAY, nights)
    lines = [replace(line, night=on, label=line.label) for on in stay for line in (night, breakfast)]

    def work() -> int:
        after = keep_quote(
            found().id, "GBP", lines, due_now_minor=0, policy=old.policy, free_until_at=old.free_until_at,
            terms_version=old.terms_version, made_at=clock.now(),
        )  # fmt: skip
        until = {"departure_on": stay.departure}
        write(update(Booking).where(Booking.id == booking_id).values(quote_id=after, revision=1, **until))
        write(update(BookedStay).where(BookedStay.booking_id == booking_id).values(**until))
        write(delete(BookedExtra))
        return after

    facts = {"quote_id": transaction(work), "before_quote_id": before}
    return announced("changed", booking_id, "1", due_minor=due_minor, refund_minor=refund_minor, **facts)


def changed_for_less() -> Announced:
    return changed(due_minor=0, refund_minor=25700, nights=1)


def cancelled() -> Announced:
    booking_id = at_the_house()
    cards.paid(booking_id, 20000)
    booking.cancel_booking(booking_id)
    return newest("cancelled")


def cancelled_saver() -> Announced:
    booking.cancel_booking(saver())
    return newest("cancelled")


def cancelled_room() -> Announced:
    booking.cancel_booking(two_rooms(), parts=[0])
    return newest("cancelled")


def paid() -> Announced:
    booking_id = at_the_house()
    cards.paid(booking_id, 20000)
    return announced("paid", booking_id, "1", payment_id=1, amount_minor=20000)


def refunded() -> Announced:
    return announced("refunded", saver(), "1", amount_minor=12000, reason="resold")


def refunded_checkout() -> Announced:
    started = booking.start_checkout(basket(found(), plan="saver"))
    facts = {"amount_minor": 27000, "reason": "sold_out", "currency": "GBP", "checkout_id": started.checkout_id}
    address = "anna@example.com"
    transaction(lambda: outbox.announce("refunded", "checkout", started.checkout_id, address, facts, occasion="1"))
    return newest("refunded")


def balance() -> Announced:
    return announced("balance", at_the_house(), amount_minor=30000)


def before_arrival() -> Announced:
    grow()
    return announced("before_arrival", at_the_house(), ARRIVAL)


def before_arrival_of_all_suppers() -> Announced:
    booking_id = cards.placed(basket(found(), "garden", "supper")).booking_id
    return announced("before_arrival", booking_id, ARRIVAL)


def arrival_day() -> Announced:
    return announced("arrival_day", at_the_house(), ARRIVAL)


def grow() -> None:
    """The almanac has three rows, of which two are ready in March."""
    rows = [
        {"name": name, "ink": "leek", "months": months, "position": place, "location_id": None}
        for place, (name, months) in enumerate(
            (("Leeks", "111100000111"), ("Forced rhubarb", "111000000000"), ("Tomatoes", "000000111100"))
        )
    ]

    def work() -> None:
        write(insert(Produce.__table__), rows)
        raise_versions([CATALOGUE])

    transaction(work)


EXAMPLES: dict[str, Callable[[], Announced]] = {
    own.__name__: own
    for own in (
        booked, booked_saver, booked_two_rooms, changed, changed_for_less, cancelled, cancelled_saver, cancelled_room,
        paid, refunded, refunded_checkout, balance, before_arrival, before_arrival_of_all_suppers, arrival_day,
    )
}  # fmt: skip

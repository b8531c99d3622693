"""A message of every kind, as the site writes it, from which the golden files are made."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import time, timedelta
from typing import Any

from sqlalchemy import insert, select

from app import outbox
from app.booking import operations as booking
from app.booking.amendment import price_amendment
from app.booking.models import Booking
from app.catalogue.models import Produce
from app.identity import operations as identity
from app.identity.models import Consent
from app.identity.staff.operations import add_staff, invite
from app.kernel import clock
from app.kernel.stay import Stay
from app.outbox import Announced
from app.outbox.models import Message
from app.store import db, transaction, write
from app.store.version import CATALOGUE, raise_versions
from tests import cards, waiting
from tests.baskets import basket, several
from tests.builders import FRIDAY, add, rate_plan
from tests.cast import found
from tests.offers import offer

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


def changed(nights: int = 3, extras: dict[str, int] | None = None) -> Announced:
    """Half of it was paid by card; then a night was added and the bicycles left out."""
    booking_id = at_the_house()
    cards.paid(booking_id, 20000)
    suppers = ((FRIDAY, "20:00"),)
    new = basket(found(), "garden", stay=Stay.of(FRIDAY, nights), suppers=suppers, extras=extras or {"flowers": 1})
    offer = price_amendment(booking_id, new)
    booking.amend_booking(booking_id, offer.basket, seen_minor=offer.total_minor, seen_revision=0)
    return newest("changed")


def changed_for_less() -> Announced:
    return changed(nights=1)


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


def paid_deposit() -> Announced:
    """A deposit has come, and the rest is due by link two days before arrival."""
    rate_plan(found(), "deposit", 15000, due_now_bp=3000, balance_days=2)
    transaction(lambda: raise_versions([CATALOGUE]))
    booking_id = cards.placed(replace(basket(found(), plan="deposit"), at_house=False)).booking_id
    return announced("paid", booking_id, "1", payment_id=1, amount_minor=9000)


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


def before_arrival_with_offer() -> Announced:
    """To somebody who agreed to be sent offers, and nothing is against this one."""
    own = offer("until-two", "later_departure", leaves_by=time(14), title="The room until two", line="No hurry.")
    booking_id = at_the_house()
    guest_id = db.session.scalar(select(Booking.guest_id).where(Booking.id == booking_id))
    add(Consent(guest_id=guest_id, channel="offers", given=True, text="Write to me", said_at=clock.now()))
    why = "You stayed at weekends only"
    return announced("before_arrival", booking_id, ARRIVAL, offer=own.id, why=why)


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


def sign_in() -> Announced:
    at_the_house()
    identity.ask_to_sign_in("anna@example.com", "b" * 64)
    identity.decide_sign_ins()
    return newest("sign_in")


def sign_in_of_nobody() -> Announced:
    identity.ask_to_sign_in("nobody@example.com", "b" * 64)
    identity.decide_sign_ins()
    return newest("sign_in")


def invited() -> Announced:
    invite(add_staff("Jo Tamsin", "jo@quince.example", [("reception", found().id)]))
    return newest("invited")


def find() -> Announced:
    at_the_house()
    booking.ask_for_link("anna@example.com", FRIDAY)
    booking.decide_lookups()
    return newest("find")


def waitlisted() -> Announced:
    waiting.sold()
    waiting.waiting("ada")
    waiting.waiting("bea")
    return newest("waitlisted")


def place_free() -> Announced:
    taken = waiting.sold()
    waiting.waiting("bea")
    booking.cancel_booking(taken)
    return newest("place_free")


def phone_hold() -> Announced:
    chosen = basket(found(), "garden", "saver", suppers=((FRIDAY, "20:00"),), extras={"bicycle": 2})
    started = booking.hold_for_caller(chosen, by=1)
    booking.keep_details(started.checkout_id, DETAILS)
    booking.send_pay_link(started.checkout_id, by=1)
    return newest("phone_hold")


def digest(*lines: str) -> Announced:
    facts = {"first": "2027-02-22", "last": "2027-02-28", "places": "all five houses"}
    found = lines or (
        "Room to details keeps 34.0% [32.4% to 35.6%, n 3,486] of visits, 37.8% before (p .001)",
        "NPS of Lyndhay is +36 [+22 to +48, n 96], +49 before (p .021)",
    )
    facts |= {"found": [line for line in found if line]}
    at = {"occasion": "2027-W08"}
    transaction(lambda: outbox.announce("digest", "staff", 1, "owen@quince.example", facts, **at))
    return newest("digest")


def digest_of_nothing() -> Announced:
    return digest("")


EXAMPLES: dict[str, Callable[[], Announced]] = {
    own.__name__: own
    for own in (
        booked, booked_saver, booked_two_rooms, changed, changed_for_less, cancelled, cancelled_saver, cancelled_room,
        paid, paid_deposit, refunded, refunded_checkout, balance, before_arrival, before_arrival_of_all_suppers,
        before_arrival_with_offer, arrival_day,
        sign_in, sign_in_of_nobody, invited, find, waitlisted, place_free, phone_hold, digest,
        digest_of_nothing,
    )
}  # fmt: skip

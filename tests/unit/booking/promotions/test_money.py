"""Money with reductions in it: late payments, invoices, levies, and what the reports call room and supper."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest
from flask import Flask

from app.booking import operations as booking
from app.booking import paying
from app.booking.queries import booking_of
from app.booking.rules import Basket
from app.insight import verify
from app.insight.performance import Period, nights_sold
from app.pricing.models import Levy
from app.promotions import operations as promotions
from app.store import transaction
from app.store.version import CATALOGUE, raise_versions
from tests import cards
from tests.baskets import basket
from tests.builders import FRIDAY, TODAY, add
from tests.cast import found
from tests.offers import now, offer
from tests.providers import counterpart

pytestmark = [pytest.mark.houses(1)]
PAGES = paying.Pages("https://quince.example/back", "https://quince.example/back", "A stay")
ADA = {"name": "Ada Quick", "email": "ada@example.org"}


def going_to_pay(there: object, chosen: Basket) -> tuple[int, str]:
    """A checkout at its payment page, and the page's session."""
    from app.payments import payments_of

    started = booking.start_checkout(chosen)
    booking.keep_details(started.checkout_id, ADA)
    paying.pay(there.provider, started.checkout_id, started.total_minor, started.total_minor, "GBP", PAGES)  # type: ignore[attr-defined]
    session = payments_of("checkout", started.checkout_id)[-1].provider_session
    assert session
    return started.checkout_id, session


def test_a_payment_that_comes_too_late_takes_the_use_again_or_goes_back(
    app: Flask, monkeypatch: pytest.MonkeyPatch, set_clock: Callable[[str], None]
) -> None:
    own = offer("last", uses_most=1)
    with counterpart("sandbox", monkeypatch) as there:
        app.extensions["payment_provider"] = there.provider
        chosen = replace(basket(found(), plan="saver"), promotions=(own.id,))
        for taken, state in ((False, "booked"), (True, "refunded")):
            _checkout_id, session = going_to_pay(there, chosen)
            there.pay(session)
            set_clock("2027-03-01T10:00+00:00")
            booking.sweep_expired()
            assert now(own.id).used == 0
            if taken:
                booking.start_checkout(replace(basket(found(), "snug"), promotions=(own.id,)))
            settled = paying.settle(there.provider, session)
            assert settled is not None
            assert settled.state == state
            if settled.placed:
                assert now(own.id).used == 1
                booking.cancel_booking(settled.placed.booking_id)
                set_clock("2027-03-01T09:00+00:00")
            else:
                assert settled.refused is not None
                assert settled.refused.code == "offer_gone"
                assert cards.asked_back()[-1] == (24300, "offer_gone")


def test_an_offer_that_is_stopped_while_somebody_pays_is_honoured(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    own = offer()
    with counterpart("sandbox", monkeypatch) as there:
        app.extensions["payment_provider"] = there.provider
        _, session = going_to_pay(there, replace(basket(found(), plan="saver"), promotions=(own.id,)))
        promotions.stop(own.id, seen_revision=2, by=None)
        there.pay(session)
        settled = paying.settle(there.provider, session)
        assert settled is not None
        assert settled.placed is not None
        placed = booking_of(settled.placed.booking_id)
        assert placed is not None
        assert (placed.quote.total_minor, placed.due_minor) == (24300, 0)


def test_an_invoice_says_what_was_taken_off_with_its_vat(app: Flask, set_clock: Callable[[str], None]) -> None:
    own = offer("less", percent_bp=1000, stacks=True)
    gift = offer("flowers", "extra", extra_id=found().extras["flowers"], percent_bp=10000, stacks=True)
    mine = cards.placed(replace(basket(found()), promotions=(own.id, gift.id))).booking_id
    assert ("Less", -2400) in cards.folio(mine)
    assert ("Flowers", -3500) in cards.folio(mine)
    set_clock("2027-03-05T16:00+00:00")
    booking.check_in(mine)
    cards.paid(mine, 27600)
    set_clock("2027-03-07T10:00+00:00")
    booking.check_out(mine)
    assert [fault for fault in verify.run() if not fault.ok] == []


def test_a_levy_in_percent_is_of_what_is_paid_for_the_room(app: Flask) -> None:
    house = found()
    add(Levy(location_id=house.id, name="Town", kind="percent", amount=500, vat_bp=0, holds_from_on=TODAY))
    add(Levy(location_id=house.id, name="Bed", kind="person_night", amount=100, vat_bp=0, holds_from_on=TODAY))
    transaction(lambda: raise_versions([CATALOGUE]))
    own = offer("half", percent_bp=5000)
    started = booking.start_checkout(replace(basket(house), promotions=(own.id,)))
    assert started.total_minor == 30000 - 12000 + 600 + 400
    assert booking.start_checkout(basket(house, "snug")).total_minor == 30000 + 1200 + 400


def test_a_supper_that_is_given_costs_the_room_nothing_in_the_reports(app: Flask) -> None:
    house = found()
    eat = offer("eat", "supper", percent_bp=10000, stacks=True)
    less = offer("less", percent_bp=1000, stacks=True)
    cards.placed(replace(basket(house), promotions=(eat.id, less.id)))
    night = nights_sold([house.id], Period(FRIDAY, FRIDAY))[house.id, FRIDAY]
    assert (night.room_minor, night.supper_minor) == (9000, 0)

"""The ledger equals the provider's log, whatever guests, banks, messages and staff do in whatever order."""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import nullcontext, suppress
from dataclasses import replace
from datetime import datetime, timedelta
from itertools import count as numbers

import pytest
from flask import Flask
from sqlalchemy import func, insert, select

from app.booking import operations as booking
from app.booking import paying
from app.booking.amendment import price_amendment
from app.booking.cancellation import purse_of
from app.booking.models import Booking, Checkout, FolioLine
from app.booking.operations.changing import locked_booking
from app.booking.operations.refunding import refund_overpaid
from app.booking.queries import booking_of
from app.insight import verify
from app.kernel import clock
from app.kernel.errors import Refused
from app.kernel.stay import Stay
from app.payments.models import Payment, Refund
from app.pricing.models import Quote
from app.store import db, transaction, write
from app.store.version import CATALOGUE, raise_versions
from app.worker.payments import give_refunds, reconcile_payments
from tests import builders, cast
from tests.baskets import basket
from tests.builders import NOW, TODAY
from tests.providers import Counterpart, counterpart

pytestmark = pytest.mark.houses(1)

BACK = "https://quince.example/back"
PAGES = paying.Pages(BACK, BACK, "A stay")
ACTS = [
    *["book", "pay", "pay", "webhook"] * 4,
    *["balance", "cancel", "goodwill", "amend"] * 3,
    *["wait", "reconcile", "abandon", "leave", "no_show", "decline", "expire"] * 2,
]
REASONS = {"goodwill", "cancelled", "amended", "paid_twice", "too_late"}
"""Why money goes back."""

LATELY = 6
"""Most things happen to one of the newest payment pages, some to any."""

MONEY = ("folio_payments", "refunds", "stray_money", "provider_log", "document_numbers", "document_sums", "folio_lines",
         "kept_charges", "resales")  # fmt: skip


@pytest.fixture(params=["sandbox", "stripe"])
def there(app: Flask, request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> Iterator[Counterpart]:
    with counterpart(request.param, monkeypatch) as found:
        app.extensions["payment_provider"] = found.provider
        yield found


class Town:
    """Guests, their banks and the house, by chance."""

    def __init__(self, there: Counterpart, chance: random.Random) -> None:
        self.there, self.chance, self.house = there, chance, cast.found()
        self.now = datetime.fromisoformat(NOW)
        self.done: Counter[str] = Counter()
        self._goodwill = numbers(1)

    def live(self, act: str) -> None:
        """One thing happens, perhaps while the provider is away. Refusals are what they are."""
        with self.there.away() if self.chance.random() < 0.06 else nullcontext(), suppress(Refused):
            getattr(self, act)()
            self.done[act] += 1
        db.session.rollback()

    def book(self) -> None:
        plan = self.chance.choice(["saver", "saver", "deposit", "flexible"])
        stay = Stay.of(TODAY + timedelta(days=self.chance.randint(2, 16)), self.chance.randint(1, 2))
        wanted = basket(self.house, self.chance.choice(["snug", "garden"]), plan, stay)
        started = booking.start_checkout(replace(wanted, at_house=plan == "flexible"))
        booking.keep_details(started.checkout_id, {"name": "Ada Quick", "email": "ada@example.org"})
        due = db.session.execute(select(Quote.due_now_minor).where(Quote.id == started.quote_id)).scalar_one()
        if due == 0:
            booking.place_booking(started.checkout_id, started.total_minor)
            return
        paying.pay(self.there.provider, started.checkout_id, started.total_minor, due, "GBP", PAGES)

    def balance(self) -> None:
        found = self._booking("confirmed", "in_house", "departed")
        owed = purse_of(found).due_minor
        if owed:
            paying.pay_booking(self.there.provider, found, owed, PAGES)

    def pay(self) -> None:
        self.there.pay(self._session("open"))

    def decline(self) -> None:
        self.there.decline(self._session("open"))

    def expire(self) -> None:
        self.there.provider.expire(self._session("open"))

    def webhook(self) -> None:
        for _ in range(self.chance.randint(1, 2)):
            paying.receive(self.there.provider, *self.there.event(self._session()))

    def cancel(self) -> None:
        booking.cancel_booking(self._booking("confirmed"))

    def amend(self) -> None:
        """A night more or less, or another day; what is too much goes back, is kept or waits to be resold."""
        found = self._booking("confirmed")
        held = booking_of(found)
        assert held is not None
        stay = Stay.of(held.chosen.stay.arrival + timedelta(days=self.chance.randint(0, 1)), self.chance.randint(1, 3))
        wanted = replace(held.basket, stays=(replace(held.chosen, stay=stay),))
        offer = price_amendment(found, wanted)
        booking.amend_booking(found, wanted, seen_minor=offer.total_minor, seen_revision=offer.revision)

    def no_show(self) -> None:
        booking.mark_no_show(self._booking("confirmed"))

    def leave(self) -> None:
        found = self._booking("confirmed")
        booking.check_in(found)
        booking.check_out(found)

    def abandon(self) -> None:
        ids = db.session.scalars(select(Checkout.id).where(Checkout.state == "paying").order_by(Checkout.id)).all()
        if ids:
            booking.abandon_checkout(self.chance.choice(ids))

    def goodwill(self) -> None:
        """Staff take something off the bill, and what is paid too much goes back in part."""
        found, name = self._booking("confirmed", "departed"), next(self._goodwill)
        off = -self.chance.randint(1, 9000)
        row = {"booking_id": found, "kind": "charge", "label": "Sorry", "amount_minor": off, "currency": "GBP"}

        def work() -> None:
            locked_booking(found)
            write(insert(FolioLine.__table__), row | {"written_at": clock.now()})
            refund_overpaid(found, f"goodwill-{name}", "goodwill")

        transaction(work)

    def wait(self) -> None:
        self.now += timedelta(minutes=self.chance.randint(1, 20))
        clock.configure(self.now.isoformat())

    def reconcile(self) -> None:
        reconcile_payments()
        give_refunds()

    def _booking(self, *states: str) -> int:
        ids = db.session.scalars(select(Booking.id).where(Booking.state.in_(states)).order_by(Booking.id)).all()
        if not ids:
            raise Refused("Nobody is there.", "nobody")
        return int(self.chance.choice(ids))

    def _session(self, *states: str) -> str:
        query = select(Payment.provider_session).where(Payment.provider_session.is_not(None)).order_by(Payment.id)
        ids = db.session.scalars(query.where(Payment.state.in_(states)) if states else query).all()
        if not ids:
            raise Refused("No page is open.", "nobody")
        return str(self.chance.choice(ids[-LATELY:] if self.chance.random() < 0.8 else ids))


def ledger() -> Counter[int]:
    """What each booking has paid less what went back, by its folio."""
    rows = db.session.execute(
        select(FolioLine.booking_id, func.sum(FolioLine.amount_minor))
        .where(FolioLine.kind != "charge")
        .group_by(FolioLine.booking_id)
    )
    return Counter({booking_id: -int(amount) for booking_id, amount in rows})


def provider_log(there: Counterpart) -> tuple[Counter[int], int]:
    """The same by the provider's own log, and what it still holds of nobody's booking."""
    of_checkout = dict(db.session.execute(select(Booking.checkout_id, Booking.id)).all())
    log: Counter[int] = Counter()
    stray = 0
    for payment in db.session.scalars(select(Payment).where(Payment.provider_session.is_not(None))).all():
        session_id = str(payment.provider_session)
        if there.provider.fetch(session_id).state != "captured":
            continue
        net = payment.amount_minor - there.refunded(session_id)
        whose = payment.owner_id if payment.owner == "booking" else of_checkout.get(payment.owner_id)
        if whose is None:
            stray += net
        else:
            log[whose] += net
    return log, stray


def test_the_ledger_equals_the_providers_log(
    there: Counterpart, count: Callable[[int, int], int], set_clock: Callable[[str], None]
) -> None:
    builders.rate_plan(cast.found(), "deposit", 15000, due_now_bp=3000, balance_days=1)
    transaction(lambda: raise_versions([CATALOGUE]))
    town = Town(there, random.Random(20270301))
    for _ in range(count(160, 2000)):
        town.live(town.chance.choice(ACTS))
    for _ in range(3):
        town.now += timedelta(minutes=40)
        set_clock(town.now.isoformat())
        town.reconcile()
    assert len(town.done) >= count(len(set(ACTS)) - 2, len(set(ACTS))), "everything happened"
    reasons = set(db.session.scalars(select(Refund.reason)))
    assert len(reasons & REASONS) >= count(1, 3), "money went back"
    log, stray = provider_log(there)
    assert stray == 0
    assert +ledger() == +log
    assert min(ledger().values(), default=0) >= 0
    assert [check.detail for check in verify.run() if check.name in MONEY and not check.ok] == []

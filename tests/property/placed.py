"""Bookings that are paid, changed, cancelled and come or do not, beside what their money should be by hand."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

import pytest
from sqlalchemy import select

from app.booking import operations as booking
from app.booking.amendment import price_amendment
from app.booking.cancellation import purse_of
from app.booking.errors import PriceChanged, Stale, WrongState
from app.booking.models import Booking
from app.inventory import SoldOut
from app.store import db
from tests.cards import paid
from tests.cast import House
from tests.property.books import PRICES, SUPPER_MINOR, Books, Choice, Held
from tests.property.small_house import asked

LIVE = ("confirmed", "in_house")
CHANGES = {
    "cancel": (booking.cancel_booking, "cancelled"),
    "no_show": (booking.mark_no_show, "no_show"),
    "check_in": (booking.check_in, "in_house"),
    "check_out": (booking.check_out, "departed"),
}


@dataclass
class Money:
    """The sums of a booking's folio as they should be, and until when cancelling is free (None: it never was)."""

    charged: int
    until: datetime | None
    paid: int = 0
    back: int = 0
    kept: int = 0
    payments: int = 0

    @property
    def at_hand(self) -> int:
        return self.paid - self.back - self.kept

    def free(self, now: datetime) -> bool:
        return self.until is not None and now < self.until

    def lower(self, to: int, given_up: int, now: datetime) -> None:
        """The charges are `to` now, and when that is late `given_up` is kept. What is overpaid then goes back."""
        stays = 0 if self.free(now) else given_up
        over = max(0, self.at_hand - stays - to)
        self.charged, self.kept, self.back = to, self.kept + stays, self.back + over


def deadline(choice: Choice, now: datetime) -> datetime | None:
    """Noon two days before the arrival, while that is to come."""
    until = datetime.combine(choice.arrival - timedelta(days=2), time(12), UTC)
    return until if now < until else None


def night_minor(choice: Choice) -> int:
    return PRICES[choice.room_type] + (2 * SUPPER_MINOR if choice.suppers else 0)


def nights(choice: Choice) -> set[tuple[str, date]]:
    return {(choice.room_type, choice.arrival + timedelta(days=number)) for number in range(choice.nights)}


class Placed:
    """The part of the machine that is about placed bookings."""

    house: House
    now: datetime
    books: Books
    held: dict[int, Held]
    money: dict[int, Money]
    tried: Callable[..., Any]

    def act_on_booking(self, checkout: int, act: str, choice: Choice, off: int) -> None:
        if act == "amend":
            return self.amend(checkout, choice, off)
        return self.pay(checkout) if act == "pay" else self.change(checkout, act)

    def pay(self, checkout: int) -> None:
        """The guest pays half of what they owe by a link, or the last of it."""
        held = self.held[checkout]
        if held.booking_id is None or held.state not in LIVE:
            return
        money = self.money[held.booking_id]
        owed = money.charged - money.at_hand
        if owed > 0:
            money.payments += 1
            amount = owed if owed < 10000 else owed // 2
            paid(held.booking_id, amount, money.payments)
            money.paid += amount

    def amend(self, checkout: int, choice: Choice, off: int) -> None:
        held, basket = self.held[checkout], asked(self.house, choice)
        if held.booking_id is None:
            return
        one, owner = held.booking_id, ("booking", held.booking_id)
        if held.state not in LIVE:
            with pytest.raises(WrongState):
                price_amendment(one, basket)
            return
        revision = int(db.session.execute(select(Booking.revision).where(Booking.id == one)).scalar_one())
        seen = choice.total_minor() + off

        def work() -> booking.Amended:
            return booking.amend_booking(one, basket, seen_minor=seen, seen_revision=revision)

        if off:
            with pytest.raises(PriceChanged):
                work()
            return
        with pytest.raises(Stale):
            booking.amend_booking(one, basket, seen_minor=seen, seen_revision=revision + 1)
        same = choice == held.choice
        free = same or self.books.claim(owner, choice.wants(), self.now, None)
        done = self.tried(free, work, SoldOut)
        if done is None:
            return
        assert done.total_minor == choice.total_minor()
        assert bool(done.changed) != same
        self._amended(held, choice)
        money = self.money[one]
        assert done.due_minor == max(0, money.charged - money.at_hand)

    def _amended(self, held: Held, choice: Choice) -> None:
        assert held.booking_id is not None
        money = self.money[held.booking_id]
        lost = nights(held.choice) - nights(choice)
        before, after = (one.nights * night_minor(one) for one in (held.choice, choice))
        unused = max(0, min(money.at_hand, before) - after)
        money.lower(choice.total_minor(), min(unused, len(lost) * night_minor(held.choice)), self.now)
        if money.free(self.now):
            money.until = deadline(choice, self.now)
        held.choice, held.basket = choice, asked(self.house, choice)

    def change(self, checkout: int, how: str) -> None:
        held = self.held[checkout]
        if held.booking_id is None:
            return
        owner, needed = ("booking", held.booking_id), "in_house" if how == "check_out" else "confirmed"
        does, after = CHANGES[how]
        if held.state != needed:
            with pytest.raises(WrongState):
                does(held.booking_id)  # type: ignore[operator]
            return
        does(held.booking_id)  # type: ignore[operator]
        held.state = after
        money = self.money[held.booking_id]
        if how == "cancel":
            self.books.forget(owner)
            money.lower(0, money.at_hand, self.now)
        elif how == "no_show":
            first = {key: n for key, n in self.books.claims[owner].items() if key[1] == held.choice.arrival}
            self.books.claims[owner] = Counter(first)
            money.charged, money.kept = 0, money.kept + money.at_hand

    def money_agrees(self) -> None:
        """Every folio has the sums that were reckoned by hand."""
        db.session.rollback()
        for one, money in self.money.items():
            purse = purse_of(one)
            assert (purse.charged_minor, purse.kept_minor, purse.paid_minor, purse.asked_minor) == (
                money.charged, money.kept, money.paid, money.back
            )  # fmt: skip
        db.session.rollback()

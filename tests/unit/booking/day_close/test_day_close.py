"""A day is closed once, in its turn, with what the rows say of it, and then it stands."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta

import pytest
from sqlalchemy import text

from app.booking import operations as booking
from app.booking.day_close import (
    AlreadyClosed,
    DayLocked,
    NotOver,
    StillOpen,
    close_day,
    closed_day,
    day_figures,
    is_locked,
    next_day,
    require_open,
    unsettled,
)
from app.booking.day_close.ledger import ledger_lines
from app.booking.operations.at_house import take_payment
from app.insight import verify
from app.kernel.stay import Stay
from app.store import db
from tests import cast
from tests.baskets import basket
from tests.builders import TODAY
from tests.cards import paid, placed
from tests.staffing import hired

pytestmark = [pytest.mark.houses(1), pytest.mark.usefixtures("app")]
SetClock = Callable[[str], None]
TONIGHT = Stay.of(TODAY, 1)


def a_day(set_clock: SetClock) -> tuple[int, int]:
    """Today somebody pays cash and leaves a day later, somebody pays online for a stay to come; (house, staff)."""
    house, by = cast.found(), hired("manager")
    here = placed(basket(house, "snug", stay=TONIGHT)).booking_id
    take_payment(here, 10000, "cash", by)
    take_payment(here, 5000, "card_machine", by)
    booking.check_in(here)
    coming = placed(basket(house, "garden", stay=Stay.of(TODAY + timedelta(days=9), 2))).booking_id
    paid(coming, 20000)
    given_up = placed(basket(house, "garden", stay=Stay.of(TODAY + timedelta(days=20), 2))).booking_id
    paid(given_up, 30000)
    set_clock("2027-03-02T11:00+00:00")
    booking.check_out(here)
    booking.cancel_booking(given_up)
    return house.id, by


def test_a_day_says_what_came_in_by_method_and_what_is_held(set_clock: SetClock) -> None:
    house_id, by = a_day(set_clock)
    close_day(house_id, TODAY, by, counted_minor=9900)
    kept = closed_day(house_id, TODAY)
    assert kept
    assert kept.figures.taken == {"cash": 10000, "card_machine": 5000, "online": 50000}
    assert kept.figures.refunded == {}
    assert kept.figures.held_minor == 50000, "who gave up a day later was still to come when it ended"
    assert kept.figures.invoiced == {}, "nobody had left"
    assert kept.counted_minor == 9900
    assert [check.detail for check in verify.run() if not check.ok] == []


def test_vat_is_that_of_the_invoices_of_the_day(set_clock: SetClock) -> None:
    house_id, by = a_day(set_clock)
    close_day(house_id, TODAY, by)
    set_clock("2027-03-03T10:00+00:00")
    close_day(house_id, TODAY + timedelta(days=1), by)
    invoices = "SELECT sum(amount_minor), sum(vat_minor) FROM folio_document WHERE kind = 'invoice'"
    gross, vat = db.session.execute(text(invoices)).one()
    kept = closed_day(house_id, TODAY + timedelta(days=1))
    assert kept
    assert kept.figures.invoiced == {2000: (gross, vat)}
    assert kept.figures.held_minor == 20000


def test_what_is_held_is_the_same_when_it_is_asked_later(set_clock: SetClock) -> None:
    house_id, _ = a_day(set_clock)
    before = day_figures(house_id, TODAY)
    set_clock("2027-03-20T11:00+00:00")
    assert day_figures(house_id, TODAY) == before


def test_the_ledger_of_the_month_adds_up_to_the_days(set_clock: SetClock) -> None:
    house_id, by = a_day(set_clock)
    lines = list(ledger_lines(house_id, date(2027, 3, 1), date(2027, 3, 31)))
    paid_in = dict.fromkeys(("cash", "card_machine", "online"), 0)
    for line in lines:
        if line.kind == "payment":
            paid_in[line.method] -= line.amount_minor
    close_day(house_id, TODAY, by)
    kept = closed_day(house_id, TODAY)
    assert kept
    assert kept.figures.taken == paid_in
    rows = db.session.execute(text("SELECT count(*), sum(amount_minor) FROM folio_line")).one()
    assert (len(lines), sum(line.amount_minor for line in lines)) == tuple(rows)
    assert list(ledger_lines(house_id, date(2027, 4, 1), date(2027, 4, 30))) == []


def test_it_is_closed_from_ten_on_the_morning_after(set_clock: SetClock) -> None:
    house_id, by = a_day(set_clock)
    set_clock("2027-03-02T09:59+00:00")
    with pytest.raises(NotOver):
        close_day(house_id, TODAY, by)
    set_clock("2027-03-02T10:00+00:00")
    close_day(house_id, TODAY, by)
    assert next_day(house_id) == TODAY + timedelta(days=1)


def test_stays_that_nobody_has_settled_keep_it_open(set_clock: SetClock) -> None:
    house, by = cast.found(), hired("manager")
    late = placed(basket(house, "snug", stay=TONIGHT))
    set_clock("2027-03-02T10:30+00:00")
    assert [(one.reference, one.what) for one in unsettled(house.id, TODAY)] == [(late.reference, "to_come")]
    with pytest.raises(StillOpen):
        close_day(house.id, TODAY, by)
    booking.mark_no_show(late.booking_id)
    close_day(house.id, TODAY, by)
    assert is_locked(house.id, TODAY)


def test_a_day_is_closed_once_and_in_its_turn(set_clock: SetClock) -> None:
    house_id, by = a_day(set_clock)
    close_day(house_id, TODAY, by)
    set_clock("2027-03-09T10:30+00:00")
    for day in (TODAY, TODAY - timedelta(days=1), TODAY + timedelta(days=3)):
        with pytest.raises(AlreadyClosed):
            close_day(house_id, day, by)


def test_nothing_of_a_closed_day_is_undone(set_clock: SetClock) -> None:
    house_id, by = a_day(set_clock)
    require_open(house_id, [TODAY])
    close_day(house_id, TODAY, by)
    with pytest.raises(DayLocked):
        require_open(house_id, [TODAY + timedelta(days=1), TODAY])
    require_open(house_id, [TODAY + timedelta(days=1)])

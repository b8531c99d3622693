"""The figures of the report against a count of their own from the rows."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime, timedelta

import pytest
from sqlalchemy import text

from app.booking import operations as booking
from app.booking.operations.sundries import add_charge, correct_charge
from app.insight.performance import Performance, Period, nights_sold, on_the_books, stays_arriving
from app.insight.performance.rules import YEAR
from app.inventory.operations import close
from app.kernel.party import Party
from app.kernel.stay import Stay
from app.store import db, transaction
from tests import cast
from tests.baskets import basket
from tests.builders import FRIDAY, NOW, TODAY
from tests.cards import placed
from tests.staffing import hired

pytestmark = [pytest.mark.houses(2), pytest.mark.usefixtures("app")]
NOW_AT = datetime.fromisoformat(NOW)
PERIOD = Period(FRIDAY - timedelta(days=2), FRIDAY + timedelta(days=5))


EVENINGS = tuple((FRIDAY + timedelta(days=number), "18:30") for number in range(3))


def sold() -> None:
    """Stays of several kinds in two houses: with supper, with extras, given up, not come."""
    house, other = cast.found(), cast.found("withy-moor")
    placed(basket(house, extras={"flowers": 1}))
    placed(basket(house, "garden", "supper", Stay.of(FRIDAY, 3), Party(2, (7,)), suppers=EVENINGS))
    placed(basket(house, "snug", stay=Stay.of(FRIDAY + timedelta(days=1), 2)))
    placed(basket(other))
    booking.cancel_booking(placed(basket(house, "snug")).booking_id)
    booking.mark_no_show(placed(basket(other, "garden")).booking_id)


def recounted(location_id: int, night: date) -> tuple[int, int, int, int]:
    """Rooms taken, room money, supper money and all money of a night, added up row by row."""
    taken = room = supper = revenue = 0
    stays = db.session.execute(
        text(
            "SELECT s.part, s.arrival_on, s.departure_on, b.quote_id FROM stay s JOIN booking b ON b.id = s.booking_id"
            " WHERE b.location_id = :of AND b.state NOT IN ('cancelled', 'no_show') AND s.cancelled_at IS NULL"
        ),
        {"of": location_id},
    ).all()
    for stay in stays:
        first, until = (date.fromisoformat(str(day)) for day in (stay.arrival_on, stay.departure_on))
        taken += first <= night < until
        lines = db.session.execute(
            text("SELECT kind, night, gross_minor, vat_minor FROM quote_line WHERE quote_id = :of AND part = :part"),
            {"of": stay.quote_id, "part": stay.part},
        )
        for line in lines:
            on = date.fromisoformat(str(line.night)) if line.night else first
            if on != night or line.kind == "levy":
                continue
            net = line.gross_minor - line.vat_minor
            revenue += net
            room += net if line.kind in ("room", "reduction") and line.night else 0
            supper += net if line.kind == "supper" else 0
    return taken, room, supper, revenue


def test_every_night_equals_a_recount_from_the_rows() -> None:
    sold()
    ids = [cast.found().id, cast.found("withy-moor").id]
    found = nights_sold(ids, PERIOD)
    assert len(found) == 2 * PERIOD.nights
    for (location_id, night), one in found.items():
        assert (one.taken, one.room_minor, one.supper_minor, one.revenue_minor) == recounted(location_id, night)
    whole = sum(found.values(), Performance())
    assert whole.taken == 2 + 3 + 2 + 2
    assert whole.supper_minor > 0
    assert whole.revenue_minor > whole.room_minor + whole.supper_minor


def test_ratios_divide_by_what_they_say() -> None:
    one = Performance(
        rooms=10, long_closed=2, taken=4, complimentary=1, room_minor=45_000, supper_minor=9_000, covers=3
    )
    assert (one.occupancy, one.adr_minor, one.revpar_minor, one.spend_a_cover_minor) == (0.5, 15_000, 5_625, 3_000)
    assert Performance().occupancy is None, "nothing is no data, and not 0 %"


@pytest.mark.parametrize(("nights", "counts"), [(27, 7), (28, 6)])
def test_only_a_long_closure_takes_a_room_from_those_that_could_be_sold(nights: int, counts: int) -> None:
    house = cast.found()
    until = FRIDAY + timedelta(days=nights)
    transaction(lambda: close(house.resources["snug"], FRIDAY, until, 1, "paint"))
    found = nights_sold([house.id], Period(FRIDAY, FRIDAY))[house.id, FRIDAY]
    assert (found.rooms, found.could_be_sold) == (7, counts)


def test_a_closure_over_taken_rooms_does_not_make_rooms() -> None:
    house = cast.found()
    placed(basket(house))
    transaction(lambda: close(house.resources["shepherds-hut"], FRIDAY, FRIDAY + timedelta(days=1), 1, "stove"))
    found = nights_sold([house.id], Period(FRIDAY, FRIDAY))[house.id, FRIDAY]
    assert (found.rooms, found.taken) == (7, 1)


def test_arrivals_are_counted_once_and_cancelled_ones_apart() -> None:
    sold()
    found = stays_arriving([cast.found().id], PERIOD)[cast.found().id]
    assert (found.bookings, found.cancelled, found.stays, found.nights) == (4, 1, 3, 7)
    assert found.lead_time == 4
    assert found.cancelled_share == 0.25


def test_the_books_know_what_was_booked_a_year_ago_by_then(set_clock: Callable[[str], None]) -> None:
    sold()
    house = cast.found()
    assert on_the_books([house.id], PERIOD)[house.id] == (7, 0)
    later = Period(PERIOD.first + YEAR, PERIOD.last + YEAR)
    assert on_the_books([house.id], later)[house.id] == (0, 0), "booked now is not booked by now a year before"
    set_clock((NOW_AT + YEAR).isoformat())
    assert on_the_books([house.id], later)[house.id] == (0, 7)


def test_what_staff_charge_is_revenue_of_the_day_less_what_they_take_back(set_clock: Callable[[str], None]) -> None:
    house, by = cast.found(), hired("reception")
    stays = placed(basket(house, stay=Stay.of(TODAY, 3))).booking_id
    quoted = nights_sold([house.id], Period(TODAY, TODAY + timedelta(days=2)))
    set_clock("2027-03-01T23:30+00:00")
    add_charge(stays, "bar", "Cider", 1200, by)
    broken = add_charge(stays, "other", "A vase", 6000, by)
    set_clock("2027-03-02T09:00+00:00")
    add_charge(stays, "supper", "Supper, brought up", 2400, by)
    correct_charge(stays, broken, "It was cracked before", by)
    found = nights_sold([house.id], Period(TODAY, TODAY + timedelta(days=2)))
    added = {key[1].day: one.revenue_minor - quoted[key].revenue_minor for key, one in found.items()}
    assert added == {1: 1000 + 5000, 2: 2000 - 5000, 3: 0}
    assert found[house.id, TODAY + timedelta(days=1)].supper_minor == 2000

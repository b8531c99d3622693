"""Every figure of the report against a count of its own: rows as they lie in the tables, added up one by one."""

from __future__ import annotations

import csv
import io
import json
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from fractions import Fraction
from statistics import median

from flask import Flask
from sqlalchemy import text

from app.booking import operations as booking
from app.care.lost_calls import LOST_REASONS
from app.inventory.operations import close
from app.kernel.party import Party
from app.kernel.stay import Stay
from app.store import db, transaction
from app.web.reasons import IN_SHORT
from tests import cast
from tests.baskets import basket, several
from tests.builders import FRIDAY, NOW
from tests.cards import placed
from tests.page import Visitor
from tests.staffing import desk, hired
from tests.stock import rows
from tests.unit.insight.funnel.visits import many

FIRST, LAST = FRIDAY - timedelta(days=4), FRIDAY + timedelta(days=3)
NIGHTS = [FIRST + timedelta(days=number) for number in range((LAST - FIRST).days + 1)]
ADDRESS = f"/staff/reports.csv?from={FIRST}&until={LAST}&table="
AT_EIGHT = "2027-03-05T20:00+00:00"
YEAR = timedelta(days=364)


@dataclass
class House:
    """What the rows of one house, or of all, come to."""

    rooms: int = 0
    taken: int = 0
    sold: int = 0
    covers: int = 0
    room: int = 0
    supper: int = 0
    all: int = 0
    lengths: list[int] = field(default_factory=list)
    leads: list[int] = field(default_factory=list)
    arriving: int = 0
    cancelled: int = 0
    books: int = 0
    before: int = 0

    def __add__(self, other: House) -> House:
        return House(*(getattr(self, name) + getattr(other, name) for name in self.__dataclass_fields__))

    def trade(self) -> list[str]:
        return [
            str(self.taken), str(self.rooms), share(self.taken, self.rooms), pounds(self.room, self.sold),
            pounds(self.room, self.rooms), pounds(self.all, self.rooms), str(self.covers),
            pounds(self.supper, self.covers),
        ]  # fmt: skip

    def guests(self) -> list[str]:
        return [
            str(self.arriving - self.cancelled),
            f"{sum(self.lengths) / len(self.lengths):.1f} nights" if self.lengths else "no data",
            f"{median(self.leads):g} days" if self.leads else "no data",
            share(self.cancelled, self.arriving),
            str(self.books),
            str(self.before),
            change(self.books, self.before),
        ]


def change(now: int, before: int) -> str:
    if not before:
        return "no data"
    points = round(Fraction(100 * (now - before), before))
    return f"{points:+}%" if points else "the same"


def share(part: int, whole: int) -> str:
    return f"{part / whole:.1%}" if whole else "no data"


def pounds(minor: int, by: int) -> str:
    return f"£{round(Fraction(minor, by)) / 100:,.2f}" if by else "no data"


def trading() -> None:
    """Two houses in which everything happened that a figure has to leave out, to divide by or to put elsewhere."""
    house, other, by = cast.found(), cast.found("withy-moor"), hired("reception", mail="till@quince.example")
    evenings = tuple((FRIDAY + timedelta(days=number), "18:30") for number in range(3))
    bar = placed(basket(house, extras={"flowers": 1, "bicycle": 2})).booking_id
    placed(basket(house, "garden", "supper", Stay.of(FRIDAY, 3), Party(2, (7,)), suppers=evenings))
    late = basket(house, "snug", stay=Stay.of(FRIDAY + timedelta(days=1), 5))
    booking.cancel_booking(placed(several(house, late, basket(house, "garden"))).booking_id, parts=[1])
    booking.cancel_booking(placed(basket(house, "snug")).booking_id)
    free = placed(basket(other)).booking_id
    booking.mark_no_show(placed(basket(other, "garden")).booking_id)
    add_line(free, FRIDAY)
    until = FRIDAY + timedelta(days=30)
    transaction(lambda: close(house.resources["snug"], FRIDAY, until, 1, "The roof"))
    transaction(lambda: close(other.resources["snug"], FRIDAY, FRIDAY + timedelta(days=2), 2, "Paint"))
    for days, cancelled in ((0, None), (1, None), (1, FIRST - YEAR), (2, FIRST - YEAR + timedelta(days=9))):
        year_ago(placed(basket(house, "garden", stay=Stay.of(FRIDAY + timedelta(days=40 + days), 2))), days, cancelled)
    at_nine = datetime.fromisoformat(NOW)
    many(2, "results", ("results", "denied", "full"), at=at_nine, properties={"location": "combe-harrow", "nights": 1})
    booking.add_charge(bar, "bar", "Cider", 1200, by)
    booking.add_charge(bar, "supper", "Supper, brought up", 2400, by)


def add_line(booking_id: int, night: date) -> None:
    """The room of that night is with our thanks."""
    transaction(
        lambda: db.session.execute(
            text(
                "INSERT INTO quote_line"
                " (quote_id, position, part, kind, night, label, count, gross_minor, vat_bp, vat_minor)"
                " SELECT quote_id, 90 + position, part, 'reduction', night, 'With our thanks', 1, -gross_minor, vat_bp,"
                " -vat_minor FROM quote_line WHERE kind = 'room' AND night = :night"
                " AND quote_id = (SELECT quote_id FROM booking WHERE id = :id)"
            ),
            {"id": booking_id, "night": night},
        )
    )


def year_ago(done: booking.Placed, days: int, cancelled: date | None) -> None:
    """The booking was one for the same nights a year before, made shortly before or after this day then."""
    arrival = FRIDAY - YEAR + timedelta(days=days)
    values = {
        "id": done.booking_id, "arrival": arrival, "departure": arrival + timedelta(days=2),
        "at": f"{FIRST - YEAR - timedelta(days=30)} 09:00:00.000000",
        "state": "cancelled" if cancelled else "departed",
        "gone": f"{cancelled} 09:00:00.000000" if cancelled else None,
    }  # fmt: skip

    def work() -> None:
        dates = "arrival_on = :arrival, departure_on = :departure"
        db.session.execute(text(f"UPDATE stay SET {dates} WHERE booking_id = :id"), values)
        more = "booked_at = :at, state = :state, cancelled_at = :gone"
        db.session.execute(text(f"UPDATE booking SET {dates}, {more} WHERE id = :id"), values)

    transaction(work)


def recounted(location_id: int, today: datetime) -> House:
    """One house: nothing here is asked of the database but rows."""
    found = House()
    rooms_of(location_id, found)
    for booking_id, state, arrival, booked, gone, quote in rows(
        "SELECT id, state, arrival_on, booked_at, cancelled_at, quote_id FROM booking"
        f" WHERE location_id = {location_id}"
    ):
        live, comes = state not in ("cancelled", "no_show"), FIRST <= day(arrival) <= LAST
        found.arriving += comes
        found.cancelled += comes and state == "cancelled"
        found.leads += [(day(arrival) - day(booked)).days] if comes and live else []
        for stay, part, begins, ends, left in rows(
            f"SELECT id, part, arrival_on, departure_on, cancelled_at FROM stay WHERE booking_id = {booking_id}"
        ):
            nights = [day(begins) + timedelta(days=number) for number in range((day(ends) - day(begins)).days)]
            stood = at(booked), min((at(one) for one in (gone, left) if one), default=today + YEAR)
            found.books += len(set(nights) & set(NIGHTS)) if stood[0] <= today < stood[1] else 0
            found.before += year_on(nights) if stood[0] <= today - YEAR < stood[1] else 0
            if live and not left:
                found.lengths += [len(nights)] if comes else []
                earned(stay, f"quote_id = {quote} AND part = {part}", nights, found)
        charged(booking_id, found)
    return found


def rooms_of(location_id: int, found: House) -> None:
    """What could be sold each night: what is on sale, and what only a short closure keeps from it."""
    of_house = f"r.location_id = {location_id} AND r.room_type_id IS NOT NULL"
    join = f"JOIN resource r ON r.id = x.resource_id AND {of_house}"
    for night in NIGHTS:
        on_sale = rows(f"SELECT x.sellable, x.short FROM allotment x {join} WHERE x.night = '{night}'")
        found.rooms += sum(sellable - short for sellable, short in on_sale)
        for begins, ends, count in rows(f"SELECT x.from_on, x.until_on, x.count FROM closure x {join}"):
            brief = (day(ends) - day(begins)).days < 28
            found.rooms += count if brief and day(begins) <= night < day(ends) else 0


def year_on(nights: list[date]) -> int:
    return len({night + YEAR for night in nights} & set(NIGHTS))


def earned(stay: int, lines: str, nights: list[date], found: House) -> None:
    """What a stay that stands comes to."""
    paid: Counter[date] = Counter()
    for kind, on, gross, vat, source in rows(
        f"SELECT kind, night, gross_minor, vat_minor, source FROM quote_line WHERE {lines} AND kind <> 'levy'"
    ):
        of = (json.loads(source or "{}").get("of") or "room") if kind == "reduction" else kind
        where = day(on) if on else nights[0]
        if where in NIGHTS:
            found.all += gross - vat
            found.room += gross - vat if of == "room" and on else 0
            found.supper += gross - vat if of == "supper" else 0
            paid[where] += gross if of == "room" else 0
    slept = set(nights) & set(NIGHTS)
    found.taken += len(slept)
    found.sold += sum(paid[night] > 0 for night in slept)
    tables = rows(f"SELECT night, covers FROM supper WHERE stay_id = {stay}")
    found.covers += sum(covers for night, covers in tables if day(night) in NIGHTS)


def charged(booking_id: int, found: House) -> None:
    """What staff put on the bill beside the quote."""
    beside = "SELECT sundry, written_at, amount_minor, vat_minor FROM folio_line WHERE sundry IS NOT NULL"
    for sundry, written, amount, vat in rows(f"{beside} AND booking_id = {booking_id}"):
        if day(written) in NIGHTS:
            found.all += amount - vat
            found.supper += amount - vat if sundry == "supper" else 0


def day(value: object) -> date:
    return date.fromisoformat(str(value)[:10])


def at(value: object) -> datetime:
    return datetime.fromisoformat(str(value)[:19] + "+00:00")


def file(visitor: Visitor, name: str) -> dict[str, list[str]]:
    body = visitor.client.get(ADDRESS + name).text
    plain = [[cell.removeprefix("'") for cell in row] for row in csv.reader(io.StringIO(body))]
    return {row[0]: row[1:] for row in plain[1:]}


def test_every_figure_equals_a_recount_from_the_rows(app: Flask, set_clock: Callable[[str], None]) -> None:
    trading()
    set_clock(AT_EIGHT)
    reception = desk(app)
    for words in ("Sought two rooms", "Sought a kennel"):
        form = reception.get("/staff/phone?arrival=2027-03-05&departure=2027-03-07&adults=2").form(
            action="/staff/lost-calls", method="post"
        )
        reception.submit(form.fill(reason="price", words=words))
    visitor = desk(app, "administrator")
    houses = {name: recounted(cast.found(slug).id, datetime.fromisoformat(AT_EIGHT)) for slug, name in cast.FIVE[:2]}
    houses["Together"] = sum(houses.values(), House())
    assert file(visitor, "trade") == {name: one.trade() for name, one in houses.items()}
    assert file(visitor, "guests") == {name: one.guests() for name, one in houses.items()}
    both = houses["Together"]
    assert all(getattr(both, name) for name in House.__dataclass_fields__), "a figure that is nothing proves nothing"
    assert both.taken > both.sold
    by_night = file(visitor, "nights")
    assert [sum(int(row[place]) for name, row in by_night.items() if name != "Together") for place in (0, 1, 6)] == [
        both.taken, both.rooms, both.covers,
    ]  # fmt: skip
    searches = len(set(rows("SELECT visit FROM event WHERE name = 'denied'")))
    calls = dict(rows("SELECT reason, COUNT(*) FROM lost_call GROUP BY reason"))
    assert file(visitor, "lost") == {
        IN_SHORT["full"]: [str(searches), "0"],
        LOST_REASONS["price"]: ["–", str(calls["price"])],
        "Together": [str(searches), str(sum(calls.values()))],
    }

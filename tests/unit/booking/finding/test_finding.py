"""Finding a booking by anything that is known of it, on both engines."""

from __future__ import annotations

import pytest
from sqlalchemy import insert, select, update

from app.booking.documents.models import FolioDocument
from app.booking.documents.queries import name_of
from app.booking.finding import find_bookings, sought
from app.booking.models import Booking
from app.catalogue.queries import catalogue
from app.identity import operations as identity
from app.kernel import clock
from app.kernel.stay import Stay
from app.store import db, transaction, write
from tests.baskets import basket
from tests.builders import FRIDAY
from tests.cards import placed
from tests.cast import found

pytestmark = [pytest.mark.houses(2), pytest.mark.usefixtures("app")]
ZOE = {"name": "Zoë O’Hara-Łuk", "email": "Zoe.OHara@Example.com", "phone": "+44 (0)7700 900 461"}
BEN = {"name": "Ben Marsh", "email": "ben@example.org", "phone": "01803 555123"}


@pytest.fixture
def two() -> tuple[str, str]:
    """Zoë's booking of the hut and Ben's of a snug a night later."""
    house = found()
    zoe = placed(basket(house), ZOE).reference
    ben = placed(basket(house, "snug", stay=Stay.of(FRIDAY, 1)), BEN).reference
    return zoe, ben


def hits(typed: str, house: str = "combe-harrow", **filters: str) -> list[str]:
    db.session.rollback()
    page = find_bookings(sought(typed, FRIDAY), [found(house).id], FRIDAY, **filters)
    assert page.total == len(page.bookings)
    return [one.reference for one in page.bookings]


def test_one_is_found_by_anything(two: tuple[str, str]) -> None:
    for typed in (
        "zoe", "ZOË", "o'hara", "luk zoë", "ohar", "zoe.ohara@example.com", "ZOE.OH", "07700 900461", "+447700900461",
        "07700 9004", "0044 7700 900461", "300", "£300.00", "shepherd", "zoe 5 march", "tonight o’hara",
    ):  # fmt: skip
        assert hits(typed) == [two[0]], typed


def test_a_reference_is_found_as_it_is_read_out(two: tuple[str, str]) -> None:
    zoe, ben = two
    assert hits(zoe) == [zoe]
    assert hits(f" {ben[:4].lower()}-{ben[4:].lower()} ") == [ben]


def test_what_fits_nothing_finds_nothing(two: tuple[str, str]) -> None:
    for typed in (
        "%",
        "_",
        "zoe marsh",
        "nobody",
        "zoe 6 march 2029",
        "9" * 200,
        "' OR 1=1 --",
        "22,000,000",
        ",".join(["999"] * 7),
    ):
        assert hits(typed) == [], typed


def test_nothing_asked_is_everything_the_last_first(two: tuple[str, str]) -> None:
    assert sorted(hits("")) == sorted(two)


def test_an_outside_reference_and_a_door_find_it(two: tuple[str, str]) -> None:
    house = found()
    given = update(Booking).where(Booking.reference == two[1]).values(outside_reference="HB-99123")
    transaction(lambda: write(given))
    assert hits("hb-99123") == [two[1]]
    snug = catalogue().by_id[house.id].room_types[0]
    assert two[1] in hits(snug.name)


def test_what_was_printed_leads_to_its_booking(two: tuple[str, str]) -> None:
    booking_id = db.session.execute(select(Booking.id).where(Booking.reference == two[0])).scalar_one()
    row = {
        "location_id": found().id, "booking_id": booking_id, "kind": "invoice", "number": 12, "currency": "GBP",
        "amount_minor": 30000, "vat_minor": 5000, "tax_point_on": FRIDAY, "addressed_to": "", "facts": {},
        "issued_at": clock.now(),
    }  # fmt: skip
    transaction(lambda: write(insert(FolioDocument).values(row)))
    name = name_of("invoice", 12, "combe-harrow")
    for typed in (name, name.lower(), "INV-00012", "inv 12"):
        assert hits(typed) == [two[0]], typed
        assert hits(typed, "withy-moor") == []
    for typed in (name.replace("COMBE-HARROW", "WITHY-MOOR"), "CN-00012", "R-12", "INV-999999999"):
        assert hits(typed) == [], typed


def test_another_house_finds_none_of_it(two: tuple[str, str]) -> None:
    assert hits("zoe", "withy-moor") == []
    assert hits("", "withy-moor") == []


def test_states_and_sources_are_filters(two: tuple[str, str]) -> None:
    assert hits("zoe", state="confirmed", source="web") == [two[0]]
    assert hits("zoe", state="cancelled") == []
    assert hits("zoe", source="agent") == []


def test_a_corrected_name_is_the_one_that_is_found(two: tuple[str, str]) -> None:
    page = find_bookings(sought("marsh", FRIDAY), [found().id], FRIDAY)
    guest_id = page.bookings[0].guest_id
    assert guest_id is not None
    identity.correct_guest(guest_id, "Benedikt Möller", "020 7946 0000")
    assert hits("marsh") == []
    assert hits("moller") == [two[1]]
    assert hits("020 7946") == [two[1]]


def test_pages_hold_their_number_and_count_all(two: tuple[str, str]) -> None:
    first = find_bookings(sought("", FRIDAY), [found().id], FRIDAY, most=1)
    second = find_bookings(sought("", FRIDAY), [found().id], FRIDAY, most=1, offset=1)
    assert (first.total, second.total) == (2, 2)
    assert {first.bookings[0].reference, second.bookings[0].reference} == set(two)

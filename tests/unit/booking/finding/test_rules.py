"""What a search can mean."""

from datetime import date

import pytest

from app.booking.finding import sought

TODAY = date(2027, 3, 1)
FIFTH = (date(2026, 3, 5), date(2027, 3, 5), date(2028, 3, 5))


@pytest.mark.parametrize(
    ("typed", "days", "text"),
    [
        ("5 March", FIFTH, ""),
        ("Fri 5th of March", FIFTH, ""),
        ("March 5", FIFTH, ""),
        ("5/3", FIFTH, ""),
        ("5 march 2027", (date(2027, 3, 5),), ""),
        ("2027-03-05", (date(2027, 3, 5),), ""),
        ("5/3/27", (date(2027, 3, 5),), ""),
        ("5.3.2027", (date(2027, 3, 5),), ""),
        ("tomorrow", (date(2027, 3, 2),), ""),
        ("whitlock 5 mar 2027", (date(2027, 3, 5),), "whitlock"),
        ("5 mar 2027, whitlock", (date(2027, 3, 5),), ", whitlock"),
        ("31 February", (), "31 February"),
        ("2027-99-99", (), "2027-99-99"),
        ("May", (), "May"),
        ("12.50", (), "12.50"),
    ],
)
def test_days_are_read_however_they_are_written(typed: str, days: tuple[date, ...], text: str) -> None:
    read = sought(typed, TODAY)
    assert (read.days, read.text) == (days, text)


@pytest.mark.parametrize(
    ("typed", "reference", "phone", "amount"),
    [
        ("k7qf-9m2p", "K7QF9M2P", None, None),
        ("K7QF", "K7QF", None, None),
        ("anna", None, None, None),
        ("07700 900461", None, "07700 900461", None),
        ("£1,412.50", None, None, 141250),
        ("€1,412.50", None, None, 141250),
        ("412", None, None, 41200),
        ("412.5", None, None, None),
        ("£21,474,836.47", None, None, 2**31 - 1),
        ("22,000,000", None, None, None),
        ("999,999,999,999,999,999,999", None, None, None),
        ("anna@example.com", None, None, None),
    ],
)
def test_a_word_is_everything_that_it_can_be(
    typed: str, reference: str | None, phone: str | None, amount: int | None
) -> None:
    read = sought(typed, TODAY)
    assert (read.reference, read.phone, read.amount_minor) == (reference, phone, amount)


def test_nothing_is_nothing() -> None:
    assert sought("   ", TODAY).nothing


@pytest.mark.parametrize(
    "typed", ["9" * 10_000, "é" * 500, "1/" * 60, "\u202e abc", "' OR 1=1 --", "%", "_", "5 \u017fep"]
)
def test_whatever_is_typed_can_be_read(typed: str) -> None:
    assert sought(typed, TODAY).typed is not None

"""A bill shows what stands, and adds up to the balance."""

from __future__ import annotations

from datetime import UTC, date, datetime

from app.booking.folio import LedgerLine
from app.guest.bookings.bill import balance_words, bill_of, standing

AT = datetime(2027, 3, 31, 23, 30, tzinfo=UTC)


def line(number: int, minor: int, reverses: int | None = None, kind: str = "charge") -> LedgerLine:
    return LedgerLine(number, kind, f"Line {number}", None, minor, reverses, AT)


def test_what_was_taken_back_whole_is_not_shown() -> None:
    folio = (line(1, 300), line(2, 100), line(3, -300, reverses=1), line(4, 250), line(5, -40, reverses=2))
    shown = standing(folio)
    assert [one.id for one in shown] == [2, 4, 5]
    assert sum(one.amount_minor for one in shown) == sum(one.amount_minor for one in folio)


def test_taken_back_in_pieces_is_taken_back() -> None:
    assert standing((line(1, 300), line(2, -100, reverses=1), line(3, -200, reverses=1))) == ()


def test_the_day_is_the_house_s() -> None:
    assert bill_of((line(1, 12345),), "GBP", "Europe/London") == (("Line 1", "Thu 1 April", "£123.45"),)


def test_who_owes_whom() -> None:
    day = date(2027, 3, 5)
    assert balance_words(100, "GBP", None, day) == "£1.00 is due at the house."
    assert balance_words(100, "GBP", date(2027, 3, 3), day) == "£1.00 is overdue; it was due on Wed 3 March."
    assert balance_words(0, "GBP", day, day) == "Nothing is due."
    assert balance_words(-100, "GBP", None, day) == "£1.00 is yours, and goes back the way it came."

"""A quote as guests read it."""

from __future__ import annotations

from datetime import date

from app.pricing.rules import Line
from app.web.quotes import QuoteView, quote_view
from tests.builders import FRIDAY


def room(part: int, gross_minor: int, night: date = FRIDAY) -> Line:
    return Line(part, "room", night, "Friday 5 March", 1, gross_minor, 2000, gross_minor // 6)


def view(lines: list[Line], *names: str) -> QuoteView:
    return quote_view(
        lines,
        currency="GBP",
        due_now_minor=0,
        policy_text="",
        free_until_at=None,
        timezone="Europe/London",
        names=names,
    )


def test_one_room_has_no_heading() -> None:
    assert [heading for heading, _ in view([room(0, 15000)], "Snug").rooms] == [""]


def test_rooms_are_headed_in_order_and_add_up() -> None:
    shown = view([room(0, 15000), room(1, 21000)], "Snug", "Garden")
    assert [heading for heading, _ in shown.rooms] == ["Room 1: Snug", "Room 2: Garden"]
    assert sum(line.gross_minor for _, lines in shown.rooms for line in lines) == shown.total_minor == 36000


def test_a_room_that_was_given_up_shifts_no_names() -> None:
    """Rooms keep their numbers for ever, names are those of the rooms that are left."""
    shown = view([room(0, 15000), room(2, 21000)], "Snug", "Hut")
    assert [heading for heading, _ in shown.rooms] == ["Room 1: Snug", "Room 3: Hut"]
    assert [heading for heading, _ in view([room(0, 15000), room(2, 21000)]).rooms] == ["Room 1", "Room 3"]
    assert [heading for heading, _ in view([room(1, 21000)], "Garden").rooms] == [""]

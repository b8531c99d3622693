"""What a notice means for somebody's nights, in sentences that are true of them."""

from __future__ import annotations

from datetime import date, datetime, time

import pytest

from app.care.notices.rules import Reason, StayThen, Supper, Window, reasons, reasons_to_wait
from app.kernel.party import Party

READY, LEAVE = time(15), time(11)
SATURDAY = Window(datetime(2027, 3, 6, 10), datetime(2027, 3, 6, 12), READY, LEAVE)
FRIDAY, SUNDAY = date(2027, 3, 5), date(2027, 3, 7)
NIGHT = (date(2027, 3, 6),)


def said(stay: StayThen, *whom: str, window: Window = SATURDAY) -> list[str]:
    return [reason.says for reason in reasons(window, whom, [stay])]


@pytest.mark.parametrize(
    ("arrival", "departure", "nights", "says"),
    [
        (FRIDAY, SUNDAY, NIGHT, "You are here on Sat 6 March."),
        (FRIDAY, date(2027, 3, 6), (FRIDAY,), "You are here on Sat 6 March."),
        (date(2027, 3, 6), SUNDAY, None, ""),
        (SUNDAY, date(2027, 3, 8), None, ""),
    ],
    ids=["in the middle", "on the morning they leave", "before their room is ready", "after"],
)
def test_who_is_there_while_it_lasts(
    arrival: date, departure: date, nights: tuple[date, ...] | None, says: str
) -> None:
    found = reasons(SATURDAY, ("here",), [StayThen(arrival, departure, Party(2))])
    assert found == ((Reason("here", nights, says),) if nights else ())


def test_each_hears_what_matters_to_them() -> None:
    evening = Window(datetime(2027, 3, 5, 18), datetime(2027, 3, 6, 12), READY, LEAVE)
    party = Party(2, (4,), 1, 1, frozenset({"step-free"}))
    stay = StayThen(FRIDAY, SUNDAY, party, (Supper(FRIDAY, time(19, 30), 3),), assistance_dogs=1)
    days = "Fri 5 March and Sat 6 March"
    assert said(stay, "supper", "step_free", "dogs", "children", "travel", window=evening) == [
        "You have booked supper for three people on Fri 5 March at 7.30pm.",
        f"You asked for step-free, and are here on {days}.",
        f"You bring two dogs, and are here on {days}.",
        f"You bring two children, and are here on {days}.",
        "You arrive on Fri 5 March.",
    ]
    assert said(StayThen(FRIDAY, SUNDAY, Party(2)), "supper", "step_free", "dogs", "children") == []


def test_a_long_one_names_its_first_and_last_day() -> None:
    month = Window(datetime(2027, 3, 1), datetime(2027, 4, 1), READY, LEAVE)
    stay = StayThen(date(2027, 3, 5), date(2027, 3, 12), Party(2))
    assert said(stay, "here", window=month) == ["You are here on 8 days from Fri 5 March to Fri 12 March."]


def test_who_waits_hears_of_nights_they_may_get() -> None:
    found = reasons_to_wait(SATURDAY, ("here", "dogs"), FRIDAY, SUNDAY, Party(2))
    assert [one.says for one in found] == [
        "You wait for nights from Fri 5 March to Sun 7 March; it falls on Sat 6 March."
    ]

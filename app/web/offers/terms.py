"""What an offer asks for, in the words of whoever reads it."""

from __future__ import annotations

from datetime import date

from app.catalogue.closed import house_of
from app.kernel.words import DAYS, counted, hour, listed, money, number, short_day
from app.promotions.rules import Promotion

EVERY_DAY = "0123456"
ROOM_ALONE = ("percent", "longer", "another_house")
"""Kinds of which somebody might expect a share of all that a night costs."""
OFF_THE_ROOM = "Off the room itself: breakfast, supper and extras stay as they are"


def terms_of(promotion: Promotion) -> tuple[str, ...]:
    """Every limit that a guest may meet, one sentence each without its full stop; what never changes is not said."""
    found = [
        _where(promotion),
        _days(promotion),
        _between("For nights", promotion.nights_from_on, promotion.nights_until_on),
        _between("Booked", promotion.book_from_on, promotion.book_until_on),
        _length(promotion),
        "Everybody’s supper on the first night that it is for" if promotion.kind == "supper" else "",
        f"For {number(promotion.most_heads)} people at most" if promotion.most_heads else "",
        f"Until {hour(promotion.leaves_by)} on the day you leave" if promotion.leaves_by else "",
        f"Once you have used it {counted(promotion.each_most, 'time')}, it is used" if promotion.each_most else "",
        OFF_THE_ROOM if promotion.kind in ROOM_ALONE else "",
        f"No room under {money(promotion.floor_minor, promotion.currency)} a night" if promotion.floor_minor else "",
        "" if promotion.stacks else "Not together with another offer or code",
        "The room’s terms of cancelling stay as they are",
    ]
    return tuple(words for words in found if words)


def _where(promotion: Promotion) -> str:
    if not promotion.houses:
        return "At every house"
    return f"At {listed([house_of(location_id).name for location_id in promotion.houses])}"


def _days(promotion: Promotion) -> str:
    if promotion.weekdays == EVERY_DAY:
        return ""
    days = sorted(int(day) for day in promotion.weekdays)
    first = next((day for day in days if (day - 1) % 7 not in days), days[0])
    last = (first + len(days) - 1) % 7
    if len(days) > 2 and set(days) == {(first + day) % 7 for day in range(len(days))}:
        return f"For the nights of {DAYS[first]} to {DAYS[last]}"
    return f"For the nights of {listed([DAYS[day] for day in days])}"


def _between(what: str, first: date | None, last: date | None) -> str:
    if first and last:
        return f"{what} from {_day(first)} to {_day(last)}"
    if first:
        return f"{what} from {_day(first)} on"
    return f"{what} until {_day(last)}" if last else ""


def _length(promotion: Promotion) -> str:
    least, most = promotion.least_nights, promotion.most_nights
    if least and most:
        return f"For {counted(least, 'night')}" if least == most else f"For {number(least)} to {number(most)} nights"
    if most:
        return f"For {counted(most, 'night')} at most"
    return f"From {counted(least, 'night')} on" if least and least > 1 else ""


def _day(day: date) -> str:
    return f"{short_day(day)} {day.year}"

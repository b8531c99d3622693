"""Conditions in plain English. "Guests with at least one stay, a party of one or two, who left within a year"."""

from __future__ import annotations

from collections.abc import Mapping

from app.kernel.words import counted, listed, money, number
from app.offers.segments.rules.conditions import MIDWEEK, WITH, Conditions

PERIODS = {7: "a week", 14: "two weeks", 30: "a month", 91: "three months", 182: "half a year", 365: "a year"}
EVERYBODY = "All guests"

House = Mapping[int, str]


def whole(conditions: Conditions, houses: House, currency: str = "GBP") -> str:
    """All of it as one sentence without its full stop. `houses` are names by id."""
    having, doing = _having(conditions, currency), _doing(conditions, houses)
    if not having and not doing:
        return EVERYBODY
    guests = f"Guests with {listed(having)}" if having else "Guests"
    if not doing:
        return guests
    return f"{guests}{',' if having else ''} who {listed(doing)}"


def phrases(conditions: Conditions, houses: House, currency: str = "GBP") -> list[str]:
    """Each condition by itself, in the order of the sentence."""
    having, doing = _having(conditions, currency), _doing(conditions, houses)
    return [*(f"With {words}" for words in having), *(f"Who {words}" for words in doing)]


def days(count: int) -> str:
    """`a year`, `half a year`, `400 days`, `two years`."""
    if count in PERIODS:
        return PERIODS[count]
    years, rest = divmod(count, 365)
    return counted(years, "year") if years and not rest else counted(count, "day")


def _having(asked: Conditions, currency: str) -> list[str]:
    found = [
        _stays(asked.least_stays, asked.most_stays),
        _party(asked.least_heads, asked.most_heads),
        "" if asked.children is None else ("children" if asked.children == WITH else "no children"),
        "" if asked.coming is None else ("a stay booked" if asked.coming == WITH else "nothing booked"),
        _spend(asked.least_spend_minor, asked.most_spend_minor, currency),
        f"at least {counted(asked.least_cancellations, 'booking')} cancelled" if asked.least_cancellations else "",
    ]
    return [words for words in found if words]


def _doing(asked: Conditions, houses: House) -> list[str]:
    found = [
        _left(asked.left_before_days, asked.left_within_days),
        f"come about every {days(asked.comes_within_days)} or sooner" if asked.comes_within_days is not None else "",
        "have been away for twice their usual time and have nothing booked" if asked.lapsed else "",
        f"usually stay at {_either([houses.get(each, 'a house given up') for each in asked.houses])}"
        if asked.houses
        else "",
        f"usually come in {_either(asked.seasons)}" if asked.seasons else "",
        "" if asked.nights is None else f"mostly stay {'midweek' if asked.nights == MIDWEEK else 'at weekends'}",
        "" if asked.supper is None else f"{'often' if asked.supper == WITH else 'seldom'} have supper",
        "" if asked.dogs is None else ("have brought a dog" if asked.dogs == WITH else "never brought a dog"),
        _ahead(asked.least_lead_days, asked.most_lead_days),
        "agreed to offers by mail" if asked.agreed else "",
        f"booked with the code {asked.code} before" if asked.code else "",
    ]
    return [words for words in found if words]


def _range(least: int | None, most: int | None, lower: str, upper: str, both: str) -> str:
    """The words for what is asked; empty where nothing is."""
    if least is None and most is None:
        return ""
    return lower if most is None else upper if least is None else both


def _stays(least: int | None, most: int | None) -> str:
    if most == 0:
        return "no stay yet"
    low, high = counted(least or 0, "stay"), counted(most or 0, "stay")
    both = high if least == most else f"{number(least or 0)} to {high}"
    return _range(least, most, f"at least {low}", f"at most {high}", both)


def _party(least: int | None, most: int | None) -> str:
    low, high = max(least or 1, 1), most or 1
    joined = "or" if high == low + 1 else "to"
    both = f"a party of {number(high)}" if high <= low else f"a party of {number(low)} {joined} {number(high)}"
    return _range(least, most, f"a party of {number(low)} or more", both, both)


def _spend(least: int | None, most: int | None, currency: str) -> str:
    low, high = money(least or 0, currency), money(most or 0, currency)
    return _range(least, most, f"at least {low} spent", f"at most {high} spent", f"{low} to {high} spent")


def _left(before: int | None, within: int | None) -> str:
    low, high = days(before or 0), days(within or 0)
    return _range(before, within, f"left {low} ago or longer", f"left within {high}", f"left {low} to {high} ago")


def _ahead(least: int | None, most: int | None) -> str:
    low, high = days(least or 0), days(most or 0)
    return _range(least, most, f"book {low} ahead or more", f"book at most {high} ahead", f"book {low} to {high} ahead")


def _either(words: list[str] | tuple[str, ...]) -> str:
    return " or ".join(filter(None, (", ".join(words[:-1]), *words[-1:])))

"""Guard rails of an offer in words, with what they stand at now."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from app.kernel.words import counted, hour, long_day, money
from app.marketing.offers.kinds import KINDS
from app.promotions.rules import Promotion


@dataclass(frozen=True, slots=True)
class Rail:
    """`holds` is false where it has stopped the offer, or leaves nothing more."""

    words: str
    holds: bool = True


def rails(one: Promotion, today: date, night_minor: int | None = None) -> list[Rail]:
    """What keeps it within bounds: the limits that are set, then those that every offer has. `night_minor` is what a
    night of the next stay with it comes to, where there is one."""
    found = [
        _floor(one, night_minor),
        _uses(one),
        _budget(one),
        None if one.each_most is None else Rail(f"A guest may use it {counted(one.each_most, 'time')} at most"),
        _left(one.least_left),
        _until(one, today),
        Rail("Together with other offers that allow it" if one.stacks else "Never together with another offer"),
        Rail("Not to a guest who refused it within 30 days, nor more than three times in seven days"),
        Rail("Not to a guest with an open case. A code that they type stays good"),
    ]
    return [rail for rail in found if rail is not None]


def gives(one: Promotion, thing: str = "") -> str:
    """What it gives in one line; `thing` names the extra or the room."""
    share = f"{one.percent_bp / 100:g}% off"
    nothing = one.percent_bp == 10_000
    by_kind = {
        "percent": f"{share} every night that counts",
        "amount": f"{money(one.amount_minor or 0, one.currency)} off the stay",
        "extra": f"{thing or 'An extra'} {'for nothing' if nothing else f'at {share}'}",
        "supper": f"Supper on the first night that counts {'for nothing' if nothing else f'at {share}'}",
        "better_room": f"{thing or 'A better room'} {'for no more' if nothing else f'with {share} the difference'}",
        "later_departure": f"The room until {hour(one.leaves_by)}" if one.leaves_by else "A later departure",
        "longer": f"The cheapest night {'for nothing' if nothing else f'at {share}'}",
        "another_house": f"{share} every night that counts",
    }
    return by_kind.get(one.kind, KINDS[one.kind].name)


def _uses(one: Promotion) -> Rail | None:
    if one.uses_most is None:
        return None
    return Rail(f"Stops at {counted(one.uses_most, 'use')}. So far: {one.used:,}", one.used < one.uses_most)


def _budget(one: Promotion) -> Rail | None:
    if one.budget_minor is None:
        return None
    spent = money(one.spent_minor, one.currency)
    return Rail(f"Stops at {money(one.budget_minor, one.currency)}. Spent: {spent}", one.spent_minor < one.budget_minor)


def _left(least: int | None) -> Rail | None:
    if least is None:
        return None
    rooms = counted(least, "room")
    return Rail(f"Not where fewer than {rooms} of the type {'is' if least == 1 else 'are'} left")


def _until(one: Promotion, today: date) -> Rail | None:
    last = one.book_until_on
    return None if last is None else Rail(f"Stops after {long_day(last)} {last.year}", last >= today)


def _floor(one: Promotion, night_minor: int | None) -> Rail | None:
    if one.floor_minor is None:
        return None
    now = "" if night_minor is None else f". All of a night of the next stay: {money(night_minor, one.currency)}"
    return Rail(f"No room under {money(one.floor_minor, one.currency)} a night, its breakfast apart{now}")

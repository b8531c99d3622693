"""What was asked for and not served, in words, and the way to the rule that refused it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from urllib.parse import urlencode

from app.care.lost_calls import LOST_REASONS
from app.catalogue.queries import catalogue
from app.insight.funnel import Denied, Relief, Unserved
from app.kernel.words import counted, money
from app.web.reasons import IN_SHORT

OPENED = {
    "closed_to_arrival": "Let guests arrive that day",
    "closed_to_departure": "Let guests leave that day",
    "closed": "Open the night",
    "no_rate": "Give the night a rate",
}


@dataclass(frozen=True, slots=True)
class Change:
    """The smallest change of a rule that would have served those of `served`, and what their stays would have cost.

    `key` names it in a form: the reason, the rule and the house.
    """

    words: str
    house: str
    served: str
    worth: str
    url: str
    thin: bool
    key: str


@dataclass(frozen=True, slots=True)
class Refusal:
    """A reason; `where` are the houses with most of it, `changes` what would have served, the dearest first."""

    name: str
    where: str
    searches: int
    visits: int
    calls: int
    changes: Sequence[Change]
    thin: bool


def refusals(found: Unserved, today: date) -> list[Refusal]:
    """The reasons in the order of the report."""
    return [_refusal(one, today) for one in found.reasons]


def calls_alone(found: Unserved) -> list[tuple[str, int]]:
    """Calls lost for reasons that no search meets."""
    return [(LOST_REASONS.get(reason, reason), count) for reason, count in found.calls.items()]


def worth_words(worth: Mapping[str, int]) -> str:
    """£1,240, or each currency for itself."""
    return ", ".join(money(round(minor, -2), currency) for currency, minor in sorted(worth.items()) if minor)


def house_words(slug: str) -> str:
    """The name of a house by the slug that an event carries."""
    house = catalogue().house(slug) if slug else None
    return house.name if house else slug or "Any house"


def rule_words(rule: str) -> str:
    """`min_stay:1`: a minimum of one night."""
    reason, _, value = rule.partition(":")
    if reason in OPENED:
        return OPENED[reason]
    if reason in ("min_stay", "max_stay") and value.isdecimal():
        return f"A {'minimum' if reason == 'min_stay' else 'maximum'} of {counted(int(value), 'night')}"
    if reason == "too_far_ahead":
        return "Sell further ahead"
    return IN_SHORT.get(reason, reason.replace("_", " ").capitalize())


def served_words(relief: Relief) -> str:
    """`3`, or `3 and 1 call`, or `2 calls`."""
    searches, calls = f"{relief.searches:,}", counted(relief.calls, "call")
    if not relief.calls:
        return searches
    return f"{searches} and {calls}" if relief.searches else calls


def why_url(relief: Relief, today: date) -> str:
    """Where the rule is shown, with the latest stay that it refused; the house's rates where its days are over."""
    example, house = relief.example, relief.location
    if catalogue().house(house) is None:
        return ""
    if example.arrival_on is None or example.arrival_on < today or not example.nights:
        return f"/staff/{house}/rates"
    departure = example.arrival_on + timedelta(days=example.nights)
    asked = {"arrival": example.arrival_on.isoformat(), "departure": departure.isoformat()}
    named = {"room_type": example.room_type, "rate_plan": example.rate_plan}
    return f"/staff/{house}/why?{urlencode(asked | {key: slug for key, slug in named.items() if slug})}"


def key_of(one: Denied, relief: Relief) -> str:
    """The reason, the change and the house, as a form names them."""
    return f"{one.reason}/{relief.rule}/{relief.location}"


def _refusal(one: Denied, today: date) -> Refusal:
    where = ", ".join(f"{house_words(slug)} {count:,}" for slug, count in one.places[:2])
    changes = [
        Change(
            rule_words(relief.rule),
            house_words(relief.location),
            served_words(relief),
            worth_words(relief.worth),
            why_url(relief, today),
            relief.thin,
            key_of(one, relief),
        )
        for relief in one.reliefs
    ]
    return Refusal(IN_SHORT.get(one.reason, one.reason), where, one.searches, one.visits, one.calls, changes, one.thin)

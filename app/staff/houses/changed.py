"""What was changed at a house lately, in words."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

from app.catalogue.queries import House
from app.insight.changes import Change, changes_since
from app.kernel import clock
from app.kernel.words import listed
from app.web.filters import instant

LATELY = timedelta(days=60)
MOST = 8
NAMED = 4
NOUNS = {
    "location": "the house",
    "room_type": "a room type",
    "room": "a room",
    "facility": "a facility",
    "extra": "an extra",
    "sitting": "a sitting",
    "produce": "a crop",
    "rate_plan": "a rate plan",
    "party_price": "the party prices",
    "tax_rate": "VAT",
    "levy": "a levy",
    "mail_words": "the words of a mail",
}
VERBS = {
    "added": "added",
    "changed": "changed",
    "closed": "closed",
    "opened": "opened again",
    "removed": "took away",
    "opened_for_booking": "opened for booking",
    "stopped_booking": "stopped the bookings of",
    "vat_stated": "stated",
    "vat_withdrawn": "withdrew",
    "levy_added": "added",
    "levy_ended": "ended",
    "worded": "changed",
}
ENDINGS = ("_minor", "_bp", "_e6", "_m2", "_max")


@dataclass(frozen=True, slots=True)
class Row:
    """When, and who did what."""

    when: str
    words: str


def changed_lately(house: House) -> list[Row]:
    """The last deeds about what the house has, the newest first; one statement."""
    found = changes_since([house.id], clock.now() - LATELY, VERBS, most=4 * MOST)
    own = [change for change in found if change.subject in NOUNS]
    return [Row(instant(change.at, house.timezone), _words(change)) for change in own[:MOST]]


def _words(change: Change) -> str:
    who = change.staff_name or "The system"
    done = f"{who} {VERBS[change.action]} {NOUNS[change.subject]}"
    after = dict(change.facts.get("after") or {})
    if change.action == "changed" and after:
        return f"{done}: {_fields(after)}"
    name = after.get("name") or (change.facts.get("before") or {}).get("name") or change.about
    return f"{done}: {name}" if name else done


def _fields(after: dict[str, object]) -> str:
    names = [_field(name) for name in after]
    rest = len(names) - NAMED
    return listed(names if rest <= 0 else [*names[:NAMED], f"{rest} more"])


def _field(name: str) -> str:
    plain = name.removeprefix("word_").removeprefix("fact_")
    for ending in ENDINGS:
        plain = plain.removesuffix(ending)
    return plain.replace("_", " ")

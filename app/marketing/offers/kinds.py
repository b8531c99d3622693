"""The kinds of offers as the desk's forms ask for them, and in words."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Kind:
    """`asks` are the fields of the form that only some kinds have; `percent` says what the share is of."""

    key: str
    name: str
    detail: str
    asks: tuple[str, ...]
    percent: str = ""
    percent_hint: str = ""


_SHARE = ("percent_bp",)
_FOR_NOTHING = "100 is for nothing"

KINDS = {
    kind.key: kind
    for kind in (
        Kind("percent", "Per cent off", "A share off the room, every night that counts.", _SHARE, "Per cent off"),
        Kind("amount", "An amount off", "One sum off the whole stay.", ("amount_minor",)),
        Kind(
            "longer", "Stay longer", "From so many nights on, the cheapest night for less or for nothing.", _SHARE,
            "Per cent off the cheapest night", _FOR_NOTHING,
        ),
        Kind(
            "supper", "Supper", "Everybody’s supper on the first night that counts, for less or for nothing.", _SHARE,
            "Per cent off supper", _FOR_NOTHING,
        ),
        Kind(
            "extra", "An extra", "One of a house’s extras for less or for nothing.", ("extra_id", *_SHARE),
            "Per cent off the extra", _FOR_NOTHING,
        ),
        Kind(
            "better_room", "A better room", "A better room for part of what it costs more.", ("room_type_id", *_SHARE),
            "Per cent off the difference", "100 is the better room at the price of theirs",
        ),
        Kind("later_departure", "A later departure", "The room for longer on the last day.", ("leaves_by",)),
        Kind(
            "another_house", "Another of the houses", "A share off at a house that they do not know yet.", _SHARE,
            "Per cent off",
        ),
    )
}  # fmt: skip
"""By the word that is stored, in the order of the page."""

STATES = {"draft": "Not started", "running": "Running", "paused": "Paused", "stopped": "Stopped"}

REASONS = {
    "not_running": "Not running",
    "too_early": "Cannot be booked yet",
    "too_late": "Can be booked no more",
    "audience": "Not in its audience",
    "open_case": "Open case",
    "house": "Another house",
    "nights": "Other nights",
    "weekday": "Other nights of the week",
    "length": "Too short or too long a stay",
    "party": "Too large a party",
    "room": "Not this room",
    "few_left": "Too few rooms left",
    "used_up": "Used up",
    "each_used": "They used it already",
    "budget": "Budget spent",
    "floor": "The floor for a night",
    "nothing": "Nothing to take off",
    "stacked": "Not with another offer",
    "in_booking": "Already in the booking",
    "refused": "“Not this one”, within 30 days",
    "shown_enough": "Shown three times in seven days",
    "no_consent": "No consent to offers by mail",
    "full": "No room for the dates",
    "history_off": "“Do not use my history”",
    "off": "“Do not use my history”",
}
"""Why an offer is not shown or cannot be had, as the desk says it; a word of neither list is shown as it is."""


def reason_words(reason: str) -> str:
    """One reason for people."""
    return REASONS.get(reason, reason.replace("_", " ").capitalize())

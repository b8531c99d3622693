"""`/prices`: what the nightly check of prices found, for everybody to read."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from flask import Blueprint, Response

from app.catalogue.closed import house_of
from app.kernel.words import counted, dated, listed, money, short_day
from app.offers.fair import Check, checks
from app.web.access import public
from app.web.respond import page

blueprint = Blueprint("prices", __name__)
URL = "/prices"


@dataclass(frozen=True, slots=True)
class Apart:
    """A day on which prices differed: what, and what was done about it."""

    day: str
    found: str
    done: str


@dataclass(frozen=True, slots=True)
class Night:
    """A day of the table."""

    day: str
    quotes: int
    sampled: int
    equal: int
    differing: int
    not_replayable: int


@blueprint.get(URL)
@public
def show() -> Response:
    """The last night, all nights since the first, and whatever differed; the same for everybody who asks."""
    found = checks()
    return page(
        "guest/prices.html",
        found=found,
        last_words=_last_words(found.last) if found.last else "",
        since_words=_day(found.since_on) if found.since_on else "",
        nights=[_night(check) for check in found.days],
        apart=[Apart(_day(check.day), _found_words(check), check.done or "") for check in found.apart],
    )


def _last_words(check: Check) -> str:
    """What was checked last, in a sentence or two."""
    if not check.quotes:
        return f"Nobody asked for a price to be kept on {_day(check.day)}, so there was nothing to check."
    told = counted(check.quotes, "price")
    every = "all of them" if check.sampled == check.quotes else f"{check.sampled:,} of them"
    came = [f"{check.equal:,} came out the same to the penny", f"{check.differing or 'none'} differed"]
    if check.not_replayable:
        came.append(f"{check.not_replayable:,} could not be worked out again")
    return f"On {_day(check.day)} we told {told} that were kept. We worked {every} out again: {listed(came)}."


def _found_words(check: Check) -> str:
    """How many prices differed, where, and by how much at most."""
    places = {one["location"] for one in check.differences}
    most = max(check.differences, key=lambda one: abs(one["apart_minor"]))
    minor, currency = most["apart_minor"], house_of(most["location"]).currency
    where = listed(sorted(house_of(place).name for place in places))
    by = f"{money(abs(minor), currency, pence=True)} {'more' if minor > 0 else 'less'} than everybody’s"
    if not minor:
        by = "the same total, made up of other lines"
    if check.differing == 1:
        return f"One price at {where} was {by}."
    return f"{check.differing:,} prices at {where} differed; the furthest apart was {by}."


def _night(check: Check) -> Night:
    return Night(short_day(check.day), check.quotes, check.sampled, check.equal, check.differing, check.not_replayable)


def _day(day: date) -> str:
    return dated(day)

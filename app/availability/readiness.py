"""What a house still lacks before anybody can book it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from sqlalchemy import func, select

from app.catalogue.queries import House
from app.catalogue.wordings import terms_version
from app.kernel import clock
from app.kernel.words import counted, listed
from app.pricing.models import Rate
from app.pricing.queries import PriceList, price_list
from app.store import db

REACH = ("address", "telephone", "email")
SAID = ("title", "summary", "body")
"""The facts and the words of a house without which it takes no bookings."""

TAXED = {"room": "rooms", "breakfast": "breakfast", "supper": "supper", "extra": "extras", "dog": "dogs"}


@dataclass(frozen=True, slots=True)
class Point:
    """One thing to have: `done` or not, `needed` for opening or not; `place` is where one sees to it."""

    key: str
    words: str
    done: bool
    place: str
    needed: bool = True


def readiness(house: House) -> list[Point]:
    """Everything a house should have before it opens, in the order in which one sees to it; one statement."""
    prices = price_list(house.id)
    return [*_told(house), *_rooms(house), *_priced(house, prices), *_table(house)]


def lacking(house: House) -> list[Point]:
    """What keeps the house from opening; empty when nothing does."""
    return [point for point in readiness(house) if point.needed and not point.done]


def _told(house: House) -> Iterator[Point]:
    reach = all(getattr(house, field) for field in REACH)
    yield Point("reach", "Address, telephone and mail", reach, "facts")
    said = all(house.words.get(field) for field in SAID)
    yield Point("words", "A heading, a sentence and the story", said, "words")
    terms = bool(terms_version(clock.today(house.timezone)))
    yield Point("terms", "Terms of booking that hold today", terms, "terms")


def _rooms(house: House) -> Iterator[Point]:
    yield Point("room_types", "A room type", bool(house.room_types), "room-types")
    empty = [room_type.name for room_type in house.room_types if not room_type.rooms]
    words = f"Rooms in {listed(empty)}" if empty else "Rooms in every room type"
    yield Point("rooms", words, bool(house.room_types) and not empty, "room-types")
    bare = [kind.name for kind in house.room_types if not (kind.picture and kind.picture_alt)]
    words = f"A picture of {listed(bare)}" if bare else "A picture of every room type"
    yield Point("pictures", words, bool(house.room_types) and not bare, "pictures", needed=False)


def _priced(house: House, prices: PriceList) -> Iterator[Point]:
    today = clock.today(house.timezone)
    held = {kind for kind, rates in prices.taxes.items() if any(from_on <= today for from_on, _ in rates)}
    untaxed = [TAXED[kind] for kind in _sold(house, prices) if kind not in held]
    words = f"VAT on {listed(untaxed)} that holds today" if untaxed else "VAT on all that is sold"
    yield Point("vat", words, not untaxed, "taxes")
    known = prices.party.adult_minor > 0
    yield Point("party", "What a third person pays", known, "party-prices", needed=False)
    bases = [plan for plan in prices.plans if not plan.derived]
    yield Point("plan", "A rate plan on sale", bool(bases), "plans")
    priced = _priced_nights(house)
    unpriced = [kind.name for kind in house.room_types if not priced.get(kind.id)]
    words = (
        f"Rates for {listed(unpriced)}" if unpriced else f"Rates: {counted(max(priced.values(), default=0), 'night')}"
    )
    yield Point("rates", words, bool(bases and house.room_types) and not unpriced, "rates")


def _sold(house: House, prices: PriceList) -> list[str]:
    """The kinds of line that a bill of the house may have, each of which wants its VAT."""
    meals = {part.kind for plan in prices.plans for part in plan.parts}
    own = {"room", *meals, *(["extra"] if house.extras else []), *(["dog"] if prices.party.dog_minor else [])}
    return [kind for kind in TAXED if kind in own]


def _table(house: House) -> Iterator[Point]:
    seated = any(sitting.covers for sitting in house.sittings)
    yield Point("sittings", "Sittings of the restaurant", seated, "sittings", needed=False)


def _priced_nights(house: House) -> dict[int, int]:
    """How many nights from today on have a rate, by room type."""
    kinds = [kind.id for kind in house.room_types]
    rows = db.session.execute(
        select(Rate.room_type_id, func.count(func.distinct(Rate.night)))
        .where(Rate.room_type_id.in_(kinds), Rate.night >= clock.today(house.timezone))
        .group_by(Rate.room_type_id)
    )
    return dict(rows.all())

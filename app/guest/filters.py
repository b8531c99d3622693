"""The filters beside the results: what they keep, and how many kinds of room each would leave."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from dataclasses import replace
from typing import NamedTuple

from app.availability.alternatives import NO_FILTERS, Filters
from app.availability.search import HouseFit, RateFit, RoomFit, SetFit
from app.catalogue.queries import RoomType
from app.guest.cards import safe
from app.kernel.words import counted, money
from app.web.search import Search

FEATURES: dict[str, tuple[str, Callable[[RoomType], bool]]] = {
    "bath": ("A bath", lambda room_type: room_type.bath),
    "step-free": ("Step-free way in", lambda room_type: room_type.step_free),
    "king": ("A king bed", lambda room_type: room_type.king_bed),
    "dogs": ("Dogs allowed", lambda room_type: room_type.dogs_max > 0),
    "cot": ("Space for a cot", lambda room_type: room_type.cots_max > 0),
}
STEPS_MINOR = (5_000, 10_000, 25_000, 50_000)


class Option(NamedTuple):
    """One choice of a filter, its words escaped for HTML; `left` is how many kinds of room it would leave, None where
    that says nothing."""

    value: str
    label: str
    left: int | None
    checked: bool


class Filter(NamedTuple):
    """A group of choices; `kind` is radio or checkbox."""

    legend: str
    name: str
    kind: str
    options: tuple[Option, ...]


def kept_rooms(fit: HouseFit, search: Search) -> tuple[RoomFit, ...]:
    """The room types of a house that the filters leave, each with the rates that they leave."""
    if search.locations and fit.board.house.slug not in search.locations:
        return ()
    if not search.filtered:
        return fit.rooms
    rooms = []
    for room in fit.rooms:
        rates = _kept_rates(room, search.features, search.supper, search.total_most_minor)
        if rates:
            rooms.append(room if len(rates) == len(room.rates) else replace(room, rates=tuple(rates)))
    return tuple(rooms)


def kept_together(fit: HouseFit, search: Search) -> SetFit | None:
    """The set of rooms of a house with the rates that the filters leave, when every room of it passes them."""
    own = fit.together
    if own is None or (search.locations and fit.board.house.slug not in search.locations):
        return None
    rates = _kept_rates(own, search.features, search.supper, search.total_most_minor)
    return replace(own, rates=tuple(rates)) if rates else None


def filters_of(search: Search) -> Filters:
    """What the filters leave of whatever a house could sell, on these dates or others."""
    if not search.filtered:
        return NO_FILTERS
    has = [FEATURES[feature][1] for feature in search.features]
    supper = search.supper == "in" if search.supper else None
    return Filters(lambda room_type: all(own(room_type) for own in has), supper, search.total_most_minor)


def _sold(fit: HouseFit) -> tuple[RoomFit | SetFit, ...]:
    """What a house sells for the search: room types, or one set."""
    return (fit.together,) if fit.together else fit.rooms


def _having(own: RoomFit | SetFit) -> set[str]:
    """What a room has, or every one of several."""
    if isinstance(own, SetFit):
        return set.intersection(*(_features(room.room_type) for room in own.rooms))
    return _features(own.room_type)


def _features(room_type: RoomType) -> set[str]:
    return {feature for feature, (_, has) in FEATURES.items() if has(room_type)}


def _kept_rates(own: RoomFit | SetFit, features: Collection[str], supper: str, most_minor: int | None) -> list[RateFit]:
    if features and not _having(own).issuperset(features):
        return []
    return [rate for rate in own.rates if _passes(rate, supper, most_minor)]


def _passes(rate: RateFit, supper: str, most_minor: int | None) -> bool:
    return (not supper or (supper == "in") == rate.plan.supper_included) and (
        most_minor is None or rate.total_minor <= most_minor
    )


def filters_for(fits: Sequence[HouseFit], search: Search, nights: int, currency: str) -> list[Filter]:
    """Every filter with the counts it would leave beside the other filters that are on."""
    asked, supper, most = search.locations, search.supper, search.total_most_minor
    sold = {fit.board.house.slug: [(_having(own), own) for own in _sold(fit)] for fit in fits}
    having = {
        slug: [(has, own) for has, own in rooms if has.issuperset(search.features)] for slug, rooms in sold.items()
    }
    here = [pair for slug, pairs in having.items() if not asked or slug in asked for pair in pairs]
    left = [has for has, own in here if _sells(own, supper, most)]
    suppers = (
        Option("", "Show both", None, not supper),
        Option("in", "Included", _selling(here, "in", most), supper == "in"),
        Option("out", "Not included", _selling(here, "out", most), supper == "out"),
    )
    steps = [
        Option(str(step // 100), safe(f"Up to {money(step, currency)}"), _selling(here, supper, step), most == step)
        for step in sorted({*_price_steps(fits), *((most,) if most else ())})
    ]
    features = tuple(
        Option(feature, label, sum(feature in has for has in left), feature in search.features)
        for feature, (label, _) in FEATURES.items()
    )
    houses = tuple(
        Option(safe(house.slug), safe(house.name), _selling(having[house.slug], supper, most), house.slug in asked)
        for house in sorted((fit.board.house for fit in fits), key=lambda house: house.name)
    )
    return [
        Filter("Supper", "supper", "radio", suppers),
        Filter(f"Total, {counted(nights, 'night')}", "total", "radio", (Option("", "Any", None, most is None), *steps)),
        Filter("The room has", "has", "checkbox", features),
        Filter("House", "location", "checkbox", houses),
    ]


def _selling(rooms: Sequence[tuple[set[str], RoomFit | SetFit]], supper: str, most_minor: int | None) -> int:
    """How many of these have a rate that passes these filters."""
    return sum(_sells(own, supper, most_minor) for _, own in rooms)


def _sells(own: RoomFit | SetFit, supper: str, most_minor: int | None) -> bool:
    if not supper:
        return most_minor is None or own.cheapest_minor <= most_minor
    return any(_passes(rate, supper, most_minor) for rate in own.rates)


def _price_steps(fits: Sequence[HouseFit]) -> list[int]:
    """Two or three round sums that part what is on offer: some above the cheapest, all below the dearest."""
    totals = sorted(room.cheapest_minor for fit in fits for room in _sold(fit))
    if len(totals) < 3:
        return []
    step = next((s for s in STEPS_MINOR if (totals[-1] - totals[0]) // s <= 8), STEPS_MINOR[-1])
    marks = {-(-totals[len(totals) * part // 4] // step) * step for part in (1, 2, 3)}
    return sorted(marks)

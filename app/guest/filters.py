"""The filters beside the results: what they keep, and how many kinds of room each would leave."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass, replace

from app.availability.alternatives import NO_FILTERS, Filters
from app.availability.search import HouseFit, RateFit, RoomFit, SetFit
from app.catalogue.queries import RoomType
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


@dataclass(frozen=True, slots=True)
class Option:
    """One choice of a filter; `count` is how many kinds of room it would leave, None where that says nothing."""

    value: str
    label: str
    count: int | None
    checked: bool


@dataclass(frozen=True, slots=True)
class Filter:
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
    room_types = [room.room_type for room in own.rooms] if isinstance(own, SetFit) else [own.room_type]
    return {feature for feature, (_, has) in FEATURES.items() if all(map(has, room_types))}


def _kept_rates(own: RoomFit | SetFit, features: Collection[str], supper: str, most_minor: int | None) -> list[RateFit]:
    if features and not _having(own).issuperset(features):
        return []
    return [
        rate
        for rate in own.rates
        if (not supper or (supper == "in") == rate.plan.supper_included)
        and (most_minor is None or rate.total_minor <= most_minor)
    ]


def filters_for(fits: Sequence[HouseFit], search: Search, nights: int, currency: str) -> list[Filter]:
    """Every filter with the counts it would leave beside the other filters that are on."""
    asked = search.locations
    features, supper, most = set(search.features), search.supper, search.total_most_minor
    sold = {fit.board.house.slug: [(_having(own), own) for own in _sold(fit)] for fit in fits}
    rooms = [room for slug, own in sold.items() if not asked or slug in asked for room in own]

    def left(
        features: set[str] = features,
        supper: str = supper,
        most: int | None = most,
        rooms: Sequence[tuple[set[str], RoomFit | SetFit]] = rooms,
    ) -> int:
        return sum(features <= has and _sells(own, supper, most) for has, own in rooms)

    suppers = (
        ("", "Show both", None),
        ("in", "Included", left(supper="in")),
        ("out", "Not included", left(supper="out")),
    )
    steps = [
        Option(str(step // 100), f"Up to {money(step, currency)}", left(most=step), most == step)
        for step in sorted({*_price_steps(fits), *((most,) if most else ())})
    ]
    having = tuple(
        Option(feature, label, left(features=features | {feature}), feature in features)
        for feature, (label, _) in FEATURES.items()
    )
    houses = tuple(
        Option(
            fit.board.house.slug,
            fit.board.house.name,
            left(rooms=sold[fit.board.house.slug]),
            fit.board.house.slug in asked,
        )
        for fit in sorted(fits, key=lambda fit: fit.board.house.name)
    )
    return [
        Filter("Supper", "supper", "radio", tuple(Option(v, label, n, supper == v) for v, label, n in suppers)),
        Filter(f"Total, {counted(nights, 'night')}", "total", "radio", (Option("", "Any", None, most is None), *steps)),
        Filter("The room has", "has", "checkbox", having),
        Filter("House", "location", "checkbox", houses),
    ]


def _sells(own: RoomFit | SetFit, supper: str, most_minor: int | None) -> bool:
    """Whether any rate passes these filters."""
    if not supper:
        return most_minor is None or own.cheapest_minor <= most_minor
    return any(
        (supper == "in") == rate.plan.supper_included and (most_minor is None or rate.total_minor <= most_minor)
        for rate in own.rates
    )


def _price_steps(fits: Sequence[HouseFit]) -> list[int]:
    """Two or three round sums that part what is on offer: some above the cheapest, all below the dearest."""
    totals = sorted(room.cheapest_minor for fit in fits for room in _sold(fit))
    if len(totals) < 3:
        return []
    step = next((s for s in STEPS_MINOR if (totals[-1] - totals[0]) // s <= 8), STEPS_MINOR[-1])
    marks = {-(-totals[len(totals) * part // 4] // step) * step for part in (1, 2, 3)}
    return sorted(marks)

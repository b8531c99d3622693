"""What a search shows: every sentence and sum ready, so that the template only lays them out."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import NamedTuple

from markupsafe import escape

from app.availability.board import Board
from app.availability.search import HouseFit, RoomFit, SetFit
from app.availability.sight import span_around
from app.care.notices.would_touch import coming_to_party
from app.guest.cards import HouseCard, RoomTypeCard, house_card
from app.guest.filters import Filter, filters_for, kept_rooms, kept_together
from app.guest.own_order import Own, in_order, sort_of
from app.guest.rates import LOW, RateResult, rate_result
from app.guest.refusals import (
    NearElsewhere,
    Other,
    Refusal,
    Taken,
    elsewhere_of,
    near_elsewhere_of,
    refusal_of,
    taken_of,
)
from app.guest.result_words import heading, rest_text, sentence, total_text
from app.guest.sets import SetResult, set_result
from app.kernel.stay import Stay
from app.kernel.words import counted, money, span
from app.web.coming import coming_line
from app.web.reasons import Reason
from app.web.search import Search
from app.web.seasons import season_of

SORTS = (("price", "Cheapest first"), ("popular", "Most booked first"), ("house", "House by house"))
SHOWN_AT_ONCE = 2
"""Room types that stand open on a card when several houses are shown; the others fold out."""


class RoomResult(NamedTuple):
    """A room type as a card, once, with its rates as rows. `reason` is set where none is for sale.

    `slept_in` where a guest who is recognised stayed in one.
    """

    room_type: RoomTypeCard
    left: int
    low: bool
    url: str
    rates: tuple[RateResult, ...]
    reason: Reason | None = None
    waitlist_url: str = ""
    slept_in: bool = False


@dataclass(frozen=True, slots=True)
class HouseResult:
    """A house with its rooms, the first few and the rest, or with its set of rooms, or with its refusal.

    `taken` are those that would pass the filters, too, if one of them were free. `own_stays` say when a guest who is
    recognised stayed there, `coming_text` what will not be as usual.
    """

    house: HouseCard
    url: str
    rooms: tuple[RoomResult, ...] = ()
    rest: tuple[RoomResult, ...] = ()
    rest_text: str = ""
    together: SetResult | None = None
    refusal: Refusal | None = None
    cheapest_minor: int | None = None
    cheapest_text: str = ""
    few_text: str = ""
    taken: tuple[Taken, ...] = ()
    own_stays: str = ""
    coming_text: str = ""

    @property
    def sells(self) -> bool:
        return bool(self.rooms or self.together)


@dataclass(frozen=True, slots=True)
class OwnResults:
    """What stands above houses that are in somebody's own order; `price_url` has them the cheapest first."""

    first_name: str
    sentence: str
    price_url: str
    here_url: str


@dataclass(frozen=True, slots=True)
class StayResults:
    """The whole page of results. `own` is set where they are in the order of a guest who is recognised.

    `filters_kept` go with a new search from the masthead, `unfiltered_url` takes the filters off, `elsewhere` are the
    same dates in other houses where those that were asked for have nothing, and `near_elsewhere` what comes nearest in
    those that have nothing either.
    """

    title: str
    heading: str
    sentence: str
    houses: tuple[HouseResult, ...]
    nothing: bool
    asked: list[tuple[str, str]]
    filters: list[Filter] = field(default_factory=list)
    filters_text: str = "none on"
    sort: str = "price"
    sorts: tuple[tuple[str, str], ...] = SORTS
    own: OwnResults | None = None
    total_text: str = ""
    waitlist_url: str = ""
    filters_kept: tuple[tuple[str, str], ...] = ()
    unfiltered_url: str = ""
    elsewhere: tuple[Other, ...] = ()
    near_elsewhere: tuple[NearElsewhere, ...] = ()


def stay_results(fits: Sequence[HouseFit], search: Search, stay: Stay, own: Own | None = None) -> StayResults:
    """The answer to a search for `stay`, sorted and filtered as `search` says, or in the order of the guest `own`.

    Prices are the same whoever asks.
    """
    wanted = [fit for fit in fits if not search.locations or fit.board.house.slug in search.locations]
    sort = sort_of(search, own)
    mine = own if sort == "yours" else None
    one = len(wanted) == 1
    shown: list[HouseResult] = []
    for fit in in_order(wanted, sort, own):
        lead = not any(result.sells for result in shown)
        shown.append(house_result(fit, search, stay, every_room=one, lead=lead, own=mine))
    shown.sort(key=lambda result: not result.sells)
    open_houses = sum(result.sells for result in shown)
    sets = sum(result.together is not None for result in shown)
    kinds = sum(len(result.rooms) + len(result.rest) for result in shown)
    on = len(search.features) + bool(search.supper) + bool(search.total_most_minor) + len(search.locations)
    currency = fits[0].board.house.currency if fits else "GBP"
    hidden = any(result.refusal.hidden for result in shown if result.refusal)
    nothing = one and not open_houses and not on - len(search.locations)
    elsewhere = () if open_houses else elsewhere_of(fits, search, stay)
    return StayResults(
        title=f"Rooms, {span(stay.arrival, stay.departure)} {stay.departure.year}",
        heading=heading(wanted, open_houses, search, stay, hidden=hidden, all_asked=len(wanted) == len(fits)),
        sentence=sentence(search, stay, sells=open_houses > 0, together=sets > 0),
        houses=tuple(shown),
        nothing=nothing,
        asked=search.asked(stay),
        filters_kept=tuple(pair for pair in search.filters() if pair[0] != "location"),
        filters=filters_for(fits, search, stay.nights, currency),
        filters_text=f"{on} on" if on else "none on",
        sort=sort,
        sorts=(("yours", "In your order"), *SORTS) if own and own.sentence else SORTS,
        own=_own_results(own, search, stay) if mine and own else None,
        total_text=total_text(kinds, sets),
        unfiltered_url=search.unfiltered().url("/stays", stay) if search.filtered else "",
        elsewhere=elsewhere,
        near_elsewhere=near_elsewhere_of(fits, search, stay) if nothing and not elsewhere else (),
        waitlist_url="" if open_houses else _waitlist_url(shown, search, stay),
    )


def _waitlist_url(shown: Sequence[HouseResult], search: Search, stay: Stay) -> str:
    """The form to wait for any of several full houses."""
    full = [result.house.slug for result in shown if result.refusal and result.refusal.waitlist_url]
    return search.url("/waitlist", stay, location=",".join(full)) if len(full) > 1 else ""


def spans_shown(fits: Sequence[HouseFit], results: StayResults) -> list[tuple[int, int]]:
    """The nights of each house's board that the results were made from."""
    reach = {shown.house.id: shown.refusal.reach for shown in results.houses if shown.refusal}
    reach |= {near.location_id: near.reach for near in results.near_elsewhere}
    return [span_around(fit.board, fit.stay, reach.get(fit.board.house.id, 0)) for fit in fits]


def _own_results(own: Own, search: Search, stay: Stay) -> OwnResults:
    by_price = replace(search, sort="price").url("/stays", stay)
    return OwnResults(own.who.first_name, own.sentence, by_price, search.url("/stays", stay))


def _coming_line(fit: HouseFit, kept: Sequence[RoomFit], together: SetFit | None, stay: Stay) -> str:
    """What will not be as usual in the rooms that are shown, as far as it touches the party."""
    house, shown = fit.board.house, kept if together is None else together.rooms
    types = [room.room_type.id for room in shown]
    return coming_line(coming_to_party(house, types, stay, fit.party), house)


def house_result(
    fit: HouseFit,
    search: Search,
    stay: Stay,
    *,
    every_room: bool,
    lead: bool = False,
    own: Own | None = None,
) -> HouseResult:
    """A house's card: with `every_room` all room types stand open; the cheapest first, or in the order of `own`."""
    house = fit.board.house
    card = house_card(house, season_of(stay.arrival))
    url = search.url(card.path, stay)
    kept = kept_rooms(fit, search)
    together = kept_together(fit, search)
    said = _coming_line(fit, kept, together, stay)
    if together is not None:
        chosen = set_result(house, card, together, search, stay, lead=lead)
        cheapest = together.cheapest_minor
        return HouseResult(
            card,
            url,
            together=chosen,
            cheapest_minor=cheapest,
            cheapest_text=money(cheapest, house.currency),
            coming_text=said,
        )
    if not kept:
        return HouseResult(card, url, refusal=refusal_of(fit, search, stay), taken=taken_of(fit, search, stay))
    ordered = own.rooms(kept) if own else sorted(kept, key=_order)
    rooms = tuple(room_result(fit.board, card, room, search, stay, own) for room in ordered)
    if lead and rooms[0].rates:
        rooms = (_with_lead(rooms[0]), *rooms[1:])
    cheapest = min(room.cheapest_minor for room in kept)
    cut = len(rooms) if every_room else SHOWN_AT_ONCE
    rest = rooms[cut:]
    left = sum(room.left for room in kept)
    return HouseResult(
        house=card,
        url=url,
        rooms=rooms[:cut],
        rest=rest,
        rest_text=rest_text([rate for room in rest for rate in room.rates], len(rest)),
        cheapest_minor=cheapest,
        cheapest_text=money(cheapest, house.currency),
        few_text=counted(left, "room left", "rooms left").capitalize() if left <= LOW else "",
        taken=taken_of(fit, search, stay),
        own_stays=own.stays_at(house.id) if own else "",
        coming_text=said,
    )


def room_result(
    board: Board, card: HouseCard, room: RoomFit, search: Search, stay: Stay, own: Own | None = None
) -> RoomResult:
    """A room type's card with its rates."""
    room_type = card.room_types[room.room_type.id]
    currency = board.house.currency
    return RoomResult(
        room_type=room_type,
        left=room.left,
        low=room.left <= LOW,
        url=escape(search.url(room_type.path, stay)),
        rates=tuple(rate_result(rate, f"{room_type.id}:{rate.plan.id}", currency, stay) for rate in room.rates),
        slept_in=own is not None and own.slept_in(room_type.id),
    )


def _with_lead(room: RoomResult) -> RoomResult:
    first, *others = room.rates
    return room._replace(rates=(first._replace(lead=True), *others))


def _order(room: RoomFit) -> int:
    return room.cheapest_minor

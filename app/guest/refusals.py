"""What a house shows when it has nothing for a stay: why, and what else can be bought."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

from app.availability.alternatives import Alternative, elsewhere, nearest
from app.availability.board import Board
from app.availability.search import HouseFit, RoomFit, SetFit
from app.availability.sets.search import no_table_for_all
from app.availability.sight import reach_of
from app.availability.taken import free_rooms, no_table_on, suiting, taken
from app.booking.waitlist.possible import could_serve
from app.catalogue.queries import RoomType
from app.guest.filters import filters_of, kept_rooms, kept_together
from app.kernel.stay import Stay
from app.kernel.words import counted, money, short_day, span
from app.pricing.rules import Plan
from app.web.reasons import Reason, house_reasons
from app.web.search import Search

NEAREST = 4
"""How many other dates a refusal shows."""


@dataclass(frozen=True, slots=True)
class Other:
    """Other dates or another house, with its total and a link."""

    house_name: str
    dates_text: str
    room_text: str
    terms_text: str
    total_minor: int
    total_text: str
    url: str

    @property
    def note(self) -> str:
        return f"{self.room_text}, {self.terms_text}"


@dataclass(frozen=True, slots=True)
class Refusal:
    """Why a house has nothing: all reasons that apply in order, the nights around, and what else can be bought.

    `reach` is how many days around the stay were looked at, `waitlist_url` where somebody waits for a full house.
    `hidden` is the cheapest that the house does sell for these dates, where only the filters leave nothing.
    """

    reasons: tuple[Reason, ...]
    night_strip: tuple[tuple[str, bool], ...] = ()
    nearest: tuple[Other, ...] = ()
    hidden: Other | None = None
    reach: int = 0
    waitlist_url: str = ""

    @property
    def codes(self) -> str:
        return " ".join(reason.code for reason in self.reasons)


@dataclass(frozen=True, slots=True)
class Taken:
    """A room type that others have taken, where its house sells something else; `url` is the form to wait for it."""

    slug: str
    name: str
    url: str


@dataclass(frozen=True, slots=True)
class NearElsewhere:
    """Another house that has nothing either: why, and the nearest dates there; `reach` as in a refusal."""

    location_id: int
    why: str
    other: Other
    reach: int


def refusal_of(fit: HouseFit, search: Search, stay: Stay) -> Refusal:
    """Why the house has nothing and what else can be bought. Filters that leave nothing are a reason of their own."""
    if fit.rooms or fit.together:
        return _filtered(fit, search, stay)
    board = fit.board
    codes = fit.reasons
    reasons = house_reasons(fit)
    near = _near(fit, search, stay)
    return Refusal(
        reasons or (Reason("closed", "Not on sale", "This house takes no bookings at the moment."),),
        night_strip=_night_strip(fit, search, stay) if "full" in codes else (),
        nearest=tuple(other(found, search) for found in near),
        reach=reach_of(near, stay, NEAREST),
        waitlist_url=waitlist_url(board, search, stay) if "full" in codes else "",
    )


def _filtered(fit: HouseFit, search: Search, stay: Stay) -> Refusal:
    """There are rooms, but none passes: the cheapest of them, and dates near on which one does.

    The reason is `needs` where no room has the features, else `filtered`: a price or supper is in the way.
    """
    featured = replace(search.unfiltered(), features=search.features)
    lacking = not (kept_rooms(fit, featured) or kept_together(fit, featured))
    near = _near(fit, search, stay)
    sentence = "There are rooms for these dates, but none passes all your filters. Take one off."
    return Refusal(
        (Reason("needs" if lacking else "filtered", "Nothing here passes your filters", sentence),),
        nearest=tuple(other(found, search) for found in near),
        hidden=other(_cheapest(fit, stay), search.unfiltered()),
        reach=reach_of(near, stay, NEAREST),
    )


def _near(fit: HouseFit, search: Search, stay: Stay) -> list[Alternative]:
    """The nearest dates on which the house has something that passes the filters."""
    promotions, filters = fit.promotions, filters_of(search)
    return nearest(fit.board, stay, search.party, NEAREST, None, search.rooms, promotions, filters)


def _cheapest(fit: HouseFit, stay: Stay) -> Alternative:
    sold: Sequence[RoomFit | SetFit] = (fit.together,) if fit.together else fit.rooms
    found = min(sold, key=lambda own: own.cheapest_minor)
    rate = min(found.rates, key=lambda rate: rate.total_minor)
    kinds = [room.room_type for room in found.rooms] if isinstance(found, SetFit) else [found.room_type]
    return Alternative(fit.board, stay, kinds[0], rate.plan, rate.total_minor, len(kinds))


def elsewhere_of(fits: Sequence[HouseFit], search: Search, stay: Stay) -> tuple[Other, ...]:
    """The same dates in the houses that were not asked for, cheapest first; none where all were."""
    others = [fit for fit in fits if search.locations and fit.board.house.slug not in search.locations]
    promotions = others[0].promotions if others else ()
    boards = [fit.board for fit in others]
    found = elsewhere(boards, stay, search.party, search.rooms, promotions, filters_of(search))
    return tuple(other(one, search) for one in found)


def near_elsewhere_of(fits: Sequence[HouseFit], search: Search, stay: Stay) -> tuple[NearElsewhere, ...]:
    """What comes nearest in each of the houses that were not asked for and have nothing for these dates either."""
    return tuple(
        NearElsewhere(fit.board.house.id, house_reasons(fit)[0].title, other(near[0], search), reach_of(near, stay, 1))
        for fit in fits
        if fit.board.house.slug not in search.locations
        and fit.reasons
        and (near := nearest(fit.board, stay, search.party, 1, None, search.rooms, fit.promotions, filters_of(search)))
    )


def waitlist_url(board: Board, search: Search, stay: Stay, only: RoomType | None = None) -> str:
    """The form to wait for these nights in the house, or for one room of a type.

    Empty where no such room, or no set of the house's rooms, could ever take the party, and where a table is lacking
    and not a room.
    """
    if only is not None and (search.rooms or 1) > 1:
        return ""
    house, rooms = board.house, search.rooms if only is None else 1
    wanted = [only] if only else house.room_types
    alone = [kind for kind in board.room_types_for(search.party) if kind in wanted and rooms in (None, 1)]
    if not could_serve(house, search.party, rooms, [kind.id for kind in wanted]):
        return ""
    party = search.party
    if no_table_on(board, stay, party, alone) if alone else no_table_for_all(board, stay, party, rooms):
        return ""
    url = search.url("/waitlist", stay, location=board.house.slug)
    return f"{url}&room_type={only.slug}" if only else url


def taken_of(fit: HouseFit, search: Search, stay: Stay) -> tuple[Taken, ...]:
    """What others have taken and the filters would leave, in a house that sells another single room for the stay."""
    if not fit.rooms or (search.rooms or 1) > 1:
        return ()
    found = taken(fit.board, stay, search.party, filters_of(search))
    line = search.url("/waitlist", stay, location=fit.board.house.slug) if found else ""
    return tuple(Taken(own.slug, own.name, f"{line}&room_type={own.slug}") for own in found)


def other(found: Alternative, search: Search) -> Other:
    """The link to it: a room's own page with the rate that the total is of, or the results of its house where it is
    several rooms."""
    house = found.board.house
    path = f"/houses/{house.slug}/rooms/{found.room_type.slug}"
    several = found.rooms > 1
    room = counted(found.rooms, "room").capitalize() if several else found.room_type.name
    meals = (
        "supper" if found.plan.supper_included else "breakfast" if found.plan.breakfast_included else found.plan.name
    )
    if several:
        url = search.url("/stays", found.stay, house.slug)
    else:
        url = f"{search.url(path, found.stay)}&rate={found.room_type.id}:{found.plan.id}"
    return Other(
        house_name=house.name,
        dates_text=span(found.stay.arrival, found.stay.departure),
        room_text=room,
        terms_text=f"{counted(found.stay.nights, 'night')}, {meals}{_terms(found.plan)}",
        total_minor=found.total_minor,
        total_text=money(found.total_minor, house.currency),
        url=url,
    )


def _terms(plan: Plan) -> str:
    """What has to stand beside a cheapest price that is not free to cancel; nothing beside one that is."""
    return "" if plan.cancelling != "resale" else ", not free to cancel"


def _night_strip(fit: HouseFit, search: Search, stay: Stay) -> tuple[tuple[str, bool], ...]:
    """The night before, the nights asked for and the one after: how many rooms that suit the party and pass the filters
    are free on each, and where supper is wanted or in the way, whether there is a table. Empty where no room passes."""
    board, heads = fit.board, fit.party.heads
    rooms = board.house.room_types if fit.reasons_together else suiting(board, fit.party)
    kinds = list(filter(filters_of(search).has, rooms))
    if not kinds:
        return ()
    none = "full" if len(kinds) == len(board.house.room_types) else "none for you"
    supper = search.supper == "in" or _no_table_on(fit, rooms) is not None
    around = Stay(stay.arrival - timedelta(days=1), stay.departure + timedelta(days=1))
    strip = []
    for night in list(around)[:9]:
        index = board.index(night)
        if 0 <= index < board.nights:
            free = free_rooms(board, index, kinds)
            seated = not supper or board.stock.covers[index] >= heads
            words = none if free < 1 else f"{free} free" if seated else "no table"
            strip.append((f"{short_day(night)}: {words}", free < 1 or not seated))
    return tuple(strip)


def _no_table_on(fit: HouseFit, room_types: Sequence[RoomType]) -> date | None:
    if fit.reasons_together:
        return fit.no_table_on
    return no_table_on(fit.board, fit.stay, fit.party, room_types)

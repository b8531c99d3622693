"""Pages for a hold that has ended and for a room that was taken while it was being chosen."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

from flask import Response

from app.availability.alternatives import NO_FILTERS, Alternative, Filters, elsewhere, nearest
from app.availability.board import Board
from app.availability.boards import all_boards, board
from app.availability.search import reasons_against
from app.booking.errors import CannotBeSold
from app.booking.queries import HeldCheckout
from app.booking.rooms.errors import NoOneRoom
from app.booking.rules import Basket, ChosenStay
from app.catalogue.closed import house_of, room_type_of
from app.catalogue.queries import catalogue
from app.guest.checkouts.no_door import Gone, behind_doors, no_door, rooms_here
from app.guest.checkouts.no_table import WITH_SUPPER, no_table, no_table_on
from app.guest.checkouts.page import payment_notice
from app.guest.checkouts.telling import note_denied
from app.guest.refusals import Other, other, waitlist_url
from app.inventory import SoldOut
from app.kernel.party import together
from app.kernel.stay import Stay
from app.kernel.words import counted
from app.pricing.queries import price_list
from app.promotions.rules import Promotion
from app.web import funnel
from app.web.respond import page
from app.web.search import Search
from app.web.stay_words import stay_view


@dataclass(frozen=True, slots=True)
class Left:
    """What is left: the same dates in the house, the nearest dates of that very room where there are any such (else of
    any), and the same dates in the other houses.

    Where a table has gone, `without` is true when that very room can be had without supper, first of `here`, and what
    is not on its nights comes with supper.
    """

    here: tuple[Other, ...]
    nearest: tuple[Other, ...]
    elsewhere: tuple[Other, ...]
    without: bool = False


def lapsed_page(checkout: HeldCheckout, token: str, status: int) -> Response:
    """A sentence and, while it is still free, the same room again by one button; what was typed is kept."""
    funnel.signal("claim_expired", key=checkout.id)
    view = stay_view(checkout.basket.location_id, *checkout.basket.stays)
    free = _is_free(checkout)
    late = payment_notice(checkout, house_of(checkout.basket.location_id).timezone)
    sentence = "Nothing was charged, and what you typed is kept." if free else "Nothing was charged."
    evening = None if free else no_table_on(checkout.basket)
    left = None if free else _left(checkout.basket, _asked(checkout.basket), evening=evening)
    gone = no_table(checkout.basket, evening, without=bool(left and left.without)) if evening else None
    return page(
        "guest/lapsed.html",
        status,
        free=free,
        gone=gone,
        sentence=late.sentence if late and late.title == "Your payment came too late" else sentence,
        action=f"/checkout/{token}",
        asked=[("act", "renew")],
        rate="",
        label=f"Hold the {counted(len(view.rooms), 'room') if len(view.rooms) > 1 else view.name} again",
        stays_url=view.stays_url,
        waitlist_url="" if free or gone else _waitlist_url(checkout.basket),
        left=left,
        bare=bool(checkout.basket.promotions),
    )


def sold_out_page(
    refused: SoldOut | CannotBeSold, basket: Basket, search: Search | None = None, promotions: Sequence[Promotion] = ()
) -> Response:
    """409: it has gone, nothing was charged, and what is left: the same dates here and elsewhere, the nearest dates.

    They cost what they cost with the `promotions` of the `search` that chose it; where the basket itself had some, the
    page says that these prices are without.
    """
    note_denied(basket, refused.code)
    asked = _asked(basket)
    if search is not None:
        asked = replace(asked, code=search.code, offer=search.offer, referral=search.referral)
    no_one_room = isinstance(refused, NoOneRoom)
    filters = behind_doors(asked.party) if no_one_room else NO_FILTERS
    evening = None if no_one_room else no_table_on(basket, refused)
    left = _left(basket, asked, promotions, filters, evening)
    if evening:
        gone = no_table(basket, evening, without=left.without)
    else:
        gone = no_door(basket) if no_one_room else Gone("That one has just gone", refused.code, str(refused))
    return page(
        "guest/sold_out.html",
        409,
        refusal=gone,
        stays_url=asked.url(),
        telephone=house_of(basket.location_id).telephone if no_one_room else "",
        waitlist_url="" if no_one_room or evening else _waitlist_url(basket),
        left=left,
        bare=bool(basket.promotions),
    )


def _asked(basket: Basket) -> Search:
    """The search that would find the basket's rooms again."""
    rooms = len(basket.stays)
    party = together(chosen.party for chosen in basket.stays)
    return Search(stay=_dates(basket), party=party, rooms=rooms if rooms > 1 else None)


def _dates(basket: Basket) -> Stay:
    return Stay(basket.arrival, basket.departure)


def _left(
    basket: Basket,
    asked: Search,
    promotions: Sequence[Promotion] = (),
    filters: Filters = NO_FILTERS,
    evening: date | None = None,
) -> Left:
    """What can be had instead of a basket's rooms; in its own house nothing once that has been closed. On an `evening`
    a table has gone: on other nights and in other houses it is to be with supper."""
    dates, same = _dates(basket), basket.stays[0].room_type_id
    boards = [one for one in all_boards() if one.house.id != basket.location_id]
    besides = WITH_SUPPER if evening else filters
    there = elsewhere(boards, dates, asked.party, asked.rooms, promotions, besides)
    here: list[Alternative] = []
    near: list[Alternative] = []
    if house := catalogue().by_id.get(basket.location_id):
        own = board(house)
        here = rooms_here(own, basket, asked, promotions, filters)
        only = [room_type_of(same)] if here else None
        near = nearest(own, dates, asked.party, only=only, rooms=asked.rooms, promotions=promotions, filters=besides)
    without = evening is not None and any(one.room_type.id == same for one in here)
    wanted = replace(asked, supper="in") if evening else asked
    return Left(
        tuple(other(one, asked) for one in here),
        tuple(other(one, wanted) for one in near),
        tuple(other(one, wanted) for one in there),
        without,
    )


def _waitlist_url(basket: Basket) -> str:
    """The form to wait for the same room, or of several for as many; empty once the house has been closed."""
    house = catalogue().by_id.get(basket.location_id)
    room_type = catalogue().room_types.get(basket.stays[0].room_type_id)
    if house is None or room_type is None:
        return ""
    only = room_type if len(basket.stays) == 1 else None
    return waitlist_url(board(house), _asked(basket), _dates(basket), only)


def _is_free(checkout: HeldCheckout) -> bool:
    """Whether the same rooms at the same rates could be held now; an expired hold of their own counts as free."""
    house = house_of(checkout.basket.location_id)
    if house.id not in catalogue().by_id:
        return False
    current = board(house)
    wanted = Counter(chosen.room_type_id for chosen in checkout.basket.stays)
    return all(_is_sold(current, chosen, wanted[chosen.room_type_id]) for chosen in checkout.basket.stays)


def _is_sold(current: Board, chosen: ChosenStay, rooms: int) -> bool:
    """Whether the board sells a stay, and has so many rooms of its type left."""
    plan = price_list(current.house.id).by_id[chosen.rate_plan_id]
    room_type = catalogue().room_types.get(chosen.room_type_id)
    if room_type is None or plan not in current.prices_of.plans:
        return False
    nights = current.index(chosen.stay.arrival), current.index(chosen.stay.departure)
    if reasons_against(current, room_type, plan, chosen.stay, chosen.party):
        return False
    return current.left(room_type.id, *nights) >= rooms

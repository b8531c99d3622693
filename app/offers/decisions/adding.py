"""Offers that can still be added to what somebody holds or has booked, and what that comes to."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from app.availability.boards import board
from app.booking.errors import CannotBeSold
from app.booking.quoting import price_basket
from app.booking.rules import Basket
from app.catalogue.closed import house_of
from app.catalogue.queries import catalogue
from app.kernel import clock
from app.offers.decisions.candidates import standing
from app.offers.decisions.context import Candidate
from app.offers.decisions.rules import KINDS_AT
from app.promotions.errors import OfferGone
from app.promotions.queries import every
from app.promotions.rules import Asked, AskedStay, Promotion, refusals, stacking


def for_basket(basket: Basket, place: str, at: datetime) -> tuple[Candidate, ...]:
    """Every offer that can be added at that place, with what is against it for these stays. No statement."""
    return tuple(
        Candidate(promotion, _against(basket, promotion, at))
        for promotion in standing()
        if promotion.kind in KINDS_AT[place] and promotion.id not in basket.promotions
    )


def with_offer(basket: Basket, promotion: Promotion) -> Basket:
    """The basket with the offer in it, and the better room where it gives one."""
    stays = basket.stays
    if promotion.kind == "better_room" and promotion.room_type_id is not None:
        stays = tuple(replace(own, room_type_id=promotion.room_type_id) for own in stays)
    return replace(basket, stays=stays, promotions=(*basket.promotions, promotion.id))


def _against(basket: Basket, promotion: Promotion, at: datetime) -> tuple[str, ...]:
    house = house_of(basket.location_id)
    better = promotion.kind == "better_room"
    stays = tuple(AskedStay(own.stay, own.party, None if better else own.room_type_id) for own in basket.stays)
    asked = Asked(house.id, house.currency, stays, clock.today(house.timezone))
    held = [own for own in (every().get(promotion_id) for promotion_id in basket.promotions) if own is not None]
    found = [*refusals(promotion, asked), *([] if stacking([*held, promotion]) else ["stacked"])]
    if not found and better:
        found = _no_room(basket, promotion)
    if found:
        return tuple(found)
    try:
        price_basket(with_offer(basket, promotion), at, checked=better, held=basket)
    except OfferGone as gone:
        return gone.reasons
    except CannotBeSold:
        return ("full",)
    return ()


def _no_room(basket: Basket, promotion: Promotion) -> list[str]:
    """Whether the better room is another one of this house, and left for the one room that is held."""
    room_type = catalogue().room_types.get(promotion.room_type_id or 0)
    if room_type is None or room_type.location_id != basket.location_id or len(basket.stays) != 1:
        return ["room"]
    own = basket.stays[0]
    if own.room_type_id == room_type.id:
        return ["nothing"]
    current = board(house_of(basket.location_id))
    if not current.reaches(own.stay):
        return ["full"]
    left = current.left(room_type.id, current.index(own.stay.arrival), current.index(own.stay.departure))
    return [] if left >= 1 else ["full"]

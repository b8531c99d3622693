"""Pages for a hold that has ended and for a room that was taken while it was being chosen."""

from __future__ import annotations

from dataclasses import dataclass

from flask import Response

from app.availability.alternatives import elsewhere, nearest
from app.availability.boards import all_boards, board
from app.availability.search import reasons_against
from app.booking.errors import CannotBeSold
from app.booking.queries import HeldCheckout
from app.booking.rules import ChosenStay
from app.catalogue.closed import house_of
from app.catalogue.queries import catalogue
from app.guest.checkouts.page import payment_notice
from app.guest.refusals import Other, other
from app.inventory import SoldOut
from app.pricing.queries import price_list
from app.web.respond import page
from app.web.search import Search
from app.web.stay_words import stay_view


@dataclass(frozen=True, slots=True)
class Refusal:
    code: str
    sentence: str


def lapsed_page(checkout: HeldCheckout, token: str, status: int) -> Response:
    """A sentence and, while it is still free, the same room again by one button; what was typed is kept."""
    view = stay_view(checkout.basket.location_id, checkout.chosen)
    free = _is_free(checkout)
    late = payment_notice(checkout, house_of(checkout.basket.location_id).timezone)
    sentence = "Nothing was charged, and what you typed is kept." if free else "Nothing was charged."
    return page(
        "guest/lapsed.html",
        status,
        free=free,
        sentence=late.sentence if late and late.title == "Your payment came too late" else sentence,
        action=f"/checkout/{token}",
        asked=[("act", "renew")],
        rate="",
        label=f"Hold the {view.room_type.name} again",
        stays_url=view.stays_url,
        alternatives=() if free else _others(checkout.basket.location_id, checkout.chosen),
    )


def sold_out_page(refused: SoldOut | CannotBeSold, location_id: int, chosen: ChosenStay) -> Response:
    """409: it has gone, nothing was charged, and what is left: the nearest dates here, the same dates elsewhere."""
    asked = Search(stay=chosen.stay, party=chosen.party)
    others = [one for one in all_boards() if one.house.id != location_id]
    return page(
        "guest/sold_out.html",
        409,
        refusal=Refusal(refused.code, str(refused)),
        stays_url=asked.url(),
        nearest=_others(location_id, chosen),
        elsewhere=[other(one, asked) for one in elsewhere(others, chosen.stay, chosen.party)],
    )


def _others(location_id: int, chosen: ChosenStay) -> list[Other]:
    """The nearest stays in the same house; none once it has been closed."""
    house = catalogue().by_id.get(location_id)
    asked = Search(stay=chosen.stay, party=chosen.party)
    return [other(one, asked) for one in nearest(board(house), chosen.stay, chosen.party)] if house else []


def _is_free(checkout: HeldCheckout) -> bool:
    """Whether the same room at the same rate could be held now; its own expired hold counts as free."""
    house = house_of(checkout.basket.location_id)
    chosen = checkout.chosen
    plan = price_list(house.id).by_id[chosen.rate_plan_id]
    room_type = catalogue().room_types.get(chosen.room_type_id)
    if house.id not in catalogue().by_id or room_type is None or plan not in price_list(house.id).plans:
        return False
    return not reasons_against(board(house), room_type, plan, chosen.stay, chosen.party)

"""Pages for a hold that has ended and for a room that was taken while it was being chosen."""

from __future__ import annotations

from dataclasses import dataclass

from flask import Response

from app.availability.boards import board
from app.availability.search import reasons_against
from app.booking.errors import CannotBeSold
from app.booking.queries import HeldCheckout
from app.catalogue.queries import catalogue
from app.guest.checkouts.page import payment_notice
from app.guest.stay_words import stay_view
from app.inventory import SoldOut
from app.pricing.queries import price_list
from app.web.respond import page


@dataclass(frozen=True, slots=True)
class Refusal:
    code: str
    sentence: str


def lapsed_page(checkout: HeldCheckout, token: str, status: int) -> Response:
    """A sentence and, while it is still free, the same room again by one button; what was typed is kept."""
    view = stay_view(checkout.basket.location_id, checkout.chosen)
    free = _is_free(checkout)
    late = payment_notice(checkout, catalogue().by_id[checkout.basket.location_id].timezone)
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
        alternatives=(),
    )


def sold_out_page(refused: SoldOut | CannotBeSold, stays_url: str) -> Response:
    """409: it has gone, nothing was charged, and where to see what is left."""
    return page(
        "guest/sold_out.html",
        409,
        refusal=Refusal(refused.code, str(refused)),
        stays_url=stays_url,
        nearest=(),
        elsewhere=(),
    )


def _is_free(checkout: HeldCheckout) -> bool:
    """Whether the same room at the same rate could be held now; its own expired hold counts as free."""
    house = catalogue().by_id[checkout.basket.location_id]
    chosen = checkout.chosen
    plan = price_list(house.id).by_id[chosen.rate_plan_id]
    room_type = catalogue().room_types.get(chosen.room_type_id)
    if room_type is None or plan not in price_list(house.id).plans:
        return False
    return not reasons_against(board(house), room_type, plan, chosen.stay, chosen.party)

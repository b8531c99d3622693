"""One offer in the checkout, beside what else can be added; one press puts it into the price."""

from __future__ import annotations

import re
from dataclasses import dataclass

from app.booking import operations as booking
from app.booking.errors import CannotBeSold
from app.booking.queries import HeldCheckout
from app.booking.quoting import as_sold, price_basket
from app.catalogue.closed import house_of
from app.guest.offering.rows import cards_of
from app.identity.queries import guests_of
from app.inventory import SoldOut
from app.kernel import clock
from app.kernel.party import together
from app.kernel.stay import Stay
from app.kernel.words import money
from app.offers.decisions.adding import for_basket, with_offer
from app.offers.decisions.context import Context, page_key
from app.promotions.errors import OfferGone
from app.promotions.queries import promotion_of
from app.web.offers import allowed, refusal_words, taken_at
from app.web.offers.cards import OfferCard
from app.web.search import Search
from app.web.session import who_if_known

_ACT = re.compile(r"offer-(\d{1,18})", re.ASCII)


@dataclass(frozen=True, slots=True)
class AddCard:
    """A card with both totals; `act` is what its button sends."""

    card: OfferCard
    act: str
    now_text: str
    then_minor: int
    then_text: str
    costs_more: bool


def checkout_offer(checkout: HeldCheckout) -> AddCard | None:
    """The offer of this checkout's page; None beside one that is in the price already, and where none fits."""
    basket = checkout.basket
    if basket.promotions or checkout.state not in ("open", "paying"):
        return None
    context = Context(
        "checkout",
        page_key(checkout.id),
        clock.today(_zone(checkout)),
        for_basket(basket, "checkout", clock.now()),
        Stay(basket.arrival, basket.departure),
        together(own.party for own in basket.stays),
        basket.location_id,
    )
    known = who_if_known()
    found = cards_of(guests_of(known) if known else (), context, Search(), lambda _: None)
    return _added(checkout, found[0]) if found else None


def asked_for(act: str) -> int | None:
    """Which promotion a button adds."""
    found = _ACT.fullmatch(act)
    return int(found[1]) if found else None


def add_offer(checkout: HeldCheckout, promotion_id: int) -> str:
    """The checkout is held and priced with the offer; "" then, else why it is as it was, in a sentence.

    Raises `HoldLapsed` and `AlreadyBooked`.
    """
    promotion = promotion_of(promotion_id)
    if promotion is None or promotion.by_code_only or not taken_at("checkout", promotion):
        return "There is no such offer. Your price is as it was."
    if promotion.id in checkout.basket.promotions:
        return ""
    if reasons := allowed(promotion):
        return f"{refusal_words(promotion, reasons)}. Your price is as it was."
    try:
        booking.revise_checkout(checkout.id, with_offer(checkout.basket, promotion))
    except OfferGone as gone:
        return f"{refusal_words(promotion, gone.reasons)}. Your price is as it was."
    except (SoldOut, CannotBeSold):
        return "Somebody was quicker. Your price and what you hold are as they were."
    return ""


def _added(checkout: HeldCheckout, card: OfferCard) -> AddCard | None:
    promotion = promotion_of(card.promotion_id)
    if promotion is None:
        return None
    try:
        offered = price_basket(as_sold(with_offer(checkout.basket, promotion)), clock.now(), checked=False)
    except (OfferGone, CannotBeSold):
        return None
    currency, now, then = checkout.quote.currency, checkout.quote.total_minor, offered.total_minor
    return AddCard(card, f"offer-{promotion.id}", money(now, currency), then, money(then, currency), then > now)


def _zone(checkout: HeldCheckout) -> str:
    return house_of(checkout.basket.location_id).timezone

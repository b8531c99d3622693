"""Offers and codes in a checkout: added by hand, taken off, gone meanwhile with both prices side by side."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from flask import request
from werkzeug.wrappers import Response

from app.booking import operations as booking
from app.booking.gifts import without
from app.booking.queries import HeldCheckout
from app.booking.quoting import as_sold, price_basket
from app.booking.rules import Basket
from app.catalogue.queries import catalogue
from app.kernel import clock
from app.kernel.words import money
from app.pricing.queries import price_list
from app.promotions.errors import OfferGone
from app.promotions.queries import by_code, promotion_of, uses_of
from app.promotions.rules import Promotion, code_of, stacking
from app.web.forms import clean_line
from app.web.offers import refusal_words
from app.web.respond import page
from app.web.search.reading import MOST_OF_CODE


@dataclass(frozen=True, slots=True)
class OfferView:
    """An offer in the price, with the button that takes it off."""

    act: str
    title: str
    line: str


@dataclass(frozen=True, slots=True)
class CodeView:
    """The field for a code: what was typed, what is wrong with it, and what is in the price."""

    typed: str
    error: str
    offers: tuple[OfferView, ...]

    @property
    def open(self) -> bool:
        return bool(self.typed or self.error)


class CodeRefused(Exception):
    """A code that was typed is in no price: 422 where it can never be, 409 where it cannot be now."""

    def __init__(self, sentence: str, status: int) -> None:
        super().__init__(sentence)
        self.sentence = sentence
        self.status = status


def code_view(checkout: HeldCheckout, refused: CodeRefused | None = None) -> CodeView:
    """The field as it is shown; no statement."""
    found = [own for own in map(promotion_of, checkout.basket.promotions) if own is not None]
    offers = tuple(OfferView(f"drop-{own.id}", own.title, own.line) for own in found)
    return CodeView(typed_code() if refused else "", refused.sentence if refused else "", offers)


def typed_code() -> str:
    """The code as it was typed."""
    return clean_line(request.form.get("code", ""))[:MOST_OF_CODE]


def new_code(checkout: HeldCheckout) -> bool:
    """Whether a code was typed that is not in the price already."""
    own = by_code(typed_code())
    return code_of(typed_code()) is not None and (own is None or own.id not in checkout.basket.promotions)


def add_code(checkout: HeldCheckout) -> None:
    """The checkout is priced with the code that was typed. Raises `CodeRefused`, and what `revise_checkout` raises."""
    typed, own = typed_code(), by_code(typed_code())
    if code_of(typed) is None:
        raise CodeRefused("Type the code, then press again", 422)
    if own is None:
        raise CodeRefused("We do not know that code. Check its letters, or go on without it", 422)
    held = [one for one in map(promotion_of, checkout.basket.promotions) if one is not None]
    if own in held:
        return
    if not stacking([*held, own]):
        raise CodeRefused(f"That code does not go with “{held[0].title}”. Take that off first, then try again", 409)
    try:
        booking.revise_checkout(checkout.id, replace(checkout.basket, promotions=(*checkout.basket.promotions, own.id)))
    except OfferGone as gone:
        if gone.promotion_id != own.id:
            raise
        raise CodeRefused(f"{refusal_words(own, gone.reasons)}. Your price is as it was", 409) from gone


def drop(checkout: HeldCheckout, promotion_id: int) -> None:
    """The checkout is priced without that promotion and without what it put into the basket."""
    booking.revise_checkout(checkout.id, without_offers(checkout.basket, [promotion_id], checkout.id))


def without_offers(basket: Basket, promotion_ids: Sequence[int], checkout_id: int | None = None) -> Basket:
    """The basket without these, on the terms on which a checkout has them."""
    taken = {use.promotion_id: use.promotion for use in uses_of("checkout", checkout_id)} if checkout_id else {}
    gone = [own for own in (taken.get(one) or promotion_of(one) for one in promotion_ids) if own is not None]
    bare = without(basket, gone, price_list(basket.location_id).by_id)
    return replace(bare, promotions=tuple(one for one in bare.promotions if one not in promotion_ids))


def dropped(act: str) -> int | None:
    """Which promotion a button takes off."""
    number = act.removeprefix("drop-")
    return int(number) if act.startswith("drop-") and number.isdecimal() and len(number) < 19 else None


def offer_gone_page(
    gone: OfferGone,
    was_minor: int | None,
    bare: Basket,
    action: str,
    fields: Sequence[tuple[str, str]],
    back_url: str,
    *,
    rate: str = "",
) -> Response:
    """409: the offer cannot be had any more; both prices, and a button to go on at the full one. Nothing was charged.

    `fields` are what the button sends, and `rate` is its own value where that names a rate. Raises what `price_basket`
    raises.
    """
    full = price_basket(as_sold(bare), clock.now(), checked=False)
    currency = catalogue().by_id[bare.location_id].currency
    own = promotion_of(gone.promotion_id)
    return page(
        "guest/offers/gone.html",
        409,
        code=gone.reason,
        title=gone.title,
        sentence=gone_words(own, gone),
        old_text=money(was_minor, currency) if was_minor is not None else "",
        new_minor=full.total_minor,
        new_text=money(full.total_minor, currency),
        action=action,
        fields=[*fields, ("seen", str(full.total_minor))],
        rate=f"{rate}:{full.total_minor}" if rate else "",
        back_url=back_url,
    )


def gone_words(own: Promotion | None, gone: OfferGone) -> str:
    """Why it cannot be had, as a sentence."""
    return f"{refusal_words(own, gone.reasons)}." if own else "It is over."

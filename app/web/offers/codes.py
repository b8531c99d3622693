"""Offers and codes in a checkout, whoever sits before it: added by hand, and taken off."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from flask import request

from app.booking import operations as booking
from app.booking.gifts import without
from app.booking.queries import HeldCheckout
from app.booking.quoting import as_sold, price_basket
from app.booking.rules import Basket
from app.kernel import clock
from app.pricing.queries import price_list
from app.promotions.errors import OfferGone
from app.promotions.queries import by_code, promotion_of, uses_of
from app.promotions.rules import code_of, stacking
from app.web.forms import clean_line
from app.web.offers.trying import SENTENCE, note_wrong, too_many_tried
from app.web.offers.words import refusal_words
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


def add_code(checkout: HeldCheckout, *, by: int | None = None) -> None:
    """The checkout is priced with the code that was typed. Raises `CodeRefused`, and what `revise_checkout` raises.

    A guest (`by` nobody) who tried many that do not exist is told so, whatever they type now.
    """
    typed, own = typed_code(), by_code(typed_code())
    if code_of(typed) is None:
        raise CodeRefused("Type the code, then press again", 422)
    if by is None and too_many_tried():
        raise CodeRefused(SENTENCE, 429)
    if own is None:
        if by is None:
            note_wrong(code_of(typed) or "")
        raise CodeRefused("We do not know that code. Check its letters, or go on without it", 422)
    held = [one for one in map(promotion_of, checkout.basket.promotions) if one is not None]
    if own in held:
        return
    if not stacking([*held, own]):
        raise CodeRefused(f"That code does not go with “{held[0].title}”. Take that off first, then try again", 409)
    try:
        booking.revise_checkout(
            checkout.id, replace(checkout.basket, promotions=(*checkout.basket.promotions, own.id)), by=by
        )
    except OfferGone as gone:
        if gone.promotion_id != own.id:
            raise
        raise CodeRefused(f"{refusal_words(own, gone.reasons)}. Your price is as it was", 409) from gone


def drop(checkout: HeldCheckout, promotion_id: int, *, by: int | None = None) -> None:
    """The checkout is priced without that promotion and without what it put into the basket."""
    booking.revise_checkout(checkout.id, without_offers(checkout.basket, [promotion_id], checkout.id), by=by)


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


def gone_words(gone: OfferGone) -> str:
    """Why it cannot be had, as a sentence."""
    own = promotion_of(gone.promotion_id)
    return f"{refusal_words(own, gone.reasons)}." if own else "It is over."


def never_shown(basket: Basket, gone: OfferGone, seen_minor: int | None) -> Basket | None:
    """The basket without an offer that was not in the price which somebody saw; None where it was in it."""
    bare = without_offers(basket, [gone.promotion_id])
    if seen_minor is None or price_basket(as_sold(bare), clock.now()).total_minor != seen_minor:
        return None
    return bare

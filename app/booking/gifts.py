"""What promotions put into a basket: an extra, or a table for supper; and what leaves it with them."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from datetime import date

from app.booking.rules import Basket, ChosenStay
from app.catalogue.queries import House
from app.inventory import SoldOut
from app.inventory.queries import resources
from app.pricing.rules import Plan
from app.promotions.errors import OfferGone
from app.promotions.queries import promotion_of
from app.promotions.rules import Promotion, counted_nights


def promotions_in(basket: Basket, taken: Mapping[int, Promotion] | None = None) -> list[Promotion]:
    """The promotions of a basket in their order, on the terms of `taken` where they stand there.

    Raises `OfferGone` for one that there is not.
    """
    found = []
    for promotion_id in basket.promotions:
        own = (taken or {}).get(promotion_id) or promotion_of(promotion_id)
        if own is None:
            raise OfferGone(promotion_id, "That offer", ("not_running",))
        found.append(own)
    return found


def with_extras(stays: Sequence[ChosenStay], given: Sequence[Promotion], house: House) -> tuple[ChosenStay, ...]:
    """The stays with one of each extra that is given, in the first room, where none has it yet."""
    full = tuple(stays)
    for own in given:
        has = any(extra_id == own.extra_id for chosen in full for extra_id, _ in chosen.extras)
        if own.kind == "extra" and not has and any(extra.id == own.extra_id for extra in house.extras):
            first, *others = full
            full = (replace(first, extras=(*first.extras, (own.extra_id or 0, 1))), *others)
    return full


def supper_nights(stays: Sequence[ChosenStay], own: Promotion, plans: Mapping[int, Plan]) -> list[list[date]]:
    """For each stay the night of the supper that is given, where its plan has none: the first that counts."""
    if own.kind != "supper":
        return [[] for _ in stays]
    nights = counted_nights(own, sorted({night for chosen in stays for night in chosen.stay}))
    return [
        [night for night in nights[:1] if night in chosen.stay and not plans[chosen.rate_plan_id].supper_included]
        for chosen in stays
    ]


def without(basket: Basket, gone: Collection[Promotion], plans: Mapping[int, Plan]) -> Basket:
    """The basket without these promotions, and without what they put into it: it never costs more than was added."""
    stays = basket.stays
    for own in gone:
        if own.kind == "extra":
            stays = tuple(_less_one(stays, own.extra_id))
        nights = supper_nights(stays, own, plans)
        stays = tuple(
            replace(chosen, suppers=tuple(supper for supper in chosen.suppers if supper[0] not in gift))
            for chosen, gift in zip(stays, nights, strict=True)
        )
    left = tuple(own for own in basket.promotions if own not in {one.id for one in gone})
    return replace(basket, stays=stays, promotions=left)


def _less_one(stays: Sequence[ChosenStay], extra_id: int | None) -> list[ChosenStay]:
    """One less of the extra in the first room that has it."""
    left, done = [], False
    for chosen in stays:
        counts = dict(chosen.extras)
        if not done and extra_id in counts:
            done = True
            counts[extra_id] -= 1
        left.append(replace(chosen, extras=tuple((own, count) for own, count in counts.items() if count)))
    return left


def raise_for_gift(basket: Basket, full: Basket, sold_out: SoldOut) -> None:
    """Raises `OfferGone` where what is sold out is a promotion's gift in `full`, which nobody asked for in `basket`."""
    given = promotions_in(basket)
    found = resources()
    asked = {extra_id for chosen in basket.stays for extra_id, _ in chosen.extras}
    for own in given:
        gift = own.extra_id if own.kind == "extra" and own.extra_id not in asked else None
        if gift is not None and found.of_extra.get(gift) == sold_out.resource_id:
            raise OfferGone(own.id, own.title, ("few_left",)) from sold_out
    tables = {supper for chosen in basket.stays for supper in chosen.suppers}
    more = {supper for chosen in full.stays for supper in chosen.suppers} - tables
    for own in given:
        if own.kind == "supper" and any(found.of_sitting.get(sitting) == sold_out.resource_id for _, sitting in more):
            raise OfferGone(own.id, own.title, ("few_left",)) from sold_out

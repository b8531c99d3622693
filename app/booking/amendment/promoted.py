"""The promotions of a booking over a change of it: they stay on the terms on which they were given, or are lost."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date

from app.availability.boards import board
from app.availability.promoted import Wanted, instead_of, supper_part
from app.availability.search import priced_stay
from app.booking.amendment.pricing import Repricing
from app.booking.gifts import promotions_in, supper_nights
from app.booking.queries import PlacedBooking
from app.booking.quoting import as_sold
from app.booking.rules import Basket, ChosenStay, promotions_of
from app.catalogue.closed import house_of
from app.catalogue.queries import catalogue
from app.kernel import clock
from app.kernel.money import vat_within
from app.pricing.rules import Line, levy_lines, room_prices
from app.promotions.errors import OfferGone
from app.promotions.queries import uses_of
from app.promotions.rules import Asked, AskedStay, Promotion, reductions, refusals, stacking

Stays = Sequence[tuple[int, ChosenStay]]
OFF = ("reduction", "levy")
Lost = tuple[Promotion, tuple[str, ...]]
"""A promotion that does not hold any more, and why."""


class GivenBefore:
    """What a booking was given. One statement where its quote has a reduction, else none."""

    def __init__(self, booking: PlacedBooking) -> None:
        self.lines, self.held = booking.quote.lines, booking.basket
        uses = uses_of("booking", booking.id) if booking.basket.promotions else []
        self.promotions = [_as_given(use.promotion, use.minor) for use in uses]
        self.taken = {own.id: own for own in self.promotions}
        self.added: list[Promotion] = []

    def add(self, basket: Basket, currency: str) -> None:
        """What the basket has beyond what the booking was given is asked for as anybody would be, with all its limits;
        whether a use is left is for taking it to say. Raises `OfferGone`."""
        today = clock.today(house_of(basket.location_id).timezone)
        rooms: tuple[AskedStay, ...] = ()
        for own in promotions_in(basket):
            if own.id in self.taken:
                continue
            rooms = rooms or tuple(self._asked(basket, stay) for stay in basket.stays)
            reasons = refusals(own, Asked(basket.location_id, currency, rooms, today))
            if not reasons and not stacking([*self.promotions, own]):
                reasons = ("stacked",)
            if reasons:
                raise OfferGone(own.id, own.title, reasons)
            self.added.append(own)
            self.promotions.append(own)
            self.taken[own.id] = own

    def _asked(self, basket: Basket, own: ChosenStay) -> AskedStay:
        """One room as it is asked for; the booking's own rooms count as left."""
        current = board(house_of(basket.location_id))
        if not current.reaches(own.stay):
            return AskedStay(own.stay, own.party, own.room_type_id)
        nights = current.index(own.stay.arrival), current.index(own.stay.departure)
        mine = sum(stay.room_type_id == own.room_type_id for stay in self.held.stays)
        left = max(0, current.left(own.room_type_id, *nights)) + mine
        return AskedStay(own.stay, own.party, own.room_type_id, left)

    def require_added(self, lines: Sequence[Line]) -> None:
        """Raises `OfferGone` for one that was added and gives nothing there."""
        given = promotions_of(lines)
        for own in self.added:
            if own.id not in given:
                raise OfferGone(own.id, own.title, ("nothing",))

    def sold(self, basket: Basket, currency: str) -> tuple[Basket, tuple[Lost, ...]]:
        """The basket as the house sells it with those that hold for it; and those that do not."""
        today = clock.today(house_of(basket.location_id).timezone)
        holding, lost = self.holding(basket.stays, basket.location_id, currency, today)
        while True:
            try:
                full = as_sold(replace(basket, promotions=tuple(own.id for own in holding)), self.taken)
            except OfferGone as gone:
                if gone.promotion_id in {own.id for own in self.added}:
                    raise
                lost.append((self.taken[gone.promotion_id], gone.reasons))
                holding = [own for own in holding if own.id != gone.promotion_id]
            else:
                return full, tuple(lost)

    def holding(
        self, stays: Iterable[ChosenStay], location_id: int, currency: str, today: date
    ) -> tuple[list[Promotion], list[tuple[Promotion, tuple[str, ...]]]]:
        """Those that hold for these stays, and those that do not with their reasons."""
        rooms = tuple(AskedStay(own.stay, own.party, own.room_type_id) for own in stays)
        asked = Asked(location_id, currency, rooms, today)
        found = [(own, refusals(own, asked, limits=False)) for own in self.promotions]
        return [own for own, reasons in found if not reasons], [(own, why) for own, why in found if why]

    def applied(
        self, pricing: Repricing, stays: Stays, lines: Sequence[Line], holding: Sequence[Promotion]
    ) -> list[Line]:
        """The lines of all stays with what holds taken off, and levies on what is left; as they are where nothing was
        given. A night that costs what it did keeps what was taken off it for a better room."""
        if not self.promotions:
            return list(lines)
        bare = _with_suppers(pricing, stays, [line for line in lines if line.kind not in OFF], holding)
        off: list[Line] = []
        for own in holding:
            instead = self._instead(pricing, stays, bare, own)
            for one in reductions(own, [*bare, *off], instead=instead):
                taken = (one.gross_minor, one.vat_bp, one.vat_minor, one.source)
                off.append(Line(one.part, "reduction", one.night, one.label, 1, *taken))
        whole: list[Line] = []
        for part, chosen in stays:
            mine = [line for line in (*bare, *off) if line.part == part]
            whole += mine + levy_lines(pricing.listed.levies, room_prices(mine), chosen.party.adults, part)
        return whole

    def _instead(
        self, pricing: Repricing, stays: Stays, bare: Sequence[Line], own: Promotion
    ) -> dict[tuple[int, date], int]:
        """What the room costs that the better one takes the place of: as it was for kept nights, else as today."""
        if own.kind != "better_room":
            return {}
        wanted = []
        for part, chosen in stays:
            room_type = catalogue().room_types.get(chosen.room_type_id)
            if room_type is not None and pricing.sells(chosen):
                priced = priced_stay(pricing.board, room_type, pricing.plan(chosen), chosen.stay, chosen.party)
                wanted.append(Wanted(room_type, replace(priced, part=part)))
        found = instead_of(pricing.board, wanted, own)
        was = {(line.part, line.night): line for line in self.lines if line.kind == "room"}
        for line in self.lines:
            if line.kind == "reduction" and (line.source or {}).get("promotion_id") == own.id and line.night:
                room = was.get((line.part, line.night))
                if room in bare:
                    found[line.part, line.night] = (line.source or {}).get("instead_minor", 0)
        return found


def _as_given(own: Promotion, minor: int) -> Promotion:
    """An amount of which a cancelled room took its share along is what was left of it."""
    return replace(own, amount_minor=min(own.amount_minor, minor)) if own.amount_minor and minor else own


def _with_suppers(pricing: Repricing, stays: Stays, lines: Sequence[Line], holding: Sequence[Promotion]) -> list[Line]:
    """The lines with the suppers that are given beside plans without one, on their nights of these stays alone."""
    chosen = [own for _, own in stays]
    plans = {own.rate_plan_id: pricing.plan(own) for own in chosen}
    beside = {part for part, own in stays if not plans[own.rate_plan_id].supper_included}
    kept = [line for line in lines if line.kind != "supper" or line.part not in beside]
    price = supper_part(pricing.listed)
    if price is None:
        return kept
    for own in holding:
        for (part, stay), nights in zip(stays, supper_nights(chosen, own, plans), strict=True):
            for night in nights:
                gross, bp = price.of(stay.party), pricing.listed.vat_bp("supper", night)
                heads = stay.party.heads
                kept.append(Line(part, "supper", night, "Supper", heads, gross, bp, vat_within(gross, bp)))
    return sorted(kept, key=lambda line: (line.part, line.night is None, line.night or date.min))

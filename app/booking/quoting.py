"""From a basket to the quote that would be kept."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime

from app.availability.board import Board
from app.availability.boards import board
from app.availability.promoted import Promoted, Wanted, price_with
from app.availability.search import priced_stay, reasons_against
from app.booking.errors import CannotBeSold
from app.booking.gifts import promotions_in, supper_nights, with_extras
from app.booking.rules import Basket, ChosenStay, Counted
from app.catalogue.queries import House, catalogue
from app.catalogue.wordings import terms_version
from app.inventory.queries import counters, expiring, resources
from app.kernel import clock
from app.kernel.stay import ONE_NIGHT
from app.pricing.operations import keep_quote
from app.pricing.queries import price_list
from app.pricing.rules import (
    ChosenExtra,
    Dues,
    Line,
    Policy,
    all_dues,
    dues_of,
    policy_of,
    strictest,
    total_minor,
)
from app.promotions.errors import OfferGone
from app.promotions.rules import Promotion


@dataclass(frozen=True, slots=True)
class Offered:
    """A basket with its price at this moment; `promotions` are those in it, with what each takes off."""

    basket: Basket
    house: House
    lines: tuple[Line, ...]
    due_now_minor: int
    balance_on: date | None
    policy: Policy
    promotions: tuple[tuple[Promotion, int], ...] = ()

    @property
    def total_minor(self) -> int:
        return total_minor(self.lines)

    def keep(self, at: datetime) -> int:
        """The id of the quote, kept for good."""
        return keep_quote(
            self.house.id,
            self.house.currency,
            self.lines,
            due_now_minor=self.due_now_minor,
            balance_on=self.balance_on,
            policy=self.policy.full,
            free_until_at=self.policy.free_until_at,
            terms_version=terms_version(clock.today(self.house.timezone)),
            made_at=at,
        )


def price_basket(
    basket: Basket,
    at: datetime,
    *,
    checked: bool = True,
    taken: Mapping[int, Promotion] | None = None,
    held: Basket | None = None,
    quoted: Sequence[Line] = (),
) -> Offered:
    """The basket as it would be sold now, with its promotions; those of `taken` hold on the terms given there.

    Raises `CannotBeSold` when a rule forbids it, and `OfferGone` when a promotion does not hold; whether rooms and uses
    are left is for the claims to say. Without `checked` only a missing rate and the ends of the calendar refuse: for
    what a guest, or a group, already holds. The rooms of `held` are the guest's own and count as left; their nights in
    the same room at the same rate stay at the rates that `quoted`, the lines of its quote, was made from.
    """
    house = catalogue().by_id.get(basket.location_id)
    if house is None:
        raise CannotBeSold(("closed",))
    current = board(house)
    rooms = [_wanted(current, part, chosen, checked, held, quoted) for part, chosen in enumerate(basket.stays)]
    promotions = promotions_in(basket, taken)
    found = price_with(current, rooms, promotions, today=clock.today(house.timezone), taken=taken, counting=False)
    for own in promotions:
        if found.refused and own.id in found.refused:
            raise OfferGone(own.id, own.title, found.refused[own.id])
    return _offered(basket, house, found, at)


def _wanted(
    current: Board, part: int, chosen: ChosenStay, checked: bool, held: Basket | None, quoted: Sequence[Line]
) -> Wanted:
    """A stay of a basket, ready to be priced. Raises `CannotBeSold`."""
    house, listed = current.house, current.prices_of
    room_type = catalogue().room_types.get(chosen.room_type_id)
    plan = listed.by_id.get(chosen.rate_plan_id)
    if room_type is None or room_type.location_id != house.id or plan is None:
        raise CannotBeSold(("closed",))
    if checked and plan not in listed.plans:
        raise CannotBeSold(("closed",))
    reasons = reasons_against(current, room_type, plan, chosen.stay, chosen.party, counting=False)
    if reasons and (checked or "no_rate" in reasons or "too_far_ahead" in reasons or "in_the_past" in reasons):
        raise CannotBeSold(reasons)
    today = priced_stay(current, room_type, plan, chosen.stay, chosen.party)
    agreed = _rates_quoted(part, chosen, held, quoted)
    priced = replace(
        today,
        base_minor={night: agreed.get(night, minor) for night, minor in today.base_minor.items()},
        extras=chosen_extras(house, chosen),
        assistance_dogs=chosen.assistance_dogs,
        part=part,
    )
    own = sum(other.room_type_id == room_type.id for other in held.stays) if held else 0
    nights = current.index(chosen.stay.arrival), current.index(chosen.stay.departure)
    return Wanted(room_type, priced, max(0, current.left(room_type.id, *nights)) + own)


def _rates_quoted(part: int, chosen: ChosenStay, held: Basket | None, quoted: Sequence[Line]) -> dict[date, int]:
    """The base rate of each night that a stay already has a quote for, in that room and at that rate."""
    before = held.stays[part] if held and part < len(held.stays) else None
    if before is None or (before.room_type_id, before.rate_plan_id) != (chosen.room_type_id, chosen.rate_plan_id):
        return {}
    rooms = (line for line in quoted if line.part == part and line.kind == "room")
    return {line.night: line.source["base_minor"] for line in rooms if line.night and line.source}


def _offered(basket: Basket, house: House, found: Promoted, at: datetime) -> Offered:
    listed, today = price_list(house.id), clock.today(house.timezone)
    dues: list[Dues] = []
    policies = []
    for part, chosen in enumerate(basket.stays):
        plan = listed.by_id[chosen.rate_plan_id]
        own = total_minor([line for line in found.lines if line.part == part])
        dues.append(dues_of(own, plan, chosen.stay.arrival, today, at_house=basket.at_house))
        terms = policy_of(plan, chosen.stay.arrival, house.timezone, house.currency, at, at_house=basket.at_house)
        policies.append(terms)
    due = all_dues(dues)
    return Offered(
        basket, house, found.lines, due.now_minor, due.balance_on, strictest(policies), promotions=found.held
    )


def chosen_extras(house: House, chosen: ChosenStay) -> tuple[ChosenExtra, ...]:
    """The extras of a stay with their prices; those that the house no longer has are left out."""
    counts = dict(chosen.extras)
    return tuple(
        ChosenExtra(extra.id, extra.name, extra.basis, extra.price_minor, min(counts[extra.id], extra.most))
        for extra in house.extras
        if counts.get(extra.id)
    )


def counted_resources() -> Counted:
    """Which resources a basket's claims are on."""
    found = resources()
    return Counted(found.of_room_type, found.of_sitting, found.of_extra)


def as_sold(basket: Basket, taken: Mapping[int, Promotion] | None = None) -> Basket:
    """The basket as this house sells it: extras that it still has, no more of each than it allows, suppers on nights of
    the stay, and on every night of a plan with supper a sitting: the chosen one, else the nearest to half past seven
    with covers left for everybody in all rooms. What its promotions give is in it. So what is claimed, priced and
    booked is one and the same.

    Raises `CannotBeSold` when a night has no covers left, or the house or the plan is gone, and `OfferGone` where a
    supper is given on a night without covers.
    """
    house = catalogue().by_id.get(basket.location_id)
    plans = price_list(basket.location_id).by_id
    if house is None or any(chosen.rate_plan_id not in plans for chosen in basket.stays):
        raise CannotBeSold(("closed",))
    given = promotions_in(basket, taken)
    stays = [
        replace(
            chosen,
            suppers=tuple(supper for supper in chosen.suppers if supper[0] in chosen.stay),
            extras=tuple((extra.id, extra.count) for extra in chosen_extras(house, chosen)),
        )
        for chosen in with_extras(basket.stays, given, house)
    ]
    seated = [list(own.stay) if plans[own.rate_plan_id].supper_included else [] for own in stays]
    full = _seated(house, stays, seated)
    for own in given:
        nights = supper_nights(full, own, plans)
        try:
            full = _seated(house, full, nights)
        except CannotBeSold as refused:
            raise OfferGone(own.id, own.title, ("few_left",)) from refused
    return replace(basket, stays=tuple(full))


def _seated(house: House, stays: Sequence[ChosenStay], nights: Sequence[Sequence[date]]) -> list[ChosenStay]:
    """The stays with a sitting on each of their `nights` on which they have none yet: one hour for all."""
    missing: Counter[date] = Counter()
    for chosen, wanted in zip(stays, nights, strict=True):
        missing.update({night: chosen.party.heads for night in wanted if night not in dict(chosen.suppers)})
    hours = _hours(house, missing)
    seated = []
    for chosen, wanted in zip(stays, nights, strict=True):
        suppers = {night: hours[night] for night in wanted if night in hours} | dict(chosen.suppers)
        seated.append(replace(chosen, suppers=tuple(sorted(suppers.items()))))
    return seated


def _hours(house: House, missing: Mapping[date, int]) -> dict[date, int]:
    """A sitting for each night on which so many have none yet, with places for all of them."""
    if not missing:
        return {}
    of_sitting = resources().of_sitting
    seating = [sitting for sitting in house.sittings if sitting.id in of_sitting]
    free = _covers([of_sitting[s.id] for s in seating], min(missing), max(missing) + ONE_NIGHT)
    hours = {}
    for night, heads in missing.items():
        possible = [s for s in seating if free[of_sitting[s.id]].get(night, 0) >= heads]
        if not possible:
            raise CannotBeSold(("full",))
        nearest = min(possible, key=lambda s: abs((s.begins.hour - 19) * 60 + s.begins.minute - 30))
        hours[night] = nearest.id
    return hours


def _covers(resource_ids: Sequence[int], first: date, until: date) -> dict[int, dict[date, int]]:
    """Free covers per sitting and night; what has expired is free, for whoever claims sweeps it first."""
    free = counters(resource_ids, first, until)
    now = clock.now()
    for resource_id, claims in expiring().items():
        for claim in claims:
            if resource_id in free and claim.night in free[resource_id] and claim.expires_at <= now:
                free[resource_id][claim.night] += claim.count
    return free

"""What a change comes to: priced, and nothing written."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime

from app.availability.sets import MOST_ROOMS
from app.booking.amendment.compared import AmendmentOffer, PartChange, side_by_side
from app.booking.amendment.pricing import Repricing
from app.booking.amendment.promoted import GivenBefore
from app.booking.amendment.terms import given_up, nights_of, terms_afterwards
from app.booking.cancellation import purse_of
from app.booking.errors import AnotherHouse, CannotBeSold, FewerStays, NoSuchBooking, WrongState
from app.booking.queries import PlacedBooking, booking_of
from app.booking.quoting import counted_resources
from app.booking.resale import Sold, sold_by, taken_back_minor
from app.booking.rooms.queries import moved_nights
from app.booking.rooms.rules import slept_in
from app.booking.rules import Basket, wants_of
from app.catalogue.queries import catalogue
from app.inventory import SoldOut
from app.inventory.queries import counters, expiring
from app.kernel import clock
from app.kernel.stay import ONE_NIGHT
from app.pricing.rules import Dues, Line, Plan, Policy, all_dues, dues_of, policy_of, total_minor


def price_amendment(
    booking_id: int,
    basket: Basket,
    *,
    at: datetime | None = None,
    counting: bool = True,
    at_our_cost: bool = False,
    known: PlacedBooking | None = None,
) -> AmendmentOffer:
    """The booking as it would be with this basket, old and new side by side; nothing is held and nothing is written.

    The basket's stays are the booking's live stays in their order, and after them those that are added. A kept night
    keeps its price where room type and rate plan stay; all else has today's. A deadline that has passed stays passed. A
    promotion that the basket has and the booking has not is added to it, with all its limits. `at_our_cost`, because
    the house promised it, nothing is kept for nights given up and whatever it costs more is taken off. `known` is the
    booking as somebody has just read it.

    Raises `SoldOut` with the first night that lacks something now (without `counting` that is for the claims to say),
    `CannotBeSold` with the reasons of a rule, `OfferGone` for a promotion that cannot be added, `AnotherHouse`,
    `FewerStays`, `WrongState` unless the booking is confirmed or in house, and `NoSuchBooking`.
    """
    booking = known or booking_of(booking_id)
    if booking is None:
        raise NoSuchBooking
    if booking.state not in ("confirmed", "in_house"):
        raise WrongState(booking.state)
    if basket.location_id != booking.basket.location_id:
        raise AnotherHouse
    if len(basket.stays) < len(booking.live):
        raise FewerStays
    if len(basket.stays) > max(MOST_ROOMS, len(booking.live)):
        raise CannotBeSold(("too_many_rooms",))
    now, given = at or clock.now(), GivenBefore(booking)
    given.add(basket, booking.quote.currency)
    full, lost = given.sold(basket, booking.quote.currency)
    parts = _parts(booking, full)
    house = catalogue().by_id[full.location_id]
    pricing = Repricing(house, promised=at_our_cost)
    offer = replace(_offer(booking, full, parts, pricing, now, given), lost=lost, added=tuple(given.added))
    given.require_added(offer.lines)
    if offer.changed and counting:
        _require_free(booking, full, parts, now)
    return offer


def _parts(booking: PlacedBooking, basket: Basket) -> tuple[int, ...]:
    """The numbers of the basket's stays: the live ones', then new ones that no stay ever had."""
    live = [stay.part for stay in booking.live]
    first = max(stay.part for stay in booking.stays) + 1
    return (*live, *range(first, first + len(basket.stays) - len(live)))


def _offer(
    booking: PlacedBooking,
    basket: Basket,
    parts: tuple[int, ...],
    pricing: Repricing,
    at: datetime,
    given: GivenBefore,
) -> AmendmentOffer:
    house = pricing.house
    lines = _lines(booking, basket, parts, pricing, given)
    old = {stay.part: stay.chosen for stay in booking.live}
    old_plans = {part: pricing.plan(chosen) for part, chosen in old.items()}
    changes, dues, policies = [], list[Dues](), list[tuple[Plan, Policy]]()
    today, at_house = clock.today(house.timezone), booking.quote.balance_on is None
    for part, chosen in zip(parts, basket.stays, strict=True):
        before = [line for line in booking.quote.lines if line.part == part]
        own = [line for line in lines if line.part == part]
        plan = pricing.plan(chosen)
        changes.append(side_by_side(part, old.get(part), chosen, before, own))
        dues.append(dues_of(total_minor(own), plan, chosen.stay.arrival, today, at_house=at_house))
        policy = policy_of(plan, chosen.stay.arrival, house.timezone, house.currency, at, at_house=at_house)
        policies.append((plan, policy))
    purse, due = purse_of(booking.id), all_dues(dues)
    total = total_minor(lines)
    beside = purse.charged_minor - booking.quote.total_minor
    at_hand = purse.at_hand_minor - beside
    lost = () if pricing.promised else given_up(booking, basket, old_plans, lines, at_hand, at)
    allowance = max(0, total - booking.quote.total_minor) if pricing.promised else 0
    sold = _newly_sold(changes, parts, basket, lines)
    taken_back = taken_back_minor(booking.id, sold, house.currency, at)
    at_hand += taken_back - sum(one.kept_minor for one in lost)
    words, free_until_at = terms_afterwards(booking, old_plans, policies, at)
    return AmendmentOffer(
        booking_id=booking.id,
        revision=booking.revision,
        quote_id=booking.quote_id,
        currency=booking.quote.currency,
        basket=basket,
        parts=parts,
        changes=tuple(changes),
        changed=(*_what_changed(changes), *(["offers"] if given.added else [])),
        lines_before=booking.quote.lines,
        lines=tuple(lines),
        before_minor=booking.quote.total_minor,
        total_minor=total,
        due_minor=max(0, total - allowance - at_hand),
        due_now_minor=max(0, due.now_minor - allowance - at_hand),
        dues=due,
        refund_minor=max(0, at_hand - total + allowance),
        given_up=lost,
        newly_sold=sold,
        taken_back_minor=taken_back,
        policy=words,
        free_until_at=free_until_at,
        allowance_minor=allowance,
    )


def _lines(
    booking: PlacedBooking, basket: Basket, parts: tuple[int, ...], pricing: Repricing, given: GivenBefore
) -> list[Line]:
    """The lines of all stays, with the promotions that hold for them."""
    old = {stay.part: stay.chosen for stay in booking.live}
    stays = list(zip(parts, basket.stays, strict=True))
    lines: list[Line] = []
    for part, chosen in stays:
        lines += pricing.price(part, old.get(part), chosen, [own for own in booking.quote.lines if own.part == part])
    return given.applied(pricing, stays, lines, [given.taken[own] for own in basket.promotions])


def _newly_sold(changes: Sequence[PartChange], parts: tuple[int, ...], basket: Basket, lines: Sequence[Line]) -> Sold:
    had = nights_of(change.before for change in changes if change.before)
    sold = sold_by(zip(parts, basket.stays, strict=True), lines)
    return {key: fetched[had[key] :] for key, fetched in sold.items() if len(fetched) > had[key]}


def _what_changed(changes: Sequence[PartChange]) -> tuple[str, ...]:
    found: Counter[str] = Counter()
    for change in changes:
        old, new = change.before, change.after
        if old is None:
            found["rooms"] += 1
            continue
        found["dates"] += old.stay != new.stay
        found["room"] += old.room_type_id != new.room_type_id
        found["rate"] += old.rate_plan_id != new.rate_plan_id
        found["party"] += (old.party, old.assistance_dogs) != (new.party, new.assistance_dogs)
        found["suppers"] += set(old.suppers) != set(new.suppers)
        found["extras"] += set(old.extras) != set(new.extras)
    return tuple(name for name in ("dates", "room", "rate", "party", "suppers", "extras", "rooms") if found[name])


def _require_free(booking: PlacedBooking, basket: Basket, parts: tuple[int, ...], at: datetime) -> None:
    """Raises `SoldOut` when something lacks that the booking does not hold already; holds that ran out are free."""
    counted = counted_resources()
    live = booking.live
    own = wants_of(Basket(basket.location_id, tuple(stay.chosen for stay in live)), counted, [s.part for s in live])
    moved = moved_nights(booking.id)
    held: Counter[tuple[int, date]] = Counter()
    for want in slept_in(own, moved, counted):
        held.update({(want.resource_id, night): want.count for night in want})
    wanted: Counter[tuple[int, date]] = Counter()
    types = {stay.part: stay.chosen.room_type_id for stay in live}
    stays = dict(zip(parts, basket.stays, strict=True))
    kept = {key: to for key, to in moved.items() if types.get(key[0]) == stays[key[0]].room_type_id}
    for want in slept_in(wants_of(basket, counted, parts), kept, counted):
        wanted.update({(want.resource_id, night): want.count for night in want})
    more = wanted - held
    if not more:
        return
    nights = [night for _, night in more]
    free = counters(sorted({resource for resource, _ in more}), min(nights), max(nights) + ONE_NIGHT)
    for resource, holds in expiring().items():
        for hold in holds:
            if resource in free and hold.expires_at <= at and hold.night in free[resource]:
                free[resource][hold.night] += hold.count
    for (resource, night), count in sorted(more.items(), key=lambda item: (item[0][1], item[0][0])):
        if free[resource].get(night, 0) < count:
            raise SoldOut(resource, night)

"""What can be bought for a stay, and why the rest cannot."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import cached_property, partial

from app.availability.board import Board, capacity_of
from app.availability.rules import NOT_OPEN, REASONS, binding, in_order, restriction_reasons
from app.catalogue.queries import RoomType
from app.kernel import clock
from app.kernel.party import Party
from app.kernel.stay import Stay
from app.pricing.rules import Plan, Policy, PricedStay, policy_of, stay_lines, total_minor
from app.promotions.rules import Promotion


@dataclass(frozen=True, slots=True)
class RateFit:
    """A plan that can be bought: the total of the stay and its cancelling terms.

    Where a promotion holds, the total is with it, and `full_minor` without; `refused` are the reasons of those that
    were asked for and do not hold.
    """

    plan: Plan
    total_minor: int
    policy: Policy
    full_minor: int | None = None
    refused: Mapping[int, tuple[str, ...]] | None = None


@dataclass(frozen=True)
class RoomFit:
    """A room type that can be bought: how many are left on every night, and its rates in the plans' order."""

    room_type: RoomType
    left: int
    rates: tuple[RateFit, ...]

    @cached_property
    def cheapest_minor(self) -> int:
        return min(rate.total_minor for rate in self.rates)


@dataclass(frozen=True, slots=True)
class SetRoom:
    """One room of a set: who sleeps in it, and how many of its type are left on every night."""

    room_type: RoomType
    party: Party
    left: int


@dataclass(frozen=True)
class SetFit:
    """Rooms that take a party together, with the rates that all of them have; a total is that of all rooms."""

    rooms: tuple[SetRoom, ...]
    rates: tuple[RateFit, ...]

    @cached_property
    def cheapest_minor(self) -> int:
        return min(rate.total_minor for rate in self.rates)


@dataclass(frozen=True, slots=True)
class RoomNo:
    """A room type that cannot be bought, with every reason of the plan that comes nearest."""

    room_type: RoomType
    reasons: tuple[str, ...]

    @property
    def nearness(self) -> tuple[int, int]:
        """The fewer reasons the nearer, and of equals the one that passed the most rules before its first."""
        return len(self.reasons), -REASONS.index(self.reasons[0])


@dataclass(frozen=True)
class HouseFit:
    """A house's answer to a search: what it sells, and on demand why it does not sell the rest.

    `together` is the set of rooms where no single one was asked for or takes the party (`availability.sets`);
    `reasons_together` say why there is none, and `no_table_on` is the first night without a table where tables alone
    are lacking for one. `promotions` are those that were asked for with it.
    """

    board: Board
    stay: Stay
    party: Party
    rooms: tuple[RoomFit, ...]
    together: SetFit | None = None
    reasons_together: tuple[str, ...] = ()
    no_table_on: date | None = None
    promotions: tuple[Promotion, ...] = ()
    _against: dict[int, list[tuple[Plan, tuple[str, ...]]]] = field(default_factory=dict, repr=False, compare=False)

    @property
    def cheapest_minor(self) -> int | None:
        if self.together is not None:
            return self.together.cheapest_minor
        return min((room.cheapest_minor for room in self.rooms), default=None)

    @cached_property
    def refused(self) -> tuple[RoomNo, ...]:
        """Every room type without a rate for the stay, in the house's order, with its reasons: those of the plan with
        the fewest, the first of equals; `no_rate` where the house sells no plan."""
        sold_ids = {room.room_type.id for room in self.rooms}
        return tuple(
            RoomNo(room_type, min((reasons for _, reasons in self.against(room_type)), key=len, default=("no_rate",)))
            for room_type in self.board.house.room_types
            if room_type.id not in sold_ids
        )

    def against(self, room_type: RoomType) -> list[tuple[Plan, tuple[str, ...]]]:
        """Every plan of the house with all that is against the stay in this room type, looked up once."""
        found = self._against.get(room_type.id)
        if found is None:
            found = self._against[room_type.id] = [
                (plan, reasons_against(self.board, room_type, plan, self.stay, self.party))
                for plan in self.board.prices_of.plans
            ]
        return found

    @cached_property
    def reasons(self) -> tuple[str, ...]:
        """Why nothing fits: the reasons of the room type that comes nearest; () when one fits."""
        if self.rooms or self.together:
            return ()
        if self.reasons_together:
            return self.reasons_together
        nearest = min(self.refused, key=lambda room: room.nearness, default=None)
        return nearest.reasons if nearest else ()

    @property
    def binding(self) -> str | None:
        return binding(self.reasons)


def search(boards: Iterable[Board], stay: Stay, party: Party) -> list[HouseFit]:
    """Each house's room types that fit, with the total of every rate, and the reasons of those that do not."""
    now = clock.now()
    return [search_house(board, stay, party, now) for board in boards]


def search_house(board: Board, stay: Stay, party: Party, now: datetime) -> HouseFit:
    """One house's answer; no statement is made."""
    terms = partial(policy_of, arrival=stay.arrival, zone=board.house.timezone, currency=board.house.currency, at=now)
    rates: dict[int, list[RateFit]] = {}
    if bookable_dates(board, stay):
        policies = {plan.id: terms(plan) for plan in board.prices_of.plans}
        for room_type, plan, total in sold(board, board.room_types_for(party), stay, party):
            rates.setdefault(room_type.id, []).append(RateFit(plan, total, policies[plan.id]))
    arrival, departure = board.index(stay.arrival), board.index(stay.departure)
    rooms = tuple(
        RoomFit(room_type, board.left(room_type.id, arrival, departure), tuple(rates[room_type.id]))
        for room_type in board.house.room_types
        if room_type.id in rates
    )
    return HouseFit(board, stay, party, rooms)


def bookable_dates(board: Board, stay: Stay) -> bool:
    """True when the house takes bookings for these dates at all."""
    return (
        board.house.open_for_booking
        and stay.arrival >= board.first
        and (stay.last_night - board.first).days <= board.house.days_ahead
        and board.reaches(stay)
    )


def sold(
    board: Board, room_types: Iterable[RoomType], stay: Stay, party: Party
) -> Iterator[tuple[RoomType, Plan, int]]:
    """Every room type and plan that sells the stay, with its total; as having no reason against it, found faster."""
    arrival, departure = board.index(stay.arrival), board.index(stay.departure)
    gaps = board.house.gap_may_be_sold
    seated = board.covers(arrival, departure) >= party.heads
    for room_type in room_types:
        if board.left(room_type.id, arrival, departure) < 1:
            continue
        free = board.stock.free[room_type.id]
        for plan in board.prices_of.plans:
            if plan.supper_included and not seated:
                continue
            rules = board.rules(room_type.id, plan.id)
            if restriction_reasons(rules, free, arrival, departure, gap_may_be_sold=gaps):
                continue
            nights = board.total(room_type, plan, party, arrival, departure)
            if nights is not None:
                yield room_type, plan, _total(board, room_type, plan, stay, party, nights)


def sold_here(board: Board, stay: Stay, party: Party) -> Iterator[tuple[RoomType, Plan, int]]:
    """What one house sells for the stay, in its order."""
    return sold(board, board.room_types_for(party), stay, party) if bookable_dates(board, stay) else iter(())


def reasons_against(
    board: Board, room_type: RoomType, plan: Plan, stay: Stay, party: Party, *, counting: bool = True
) -> tuple[str, ...]:
    """Every reason why a stay cannot be sold, in order; () when it can. Without `counting`, claims say `full`."""
    house = board.house
    reasons = set()
    capacity = capacity_of(room_type)
    if not capacity.holds(party):
        reasons.add("party_too_large")
    if not capacity.meets(party.needs):
        reasons.add("needs")
    if not house.open_for_booking:
        reasons.add("closed")
    if stay.arrival < board.first:
        return in_order(reasons | {"in_the_past"})
    if (stay.last_night - board.first).days > house.days_ahead or not board.reaches(stay):
        return in_order(reasons | {"too_far_ahead"})
    arrival, departure = board.index(stay.arrival), board.index(stay.departure)
    left = board.left(room_type.id, arrival, departure)
    if left == NOT_OPEN:
        reasons.add("closed")
    elif counting and (left < 1 or (plan.supper_included and board.covers(arrival, departure) < party.heads)):
        reasons.add("full")
    if board.total(room_type, plan, party, arrival, departure) is None:
        reasons.add("no_rate")
    reasons.update(
        restriction_reasons(
            board.rules(room_type.id, plan.id),
            board.stock.free.get(room_type.id, ()),
            arrival,
            departure,
            gap_may_be_sold=house.gap_may_be_sold,
        )
    )
    return in_order(reasons)


def stay_total(board: Board, room_type: RoomType, plan: Plan, stay: Stay, party: Party) -> int:
    """The gross total of a stay that has a rate on every night: nights, meals, dogs and levies."""
    nights = board.total(room_type, plan, party, board.index(stay.arrival), board.index(stay.departure))
    assert nights is not None, "asked for the total of a stay without a rate"
    return _total(board, room_type, plan, stay, party, nights)


def _total(board: Board, room_type: RoomType, plan: Plan, stay: Stay, party: Party, nights_minor: int) -> int:
    """Equal to the sum of the lines that a quote would have; the lines themselves are only made where a levy asks."""
    if board.prices_of.levies:
        return total_minor(stay_lines(priced_stay(board, room_type, plan, stay, party), board.prices_of.vat_bp))
    return nights_minor + party.dogs * board.prices_of.party.dog_minor


def priced_stay(board: Board, room_type: RoomType, plan: Plan, stay: Stay, party: Party) -> PricedStay:
    """All that the price of a stay follows from, as the board has it; callers add extras and assistance dogs."""
    row = board.prices.rates[room_type.id, plan.base_id]
    base = {night: row[board.index(night)] for night in stay}
    return PricedStay(stay, party, plan, base, board.prices_of.party, board.prices_of.levies)


def by_price(fits: list[HouseFit]) -> list[HouseFit]:
    """Houses with rooms first, the cheapest first; those without last, in their own order."""
    return sorted(fits, key=lambda fit: (fit.cheapest_minor is None, fit.cheapest_minor or 0))


def by_house(fits: list[HouseFit]) -> list[HouseFit]:
    """Houses with rooms first, then those without, each in the group's order."""
    return sorted(fits, key=lambda fit: fit.cheapest_minor is None)

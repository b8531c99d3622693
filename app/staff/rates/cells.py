"""The grid as a table: one row a room type and plan, one cell a night."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date

from app.catalogue.queries import House, RoomType
from app.inventory.queries import counters, resources
from app.kernel.party import Party
from app.kernel.stay import ONE_NIGHT
from app.kernel.words import DAYS, counted, listed, money, short_day
from app.pricing.draft.queries import Draft, bounds, draft_of, published_limits, published_rates
from app.pricing.draft.rules import FREE, Bound, Cell, Limits, Scope
from app.pricing.queries import PriceList, price_list
from app.pricing.rules import Plan, night_minor
from app.staff.rates.asked import Asked

FOR_TWO = Party()


@dataclass(frozen=True, slots=True)
class CellView:
    """One night of a row. `price` is as it will be; `was` what guests see, where the draft changes it."""

    value: str
    label: str
    price: str
    was: str
    below: str
    kind: str
    drafted: bool
    past: bool


@dataclass(frozen=True, slots=True)
class RowView:
    """A room type on a plan; `derived` says how far its plan lies from `base`, empty at the same price."""

    room_type: RoomType
    plan: Plan
    bound: str
    derived: str
    base: str
    cells: tuple[CellView, ...]


@dataclass(frozen=True, slots=True)
class HeadView:
    night: date
    weekday: str
    kind: str


@dataclass(frozen=True, slots=True)
class Grid:
    """What stands in the grid of a house, and the draft that is laid over it."""

    house: House
    asked: Asked
    draft: Draft
    prices: PriceList
    heads: tuple[HeadView, ...]
    rows: tuple[RowView, ...]


@dataclass(frozen=True, slots=True)
class _Standing:
    """All that the cells are made from."""

    house: House
    asked: Asked
    prices: PriceList
    draft: Draft
    rates: Mapping[Cell, int]
    limits: Mapping[Scope, Limits]
    bounds: Mapping[int, Bound]
    left: Mapping[int, Mapping[date, int]]

    def price(self, room_type: RoomType, plan: Plan, night: date, *, drafted: bool) -> int | None:
        """What two pay for the night; None where it has no rate."""
        cell = Cell(night, room_type.id, plan.base_id)
        base = self.rates.get(cell)
        if drafted:
            base = self.draft.rates.get(cell, base)
            if plan.id in self.draft.plans:
                plan = followed(plan, *self.draft.plans[plan.id])
        return None if base is None else night_minor(base, plan, FOR_TWO, self.prices.party)

    def limit(self, room_type: RoomType, plan: Plan, night: date, *, drafted: bool) -> Limits:
        """What the night forbids there, of house, room type and plan together."""
        scopes = (("location", self.house.id), ("room_type", room_type.id), ("rate_plan", plan.id))
        found = [self.limits.get(Scope(night, *scope), FREE) for scope in scopes]
        if drafted:
            found = [self.draft.limits.get(Scope(night, *scope), now) for scope, now in zip(scopes, found, strict=True)]
        return together(found)


def grid_of(asked: Asked) -> Grid:
    """The grid for these nights; at most nine statements."""
    house, prices = asked.house, price_list(asked.house.id)
    standing = _Standing(
        house,
        asked,
        prices,
        draft_of(house.id),
        published_rates(house.id, asked.first, asked.last),
        published_limits(house.id, asked.first, asked.last),
        bounds(room_type.id for room_type in house.room_types),
        left_of(house, asked.first, asked.last),
    )
    plans = (asked.plan,) if asked.plan else prices.plans
    rows = tuple(_row(standing, room_type, plan) for room_type in house.room_types for plan in plans)
    return Grid(house, asked, standing.draft, prices, tuple(_head(night, asked.today) for night in asked.nights), rows)


def left_of(house: House, first: date, last: date) -> dict[int, dict[date, int]]:
    """How many of each room type are free on each open night; one statement."""
    of_room_type = resources().of_room_type
    kinds = {of_room_type[kind.id]: kind.id for kind in house.room_types if kind.id in of_room_type}
    free = counters(sorted(kinds), first, last + ONE_NIGHT) if kinds else {}
    return {kinds[resource]: nights for resource, nights in free.items()}


def _head(night: date, today: date) -> HeadView:
    kind = "today" if night == today else "we" if night.weekday() in (4, 5) else ""
    return HeadView(night, "Today" if night == today else DAYS[night.weekday()][:3], kind)


def _row(standing: _Standing, room_type: RoomType, plan: Plan) -> RowView:
    bound = standing.bounds.get(room_type.id)
    currency = standing.house.currency
    span = bound and [
        night_minor(amount, plan, FOR_TWO, standing.prices.party) for amount in (bound.floor_minor, bound.ceiling_minor)
    ]
    return RowView(
        room_type,
        plan,
        f"floor {money(span[0], currency)}, ceiling {money(span[1], currency)}" if span else "",
        distance(plan, currency) if plan.derived else "",
        standing.prices.by_id[plan.base_id].name,
        tuple(_cell(standing, room_type, plan, night) for night in standing.asked.nights),
    )


def _cell(standing: _Standing, room_type: RoomType, plan: Plan, night: date) -> CellView:
    now = standing.price(room_type, plan, night, drafted=False)
    then = standing.price(room_type, plan, night, drafted=True)
    limits = standing.limit(room_type, plan, night, drafted=True)
    new_rules = limits != standing.limit(room_type, plan, night, drafted=False)
    left = standing.left.get(room_type.id, {}).get(night)
    currency = standing.house.currency
    price = "no rate" if then is None else money(then, currency)
    was = "" if now == then else "no rate" if now is None else money(now, currency)
    rules = list(rule_words(limits))
    stock = "not open" if left is None else "full" if left < 1 else f"{left} left"
    parts = [f"{price} in the draft, now {was}" if was else price, stock, *(long for _, long in rules)]
    return CellView(
        value=f"{room_type.slug}.{plan.slug}.{night.isoformat()}",
        label=", ".join([room_type.name, plan.name, short_day(night), *parts, *(["rules in the draft"] * new_rules)]),
        price=price,
        was=was,
        below=rules[0][0] + ("" if len(rules) == 1 else " +") if rules else stock,
        kind="rule" if rules else "full" if stock == "full" else "",
        drafted=bool(was) or new_rules,
        past=night < standing.asked.today,
    )


def rule_words(limits: Limits) -> Iterator[tuple[str, str]]:
    """What a night forbids, in the grid's few letters and in full, the strongest first."""
    if limits.closed:
        yield "shut", "shut"
    least = max(limits.min_stay_arrival or 1, limits.min_stay_through or 1)
    if least > 1:
        yield f"min {least}", f"{counted(least, 'night')} at least"
    if limits.closed_to_arrival:
        yield "no arr.", "no arrivals"
    if limits.closed_to_departure:
        yield "no dep.", "no departures"
    if limits.max_stay:
        yield f"max {limits.max_stay}", f"{counted(limits.max_stay, 'night')} at most"


def limits_in_full(limits: Limits) -> str:
    """All that a night forbids, each rule by itself."""
    words = [
        *(["shut"] if limits.closed else []),
        *(["no arrivals"] if limits.closed_to_arrival else []),
        *(["no departures"] if limits.closed_to_departure else []),
        *([f"{counted(limits.min_stay_arrival, 'night')} at least, arriving"] if limits.min_stay_arrival else []),
        *([f"{counted(limits.min_stay_through, 'night')} at least, staying over"] if limits.min_stay_through else []),
        *([f"{counted(limits.max_stay, 'night')} at most"] if limits.max_stay else []),
    ]
    return listed(words) or "nothing forbidden"


def together(limits: list[Limits]) -> Limits:
    """Several scopes as one: what one forbids is forbidden, the strictest length holds."""
    return Limits(
        any(each.closed for each in limits),
        any(each.closed_to_arrival for each in limits),
        any(each.closed_to_departure for each in limits),
        max((each.min_stay_arrival or 0 for each in limits), default=0) or None,
        max((each.min_stay_through or 0 for each in limits), default=0) or None,
        min((each.max_stay for each in limits if each.max_stay), default=None),
    )


def followed(plan: Plan, adjust_bp: int, adjust_minor: int) -> Plan:
    """A derived plan as it will follow its base."""
    return replace(plan, adjust_bp=adjust_bp, adjust_minor=adjust_minor)


def follows(plan: Plan, prices: PriceList, currency: str) -> str:
    """How a derived plan lies to its base: `10% below Room and breakfast`; empty for one with rates of its own."""
    steps = distance(plan, currency) if plan.derived else ""
    return f"{steps} {prices.by_id[plan.base_id].name}" if steps else ""


def distance(plan: Plan, currency: str) -> str:
    """How far a plan lies from its base: `10% below`; empty for one at its price."""
    steps = [f"{abs(plan.adjust_bp) / 100:g}% {_side(plan.adjust_bp)}"] if plan.adjust_bp else []
    if plan.adjust_minor:
        steps.append(f"{money(abs(plan.adjust_minor), currency)} {_side(plan.adjust_minor)}")
    return " and ".join(steps)


def _side(amount: int) -> str:
    return "below" if amount < 0 else "above"

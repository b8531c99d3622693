"""Plans and party prices in memory, rates and restrictions by house."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields
from datetime import date
from typing import Any

from sqlalchemy import bindparam, select

from app.pricing import models
from app.pricing.rules import LevyRule, Line, Part, PartyPrices, Plan
from app.store import db
from app.store.version import CATALOGUE, Cached


@dataclass(frozen=True, slots=True)
class PriceList:
    """How a house prices: plans on sale in their order, all plans by id, party prices, VAT and levies."""

    plans: tuple[Plan, ...]
    by_id: Mapping[int, Plan]
    party: PartyPrices
    taxes: Mapping[str, tuple[tuple[date, int], ...]]
    levies: tuple[LevyRule, ...]

    def vat_bp(self, kind: str, day: date) -> int:
        """The VAT of a kind of line on a day; 0 where the house has stated none."""
        holding = [bp for from_on, bp in self.taxes.get(kind, ()) if from_on <= day]
        return holding[-1] if holding else 0


NOTHING = PriceList((), {}, PartyPrices(), {}, ())


def price_list(location_id: int) -> PriceList:
    """The price list of a house; an empty one when it has none."""
    return _PRICE_LISTS.get().get(location_id, NOTHING)


def _load() -> dict[int, PriceList]:
    parts: dict[int, list[Part]] = defaultdict(list)
    for row in _all(models.PackagePart):
        parts[row.rate_plan_id].append(Part(row.kind, row.adult_minor, row.child_minor, row.added))
    plans: dict[int, list[tuple[bool, Plan]]] = defaultdict(list)
    for row in _all(models.RatePlan, models.RatePlan.position, models.RatePlan.id):
        plans[row.location_id].append((row.on_sale, _plan(row, tuple(parts[row.id]))))
    people: dict[int, list[Any]] = defaultdict(list)
    for row in _all(models.PartyPrice):
        people[row.location_id].append(row)
    taxes: dict[int, dict[str, list[tuple[date, int]]]] = defaultdict(lambda: defaultdict(list))
    for row in _all(models.TaxRate, models.TaxRate.holds_from_on):
        taxes[row.location_id][row.kind].append((row.holds_from_on, row.rate_bp))
    levies: dict[int, list[LevyRule]] = defaultdict(list)
    for row in _all(models.Levy, models.Levy.id):
        levies[row.location_id].append(
            LevyRule(row.name, row.kind, row.amount, row.most_nights, row.vat_bp, row.holds_from_on, row.holds_until_on)
        )
    return {
        location_id: PriceList(
            plans=tuple(plan for on_sale, plan in listed if on_sale),
            by_id={plan.id: plan for _, plan in listed},
            party=_party_prices(people[location_id]),
            taxes={kind: tuple(rates) for kind, rates in taxes[location_id].items()},
            levies=tuple(levies[location_id]),
        )
        for location_id, listed in plans.items()
    }


_PRICE_LISTS = Cached(_load, CATALOGUE)


def _all(model: type[Any], *order: Any) -> Sequence[Any]:
    return db.session.execute(select(*model.__table__.c).order_by(*order)).all()


def _plan(row: Any, parts: tuple[Part, ...]) -> Plan:
    return Plan(
        id=row.id,
        slug=row.slug,
        name=row.name,
        summary=row.summary,
        base_id=row.base_plan_id or row.id,
        adjust_bp=row.adjust_bp,
        adjust_minor=row.adjust_minor,
        round_to_minor=row.round_to_minor,
        due_now_bp=row.due_now_bp,
        may_pay_at_house=row.may_pay_at_house,
        balance_days=row.balance_days,
        cancelling=row.cancelling,
        free_days=row.free_days,
        free_time=row.free_time,
        resale_fee_minor=row.resale_fee_minor,
        parts=parts,
    )


def _party_prices(rows: Sequence[Any]) -> PartyPrices:
    single = {row.band: row.amount_minor for row in rows if row.band != "child"}
    return PartyPrices(
        single_minor=single.get("single", 0),
        adult_minor=single.get("adult", 0),
        dog_minor=single.get("dog", 0),
        children=tuple(sorted((row.from_age, row.to_age, row.amount_minor) for row in rows if row.band == "child")),
    )


def rates(location_ids: Sequence[int], first: date, until: date) -> list[tuple[int, int, int, date, int]]:
    """(location, room type, base plan, night, amount) of every rate in a span of nights; one statement."""
    rate, plan = models.Rate, models.RatePlan
    rows = db.session.execute(
        select(plan.location_id, rate.room_type_id, rate.rate_plan_id, rate.night, rate.amount_minor)
        .join(plan, plan.id == rate.rate_plan_id)
        .where(plan.location_id.in_(location_ids), rate.night >= first, rate.night < until)
    )
    return [tuple(row) for row in rows]  # type: ignore[misc]


def restrictions(location_ids: Sequence[int], first: date, until: date) -> Sequence[Any]:
    """Every restriction of these houses in a span of nights; one statement."""
    table = models.Restriction.__table__
    rules = [column for column in table.c if column.name not in {"published_at", "staff_id"}]
    return db.session.execute(
        select(*rules).where(table.c.location_id.in_(location_ids), table.c.night >= first, table.c.night < until)
    ).all()


_line = models.QuoteLine.__table__
_LINES = (
    select(*(_line.c[column.name] for column in fields(Line)))
    .where(_line.c.quote_id == bindparam("quote"))
    .order_by(_line.c.position)
)


def quote_lines(quote_id: int) -> list[Line]:
    """The lines of a kept quote, in their order; one statement."""
    return [Line(*row) for row in db.session.execute(_LINES, {"quote": quote_id})]

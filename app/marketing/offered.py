"""Offers against the guests who did not see them: on the overview and as a file."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from flask import current_app

from app.identity.staff.rules import Actor, can_anywhere
from app.insight.period import Filters
from app.marketing.files import Table
from app.marketing.offers.shared import ACTION, address, where
from app.offers.proof.measured import Measured
from app.offers.proof.sums import measured_until
from app.promotions.queries import every
from app.promotions.rules import Promotion

HEADS = (
    "offer", "house", "shown", "taken", "kept", "currency", "revenue", "cost", "compared", "came", "held_out",
    "held_out_came", "lift", "low", "high", "verdict", "sample_ratio_p",
)  # fmt: skip
ALL = "All offers"


@dataclass(frozen=True, slots=True)
class Row:
    """An offer with what it did; `url` is empty for whoever may not open its page, and for all together."""

    title: str
    where: str
    url: str
    measured: Measured


@dataclass(frozen=True, slots=True)
class Offered:
    """Every offer that was shown by the end of the period, what runs first; and all of them together. What came of them
    is as it was at `summed_at`; as it is now where that is None."""

    rows: list[Row]
    whole: Row
    may_open: bool
    summed_at: datetime | None = None


def offered(actor: Actor, filters: Filters) -> Offered:
    """From the beginning up to the end of the period: a lift takes longer than a month to show.

    Under a house filter the offers that hold there. Eight statements.
    """
    found = measured_until(filters.until_on, current_app.config["SETTINGS"].group_timezone)
    may_open = can_anywhere(actor, ACTION)
    rows = [
        Row(one.title, where(one), address(one) if may_open else "", found.offers[one.id])
        for one in sorted(every().values(), key=lambda one: (one.state != "running", one.id))
        if one.id in found.offers and _holds(one, filters)
    ]
    return Offered(rows, Row(ALL, "", "", found.whole), may_open, found.summed_at)


def offers_table(found: Offered) -> Table:
    """A line for each offer and currency, and one for all."""
    return Table("offers", HEADS, [line for row in (*found.rows, found.whole) for line in _lines(row)])


def _lines(row: Row) -> list[tuple[object, ...]]:
    done, lift = row.measured, row.measured.lift
    compared = (
        lift.offers, done.compared.came_offers, lift.held, done.compared.came_held, lift.lift, lift.low, lift.high,
        lift.verdict, lift.sample_ratio_p,
    )  # fmt: skip
    worth: list[tuple[str | None, ...]] = [
        (one.currency, f"{one.revenue_minor / 100:.2f}", f"{one.cost_minor / 100:.2f}") for one in done.worth
    ]
    first = (row.title, row.where, done.shown, done.taken, done.kept)
    return [(*first, *money, *compared) for money in worth or [(None, None, None)]]


def _holds(promotion: Promotion, filters: Filters) -> bool:
    if filters.location_ids is None or not promotion.houses:
        return True
    return bool(set(filters.location_ids).intersection(promotion.houses))

"""What was spent, for a page and for the sums."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import date

from sqlalchemy import select

from app.experience.spend.models import MediaSpend
from app.experience.spend.rules import ACQUIRING, KEEPING
from app.store import db

_spend = MediaSpend.__table__


@dataclass(frozen=True, slots=True)
class Spent:
    """A month's amounts by channel, in minor units of one currency."""

    month_on: date
    currency: str
    amounts: dict[str, int] = field(default_factory=dict)

    @property
    def acquiring_minor(self) -> int:
        return sum(amount for channel, amount in self.amounts.items() if channel not in KEEPING)

    @property
    def keeping_minor(self) -> int:
        return sum(amount for channel, amount in self.amounts.items() if channel in KEEPING)

    @property
    def acquiring_known(self) -> bool:
        """Whether every channel that looks for new guests was entered: an empty one is not known, and not 0."""
        return self.amounts.keys() >= ACQUIRING

    @property
    def keeping_known(self) -> bool:
        """The same of the channels that speak to guests who have been here."""
        return self.amounts.keys() >= KEEPING

    @property
    def total_minor(self) -> int:
        return sum(self.amounts.values())


def spent_in(month_on: date) -> Spent | None:
    """What was entered for a month; None where nothing was."""
    return spent_months(month_on, month_on).get(month_on)


def spent_months(first_on: date, last_on: date) -> dict[date, Spent]:
    """The months that begin in this time and for which something was entered, by their first day; one statement."""
    rows = db.session.execute(
        select(_spend.c.month_on, _spend.c.currency, _spend.c.channel, _spend.c.amount_minor)
        .where(_spend.c.month_on.between(first_on, last_on))
        .order_by(_spend.c.month_on, _spend.c.channel)
    )
    found: dict[date, dict[str, int]] = defaultdict(dict)
    currencies: dict[date, str] = {}
    for month_on, currency, channel, amount in rows:
        found[month_on][channel] = amount
        currencies[month_on] = currency
    return {month_on: Spent(month_on, currencies[month_on], amounts) for month_on, amounts in found.items()}

"""Which nights and rates a page of rates shows, as its address says."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, timedelta
from urllib.parse import urlencode

from flask import request

from app.catalogue.queries import House
from app.kernel import clock
from app.pricing.queries import PriceList, price_list
from app.pricing.rules import Plan
from app.web.days import day_of
from app.web.forms import clean_line

DAYS = (14, 7, 28)
"""How many nights a grid may show; the first unless the address says otherwise."""

FURTHEST = timedelta(days=3 * 366)


@dataclass(frozen=True, slots=True)
class Asked:
    """The first night, how many, and the plan that alone is shown; every plan where that is None."""

    house: House
    today: date
    first: date
    days: int
    plan: Plan | None

    @property
    def last(self) -> date:
        return self.first + timedelta(days=self.days - 1)

    @property
    def nights(self) -> list[date]:
        return [self.first + timedelta(days=day) for day in range(self.days)]

    @property
    def query(self) -> str:
        """The parameters of this page's address."""
        chosen = {"from": self.first.isoformat(), "days": str(self.days)}
        return urlencode(chosen | ({"plan": self.plan.slug} if self.plan else {}))

    @property
    def url(self) -> str:
        return f"/staff/{self.house.slug}/rates?{self.query}"

    def starting(self, first: date) -> str:
        """The address of the same page from another night on."""
        return replace(self, first=first).url


def read_asked(house: House) -> Asked:
    """What the address asks for; words that are not understood mean what stands there without them."""
    today = clock.today(house.timezone)
    days = request.args.get("days", "")
    first = day_of(request.args.get("from", "")) or today
    return Asked(
        house,
        today,
        min(max(first, today - FURTHEST), today + FURTHEST),
        int(days) if days in {str(each) for each in DAYS} else DAYS[0],
        plan_of(price_list(house.id), request.args.get("plan", "")),
    )


def plan_of(prices: PriceList, slug: str) -> Plan | None:
    """The plan on sale that is called so."""
    return next((plan for plan in prices.plans if plan.slug == clean_line(slug)), None)

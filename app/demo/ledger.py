"""What a booking of the demo's world comes to: its stages with their instants, its price, its claims. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from zoneinfo import ZoneInfo

from app.demo.calendar import rate_minor
from app.demo.group import Group, House, Kind, pence
from app.demo.nights import HouseIds
from app.demo.occupancy import span
from app.demo.world import Booked
from app.inventory.rules import Want, for_night, for_stay
from app.kernel.party import Party
from app.kernel.stay import Stay
from app.pricing.queries import PriceList
from app.pricing.rules import Plan, dues_of
from app.pricing.rules.drafts import ChosenExtra, Line, PricedStay, stay_lines, total_minor
from app.pricing.rules.policy import Policy, policy_of
from app.promotions.rules import Promotion, reductions

Stage = tuple[datetime, str]
"""An instant, and one of `booked`, `cancelled`, `no_show`, `checked_in`, `checked_out`."""


def stages(booked: Booked) -> list[Stage]:
    """What happens to a booking and when, in order; later instants may lie in the future."""
    found = [(booked.visit.booked_at, "booked")]
    if booked.visit.cancelled_at:
        return [*found, (booked.visit.cancelled_at, "cancelled")]
    if booked.visit.no_show:
        return [*found, (booked.no_show_at, "no_show")]
    return [*found, (booked.checked_in_at, "checked_in"), (booked.checked_out_at, "checked_out")]


@dataclass(frozen=True, slots=True)
class Sold:
    """A booking priced as its house sold it, with the ids that its rows need."""

    booked: Booked
    house: House
    ids: HouseIds
    lines: tuple[Line, ...]
    due_now_minor: int
    balance_on: date | None
    policy: Policy

    @property
    def total_minor(self) -> int:
        return total_minor(self.lines)

    @property
    def saved_minor(self) -> int:
        """What an offer takes off."""
        return -sum(line.gross_minor for line in self.lines if line.kind == "reduction")

    @property
    def refunded(self) -> bool:
        """True when it was cancelled while that was free."""
        cancelled_at, until = self.booked.visit.cancelled_at, self.policy.free_until_at
        return cancelled_at is not None and until is not None and cancelled_at < until


class Pricer:
    """Prices bookings as the site does, from the demo's own calendar of rates."""

    def __init__(self, group: Group, ids: Mapping[str, HouseIds], lists: Mapping[str, PriceList]) -> None:
        self.group, self.ids, self.lists = group, ids, lists
        self.houses = {house.slug: house for house in group.houses}
        self.kinds = {(house.slug, kind.slug): kind for house in group.houses for kind in house.kinds}
        self.extras = {extra["slug"]: extra for extra in group.plain["extras"]}
        self.rates: dict[tuple[int, date], int] = {}

    def sell(self, booked: Booked) -> Sold:
        visit = booked.visit
        ids, listed = self.ids[visit.house], self.lists[visit.house]
        plan, kind = ids.plans[booked.plan], self.kinds[visit.house, visit.kind]
        return self._sold(booked, tuple(stay_lines(self._priced(booked, plan, kind, listed), listed.vat_bp)))

    def with_offer(self, sold: Sold, offer: Promotion) -> Sold | None:
        """The booking with what the offer gives it, as the site would have sold it; None where that is nothing.

        An extra that is given joins the booking where nobody counts how many there are.
        """
        if offer.kind == "extra":
            sold = self._with_extra(sold, offer)
        given = reductions(offer, sold.lines)
        if not given:
            return None
        added = (
            Line(one.part, "reduction", one.night, one.label, 1, one.gross_minor, one.vat_bp, one.vat_minor, one.source)
            for one in given
        )
        return self._sold(sold.booked, (*sold.lines, *added))

    def _with_extra(self, sold: Sold, offer: Promotion) -> Sold:
        booked = sold.booked
        slug = next((slug for slug, extra_id in sold.ids.extras.items() if extra_id == offer.extra_id), None)
        if slug is None or slug in dict(booked.extras) or self.extras[slug].get("stock"):
            return sold
        return self.sell(replace(booked, extras=(*booked.extras, (slug, 1))))

    def _sold(self, booked: Booked, lines: tuple[Line, ...]) -> Sold:
        visit, ids = booked.visit, self.ids[booked.visit.house]
        plan = ids.plans[booked.plan]
        zone, currency = self.group.plain["time_zone"], self.group.plain["currency"]
        day = visit.booked_at.astimezone(ZoneInfo(zone)).date()
        due = dues_of(total_minor(lines), plan, visit.arrival, day, at_house=not booked.paid_now)
        return Sold(
            booked=booked,
            house=self.houses[visit.house],
            ids=ids,
            lines=lines,
            due_now_minor=due.now_minor,
            balance_on=due.balance_on,
            policy=policy_of(plan, visit.arrival, zone, currency, visit.booked_at, at_house=not booked.paid_now),
        )

    def _rate(self, kind: Kind, night: date) -> int:
        key = (kind.base_minor, night)
        if key not in self.rates:
            self.rates[key] = rate_minor(kind, night)
        return self.rates[key]

    def _priced(self, booked: Booked, plan: Plan, kind: Kind, listed: PriceList) -> PricedStay:
        visit, ids = booked.visit, self.ids[booked.visit.house]
        return PricedStay(
            stay=Stay(visit.arrival, visit.departure),
            party=party_of(booked),
            plan=plan,
            base_minor={night: self._rate(kind, night) for night in span(visit.arrival, visit.nights)},
            prices=listed.party,
            levies=listed.levies,
            extras=[
                ChosenExtra(ids.extras[slug], extra["name"], extra["basis"], pence(extra["price"]), count)
                for slug, count in booked.extras
                for extra in (self.extras[slug],)
            ],
        )


def party_of(booked: Booked) -> Party:
    return Party(booked.adults, booked.children, booked.cots, booked.dogs)


def wants_of(sold: Sold) -> list[Want]:
    """All that the booking claims: its room, its tables and its counted extras on every night."""
    booked, resources = sold.booked, sold.ids.resources
    stay = Stay(booked.visit.arrival, booked.visit.departure)
    wants = [for_stay(resources[f"kind {booked.visit.kind}"], stay)]
    wants += [for_night(resources[f"sitting {n}"], night, booked.covers) for night, n in booked.suppers]
    counted = ((resources.get(f"extra {slug}"), count) for slug, count in booked.extras)
    wants += [for_stay(resource, stay, count) for resource, count in counted if resource]
    return sorted(wants)

"""Prices as they were: what a stranger would have been told at an instant for what somebody else was told."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from itertools import product

from sqlalchemy import select

from app.availability.promoted import supper_part
from app.catalogue.models import Extra
from app.offers.fair.asked import Asked, AskedStay
from app.offers.fair.errors import NotKept
from app.offers.fair.rewinding import Change, changes_since, rewound
from app.offers.fair.rules import REDUCTION, Difference, differences
from app.pricing.models import PriceHistory
from app.pricing.queries import PriceList, price_list
from app.pricing.rules import ChosenExtra, Line, Plan, PricedStay, bare_lines, levy_lines, room_prices
from app.pricing.taxing import levies
from app.store import db

A_MINUTE = timedelta(minutes=1)
"""A price that was published while a guest was reading: the one that held a minute before is everybody's, too."""

_history, _extra = PriceHistory.__table__, Extra.__table__
Cell = tuple[int, int, date]


@dataclass(frozen=True, slots=True)
class ExtraThen:
    """What an extra cost, and by what it was counted."""

    basis: str
    price_minor: int


class Past:
    """What was published and changed up to now that the prices of some quotes follow from; a few statements a house."""

    def __init__(self, quotes: Sequence[Asked]) -> None:
        self.changes: list[Change] = []
        self.rates: dict[Cell, list[tuple[datetime, int | None]]] = defaultdict(list)
        self.levy_ids: dict[int, list[int]] = {}
        self.lists: dict[tuple[int, int], PriceList] = {}
        if not quotes:
            return
        self.changes = changes_since(min(min(one.instants) for one in quotes) - A_MINUTE)
        self.extras = {
            row.id: ExtraThen(row.basis, row.price_minor)
            for row in db.session.execute(select(_extra.c.id, _extra.c.basis, _extra.c.price_minor))
        }
        houses: dict[int, list[Asked]] = defaultdict(list)
        for one in quotes:
            houses[one.location_id].append(one)
        for location_id, told in houses.items():
            self.levy_ids[location_id] = [row.id for row in levies(location_id)]
            self._read_rates(told)

    def _read_rates(self, quotes: Sequence[Asked]) -> None:
        stays = [stay for one in quotes for stay in one.stays]
        if not stays:
            return
        types = {one.chosen.room_type_id for one in stays} | {other for one in stays for other in one.moved.values()}
        rows = db.session.execute(
            select(
                _history.c.room_type_id, _history.c.rate_plan_id, _history.c.night, _history.c.published_at,
                _history.c.amount_minor,
            )
            .where(
                _history.c.room_type_id.in_(sorted(types)),
                _history.c.night >= min(one.chosen.stay.arrival for one in stays),
                _history.c.night < max(one.chosen.stay.departure for one in stays),
                _history.c.published_at <= max(one.made_at for one in quotes),
            )
            .order_by(_history.c.published_at, _history.c.id)
        )  # fmt: skip
        for room_type_id, plan_id, night, published_at, amount in rows:
            self.rates[room_type_id, plan_id, night].append((published_at, amount))

    def differences(self, asked: Asked) -> list[Difference]:
        """Where the quote is not what a stranger would have been told; raises `NotKept` where nobody can say."""
        if {line.part for line in asked.lines} - {stay.part for stay in asked.stays}:
            raise NotKept("stay_gone")
        if asked.mixed:
            self._require_history(asked)
            ways = [self._lines(asked, base_at, list_at) for base_at, list_at in product(asked.instants, repeat=2)]
            return differences(asked.lines, ways, mixed=True)
        found = differences(asked.lines, [self._lines(asked, asked.made_at, asked.made_at)])
        before = asked.made_at - A_MINUTE
        if found and self._moved_on(asked, before):
            found = differences(asked.lines, [self._lines(asked, asked.made_at, asked.made_at),
                                              self._lines(asked, before, before)])  # fmt: skip
        return found

    def _moved_on(self, asked: Asked, before: datetime) -> bool:
        """Whether something that its price follows from changed in the minute before the quote."""
        if any(before < change.at <= asked.made_at for change in self.changes):
            return True
        return any(
            before < published_at <= asked.made_at
            for stay in asked.stays
            for night in stay.chosen.stay
            for cell, told in self.rates.items()
            if cell[0] == stay.chosen.room_type_id and cell[2] == night
            for published_at, _ in told
        )

    def _lines(self, asked: Asked, base_at: datetime, list_at: datetime) -> list[Line]:
        """What a stranger would have been told at `list_at`, had they kept the rates of `base_at`."""
        listed = self.price_list(asked.location_id, list_at)
        lines: list[Line] = []
        for stay in asked.stays:
            lines += self._stay_lines(asked, stay, listed, base_at, list_at)
        return lines

    def _stay_lines(
        self, asked: Asked, stay: AskedStay, listed: PriceList, base_at: datetime, list_at: datetime
    ) -> list[Line]:
        chosen, plan = stay.chosen, listed.by_id.get(stay.chosen.rate_plan_id)
        if plan is None:
            raise NotKept("plan_gone")
        base = self._base(stay, plan, base_at, needed=not asked.mixed)
        own = [line for line in asked.lines if line.part == stay.part]
        beside = supper_part(listed)
        given = {line.night for line in own if line.kind == "supper" and line.night}
        priced = PricedStay(
            chosen.stay,
            chosen.party,
            plan,
            {night: base.get(night, 0) for night in chosen.stay},
            listed.party,
            extras=[self._extra(extra_id, count, list_at) for extra_id, count in chosen.extras],
            assistance_dogs=chosen.assistance_dogs,
            part=stay.part,
            # An offer may put a supper beside a plan that has none: its price is everybody's, too.
            suppers=dict.fromkeys(given, beside) if beside and not plan.supper_included else {},
        )
        lines = [line for line in bare_lines(priced, listed.vat_bp) if line.night is None or line.night in base]
        # A levy follows from what the room comes to with its offers; nights of a changed booking are from several days.
        rooms = own if asked.mixed else [*lines, *(line for line in own if line.kind == REDUCTION)]
        return lines + levy_lines(listed.levies, room_prices(rooms), chosen.party.adults, stay.part)

    def _require_history(self, asked: Asked) -> None:
        """Each night was priced at one of the instants of a booking that was changed."""
        for stay in asked.stays:
            plan = self.price_list(asked.location_id, asked.made_at).by_id.get(stay.chosen.rate_plan_id)
            if plan is not None:
                known = [self._base(stay, plan, at, needed=False) for at in asked.instants]
                if any(all(night not in base for base in known) for night in stay.chosen.stay):
                    raise NotKept("no_history")

    def _base(self, stay: AskedStay, plan: Plan, at: datetime, *, needed: bool) -> Mapping[date, int]:
        found = {}
        for night in stay.chosen.stay:
            amount = self.rate(stay.moved.get(night, stay.chosen.room_type_id), plan.base_id, night, at)
            if amount is None and needed:
                raise NotKept("no_history")
            if amount is not None:
                found[night] = amount
        return found

    def rate(self, room_type_id: int, plan_id: int, night: date, at: datetime) -> int | None:
        """The rate that held for a night at an instant; None where none is known."""
        told = self.rates.get((room_type_id, plan_id, night), ())
        return next((amount for published_at, amount in reversed(told) if published_at <= at), None)

    def price_list(self, location_id: int, at: datetime) -> PriceList:
        """The price list of a house as it was at an instant."""
        undone = [one for one in self.changes if one.location_id == location_id and one.at > at]
        key = location_id, len(undone)
        if key not in self.lists:
            self.lists[key] = rewound(price_list(location_id), self.levy_ids.get(location_id, ()), undone)
        return self.lists[key]

    def _extra(self, extra_id: int, count: int, at: datetime) -> ChosenExtra:
        then = self.extras.get(extra_id)
        if then is None:
            raise NotKept("extra_gone")
        basis, price = then.basis, then.price_minor
        for change in self.changes:
            if change.subject == "extra" and change.subject_id == extra_id and change.at > at:
                basis, price = change.before.get("basis", basis), change.before.get("price_minor", price)
        return ChosenExtra(extra_id, "", basis, price, count)

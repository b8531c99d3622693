"""The lines of a changed stay: kept nights at the price they were sold for, all else at today's."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import date

from app.availability.board import Board
from app.availability.boards import board as board_of
from app.availability.search import reasons_against
from app.booking.errors import CannotBeSold
from app.booking.quoting import chosen_extras
from app.booking.rules import ChosenStay
from app.catalogue.queries import House, RoomType, catalogue
from app.kernel.stay import LONGEST_STAY, Stay
from app.pricing.queries import PriceList, price_list
from app.pricing.rules import Line, Plan, PricedStay, levy_lines, stay_lines

FREE_UNTIL = "free_until"
OF_THE_PAST = ("closed_to_arrival", "min_stay", "max_stay")
"""Rules about a stay's beginning, which say nothing once it has begun."""


class Repricing:
    """Prices the stays of one booking in their house, as the house sells now.

    `price` raises `CannotBeSold` when a rule forbids the change; what stays as it was is never forbidden. What is
    `promised` is forbidden by a missing rate and the ends of the calendar alone.
    """

    def __init__(self, house: House, *, promised: bool = False) -> None:
        self.house = house
        self.promised = promised
        self.board: Board = board_of(house)
        self.listed: PriceList = price_list(house.id)

    def plan(self, chosen: ChosenStay) -> Plan:
        plan = self.listed.by_id.get(chosen.rate_plan_id)
        if plan is None:
            raise CannotBeSold(("closed",))
        return plan

    def sells(self, chosen: ChosenStay) -> bool:
        """Whether the board has a price for every night of the stay."""
        rates = self.board.prices.rates.get((chosen.room_type_id, self.plan(chosen).base_id))
        return rates is not None and self.board.reaches(chosen.stay)

    def may_become(self, old: ChosenStay | None, plan: Plan) -> bool:
        """True while the way of cancelling stays what it was.

        A resale plan is sold for less and paid when it is booked: a stay neither leaves it nor comes to it later, and
        no room is added on it.
        """
        return plan.cancelling == (self.plan(old).cancelling if old else FREE_UNTIL)

    def price(self, part: int, old: ChosenStay | None, new: ChosenStay, before: Sequence[Line]) -> list[Line]:
        """The lines of a stay; `before` are those of the stay as it was, and none of a stay that is added.

        Nothing is taken off: that is for `GivenBefore`, which sees all stays.
        """
        before = [line for line in before if line.kind != "reduction"]
        room_type = catalogue().room_types.get(new.room_type_id)
        plan = self.plan(new)
        if room_type is None or room_type.location_id != self.house.id:
            raise CannotBeSold(("closed",))
        same_terms = old is not None and _terms(old) == _terms(new)
        if plan not in self.listed.plans and not same_terms:
            raise CannotBeSold(("closed",))
        if new.stay.nights > max(LONGEST_STAY, old.stay.nights if old else 0):
            raise CannotBeSold(("max_stay",))
        if old is not None and old.stay.arrival < self.board.first:
            self._keep_the_past(old, new)
        if not self.may_become(old, plan):
            raise CannotBeSold(("rate_stays",))
        if old is None or not same_terms or (old.stay, old.party) != (new.stay, new.party):
            self._require_sellable(room_type, plan, new, old)
        kept = _of_nights(before) if same_terms else {}
        priced = self._priced(part, new, plan, kept)
        lines = _kept_lines(stay_lines(priced, self.listed.vat_bp), old, new, kept, before, self.board.first)
        rooms = [(line.night, line.gross_minor) for line in lines if line.kind == "room" and line.night]
        return lines + levy_lines(self.listed.levies, rooms, new.party.adults, part)

    def lines_on(self, part: int, new: ChosenStay, nights: Collection[date], before: Sequence[Line]) -> list[Line]:
        """The lines of some nights of a stay as they cost today, without levies; no rule is asked.

        `before` are those of the stay as it is. Raises `CannotBeSold` where a night has no price.
        """
        kept = {night: own for night, own in _of_nights(before).items() if night not in nights}
        priced = self._priced(part, new, self.plan(new), kept)
        return [line for line in stay_lines(priced, self.listed.vat_bp) if line.night in nights]

    def _keep_the_past(self, old: ChosenStay, new: ChosenStay) -> None:
        """Nights that have passed are as they were: same room type, rate and arrival, and no departure before today."""
        today = self.board.first
        if _terms(old) != _terms(new) or old.stay.arrival != new.stay.arrival or new.stay.departure < today:
            raise CannotBeSold(("in_the_past",))
        slept = [supper for supper in old.suppers if supper[0] < today]
        if slept != [supper for supper in new.suppers if supper[0] < today]:
            raise CannotBeSold(("in_the_past",))

    def _require_sellable(self, room_type: RoomType, plan: Plan, new: ChosenStay, old: ChosenStay | None) -> None:
        begun = old is not None and new.stay.arrival < self.board.first
        arrival = max(new.stay.arrival, self.board.first) if begun else new.stay.arrival
        if arrival >= new.stay.departure:
            return
        stay = Stay(arrival, new.stay.departure)
        reasons = reasons_against(self.board, room_type, plan, stay, new.party, counting=False)
        pardoned = {"no_rate", *(OF_THE_PAST if begun else ())}
        if self.promised:
            pardoned |= {*reasons} - {"in_the_past", "too_far_ahead"}
        if left := tuple(reason for reason in reasons if reason not in pardoned):
            raise CannotBeSold(left)

    def _priced(self, part: int, new: ChosenStay, plan: Plan, kept: dict[date, list[Line]]) -> PricedStay:
        rates = self.board.prices.rates.get((new.room_type_id, plan.base_id), ())
        base = {}
        for night in new.stay:
            known = next((line.source for line in kept.get(night, ()) if line.kind == "room"), None) or {}
            index = self.board.index(night)
            today = rates[index] if 0 <= index < len(rates) else 0
            base[night] = known.get("base_minor") or today
            if not base[night] and night not in kept:
                raise CannotBeSold(("no_rate",))
        return PricedStay(
            new.stay,
            new.party,
            plan,
            base,
            self.listed.party,
            extras=chosen_extras(self.house, new),
            assistance_dogs=new.assistance_dogs,
            part=part,
        )


def _terms(chosen: ChosenStay) -> tuple[int, int]:
    return chosen.room_type_id, chosen.rate_plan_id


def _of_nights(lines: Sequence[Line]) -> dict[date, list[Line]]:
    found: dict[date, list[Line]] = {}
    for line in lines:
        if line.night is not None:
            found.setdefault(line.night, []).append(line)
    return found


def _kept_lines(
    lines: Sequence[Line],
    old: ChosenStay | None,
    new: ChosenStay,
    kept: dict[date, list[Line]],
    before: Sequence[Line],
    today: date,
) -> list[Line]:
    """A kept night has its old lines where the people are the same, or it has passed; so has an unchanged addition."""
    if old is None:
        return list(lines)
    same_people = (old.party.adults, old.party.children) == (new.party.adults, new.party.children)
    same_length = same_people and old.stay.nights == new.stay.nights
    added = {(line.kind, line.label, line.count): line for line in before if line.night is None}
    result: list[Line] = []
    for night in new.stay:
        own = [line for line in lines if line.night == night]
        result += kept[night] if night in kept and (same_people or night < today) else own
    for line in lines:
        if line.night is None:
            was = added.get((line.kind, line.label, line.count))
            stays = was is not None and (line.kind == "dog" or same_length)
            result.append(was if was is not None and stays else line)
    return result

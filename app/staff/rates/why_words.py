"""Each rule about selling a stay, in the words of the desk: what it says of this stay, and where it is changed."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta

from app.availability.board import Board
from app.availability.explained import Finding
from app.booking.rooms.takers import Takers
from app.catalogue.queries import RoomType
from app.kernel.party import Party
from app.kernel.stay import Stay
from app.kernel.words import counted, dated, listed, money, short_day
from app.pricing.draft.rules import Bound, Scope
from app.pricing.rules import Plan
from app.staff.rates.taken_words import who_has

FACTS = ("days_ahead",)
"""What is changed by a field of the house's own form; the rest by a part of its page."""

DAYS_BEFORE = 3
"""How many nights the grid shows before the one that a link leads to."""


@dataclass(frozen=True, slots=True)
class Check:
    """One rule: `title` in bold, `detail` after it, `url` leads to where it is changed."""

    code: str
    applies: bool
    title: str
    detail: str
    act: str = ""
    url: str = ""


@dataclass(frozen=True, slots=True)
class _Asked:
    board: Board
    room_type: RoomType
    plan: Plan
    stay: Stay
    party: Party
    finding: Finding
    bound: Bound | None
    may_set: bool
    closed: int = 0
    authors: Mapping[Scope, str] = field(default_factory=dict)
    takers: Takers | None = None

    @property
    def here(self) -> str:
        return f"/staff/{self.board.house.slug}"

    def rates_url(self, night: date) -> str:
        """The grid around a night, with the cell of this room type and rate ticked, for what the rule holds for."""
        first = max(night - timedelta(days=DAYS_BEFORE), self.board.first)
        cell = f"{self.room_type.slug}.{self.plan.slug}.{night.isoformat()}"
        scope = self.finding.scopes[0].scope if self.finding.scopes else "room_type"
        return f"{self.here}/rates?from={first.isoformat()}&n={cell}&rules_for={scope}"

    def lift(self) -> tuple[str, str]:
        """The way to the rule of a night; nothing for those who may not change it."""
        nights = self.finding.nights or (self.stay.arrival,)
        return ("Change it for this night", self.rates_url(nights[0])) if self.may_set else ("", "")

    def of_house(self, anchor: str) -> tuple[str, str]:
        """The way to what the house says of itself; nothing for those who may not change it."""
        page = "/house/facts" if anchor in FACTS else "/house"
        return ("Change it for the house", f"{self.here}{page}#{anchor}".rstrip("#")) if self.may_set else ("", "")

    @property
    def tape_url(self) -> str:
        """The tape chart from the first night that stands against it."""
        return f"{self.here}/tape-chart?from={(self.finding.nights or (self.stay.arrival,))[0].isoformat()}"

    @property
    def places(self) -> str:
        """For what the rule was made, and who made it."""
        names = {"location": "the whole house", "room_type": self.room_type.name, "rate_plan": self.plan.name}
        found = dict.fromkeys(names[scope.scope] for scope in self.finding.scopes)
        whose = dict.fromkeys(self.authors[scope] for scope in self.finding.scopes if scope in self.authors)
        said = f", set by {listed(list(whose))}" if whose else ""
        return f", for {listed(list(found))}{said}" if found else ""

    @property
    def days(self) -> str:
        nights = self.finding.nights
        words = [short_day(night) for night in nights[:3]]
        return listed([*words, f"{len(nights) - 3} more"] if len(nights) > 3 else words)


def checks_of(
    board: Board,
    room_type: RoomType,
    plan: Plan,
    stay: Stay,
    party: Party,
    findings: Sequence[Finding],
    bound: Bound | None,
    *,
    may_set: bool,
    closed: int,
    authors: Mapping[Scope, str],
    takers: Takers | None,
) -> tuple[Check, ...]:
    """Every rule, the ones that stand against the stay first, both in the one order.

    `closed` is how many rooms of the type a closure takes off sale on the first night that is full, `takers` who has
    the others; `authors` says whose a restriction is.
    """
    asked = (
        _Asked(board, room_type, plan, stay, party, finding, bound, may_set, closed, authors, takers)
        for finding in findings
    )
    checks = [_CHECKS[one.finding.code](one) for one in asked]
    return tuple(sorted(checks, key=lambda check: not check.applies))


def lead_of(
    findings: Sequence[Finding], board: Board, room_type: RoomType, plan: Plan, stay: Stay, total: int | None
) -> str:
    """The answer in one sentence."""
    nights = f"{counted(stay.nights, 'night').capitalize()} from {short_day(stay.arrival)}"
    if total is not None:
        return f"{nights} can be sold, for {money(total, board.house.currency)}."
    first = next(finding for finding in findings if finding.applies)
    title = _CHECKS[first.code](_Asked(board, room_type, plan, stay, Party(), first, None, may_set=False)).title
    return f"{nights} can’t be sold: {title[0].lower()}{title[1:]}."


def _in_the_past(asked: _Asked) -> Check:
    today = short_day(asked.board.first)
    if asked.finding.applies:
        return Check("in_the_past", True, "The arrival has gone by", f"Today is {today}")
    return Check("in_the_past", False, "Not in the past", "")


def _too_far_ahead(asked: _Asked) -> Check:
    last = dated(asked.board.day(asked.board.house.days_ahead))
    applies = asked.finding.applies
    if applies:
        return Check("too_far_ahead", True, "Too far ahead", f"on sale until {last}", *asked.of_house("days_ahead"))
    return Check("too_far_ahead", False, "Near enough", f"on sale until {last}")


def _party_too_large(asked: _Asked) -> Check:
    kind, party = asked.room_type, asked.party
    heads = f"{counted(kind.heads_max, 'person', 'people')}, of them {counted(kind.adults_max, 'adult')} at most"
    more = [f"{counted(count, thing)}" for count, thing in ((kind.cots_max, "cot"), (kind.dogs_max, "dog"))]
    detail = f"{kind.name} takes {heads}, {' and '.join(more)}"
    if asked.finding.applies:
        return Check("party_too_large", True, "The party is too large", detail, *asked.of_house("room-types"))
    return Check("party_too_large", False, f"Party of {party.people} fits", "")


def _needs(asked: _Asked) -> Check:
    if asked.finding.applies:
        wanted = listed([{"step-free": "a step-free way in", "bath": "a bath"}[n] for n in sorted(asked.party.needs)])
        return Check(
            "needs", True, "The room lacks what the party needs", f"asked for: {wanted}", *asked.of_house("room-types")
        )
    return Check("needs", False, "Needs met" if asked.party.needs else "No needs asked for", "")


def _closed(asked: _Asked) -> Check:
    if not asked.finding.applies:
        return Check("closed", False, "Open on every night", "")
    if not asked.board.house.open_for_booking:
        return Check(
            "closed", True, "The house takes no bookings", "It is closed for booking as a whole", *asked.of_house("")
        )
    if asked.finding.scopes:
        return Check("closed", True, "The nights are shut", f"{asked.days}{asked.places}", *asked.lift())
    detail = f"{asked.days}: no rooms were opened for sale"
    return Check("closed", True, "The nights are not open", detail, *asked.of_house("days_ahead"))


def _no_rate(asked: _Asked) -> Check:
    board = asked.board
    if asked.finding.applies:
        return Check("no_rate", True, "No rate is set", asked.days, *asked.lift())
    arrival, departure = board.index(asked.stay.arrival), board.index(asked.stay.departure)
    rates = board.prices.rates.get((asked.room_type.id, asked.plan.base_id), [])[arrival:departure]
    if not rates:
        return Check("no_rate", False, "Rates", "not looked at, so far off")
    least, most = (money(amount, board.house.currency) for amount in (min(rates), max(rates)))
    price = f"Rate {least}" if least == most else f"Rates {least} to {most}"
    if asked.bound is None:
        return Check("no_rate", False, price, "no floor or ceiling is set")
    floor, ceiling = (money(a, board.house.currency) for a in (asked.bound.floor_minor, asked.bound.ceiling_minor))
    return Check("no_rate", False, price, f"between floor {floor} and ceiling {ceiling}")


def _full(asked: _Asked) -> Check:
    if not asked.finding.applies:
        left = asked.finding.value
        return Check("full", False, f"Rooms: {left} left" if left is not None else "Rooms", "")
    if asked.finding.nights:
        if asked.closed:
            rooms = f"{counted(asked.closed, 'room is', 'rooms are')} closed, the others taken: {asked.days}"
            rooms += who_has(asked.takers)
            way = ("See the closures", f"{asked.here}/closures") if asked.may_set else ("", "")
            return Check("full", True, "No room is left", rooms, *way)
        way = ("See the tape chart", asked.tape_url)
        if asked.may_set and asked.takers and asked.takers.kept:
            way = ("See the block", f"{asked.here}/blocks/{asked.takers.kept[0].block_id}")
        return Check("full", True, "Every room is taken", f"{asked.days}{who_has(asked.takers)}", *way)
    if asked.finding.value:
        detail = "the rate includes supper, and no sitting has room"
        return Check("full", True, "No table is left for supper", detail, *asked.of_house("sittings"))
    return Check("full", True, "No room is left", "")


def _arrival(asked: _Asked) -> Check:
    if asked.finding.applies:
        return Check("closed_to_arrival", True, "No arrivals", f"{asked.days}{asked.places}", *asked.lift())
    return Check("closed_to_arrival", False, "Arrivals open", "")


def _departure(asked: _Asked) -> Check:
    if asked.finding.applies:
        return Check("closed_to_departure", True, "No departures", f"{asked.days}{asked.places}", *asked.lift())
    return Check("closed_to_departure", False, "Departures open", "")


def _min_stay(asked: _Asked) -> Check:
    least = asked.finding.value or 1
    if asked.finding.applies:
        detail = f"{asked.days}{asked.places}"
        return Check("min_stay", True, f"Fewest nights is {least}", detail, *asked.lift())
    if least > asked.stay.nights:
        return Check("min_stay", False, f"Fewest nights is {least}", "but these fill a gap between sold nights")
    return Check("min_stay", False, f"Fewest nights: {least}" if least > 1 else "No fewest nights", "")


def _max_stay(asked: _Asked) -> Check:
    most = asked.finding.value
    if asked.finding.applies:
        return Check("max_stay", True, f"Most nights is {most}", f"{asked.days}{asked.places}", *asked.lift())
    return Check("max_stay", False, f"Most nights: {most}" if most else "No most nights", "")


_CHECKS: dict[str, Callable[[_Asked], Check]] = {
    "in_the_past": _in_the_past,
    "too_far_ahead": _too_far_ahead,
    "party_too_large": _party_too_large,
    "needs": _needs,
    "closed": _closed,
    "no_rate": _no_rate,
    "full": _full,
    "closed_to_arrival": _arrival,
    "closed_to_departure": _departure,
    "min_stay": _min_stay,
    "max_stay": _max_stay,
}

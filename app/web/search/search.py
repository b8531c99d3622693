"""A search as a value, and the addresses and hidden fields that ask for the same again."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from urllib.parse import urlencode

from app.kernel.party import Party
from app.kernel.stay import Stay

NAMES = ("location", "arrival", "departure", "adults", "children", "cots", "dogs", "needs", "rooms", "code", "offer")
SORTS = ("price", "house", "popular", "yours")
"""Cheapest first, in the group's order, the most booked first, and in the order of a guest who is recognised."""
SUPPERS = ("in", "out")
FEATURES = ("bath", "step-free", "king", "dogs", "cot")


@dataclass(frozen=True, slots=True)
class Problem:
    """One parameter that cannot be right; `code` is fit for `data-reason`."""

    name: str
    sentence: str
    code: str = "not_understood"


@dataclass(frozen=True, slots=True)
class Search:
    """What was asked. `stay` is None when no dates were given or they are wrong; the party is two where it is wrong.

    `rooms` is how many the party wants to be spread over; None is one, or the cheapest set where it fits into none.
    `sort` is empty where no order was asked for: cheapest first, or a recognised guest's own.
    `code` is what was typed, `offer` the slug of one whose link was followed.
    """

    locations: tuple[str, ...] = ()
    stay: Stay | None = None
    party: Party = field(default_factory=Party)
    rooms: int | None = None
    code: str = ""
    offer: str = ""
    referral: str = ""
    sort: str = ""
    supper: str = ""
    total_most_minor: int | None = None
    features: frozenset[str] = frozenset()
    typed: dict[str, str] = field(default_factory=dict)
    problems: tuple[Problem, ...] = ()
    texts: dict[Stay | None, str] = field(default_factory=dict, init=False, repr=False, compare=False)

    @property
    def location(self) -> str:
        """The one house that was asked for; empty for several or all."""
        return self.locations[0] if len(self.locations) == 1 else ""

    @property
    def filtered(self) -> bool:
        """True when supper, a price or a feature of the room was asked for beside the results."""
        return bool(self.features or self.supper or self.total_most_minor)

    def unfiltered(self) -> Search:
        """The same search without these; houses and order stay."""
        return replace(self, supper="", total_most_minor=None, features=frozenset())

    def problem(self, name: str) -> Problem | None:
        return next((problem for problem in self.problems if problem.name == name), None)

    @property
    def party_text(self) -> str:
        """`2 adults, 1 child, 1 dog`."""
        party = self.party
        parts = [
            (party.adults, "adult", "adults"),
            (len(party.children), "child", "children"),
            (party.cots, "baby", "babies"),
            (party.dogs, "dog", "dogs"),
        ]
        return ", ".join(f"{count} {one if count == 1 else many}" for count, one, many in parts if count)

    @property
    def who_text(self) -> str:
        """`4 adults, 2 rooms`: the party, and the rooms where a number of them was asked for."""
        return f"{self.party_text}, {self.rooms} rooms" if self.rooms and self.rooms > 1 else self.party_text

    def asked(self, stay: Stay | None = None) -> list[tuple[str, str]]:
        """Dates, party, code, offer and referral as parameters for links and hidden fields; `stay` replaces the own."""
        stay, party = stay or self.stay, self.party
        dates = [("arrival", stay.arrival.isoformat()), ("departure", stay.departure.isoformat())] if stay else []
        pairs = [
            *dates,
            ("adults", str(party.adults)),
            ("children", ",".join(map(str, party.children))),
            ("cots", str(party.cots or "")),
            ("dogs", str(party.dogs or "")),
            ("needs", ",".join(sorted(party.needs))),
            ("rooms", str(self.rooms or "")),
            ("code", self.code),
            ("offer", self.offer),
            ("referral", self.referral),
        ]
        return [pair for pair in pairs if pair[1]]

    def filters(self) -> list[tuple[str, str]]:
        """Order and filters as parameters, those that say something."""
        pairs = [("location", slug) for slug in self.locations]
        pairs += [("sort", self.sort)] if self.sort else []
        pairs += [("supper", self.supper)] if self.supper else []
        pairs += [("total", str(self.total_most_minor // 100))] if self.total_most_minor else []
        return pairs + [("has", feature) for feature in sorted(self.features)]

    def url(self, path: str = "/stays", stay: Stay | None = None, location: str | None = None) -> str:
        """The address that asks for the same at `path`, with other dates or in another house where these are given."""
        own = self.filters() if path == "/stays" else []
        if location is not None:
            own = [pair for pair in own if pair[0] != "location"] + ([("location", location)] if location else [])
        asked = self._asked_text(stay)
        return f"{path}?{urlencode(own)}&{asked}" if own else f"{path}?{asked}"

    def _asked_text(self, stay: Stay | None) -> str:
        """`asked` as it stands in an address, written once for all links of a page."""
        if stay not in self.texts:
            self.texts[stay] = urlencode(self.asked(stay))
        return self.texts[stay]

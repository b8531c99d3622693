"""What a decision sees: a guest's history and the moment, as named numbers of a fixed scale. Pure.

Nothing here, and nothing that could be added, tells of nationality, age, gender, health, religion, a name or a device.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from math import log1p

from app.offers.engine.model import BASE

THIN = 2.0
"""So many stays a guest's own figures weigh against what guests in general do: of one stay a third is theirs."""

SEASONS = ("spring", "summer", "autumn", "winter")
PLACES = {"home": "looking", "results": "looking", "room": "looking", "account": "looking", "checkout": "paying"}
"""Where an offer is met, as far as it changes what is wanted; anywhere else the stay is booked already."""

LONG_STAY = 14
DAYS_OF_YEAR = 365.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Past:
    """A guest's stays as numbers; None where there is nothing to go by. No stay at all is the state "new".

    `cadence_days` lie between two stays, `days_since` after the last; `lead_days` before arrival; `spend_band` is 1
    (the lowest quarter of what a night comes to for guests) to 4; `adults`, `children` and `dogs` are means a stay;
    `weekend_share` and `supper_share` of nights, `extras` a stay; `cancelled_share` of bookings; `last_score` 0 to 10.
    """

    stays: int = 0
    nights: float | None = None
    days_since: float | None = None
    cadence_days: float | None = None
    lead_days: float | None = None
    spend_band: int | None = None
    adults: float | None = None
    children: float | None = None
    dogs: float | None = None
    weekend_share: float | None = None
    supper_share: float | None = None
    extras: float | None = None
    cancelled_share: float | None = None
    last_score: float | None = None
    usual_location_id: int | None = None
    usual_season: str | None = None


NOBODY = Past()
"""The history of a guest who is new, and of one whose history is not to be used."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Context:
    """The moment: where on the site, and the stay that is looked for or booked, as far as it is known."""

    place: str
    location_id: int | None = None
    nights: int | None = None
    lead_days: int | None = None
    weekend: bool = False
    season: str | None = None
    adults: int | None = None
    children: int = 0
    dogs: int = 0


GUESTS_HAVE: Mapping[str, float] = {
    "nights": 2.0,
    "lead_days": 30.0,
    "spend_band": 2.5,
    "adults": 2.0,
    "children": 0.3,
    "dogs": 0.1,
    "weekend_share": 0.4,
    "supper_share": 0.3,
    "extras": 0.5,
    "cancelled_share": 0.1,
    "last_score": 8.5,
}
"""What guests in general do, where it was not counted."""

SPREADS = {
    "nights": 2.0,
    "lead_days": 40.0,
    "spend_band": 1.0,
    "adults": 1.0,
    "children": 0.8,
    "dogs": 0.4,
    "weekend_share": 0.35,
    "supper_share": 0.35,
    "extras": 0.8,
    "cancelled_share": 0.25,
    "last_score": 2.0,
}

MOST = 3.0
"""No figure of a guest counts for more than so many spreads."""

OF_THE_MOMENT = (
    "moment:paying", "moment:booked", "moment:dated", "moment:near", "moment:long", "moment:weekend",
    "season:spring", "season:summer", "season:winter", "party:alone", "party:children", "party:dogs", "party:many",
)  # fmt: skip
OF_THE_PAST = (
    "past:new", "past:stays", "past:away", "past:overdue", "past:usual_house", "past:usual_season", "past:longer",
    *(f"past:{name}" for name in SPREADS),
)  # fmt: skip
NAMES = (BASE, *OF_THE_MOMENT, *OF_THE_PAST)
"""Every feature, in the order of the model."""


def features(past: Past, context: Context, guests_have: Mapping[str, float] = GUESTS_HAVE) -> dict[str, float]:
    """The features by name, those that are 0 left out. `past` is `NOBODY` where history is not to be used.

    A figure of the guest's own is told beside `guests_have`, what guests in general do, and is drawn to that while
    their stays are few: (n own + 2 theirs) / (n + 2), of n stays.
    """
    return {name: value for name, value in (_moment(context) | _past(past, context, guests_have)).items() if value}


def situation(context: Context) -> str:
    """The context by which popularity is counted: party, weekend or week, length. The same for everybody."""
    if context.nights is None:
        return "undated"
    party = "family" if context.children else {1: "alone", 2: "pair"}.get(context.adults or 2, "group")
    length = "one" if context.nights == 1 else "short" if context.nights <= 3 else "long"
    return f"{party} {'weekend' if context.weekend else 'week'} {length}"


def season_of(month: int) -> str:
    """The season of a month, 1 to 12."""
    return SEASONS[(month - 3) % 12 // 3]


def _moment(context: Context) -> dict[str, float]:
    where = PLACES.get(context.place, "booked")
    dated = context.nights is not None
    found = {
        BASE: 1.0,
        "moment:paying": float(where == "paying"),
        "moment:booked": float(where == "booked"),
        "moment:dated": float(dated),
        "moment:near": 1 / (1 + context.lead_days / 14) if context.lead_days is not None else 0.0,
        "moment:long": min(1.0, log1p(max(0, (context.nights or 1) - 1)) / log1p(LONG_STAY)),
        "moment:weekend": float(dated and context.weekend),
        "party:alone": float(context.adults == 1 and not context.children),
        "party:children": float(context.children > 0),
        "party:dogs": float(context.dogs > 0),
        "party:many": float((context.adults or 0) > 2),
    }
    if context.season in SEASONS and context.season != "autumn":
        found[f"season:{context.season}"] = 1.0
    return found


def _past(past: Past, context: Context, guests_have: Mapping[str, float]) -> dict[str, float]:
    if past.stays <= 0:
        return {"past:new": 1.0}
    sure = past.stays / (past.stays + THIN)
    found = {
        "past:stays": min(1.0, log1p(past.stays) / log1p(20)),
        "past:usual_house": sure
        * (past.usual_location_id is not None and past.usual_location_id == context.location_id),
        "past:usual_season": sure * (past.usual_season is not None and past.usual_season == context.season),
    }
    if past.days_since is not None:
        found["past:away"] = min(1.0, max(0.0, past.days_since) / (2 * DAYS_OF_YEAR))
        if past.cadence_days:
            found["past:overdue"] = sure * (_within(past.days_since / past.cadence_days - 1) / MOST)
    if past.nights and context.nights:
        found["past:longer"] = sure * (_within(context.nights / past.nights - 1) / MOST)
    for name, spread in SPREADS.items():
        own = getattr(past, name)
        if own is not None:
            found[f"past:{name}"] = sure * _within((own - guests_have[name]) / spread) / MOST
    return found


def _within(value: float) -> float:
    return min(MOST, max(-MOST, value))

"""A page that a guest of the demo was shown: what could stand on it, what either arm would have shown. Pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from hashlib import blake2b
from typing import Any

from app.demo.offers.made import runs
from app.demo.world import Booked
from app.offers.engine import NOBODY, Context, Past, draw, features, season_of, situation
from app.offers.proof.rules import HOLDOUT
from app.promotions.rules import Promotion, counted_nights

PLACES_OF_A_PAGE = 2
WEEKEND = (4, 5)
GIVEN_TO_DOGS = "bed-for-the-dog"


@dataclass(frozen=True, slots=True)
class Looked:
    """Somebody known looked for a stay at an instant; `slept` are the stays that lay behind them."""

    guest_id: int
    at: datetime
    location_id: int
    nights: tuple[date, ...]
    adults: int
    children: int
    dogs: int
    slept: tuple[Booked, ...]
    usual_location_id: int | None


@dataclass(frozen=True, slots=True)
class Place:
    """One place of a page, as the log keeps it; `instead` is what the other arm would have shown there."""

    position: int
    eligible: tuple[int, ...]
    propensities: tuple[float, ...]
    chosen: int
    propensity: float
    seed: str
    instead: int | None = None


@dataclass(slots=True)
class Page:
    """What was shown, and what became of it: the booking that took `taken`, both None when nothing was."""

    looked: Looked
    arm: str
    key: str
    places: tuple[Place, ...] = ()
    taken: int | None = None
    saved_minor: int = 0
    total_minor: int = 0
    booking_id: int | None = None
    terms: dict[str, Any] = field(default_factory=dict)

    @property
    def shown(self) -> list[int]:
        return [place.chosen for place in self.places]


def page_of(looked: Looked, offers: Mapping[str, Promotion], popular: Sequence[int], arm: str, key: str) -> Page:
    """The page for somebody of that arm. Those who see offers see each as likely; the others the most popular ones."""
    page = blake2b(f"page {key}".encode(), digest_size=8).hexdigest()
    fits = [offer.id for offer in offers.values() if fitting(offer, looked)]
    even, most = _even(fits, page), _most(fits, popular, page)
    shown, other = (most, even) if arm == HOLDOUT else (even, most)
    if {one.chosen for one in shown} == {one.chosen for one in other}:
        return Page(looked, arm, page, tuple(shown))
    told = [
        Place(one.position, one.eligible, one.propensities, one.chosen, one.propensity, one.seed, instead.chosen)
        for one, instead in zip(shown, other, strict=True)
    ]
    return Page(looked, arm, page, tuple(told))


def fitting(offer: Promotion, looked: Looked) -> bool:
    """Whether the offer could be had there, then, for those nights, and was meant for such a guest."""
    if offer.by_code_only or not runs(offer, looked.at) or not offer.holds_at(looked.location_id):
        return False
    if len(looked.nights) < (offer.least_nights or 1) or not counted_nights(offer, looked.nights):
        return False
    if offer.kind == "another_house":
        return looked.usual_location_id != looked.location_id
    return offer.slug != GIVEN_TO_DOGS or (looked.dogs > 0 and any(booked.dogs for booked in looked.slept))


def row_of(page: Page, place: Place, policy: int) -> dict[str, Any]:
    """The place as a row of the log, without what came of it; `policy` is that under which offers were drawn."""
    looked = page.looked
    moment = _moment(looked)
    held_out = page.arm == HOLDOUT
    return {
        "at": looked.at,
        "guest_id": looked.guest_id,
        "place": "results",
        "page": page.key,
        "position": place.position,
        "policy_version": 0 if held_out else policy,
        "situation": situation(moment),
        "features": features(_past(looked), moment),
        "eligible": list(place.eligible),
        "propensities": list(place.propensities),
        "promotion_id": place.chosen,
        "instead_id": place.instead,
        "propensity": place.propensity,
        "arm": page.arm,
        "seed": place.seed,
    }


def _even(fits: Sequence[int], page: str) -> list[Place]:
    left, found = list(fits), []
    for position in range(min(PLACES_OF_A_PAGE, len(fits))):
        shares, seed = tuple([1 / len(left)] * len(left)), f"{page}:{position}"
        index = draw(shares, seed)
        found.append(Place(position, tuple(left), shares, left[index], shares[index], seed))
        left = [one for one in left if one != found[-1].chosen]
    return found


def _most(fits: Sequence[int], popular: Sequence[int], page: str) -> list[Place]:
    order = [one for one in popular if one in fits]
    return [
        Place(n, tuple(order[n:]), (1.0, *([0.0] * (len(order) - n - 1))), order[n], 1.0, f"{page}:{n}")
        for n in range(min(PLACES_OF_A_PAGE, len(order)))
    ]


def _moment(looked: Looked) -> Context:
    first = looked.nights[0]
    return Context(
        place="results",
        location_id=looked.location_id,
        nights=len(looked.nights),
        lead_days=max(0, (first - looked.at.date()).days),
        weekend=any(night.weekday() in WEEKEND for night in looked.nights),
        season=season_of(first.month),
        adults=looked.adults,
        children=looked.children,
        dogs=looked.dogs,
    )


def _past(looked: Looked) -> Past:
    """The stays behind a guest as numbers, as the site would have counted them."""
    slept = looked.slept
    if not slept:
        return NOBODY
    n, nights = len(slept), sum(booked.visit.nights for booked in slept)
    weekend = sum(
        night.weekday() in WEEKEND
        for booked in slept
        for night in (
            date.fromordinal(booked.visit.arrival.toordinal() + ahead) for ahead in range(booked.visit.nights)
        )
    )
    return Past(
        stays=n,
        nights=nights / n,
        days_since=float((looked.at.date() - max(booked.visit.departure for booked in slept)).days),
        lead_days=float(sorted((one.visit.arrival - one.visit.booked_at.date()).days for one in slept)[n // 2]),
        adults=sum(booked.adults for booked in slept) / n,
        children=sum(booked.visit.party[1] for booked in slept) / n,
        dogs=sum(booked.dogs for booked in slept) / n,
        weekend_share=weekend / nights,
        supper_share=sum(len(booked.suppers) for booked in slept) / nights,
        extras=sum(len(booked.extras) for booked in slept) / n,
        usual_location_id=looked.usual_location_id,
        usual_season=season_of(slept[-1].visit.arrival.month),
    )

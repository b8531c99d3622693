"""What a page is about, as the choice of its offers sees it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from hashlib import blake2b

from app.kernel.party import Party
from app.kernel.stay import Stay
from app.offers import engine
from app.offers.history.rules.facts import History
from app.offers.history.rules.popularity import Population
from app.promotions.rules import Promotion

WEEKEND = (4, 5)
PAGE_LETTERS = 16
LEAST_STAYS = 30
"""Fewer say nothing of guests in general."""


@dataclass(frozen=True, slots=True)
class Candidate:
    """An offer that runs, and why it cannot stand on the page (reasons of `promotions` and of `decisions`); () when it
    can."""

    promotion: Promotion
    refusals: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Context:
    """A page: its place, what tells it from others there, the stay that it is about, and the offers that may stand on
    it, in their own order. `booked` are the promotions that the booking has already, `today` the group's day."""

    place: str
    page: str
    today: date
    candidates: tuple[Candidate, ...] = ()
    stay: Stay | None = None
    party: Party = field(default_factory=Party)
    location_id: int | None = None
    booked: frozenset[int] = frozenset()

    @property
    def moment(self) -> engine.Context:
        """The page as the engine knows it."""
        own, party = self.stay, self.party
        return engine.Context(
            place=self.place,
            location_id=self.location_id,
            nights=own.nights if own else None,
            lead_days=max(0, (own.arrival - self.today).days) if own else None,
            weekend=any(night.weekday() in WEEKEND for night in own) if own else False,
            season=engine.season_of((own.arrival if own else self.today).month),
            adults=party.adults if own else None,
            children=len(party.children) if own else 0,
            dogs=party.dogs if own else 0,
        )


def page_key(*what: object) -> str:
    """A short name for what a page is about: the same for the same."""
    return blake2b(repr(what).encode("utf-8", "surrogatepass"), digest_size=PAGE_LETTERS // 2).hexdigest()


def past_of(history: History, mean: Population, today: date) -> engine.Past:
    """A history as the engine knows it; `NOBODY` for somebody new and for whoever does not want it used."""
    n = history.stays
    if history.off or n == 0:
        return engine.NOBODY
    slept = history.slept()
    own = {} if "extras" in history.set_aside else {"extras": sum(len(one.extra_ids) for one in slept) / n}
    if "dog" not in history.set_aside:
        own["dogs"] = sum(one.dogs for one in slept) / n
    booked = n + history.cancellations + history.no_shows
    return engine.Past(
        stays=n,
        nights=history.nights / n,
        days_since=history.recency_days(today),
        cadence_days=history.cadence_days,
        lead_days=history.lead_days,
        spend_band=mean.spend_band(history.night_minor),
        adults=history.adults,
        children=history.children,
        weekend_share=_share(history.weekend_share_bp),
        supper_share=_share(history.supper_share_bp),
        cancelled_share=None if "cancelled" in history.set_aside else history.cancellations / booked,
        last_score=history.last_nps,
        usual_location_id=history.location_id,
        usual_season=history.season,
        **own,
    )


def guests_have(mean: Population) -> Mapping[str, float]:
    """What guests in general do, as it was counted; as the engine has it where too few stayed to say."""
    if mean.stays < LEAST_STAYS:
        return engine.GUESTS_HAVE
    return {
        **engine.GUESTS_HAVE,
        "nights": mean.nights,
        "lead_days": mean.lead_days,
        "weekend_share": mean.weekend_share,
        "supper_share": mean.supper_share,
        "cancelled_share": mean.cancelled_share,
    }


def _share(of_whole: int | None) -> float | None:
    return None if of_whole is None else of_whole / 10_000

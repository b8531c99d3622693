"""What is planted in the demo's log of offers is found again: by what is measured, and by what is learnt."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from statistics import mean

import pytest
from sqlalchemy import func, select

from app.demo.marks import planted
from app.demo.offers.tastes import GROUPS, TASTED, tastes
from app.demo.seed import bring_to
from app.demo.world import PAST
from app.insight import verify
from app.offers.decisions.models import OfferDecision
from app.offers.decisions.policy import read_policy
from app.offers.engine import Model
from app.offers.proof.one import measured_offer
from app.offers.proof.queries import measured_all, measured_offers
from app.promotions.queries import by_slug
from app.store import db
from tests.databases import Databases, opened
from tests.unit.demo.conftest import MONDAY

FEATURES = {"dogs": "past:dogs", "weekends": "past:weekend_share"}
"""What of a guest's history tells the group; by midweek stays nearly everybody is known."""

TODAY = datetime(2027, 3, 1, tzinfo=UTC)
"""Where the demo of a Monday stands: at its midnight."""

PART = 5
"""The fifth with most of it is held against the fifth with least."""


def test_a_seed_plants_another_offer_with_each_group_and_always_the_same() -> None:
    for seed in range(50):
        found = tastes(seed)
        assert found == tastes(seed)
        assert [taste.group for taste in found] == list(GROUPS)
        assert len({taste.offer for taste in found} & set(TASTED)) == len(GROUPS)
    assert len({tastes(seed) for seed in range(50)}) > 10


@pytest.mark.long(2)
@pytest.mark.parametrize("engine", ["sqlite"])
def test_planted_tastes_are_found(databases: Databases, count: Callable[[int, int], int]) -> None:
    for seed in (7, 11)[: count(1, 2)]:
        url = databases.migrated()
        with opened(databases.config(url, now=MONDAY)):
            bring_to(past=count(100, PAST), measured=2, offered=count(80, 270), plant=seed)
            assert [result for result in verify.run() if not result.ok] == []
            found(sure=count(0, 1) == 1)
            goes_on()
        databases.drop(url)


def found(*, sure: bool) -> None:
    """What the demo that is open says of what was planted in it; `sure` where there is enough of it."""
    told = planted()
    assert told is not None
    offers = {one["group"]: one["offer"] for one in told["tastes"]}
    whole = measured_all()
    assert whole.lift.sample_ratio_p is not None
    assert whole.lift.sample_ratio_p > 0.001
    assert whole.taken > whole.kept > 0
    assert [one.promotion_id for one in measured_offers().values() if one.lift.alarm] == []
    works = {
        group.name: group.compared for group in measured_offer(offer_id(offers["midweek"]), "Europe/London").groups
    }
    midweek = works["Stayed midweek before"]
    assert midweek.share_offers is not None
    assert midweek.share_held is not None
    assert midweek.share_offers > 1.3 * midweek.share_held
    assert midweek.lift.verdict == "adds" or not sure
    assert measured_offer(offer_id("pasty-and-flask"), "Europe/London").whole.lift.verdict == "cannot tell yet"
    model = read_policy().model
    assert model is not None
    others = [slug for slug in TASTED if slug not in offers.values()]
    assert average(model, offers["midweek"]) > 2 * max(average(model, slug) for slug in others)
    if not sure:
        return
    most, least = ends(model, offers["dogs"], FEATURES["dogs"])
    assert most > 2 * least


def goes_on() -> None:
    """A day later guests have been shown more, in either arm, and nothing contradicts itself."""
    last = db.session.query(func.max(OfferDecision.id)).scalar()
    bring_to(TODAY + timedelta(days=1))
    db.session.rollback()
    new = db.session.scalars(select(OfferDecision).where(OfferDecision.id > last)).all()
    assert {one.arm for one in new} == {"offers", "holdout"}
    assert all(TODAY - timedelta(minutes=6) <= one.at <= TODAY + timedelta(days=1) for one in new)
    assert all(one.came is None for one in new)
    assert [result for result in verify.run() if not result.ok] == []


def offer_id(slug: str) -> int:
    offer = by_slug(slug)
    assert offer is not None
    return offer.id


def predicted(model: Model, slug: str) -> list[tuple[dict[str, float], float]]:
    """The features of those who were shown offers, and what the model expects of this one."""
    name = str(offer_id(slug))
    rows = db.session.execute(
        select(OfferDecision.features, OfferDecision.situation)
        .where(OfferDecision.arm == "offers", OfferDecision.position == 0)
        .order_by(OfferDecision.id)
        .limit(800)
    )
    return [(features, model.predict([name], features, where)[name][0]) for features, where in rows]


def average(model: Model, slug: str) -> float:
    return mean(value for _, value in predicted(model, slug))


def ends(model: Model, slug: str, feature: str) -> tuple[float, float]:
    """What the model expects of those with most of a feature, and with least."""
    ordered = sorted(predicted(model, slug), key=lambda one: one[0].get(feature, 0.0))
    part = len(ordered) // PART
    return mean(value for _, value in ordered[-part:]), mean(value for _, value in ordered[:part])

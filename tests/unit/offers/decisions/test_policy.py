"""The policy that ranks knows of the day what a night has not learnt yet."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import delete, update

from app.offers.decisions.models import OfferModel
from app.offers.decisions.operations import settle_outcomes
from app.offers.decisions.operations.learning import learn
from app.offers.decisions.policy import policy
from app.offers.engine import SETTINGS, Model
from app.store import db, transaction, write
from app.store.version import raise_versions
from tests.pasts import guest
from tests.unit.offers.decisions.test_outcomes import AT, decided

pytestmark = [pytest.mark.houses(2), pytest.mark.usefixtures("app")]
NIGHT = datetime(2027, 2, 8, 3, tzinfo=UTC)


def current() -> Model:
    db.session.rollback()
    model = policy().model
    assert model is not None
    return model


def test_rewards_of_the_day_are_observed_one_by_one(set_clock: Callable[[str], None]) -> None:
    set_clock("2027-02-08T10:00+00:00")
    who = guest()
    for number in range(4):
        decided(who, 1 + number % 2, reward=number % 2, outcome_at=AT, came=False)
    assert learn(NIGHT) is not None
    before = current()
    decided(who, 1, at=NIGHT - timedelta(days=28, hours=-8), features={"one": 1.0, "past:new": 1.0})
    set_clock("2027-02-08T12:00+00:00")
    assert settle_outcomes() == 1
    after = current()
    assert after.n == before.n + 1 == 5
    mean = after.predict(["1"], {"one": 1.0, "past:new": 1.0}, "undated")["1"][0]
    assert mean < before.predict(["1"], {"one": 1.0, "past:new": 1.0}, "undated")["1"][0]
    assert after.predict(["2"], {"one": 1.0})["2"] == before.predict(["2"], {"one": 1.0})["2"]
    set_clock("2027-02-09T10:00+00:00")
    assert learn(NIGHT + timedelta(days=1)) is not None
    learnt = current()
    assert learnt.n == 5, "what the night has learnt is not observed again"


def test_what_an_erased_guest_left_is_not_observed(set_clock: Callable[[str], None]) -> None:
    set_clock("2027-02-08T10:00+00:00")
    assert learn(NIGHT) is not None
    decided(guest(), 1, reward=1, outcome_at=NIGHT + timedelta(days=1), came=True, features={})
    transaction(lambda: raise_versions(["policy"]))
    assert current().n == 0


def test_without_a_policy_or_with_a_damaged_one_there_is_none(set_clock: Callable[[str], None]) -> None:
    set_clock("2027-02-08T10:00+00:00")
    assert learn(NIGHT) is not None
    assert current().settings == SETTINGS
    for change in (update(OfferModel).values(document={"form": 1}), delete(OfferModel)):

        def work(change: object = change) -> None:
            write(change)  # type: ignore[arg-type]
            raise_versions(["policy"])

        transaction(work)
        db.session.rollback()
        assert policy().model is None
        assert policy().wrong

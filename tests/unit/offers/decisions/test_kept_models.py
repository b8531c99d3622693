"""What was learnt from guests who are erased goes, and so do policies of long ago; a damaged one is a task."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import delete, func, select, update

from app.booking.models import Booking
from app.care.models import Task
from app.identity.models import Guest
from app.offers.campaigns.models import CampaignGuest
from app.offers.campaigns.results import results_of
from app.offers.decisions.models import OfferDecision, OfferModel
from app.offers.decisions.operations import forget_models
from app.offers.decisions.operations.learning import learn
from app.offers.decisions.policy import policy
from app.offers.engine import Model
from app.offers.proof.gate import Judgement, Logged, judge
from app.store import db, transaction, write
from app.store.version import raise_versions
from app.worker.campaigns import send_campaigns
from app.worker.offers import settle_offers
from tests.campaigning import counted, guests, released
from tests.cast import found
from tests.pasts import Past, guest, past
from tests.unit.offers.decisions.test_outcomes import AT, decided

pytestmark = [pytest.mark.houses(2), pytest.mark.usefixtures("app")]
NIGHT = datetime(2027, 2, 8, 3, tzinfo=UTC)
DAY = timedelta(days=1)


@pytest.fixture
def engine() -> str:
    return "sqlite"


def rejected(candidate: Model, log: Sequence[Logged]) -> Judgement:
    return replace(judge(candidate, log), adopt=False)


def current() -> tuple[int, int]:
    """The version that ranks, and how much it knows."""
    db.session.rollback()
    own = policy()
    assert own.model is not None
    return own.version, own.model.n


def test_a_candidate_that_is_rejected_leaves_no_erased_guest_in_the_one_that_holds(
    set_clock: Callable[[str], None], monkeypatch: pytest.MonkeyPatch
) -> None:
    set_clock("2027-02-08T10:00+00:00")
    who = [guest(), guest("Ben")]
    for one in who:
        decided(one, 1, reward=1, outcome_at=AT, came=True)
    learn(NIGHT)
    assert current() == (1, 2)
    monkeypatch.setattr("app.offers.decisions.operations.learning.judge", rejected)
    set_clock("2027-02-09T10:00+00:00")
    learn(NIGHT + DAY)
    assert current() == (1, 2), "nobody was erased"
    set_clock("2027-02-09T12:00+00:00")
    transaction(lambda: erased(who[0]))
    set_clock("2027-02-10T10:00+00:00")
    learn(NIGHT + 2 * DAY)
    assert current() == (4, 1)
    set_clock("2027-02-11T10:00+00:00")
    learn(NIGHT + 3 * DAY)
    assert current() == (4, 1), "once"


def erased(guest_id: int) -> None:
    write(update(Guest).where(Guest.id == guest_id).values(erased_at=datetime(2027, 2, 9, 12, tzinfo=UTC)))
    write(update(OfferDecision).where(OfferDecision.guest_id == guest_id).values(features={}))


def test_old_policies_go_but_not_the_one_that_holds() -> None:
    rows = [
        {"version": number, "at": NIGHT + number * DAY, "document": {}, "n": 1, "adopted": number in (1, 3), "why": ""}
        for number in range(1, 21)
    ]
    transaction(lambda: write(OfferModel.__table__.insert(), rows))
    assert forget_models() == 5
    assert list(db.session.scalars(select(OfferModel.version).order_by(OfferModel.version))) == [3, *range(7, 21)]
    assert forget_models() == 0


def test_a_damaged_policy_is_one_task(set_clock: Callable[[str], None]) -> None:
    set_clock("2027-02-08T10:00+00:00")
    learn(NIGHT)
    settle_offers()
    assert counted(Task, Task.kind == "offers_damaged") == 0
    transaction(lambda: [write(update(OfferModel).values(document={"no": 1})), raise_versions(["policy"])])
    settle_offers()
    settle_offers()
    assert counted(Task, Task.kind == "offers_damaged") == 1
    transaction(lambda: [write(delete(OfferModel)), raise_versions(["policy"])])
    settle_offers()
    assert counted(Task, Task.kind == "offers_damaged") == 1, "a young site has no policy, and nothing is wrong"
    decided(guest(), 1, reward=1, outcome_at=NIGHT, came=True, policy_version=1)
    settle_offers()
    assert counted(Task, Task.kind == "offers_damaged") == 2


def test_a_booking_under_another_row_of_the_mail_is_a_result_of_the_letter() -> None:
    [who] = guests(1)
    campaign_id = released()
    send_campaigns()
    other = guest("Guest Wren", email="Guest1@Example.com", email_lower="guest1@example.com")
    at = db.session.scalar(select(func.max(CampaignGuest.decided_at)))
    booking_id = past(found(), other, Past((at + 9 * DAY).date(), state="departed"))
    transaction(lambda: write(update(Booking).where(Booking.id == booking_id).values(booked_at=at + DAY)))
    assert who != other
    assert results_of(campaign_id, None, 0, at + 30 * DAY).had_letter.kept == 1

"""What came of what was shown: taken, kept, lost, and whether the guest came."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta

import pytest
from sqlalchemy import func, insert, select, update

from app.booking.models import Booking
from app.identity.operations import erase_guests
from app.offers.decisions.models import OfferDecision, OfferModel, OfferPast, OfferRefusal
from app.offers.decisions.operations import forget_decisions, refuse_offer, settle_outcomes
from app.offers.decisions.operations.learning import learn
from app.offers.decisions.policy import policy
from app.promotions.models import PromotionUse
from app.store import db, transaction, write
from tests.cast import found
from tests.offers import offer
from tests.pasts import Past, guest, past

pytestmark = [pytest.mark.houses(2), pytest.mark.usefixtures("app")]
AT = datetime(2027, 1, 4, 10, tzinfo=UTC)
ROW = {
    "at": AT, "place": "home", "page": "home", "position": 0, "policy_version": 1, "situation": "undated",
    "features": {"one": 1.0}, "eligible": [1, 2], "propensities": [0.5, 0.5], "propensity": 0.5, "arm": "offers",
    "seed": "s:0",
}  # fmt: skip


def decided(guest_id: int, promotion_id: int, **own: object) -> int:
    row = ROW | {"guest_id": guest_id, "promotion_id": promotion_id} | own
    statement = insert(OfferDecision).returning(OfferDecision.id)
    return int(transaction(lambda: write(statement, row).scalar_one()))


def booked(guest_id: int, at: datetime, state: str = "confirmed", taking: int | None = None, **use: object) -> int:
    """A booking made then, with a promotion where one is given."""
    booking_id = past(found(), guest_id, Past(date(2027, 3, 26), state=state))
    taken = {"promotion_id": taking, "owner": "booking", "owner_id": booking_id, "guest_id": guest_id, "minor": 3_000,
             "terms": {}, "taken_at": at} | use  # fmt: skip

    def work() -> None:
        write(update(Booking).where(Booking.id == booking_id).values(booked_at=at))
        if taking is not None:
            write(insert(PromotionUse), taken)

    transaction(work)
    return booking_id


def become(booking_id: int, **columns: object) -> None:
    transaction(lambda: write(update(Booking).where(Booking.id == booking_id).values(**columns)))


def row(decision_id: int) -> OfferDecision:
    db.session.rollback()
    return db.session.execute(select(OfferDecision).where(OfferDecision.id == decision_id)).scalar_one()


def test_taken_when_booked_kept_when_they_arrive(set_clock: Callable[[str], None]) -> None:
    who, less = guest(email="anna@example.org", email_lower="anna@example.org"), offer("less")
    early, late, other = decided(who, less.id), decided(who, less.id, at=AT + timedelta(hours=2)), decided(who, 99)
    same_mail = guest("A. Whitlock", email="anna@example.org", email_lower="anna@example.org")
    booking_id = booked(same_mail, AT + timedelta(days=2), taking=less.id)
    set_clock("2027-01-08T10:00+00:00")
    assert settle_outcomes() == 1
    assert settle_outcomes() == 0
    assert (row(late).outcome, row(late).booking_id, row(late).reward) == ("taken", booking_id, None)
    assert (row(late).revenue_minor, row(late).cost_minor, row(late).currency) == (40_000, 3_000, "GBP")
    assert row(early).outcome is None
    become(booking_id, state="in_house", checked_in_at=AT + timedelta(days=81))
    set_clock("2027-03-27T10:00+00:00")
    assert settle_outcomes() == 3
    kept = row(late)
    assert (kept.outcome, kept.reward, kept.came, kept.outcome_at) == ("kept", 1, True, AT + timedelta(days=81))
    assert [(row(one).outcome, row(one).reward, row(one).came) for one in (early, other)] == [(None, 0, True)] * 2
    assert settle_outcomes() == 0


@pytest.mark.parametrize("state", ["cancelled", "no_show"])
def test_lost_when_it_comes_to_nothing(state: str, set_clock: Callable[[str], None]) -> None:
    who, less = guest(), offer("less")
    mine = decided(who, less.id)
    booked(who, AT + timedelta(days=2), state, less.id)
    set_clock("2027-01-08T10:00+00:00")
    settle_outcomes()
    assert (row(mine).outcome, row(mine).reward, row(mine).came) == ("lost", 0, None)
    set_clock("2027-02-08T10:00+00:00")
    settle_outcomes()
    assert (row(mine).outcome, row(mine).reward, row(mine).came) == ("lost", 0, False)


def test_lost_when_the_booking_goes_on_without_it(set_clock: Callable[[str], None]) -> None:
    who, less = guest(), offer("less")
    mine = decided(who, less.id)
    booked(who, AT + timedelta(days=2), "in_house", less.id, given_back_at=AT + timedelta(days=3))
    set_clock("2027-02-08T10:00+00:00")
    settle_outcomes()
    assert (row(mine).outcome, row(mine).reward, row(mine).came) == ("lost", 0, True)


def test_the_hold_out_is_measured_by_what_they_booked_anyway(set_clock: Callable[[str], None]) -> None:
    who, less = guest(), offer("less")
    within, before = decided(who, less.id, arm="holdout"), decided(who, less.id, at=AT - timedelta(days=40))
    booked(who, AT + timedelta(days=27), "departed")
    set_clock("2027-02-08T10:00+00:00")
    settle_outcomes()
    assert [(row(one).outcome, row(one).reward, row(one).came) for one in (within, before)] == [
        (None, 0, True),
        (None, 0, False),
    ]


def test_a_booking_that_may_still_come_keeps_it_open(set_clock: Callable[[str], None]) -> None:
    who, less = guest(), offer("less")
    mine = decided(who, less.id)
    booked(who, AT + timedelta(days=2))
    set_clock("2027-03-01T10:00+00:00")
    settle_outcomes()
    assert (row(mine).reward, row(mine).came) == (0, None)


def test_what_is_old_is_sums_and_refusals_are_gone(set_clock: Callable[[str], None]) -> None:
    who, less = guest(), offer("less")
    for outcome in (None, "kept"):
        own = {"outcome": outcome, "booking_id": booked(who, AT), "revenue_minor": 500, "cost_minor": 50,
               "currency": "GBP", "came": True} if outcome else {}  # fmt: skip
        decided(who, less.id, **own)
    young = decided(who, less.id, at=AT + timedelta(days=1))
    assert forget_decisions(AT + timedelta(hours=1), "Europe/London") == 2
    assert forget_decisions(AT + timedelta(hours=1), "Europe/London") == 0
    sums = db.session.execute(select(OfferPast.__table__).order_by(OfferPast.currency)).all()
    assert [(one.currency, one.shown, one.taken, one.kept, one.revenue_minor) for one in sums] == [
        ("", 1, 0, 0, 0),
        ("GBP", 1, 1, 1, 500),
    ]
    assert row(young).id == young


def test_a_night_learns_and_who_is_erased_is_in_no_policy(set_clock: Callable[[str], None]) -> None:
    set_clock("2027-02-08T10:00+00:00")
    night = datetime(2027, 2, 8, 3, tzinfo=UTC)
    first = learn(night)
    assert first is not None
    assert first.adopted
    assert learn(night) is None
    anna, ben = guest(), guest("Ben Hale")
    for who in (anna, ben):
        for number in range(3):
            decided(who, 1 + number % 2, reward=number % 2, outcome_at=AT, came=False)
        refuse_offer(who, 1)
    set_clock("2027-02-09T10:00+00:00")
    assert learn(night + timedelta(days=1)) is not None
    assert learnt_from() == 6
    erase_guests([anna])
    set_clock("2027-02-10T10:00+00:00")
    assert learn(night + timedelta(days=2)) is not None
    assert learnt_from() == 3
    db.session.rollback()
    assert policy().model is not None
    assert db.session.execute(select(func.count()).select_from(OfferRefusal)).scalar_one() == 1


def learnt_from() -> int:
    db.session.rollback()
    return int(db.session.scalars(select(OfferModel.n).order_by(OfferModel.version.desc())).first() or 0)

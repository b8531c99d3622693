"""Who sees which offer: nothing against it, drawn from what was fixed first, and the same again."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from math import fsum

import pytest
from flask import Flask
from sqlalchemy import insert, select, update

from app.care.cases.models import Case
from app.identity.models import Consent, Guest
from app.offers.decisions.context import Candidate, Context
from app.offers.decisions.deciding import decide
from app.offers.decisions.models import Holdout, OfferDecision, OfferModel, OfferUnshown
from app.offers.decisions.operations import record_shown, refuse_offer, undo_refusal
from app.offers.decisions.policy import POLICY, policy
from app.offers.decisions.queries import unshown
from app.offers.decisions.rules import HOLDOUT, OFFERS, Shown
from app.offers.engine import NAMES, Model, draw, to_document, untaught
from app.promotions.rules import Promotion
from app.store import db, transaction, write
from app.store.version import raise_versions
from tests.builders import add
from tests.cast import found
from tests.offers import offer
from tests.pasts import Past, guest, past

pytestmark = [pytest.mark.houses(2), pytest.mark.usefixtures("app")]
AT = datetime(2027, 3, 5, 10, tzinfo=UTC)
TODAY = date(2027, 3, 5)


def several(number: int = 5) -> list[Promotion]:
    return [offer(f"offer-{place}") for place in range(number)]


def context(offers: list[Promotion], place: str = "home", page: str = "home", **more: object) -> Context:
    return Context(place, page, TODAY, tuple(Candidate(one) for one in offers), **more)  # type: ignore[arg-type]


def taught(model: Model | None = None, *, document: object = None) -> int:
    """A policy that holds."""
    row = {"at": AT, "document": document or to_document(model or untaught(NAMES)), "n": 0, "adopted": True, "why": ""}

    def work() -> int:
        raise_versions([POLICY])
        return int(write(insert(OfferModel).returning(OfferModel.version), row).scalar_one())

    return transaction(work)


@pytest.fixture(autouse=True)
def nobody_held_out(app: Flask) -> None:
    hold_out(0)


def hold_out(share_bp: int) -> None:
    transaction(lambda: write(update(Holdout).values(share_bp=share_bp, verdict_at=None)))


def logged() -> list[OfferDecision]:
    db.session.rollback()
    return list(db.session.scalars(select(OfferDecision).order_by(OfferDecision.id)))


def shown(guest_id: int, own: Context, at: datetime = AT, seed: str | None = None) -> Shown:
    """Decided and written down."""
    db.session.rollback()
    decided = decide([guest_id], own, at, seed)
    db.session.rollback()
    record_shown(decided, at.date())
    return decided


def test_propensities_are_fixed_first_and_the_seed_draws_from_exactly_these() -> None:
    offers, who = several(), guest()
    version = taught()
    decided = shown(who, context(offers), seed="one")
    assert len(decided.choices) == 3
    assert len(set(decided.promotion_ids)) == 3
    for choice in decided.choices:
        assert fsum(choice.propensities) == pytest.approx(1)
        assert min(choice.propensities) >= 0.05 / len(choice.propensities) - 1e-9
        assert choice.eligible[draw(choice.propensities, choice.seed)] == choice.promotion_id
        assert choice.propensity == choice.propensities[choice.eligible.index(choice.promotion_id)]
    assert [row.promotion_id for row in logged()] == list(decided.promotion_ids)
    assert {(row.policy_version, row.arm) for row in logged()} == {(version, OFFERS)}


def test_a_replay_from_the_log_with_its_seed_gives_the_same() -> None:
    offers, who = several(), guest()
    taught()
    shown(who, context(offers))
    for row in logged():
        assert row.eligible[draw(row.propensities, row.seed)] == row.promotion_id
    again = decide([who], context(offers, page="other"), AT, logged()[0].seed.partition(":")[0])
    assert again.promotion_ids == tuple(row.promotion_id for row in logged())


def test_the_same_page_within_the_hour_shows_the_same_and_counts_once() -> None:
    offers, who = several(), guest()
    taught()
    first = shown(who, context(offers))
    second = shown(who, context(offers), AT + timedelta(minutes=59))
    assert second.promotion_ids == first.promotion_ids
    assert len(logged()) == 3
    shown(who, context(offers), AT + timedelta(minutes=61))
    assert len(logged()) == 6


def test_an_offer_is_shown_three_times_in_seven_days_over_all_pages() -> None:
    offers, who = several(1), guest()
    taught()
    for page in ("home", "results", "room"):
        assert shown(who, context(offers, page, page)).promotion_ids == (offers[0].id,)
    assert shown(who, context(offers, "account", "account")).promotion_ids == ()
    assert shown(who, context(offers, "home", "home"), AT + timedelta(minutes=5)).promotion_ids == (offers[0].id,)
    assert [(one.reason, one.times) for one in unshown(TODAY, TODAY)] == [("shown_enough", 1)]
    assert shown(who, context(offers, "room", "later"), AT + timedelta(days=7)).promotion_ids == (offers[0].id,)


def test_what_was_refused_is_not_shown_for_thirty_days_unless_that_was_taken_back() -> None:
    offers, who = several(1), guest()
    refuse_offer(who, offers[0].id)
    assert shown(who, context(offers)).promotion_ids == ()
    undo_refusal([who], offers[0].id)
    assert shown(who, context(offers)).promotion_ids == (offers[0].id,)
    refuse_offer(who, offers[0].id)
    at = AT + timedelta(days=31)
    assert shown(who, context(offers), at).promotion_ids == (offers[0].id,)


def test_a_guest_to_whom_a_house_owes_an_answer_sees_no_offer() -> None:
    offers, who = several(2), guest()
    booking_id = past(found(), who, Past(date(2026, 5, 1)))
    case = add(
        Case(
            location_id=found().id, booking_id=booking_id, guest_id=who, subject="survey", subject_id=1, title="Cold",
            opened_at=AT, due_at=AT,
        )
    )  # fmt: skip
    assert shown(who, context(offers)).choices == ()
    assert {one.reason for one in unshown(TODAY, TODAY)} == {"open_case"}
    change = update(Case).where(Case.id == case)
    transaction(lambda: write(change.values(state="resolved", theme="room", contacted_at=AT, resolved_at=AT)))
    assert len(shown(who, context(offers)).choices) == 2


def test_a_mail_carries_an_offer_only_with_consent_that_holds() -> None:
    offers, who = several(1), guest()
    for page, given in enumerate((None, True, False)):
        if given is not None:
            add(Consent(guest_id=who, channel="offers", given=given, text="Write to me", said_at=AT))
        supper = [offer(f"supper-{page}", "supper")]
        assert bool(shown(who, context(supper, "mail", f"m{page}")).choices) is bool(given)
    assert shown(who, context(offers, "mail", "percent")).choices == ()


def test_what_the_booking_has_already_is_not_offered_again() -> None:
    supper, who = offer("supper", "supper"), guest()
    assert shown(who, context([supper], "booking", "b", booked=frozenset({supper.id}))).choices == ()


def test_history_off_and_strangers_get_what_is_popular_and_nothing_is_logged() -> None:
    offers, who = several(), guest()
    taught()
    transaction(lambda: write(update(Guest).where(Guest.id == who).values(history_off_at=AT)))
    stranger = decide([], context(offers), AT)
    off = shown(who, context(offers))
    assert off.promotion_ids == stranger.promotion_ids == tuple(one.id for one in offers[:3])
    assert off.guest_id is None
    assert logged() == []
    refuse_offer(who, offers[0].id)
    assert decide([who], context(offers), AT).promotion_ids == tuple(one.id for one in offers[1:4])


def test_for_nobody_no_more_stays_are_looked_for_than_offers_are_shown() -> None:
    offers, looked_at = several(6), list[int]()

    def stands(promotion_id: int) -> bool:
        looked_at.append(promotion_id)
        return promotion_id != offers[1].id

    decided = decide([], context(offers), AT, stands=stands)
    assert decided.promotion_ids == (offers[0].id, offers[2].id, offers[3].id)
    assert looked_at == [one.id for one in offers[:4]]


@pytest.mark.parametrize("document", [None, {"form": 1}, {"form": 99}])
def test_without_a_policy_that_can_be_read_the_popular_ones_stand(document: object) -> None:
    offers, who = several(), guest()
    if document is not None:
        taught(document=document)
    decided = shown(who, context(offers))
    assert policy().model is None
    assert policy().wrong
    assert decided.promotion_ids == tuple(one.id for one in offers[:3])
    assert {(row.policy_version, row.propensity) for row in logged()} == {(0, 1.0)}


def test_who_is_held_out_sees_the_most_popular_and_the_log_says_what_the_other_arm_would_have_shown() -> None:
    offers, who = several(8), guest()
    taught()
    hold_out(10_000)
    popular = tuple(one.id for one in offers[:3])
    told = [
        shown(who, context(offers, page=f"p{page}"), AT + timedelta(days=8 * page), f"s{page}") for page in range(6)
    ]
    assert {one.arm for one in told} == {HOLDOUT}
    assert {one.promotion_ids for one in told} == {popular}
    rows = logged()
    assert any(row.instead_id is not None for row in rows)
    assert all(row.instead_id is None or row.propensity == 1 for row in rows)


def test_why_offers_were_not_shown_is_counted_by_day_and_of_nobody() -> None:
    shut = offer("shut")
    one = Context("home", "home", TODAY, (Candidate(shut, ("length", "party")),))
    for name in ("Anna Whitlock", "Ben Hale"):
        shown(guest(name), one)
    assert [(row.promotion_id, row.reason, row.times) for row in unshown(TODAY, TODAY)] == [(shut.id, "length", 2)]
    assert "guest_id" not in OfferUnshown.__table__.c

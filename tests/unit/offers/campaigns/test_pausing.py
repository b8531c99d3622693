"""Pausing, stopping, the hours of the day, and the size of a step."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import select

from app.care.mails import record_failure
from app.care.models import Task
from app.identity.merging.operations import merge_guests, undo_merge
from app.identity.operations import settle_consent
from app.insight import verify
from app.kernel.errors import Stale
from app.offers.campaigns.errors import NotNow, OfferMissing
from app.offers.campaigns.letters import still_refused
from app.offers.campaigns.models import Campaign, CampaignGuest
from app.offers.campaigns.operations import decide_chunk, make_campaign, step
from app.offers.campaigns.rules import HELD_BACK, PAUSED, READY, SENDING, STOPPED
from app.outbox import record_sent, take_messages, withdraw_message
from app.outbox.models import Message
from app.promotions import operations as promotions
from app.store import db
from app.worker.campaigns import send_campaigns
from tests.builders import TODAY
from tests.campaigning import changed, counted, decided, guests, letters, listed, moved, offer, released, segment, wish

pytestmark = [pytest.mark.houses(1), pytest.mark.usefixtures("app")]


@pytest.fixture
def engine() -> str:
    return "sqlite"


def test_a_paused_letter_waits_and_goes_on() -> None:
    ids = guests(3)
    campaign_id = released()
    send_campaigns()
    row_id, message_id = db.session.execute(
        select(CampaignGuest.id, Message.id)
        .join(Message, Message.subject_id == CampaignGuest.id)
        .where(CampaignGuest.guest_id == ids[0])
    ).one()
    changed(Campaign, campaign_id, state=SENDING, ended_at=None)
    moved(campaign_id, PAUSED)
    assert still_refused(row_id) == HELD_BACK
    [taken] = [one for one in take_messages(9, timedelta(minutes=2)) if one.id == message_id]
    withdraw_message(taken.id, HELD_BACK)
    guests(1, first=8)
    assert send_campaigns() == 0, "nobody is decided about while it is paused"
    moved(campaign_id, SENDING)
    assert decided(campaign_id)[ids[0]] == "waiting"
    send_campaigns()
    assert decided(campaign_id)[ids[0]] == "sent"
    assert letters("waiting").count("guest1@example.com") == 1


def test_a_stopped_campaign_sends_nothing_that_is_left() -> None:
    guests(3)
    campaign_id = released()
    listed(campaign_id)
    moved(campaign_id, STOPPED)
    assert decide_chunk(campaign_id, TODAY) == 0
    assert set(decided(campaign_id).values()) == {"waiting"}
    with pytest.raises(NotNow):
        moved(campaign_id, SENDING)


def test_a_letter_on_its_way_is_held_back_when_consent_is_withdrawn() -> None:
    [guest_id] = guests(1)
    campaign_id = released()
    send_campaigns()
    row_id = db.session.scalar(select(CampaignGuest.id).where(CampaignGuest.campaign_id == campaign_id))
    assert still_refused(row_id) is None
    assert settle_consent(guest_id, "offers", False)
    assert still_refused(row_id) == "No consent to mail of this kind"


def test_the_offer_that_ended_goes_to_nobody_and_one_that_is_paused_waits() -> None:
    guests(1)
    promotion_id = offer()
    campaign_id = released(promotion_id)
    promotions.pause(promotion_id, seen_revision=2, by=None)
    send_campaigns()
    assert set(decided(campaign_id).values()) == {"waiting"}
    promotions.stop(promotion_id, seen_revision=3, by=None)
    send_campaigns()
    assert set(decided(campaign_id).values()) == {"offer_ended"}


def test_a_letter_whose_offer_does_not_run_is_not_released() -> None:
    promotion_id = offer()
    promotions.stop(promotion_id, seen_revision=2, by=None)
    campaign_id = make_campaign(wish(segment(), promotion_id), by=None)
    with pytest.raises(OfferMissing):
        step(campaign_id, READY, seen_revision=1, by=None)


@pytest.mark.parametrize(
    ("at", "goes"),
    [
        ("2027-03-02T07:59+00:00", False),
        ("2027-03-02T08:00+00:00", True),
        ("2027-03-02T19:59+00:00", True),
        ("2027-03-02T20:00+00:00", False),
        ("2027-03-03T02:00+00:00", False),
    ],
)
def test_nothing_goes_at_night(set_clock: Callable[[str], None], at: str, goes: bool) -> None:
    guests(1)
    released()
    set_clock(at)
    assert bool(send_campaigns()) is goes


def test_before_its_day_nothing_goes() -> None:
    guests(1)
    released(send_from_on=TODAY + timedelta(days=1))
    assert send_campaigns() == 0


def test_chunks_are_of_two_hundred(count: Callable[[int, int], int]) -> None:
    guests(230)
    campaign_id = released()
    listed(campaign_id)
    assert [decide_chunk(campaign_id, TODAY) for _ in range(3)] == [200, 30, 0]
    assert len(set(letters())) == len(letters()) == 230


def test_a_stale_button_does_nothing(app: Flask) -> None:
    campaign_id = released()
    with pytest.raises(Stale):
        step(campaign_id, PAUSED, seen_revision=1, by=None)


def test_a_letter_that_comes_back_is_no_task_for_a_house() -> None:
    guests(1)
    released()
    send_campaigns()
    message_id = db.session.scalar(select(Message.id).where(Message.kind == "campaign")) or 0
    record_sent(message_id)
    assert record_failure(message_id, "5.1.1 user unknown")
    assert counted(Task) == 0
    assert not [check for check in verify.run() if not check.ok]


def test_two_guests_of_one_campaign_are_merged_and_taken_apart() -> None:
    one, two = guests(2)
    campaign_id = released()
    send_campaigns()
    merge_id = merge_guests(one, two, None)
    assert set(decided(campaign_id)) == {one}
    undo_merge(merge_id, None)
    assert decided(campaign_id) == {one: "sent", two: "sent"}

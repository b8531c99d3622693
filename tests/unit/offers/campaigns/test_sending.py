"""Each guest is decided about once, in the moment of sending, and what was decided is written down with its reason."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from datetime import timedelta

import pytest
from sqlalchemy import insert, select, update

from app.identity.models import Guest
from app.identity.operations import erase_guests
from app.kernel import clock
from app.offers.campaigns.models import CampaignGuest
from app.offers.campaigns.operations import decide_chunk
from app.offers.campaigns.queries import counts_of
from app.offers.campaigns.reaching import reach_of
from app.offers.campaigns.rules import SENT, STOPPED
from app.offers.decisions.models import OfferDecision, OfferRefusal
from app.outbox import fail_message, record_sent
from app.outbox.models import Message
from app.store import db, transaction, write
from app.worker.campaigns import send_campaigns
from tests.builders import TODAY
from tests.campaigning import (
    changed,
    counted,
    decided,
    guests,
    kept,
    letters,
    listed,
    moved,
    offer,
    released,
    segment,
    withdraw,
)  # fmt: skip

pytestmark = [pytest.mark.houses(1), pytest.mark.usefixtures("app")]


@pytest.fixture
def engine() -> str:
    return "sqlite"


def test_everybody_of_the_segment_has_one_letter() -> None:
    ids = guests(3)
    guests(1, stays=0, first=9)
    campaign_id = released(offer())
    send_campaigns()
    send_campaigns()
    assert decided(campaign_id) == dict.fromkeys(ids, "sent")
    assert letters() == ["guest1@example.com", "guest2@example.com", "guest3@example.com"]
    assert kept(campaign_id).state == SENT
    assert counted(OfferDecision, OfferDecision.place == "mail", OfferDecision.propensity == 1) == 3


def test_half_are_held_out_and_get_nothing(count: Callable[[int, int], int]) -> None:
    number = count(60, 600)
    guests(number)
    campaign_id = released(offer(), holdout_bp=5000)
    send_campaigns()
    states = Counter(decided(campaign_id).values())
    assert set(states) == {"sent", "held_out"}
    assert abs(states["held_out"] - number / 2) < 4 * (number / 4) ** 0.5
    assert len(letters()) == states["sent"] == counted(OfferDecision)


def test_another_campaign_draws_others() -> None:
    guests(40)
    first, second = released(holdout_bp=5000), released(segment_id=segment("Again"), holdout_bp=5000)
    send_campaigns()
    assert decided(first) != decided(second)


def no_consent(guest_id: int, _offer: int) -> None:
    withdraw(guest_id)


def bounced(guest_id: int, _offer: int) -> None:
    released_before = released(segment_id=segment("Before"))
    send_campaigns()
    message = db.session.scalar(select(Message.id).where(Message.address == f"guest{guest_id}@example.com"))
    record_sent(message)
    fail_message(message, "5.1.1 user unknown")
    assert decided(released_before)[guest_id] == "sent"


def history_off(guest_id: int, _offer: int) -> None:
    changed(Guest, guest_id, history_off_at=clock.now())


def refused(guest_id: int, promotion_id: int) -> None:
    row = {"guest_id": guest_id, "promotion_id": promotion_id, "at": clock.now() - timedelta(days=29)}
    transaction(lambda: write(insert(OfferRefusal.__table__), row))


def shown_often(guest_id: int, promotion_id: int) -> None:
    row = {
        "guest_id": guest_id, "promotion_id": promotion_id, "at": clock.now() - timedelta(days=6), "place": "home",
        "page": "home", "position": 0, "policy_version": 0, "situation": "", "features": {}, "eligible": [promotion_id],
        "propensities": [1.0], "propensity": 1.0, "arm": "offers", "seed": "",
    }  # fmt: skip
    transaction(lambda: write(insert(OfferDecision.__table__), [row] * 3))


def month_cap(guest_id: int, _offer: int) -> None:
    other = released(segment_id=segment("Others"), title="Other")
    at = clock.now() - timedelta(days=29)
    row = {
        "campaign_id": other, "guest_id": guest_id, "arm": "offers", "state": "sent", "attempt": 1, "listed_at": at,
        "decided_at": at,
    }  # fmt: skip
    rows = [row | {"address_key": str(number), "occasion": str(number)} for number in range(2)]
    transaction(lambda: write(insert(CampaignGuest.__table__), rows))
    moved(other, STOPPED)


def no_address(guest_id: int, _offer: int) -> None:
    changed(Guest, guest_id, email=None, email_lower=None)


def left(guest_id: int, _offer: int) -> None:
    from app.offers.history.models import GuestHistory

    own = update(GuestHistory).where(GuestHistory.guest_id == guest_id)
    transaction(lambda: write(own.values(stays=0, nights=0)))


@pytest.mark.parametrize("spoil", [no_consent, refused, shown_often, month_cap, no_address, history_off, bounced])
def test_what_forbids_a_letter_is_the_reason_that_is_written_down(spoil: Callable[[int, int], None]) -> None:
    fine, spoiled = guests(2)
    promotion_id = offer()
    spoil(spoiled, promotion_id)
    campaign_id = released(promotion_id)
    expected = {fine: "sent", spoiled: spoil.__name__}
    reach = reach_of(kept(campaign_id), TODAY, clock.now())
    assert (reach.found, reach.would_get, dict(reach.refused)) == (2, 1, {spoil.__name__: 1}) or spoil is history_off
    send_campaigns()
    found = decided(campaign_id)
    if spoil is history_off:
        expected.pop(spoiled)
    assert found == expected


@pytest.mark.parametrize("spoil", [no_consent, refused, shown_often, month_cap, no_address, left, history_off])
def test_it_is_looked_at_again_in_the_moment_of_sending(spoil: Callable[[int, int], None]) -> None:
    fine, spoiled = guests(2)
    promotion_id = offer()
    campaign_id = released(promotion_id)
    listed(campaign_id)
    spoil(spoiled, promotion_id)
    while decide_chunk(campaign_id, TODAY):
        pass
    assert decided(campaign_id) == {fine: "sent", spoiled: spoil.__name__}


def test_who_forbids_it_is_no_part_of_the_comparison() -> None:
    """The rules are looked at for both arms alike; else the arms would be two crowds."""
    ids = guests(40)
    for guest_id in ids[:20]:
        withdraw(guest_id)
    campaign_id = released(holdout_bp=5000)
    send_campaigns()
    assert {decided(campaign_id)[guest_id] for guest_id in ids[:20]} == {"no_consent"}
    assert {decided(campaign_id)[guest_id] for guest_id in ids[20:]} == {"sent", "held_out"}
    counts = counts_of([campaign_id])[campaign_id]
    assert counts.total == 40 == counts.sent + counts.held_out + sum(number for _, number in counts.refused)


def test_a_forgotten_guest_gets_nothing_and_no_mark_of_the_address_stays() -> None:
    one, two = guests(2)
    campaign_id = released()
    listed(campaign_id)
    erase_guests([one])
    decide_chunk(campaign_id, TODAY)
    assert decided(campaign_id) == {one: "gone", two: "sent"}
    erase_guests([two])
    assert counted(CampaignGuest, CampaignGuest.address_key.is_not(None)) == 0
    assert letters("waiting") == []


def test_two_guests_under_one_mail_are_one() -> None:
    one, two = guests(2)
    changed(Guest, two, email="Guest1@example.com", email_lower="guest1@example.com")
    send_to = released()
    send_campaigns()
    assert len(decided(send_to)) == len(letters()) == 1
    withdraw(two)
    other = released(segment_id=segment("Other"))
    send_campaigns()
    assert set(decided(other).values()) == {"no_consent"}, "what one of them says counts for both"
    assert one

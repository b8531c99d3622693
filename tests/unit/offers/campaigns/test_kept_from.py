"""Letters that would be refused where they lead, or about what was forgotten, are not sent."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta

import pytest
from flask import Flask
from sqlalchemy import insert, select, update

from app.booking.models import Booking, Checkout
from app.identity.models import Guest, Preference
from app.identity.operations import settle_consent
from app.kernel import clock
from app.offers.campaigns import recipes
from app.offers.campaigns.letters import Addressee, addressee, still_refused
from app.offers.campaigns.models import Campaign, CampaignGuest
from app.offers.campaigns.operations import set_up_recipe
from app.offers.campaigns.reaching import reach_of
from app.offers.campaigns.rules import OFFER_WAITS, READY
from app.offers.segments import Conditions, set_audience
from app.promotions import operations as promotions
from app.promotions.models import PromotionUse
from app.promotions.queries import promotion_of
from app.store import db, transaction, write
from app.web.mail.campaigns import _letter
from app.worker.campaigns import send_campaigns
from tests.builders import TODAY
from tests.campaigning import changed, decided, guests, kept, moved, offer, released
from tests.cast import found
from tests.pasts import pasts
from tests.unit.offers.campaigns.test_recipes import (
    booked_again,
    cancelled,
    finds,
    known_guest,
    left_unfinished,
    stayed,
)

pytestmark = [pytest.mark.houses(1), pytest.mark.usefixtures("app")]


@pytest.fixture
def engine() -> str:
    return "sqlite"


def test_nobody_is_written_to_of_an_offer_that_is_for_others() -> None:
    ids = [*guests(1), *guests(2, first=2, stays=9, nights=18)]
    own, once = offer(), offer("once", each_most=1)
    transaction(lambda: set_audience(own, Conditions(least_stays=9), by=None))
    first = released(own)
    second = released(once, segment_id=kept(first).segment_id)
    row = {"promotion_id": once, "owner": "booking", "owner_id": 1, "guest_id": ids[2], "minor": 1, "terms": {}}
    transaction(lambda: write(insert(PromotionUse.__table__), row | {"taken_at": clock.now()}))
    reach = reach_of(kept(first), TODAY, clock.now())
    assert (reach.would_get, dict(reach.refused)) == (2, {"not_theirs": 1})
    send_campaigns()
    assert decided(first) == {ids[0]: "not_theirs", ids[1]: "sent", ids[2]: "sent"}
    assert decided(second)[ids[2]] == "each_used"


def test_an_offer_for_another_house_is_for_who_does_not_know_it_and_off_on_any_row_is_off() -> None:
    been, new, off = guests(3)
    pasts(found(), been, (date(2026, 5, 5),))
    guests(1, first=9)
    same = {"email_lower": "guest3@example.com", "history_off_at": clock.now()}
    transaction(lambda: write(update(Guest).where(Guest.email_lower == "guest9@example.com").values(same)))
    own = promotions.make(
        promotions.making.Wanted("elsewhere", "Elsewhere", "another_house", percent_bp=1000, houses=(found().id,)),
        by=None,
    )
    promotions.start(own, seen_revision=1, by=None)
    campaign_id = released(own)
    send_campaigns()
    told = decided(campaign_id)
    assert (told[been], told[new], told[off]) == ("not_theirs", "sent", "history_off")


def test_what_changes_between_deciding_and_posting_holds_the_letter_back(set_clock: Callable[[str], None]) -> None:
    set_clock("2027-03-01T14:00+00:00")
    ids = guests(2, lapses_on=TODAY)
    campaign_id = set_up_recipe(recipes.WIN_BACK, today=TODAY, by=None)
    own = offer()
    changed(Campaign, campaign_id, holdout_bp=0, promotion_id=own)
    moved(campaign_id, READY)
    send_campaigns()
    rows = dict(db.session.execute(select(CampaignGuest.guest_id, CampaignGuest.id)).all())
    assert [still_refused(rows[one]) for one in ids] == [None, None]
    booked_again(ids[0])
    assert still_refused(rows[ids[0]]) == "No longer in the audience"
    promotion = promotion_of(own)
    promotions.pause(own, seen_revision=promotion.revision if promotion else 0, by=None)
    assert still_refused(rows[ids[1]]) == OFFER_WAITS


def test_a_stay_that_has_begun_is_not_recalled_and_one_to_come_leads_to_its_room(
    app: Flask, set_clock: Callable[[str], None]
) -> None:
    guest_id = known_guest()
    settle_consent(guest_id, "basket", True)
    left_unfinished()
    assert len(finds(recipes.UNFINISHED, hours=5)) == 1
    campaign_id = set_up_recipe(recipes.UNFINISHED, today=TODAY, by=None)
    changed(Campaign, campaign_id, holdout_bp=0)
    moved(campaign_id, READY)
    set_clock("2027-03-01T14:00+00:00")
    ended = clock.now() - timedelta(hours=5)
    transaction(lambda: write(update(Checkout.__table__).values(held_until_at=ended)))
    send_campaigns()
    row_id = db.session.scalars(select(CampaignGuest.id)).one()
    to = addressee(row_id)
    assert to is not None
    with app.test_request_context():
        letter = _letter({"subject": "The room", "letter": "Still free.", "offer": None}, to, "")
    assert "/houses/combe-harrow/rooms/garden?arrival=2027-03-05&departure=2027-03-07" in letter.view["look"]
    assert finds(recipes.UNFINISHED, days=5) == []
    late = timedelta(days=5)
    transaction(lambda: write(update(Checkout.__table__).values(held_until_at=ended + late)))
    assert finds(recipes.UNFINISHED, days=5) == [], "they would have come today at the latest"


@pytest.mark.parametrize("kind", ["season", "house"])
def test_what_a_guest_forgot_is_not_written_about(kind: str) -> None:
    guest_id = stayed(TODAY + timedelta(days=63 - 365))
    assert len(finds(recipes.SAME_TIME)) == 1
    forget(guest_id, kind)
    assert finds(recipes.SAME_TIME) == []


def test_nor_what_they_cancelled() -> None:
    booking_id = cancelled("The dates do not suit any more")
    assert len(finds(recipes.DATES, days=8)) == 1
    guest_id = db.session.scalar(select(Booking.guest_id).where(Booking.id == booking_id))
    forget(guest_id or 0, "cancelled")
    assert finds(recipes.DATES, days=8) == []


def forget(guest_id: int, kind: str) -> None:
    row = {"guest_id": guest_id, "kind": kind, "value": None, "source": "seen", "known_at": clock.now()}
    transaction(lambda: write(insert(Preference.__table__), row))


def test_a_letter_links_what_its_reader_can_take(app: Flask) -> None:
    to = Addressee(1, "Ada", "offers", None, "", "")
    facts = {"subject": "Leeks", "letter": "Come."}
    told = {"slug": "less", "title": "Less", "line": "", "until_on": None}
    with app.test_request_context():
        coded = _letter(facts | {"offer": told | {"code": "LEEKS", "for_some": False}}, to, "").view["offer"]
        some = _letter(facts | {"offer": told | {"code": None, "for_some": True}}, to, "").view["offer"]
    assert coded["link"].endswith("/stays?code=LEEKS")
    assert coded["signed_in"] == ""
    assert some["link"].endswith("/stays?offer=less")
    assert some["signed_in"] == "Sign in with this address, and it is in the prices."

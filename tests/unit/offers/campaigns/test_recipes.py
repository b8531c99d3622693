"""Whom each recipe finds, whom it passes over, and that what it says is true."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import insert, select, update

from app.booking import operations as booking
from app.booking.models import Booking, Checkout
from app.identity.models import Guest
from app.identity.operations import settle_consent
from app.kernel import clock
from app.kernel.stay import Stay
from app.offers.campaigns import recipes
from app.offers.campaigns.audience.found import Candidate, found_by
from app.offers.campaigns.errors import HoldoutStands, NotNow
from app.offers.campaigns.models import CampaignGuest
from app.offers.campaigns.operations import edit_campaign, set_up_recipe
from app.offers.campaigns.rules import PAUSED, READY, STOPPED
from app.outbox.models import Message
from app.store import db, transaction, write
from app.worker.campaigns import send_campaigns
from tests import cards
from tests.baskets import basket
from tests.builders import FRIDAY, TODAY
from tests.campaigning import changed, counted, decided, guests, kept, moved, wish
from tests.cast import found

pytestmark = [pytest.mark.houses(1), pytest.mark.usefixtures("app")]


@pytest.fixture
def engine() -> str:
    return "sqlite"


def finds(recipe: str, **shift: int) -> list[Candidate]:
    db.session.rollback()
    by = timedelta(**shift)
    return found_by(recipe, TODAY + by, clock.now() + by)


def placed() -> int:
    """A booking of two nights that nobody has yet."""
    nights = Stay.of(FRIDAY + timedelta(days=3 * counted(Booking)), 2)
    return cards.placed(basket(found(), stay=nights)).booking_id


def stayed(arrival: date, state: str = "departed") -> int:
    """The guest of a booking that arrived on that day."""
    booking_id = placed()
    days = {"arrival_on": arrival, "departure_on": arrival + timedelta(days=2), "state": state}
    at = datetime.combine(arrival, datetime.min.time(), clock.now().tzinfo) - timedelta(days=30)
    changed(Booking, booking_id, booked_at=at, **days)
    return int(db.session.scalar(select(Booking.guest_id).where(Booking.id == booking_id)) or 0)


def test_win_back_finds_who_is_away_for_twice_their_own_time() -> None:
    away, _, _ = (
        *guests(1, lapses_on=TODAY, last_departure_on=TODAY - timedelta(days=360), cadence_days=180),
        *guests(1, first=2, lapses_on=TODAY + timedelta(days=1)),
        *guests(1, first=3, lapses_on=TODAY, last_departure_on=TODAY - timedelta(days=1100)),
    )
    [one] = finds(recipes.WIN_BACK)
    assert one.guest_id == away
    assert one.found == "You used to come about every six months, and it is twelve months since you left."
    booked_again(away)
    assert finds(recipes.WIN_BACK) == []


def booked_again(guest_id: int, **values: Any) -> None:
    booking_id = placed()
    changed(Booking, booking_id, guest_id=guest_id, **values)


def test_third_stay_finds_who_stayed_twice_and_left_a_while_ago() -> None:
    twice, *_ = (
        *guests(1, stays=2, last_departure_on=TODAY - timedelta(days=21)),
        *guests(1, first=2, stays=2, last_departure_on=TODAY - timedelta(days=20)),
        *guests(1, first=3, stays=3, last_departure_on=TODAY - timedelta(days=50)),
    )
    assert finds(recipes.THIRD) == [Candidate(twice, "", "You have stayed with us twice.")]


def cancelled(why: str | None) -> int:
    booking_id = placed()
    booking.cancel_booking(booking_id, reason=why)
    return booking_id


def test_dates_finds_who_said_that_the_dates_did_not_suit() -> None:
    booking_id = cancelled("The dates do not suit any more: we have a wedding")
    cancelled("The price")
    cancelled(None)
    assert finds(recipes.DATES) == [], "not in the same week"
    [one] = finds(recipes.DATES, days=8)
    assert one.occasion == str(booking_id)
    assert one.found == "You gave up Combe Harrow, Fri 5 to Sun 7 March, since the dates did not suit."
    assert finds(recipes.DATES, days=31) == []
    booked_again(one.guest_id, booked_at=clock.now() + timedelta(days=2))
    assert finds(recipes.DATES, days=8) == []


def left_unfinished(email: str = "anna@example.com") -> int:
    started = booking.start_checkout(basket(found(), "garden"))
    booking.keep_details(started.checkout_id, {"name": "Anna Whitlock", "email": email})
    return started.checkout_id


def known_guest() -> int:
    """Anna, who stayed long ago."""
    return stayed(TODAY - timedelta(days=400))


def test_unfinished_finds_the_newest_that_was_left_by_who_is_known() -> None:
    guest_id = known_guest()
    left_unfinished()
    left_unfinished("stranger@example.com")
    assert finds(recipes.UNFINISHED, hours=1) == []
    [one] = finds(recipes.UNFINISHED, hours=5)
    assert one == Candidate(
        guest_id, FRIDAY.isoformat(), "You were about to book: Garden, Combe Harrow, Fri 5 to Sun 7 March."
    )
    assert finds(recipes.UNFINISHED, hours=60) == []


def test_unfinished_passes_over_who_booked_after_all() -> None:
    guest_id = known_guest()
    checkout_id = left_unfinished()
    booked_again(guest_id)
    assert finds(recipes.UNFINISHED, hours=5) == []
    assert db.session.scalar(select(Checkout.state).where(Checkout.id == checkout_id)) == "open"


def test_unfinished_passes_over_who_booked_under_another_name() -> None:
    known_guest()
    left_unfinished()
    assert len(finds(recipes.UNFINISHED, hours=5)) == 1
    other = stayed(TODAY - timedelta(days=300))
    changed(Guest, other, name="A. Whitlock", email_lower="anna@example.com")
    booked_again(other)
    assert finds(recipes.UNFINISHED, hours=5) == []


def test_two_reminders_a_month_are_enough(set_clock: Callable[[str], None]) -> None:
    guest_id = known_guest()
    settle_consent(guest_id, "basket", True)
    left_unfinished()
    campaign_id = set_up_recipe(recipes.UNFINISHED, today=TODAY, by=None)
    changed_campaign(campaign_id, holdout_bp=0)
    moved(campaign_id, READY)
    row = {
        "campaign_id": campaign_id, "guest_id": guest_id, "arm": "offers", "state": "sent", "attempt": 1,
        "listed_at": clock.now(), "decided_at": clock.now(),
    }  # fmt: skip
    rows = [row | {"address_key": day, "occasion": day} for day in ("2027-04-01", "2027-05-01")]
    transaction(lambda: write(insert(CampaignGuest.__table__), rows))
    set_clock("2027-03-01T14:00+00:00")
    send_campaigns()
    assert counted(CampaignGuest, CampaignGuest.why == "month_cap") == 1


@pytest.mark.parametrize(("agreed", "goes"), [({"offers"}, False), ({"basket"}, True), (set(), False)])
def test_unfinished_needs_a_tick_of_its_own_and_reminds_once(
    agreed: set[str], goes: bool, set_clock: Callable[[str], None]
) -> None:
    guest_id = known_guest()
    for channel in agreed:
        settle_consent(guest_id, channel, True)
    left_unfinished()
    campaign_id = set_up_recipe(recipes.UNFINISHED, today=TODAY, by=None)
    transaction(lambda: write(update(Checkout.__table__).values(held_until_at=clock.now())))
    changed_campaign(campaign_id, holdout_bp=0)
    moved(campaign_id, READY)
    for at in ("2027-03-01T14:00+00:00", "2027-03-02T14:00+00:00", "2027-03-03T08:59+00:00"):
        set_clock(at)
        send_campaigns()
    assert decided(campaign_id) == {guest_id: "sent" if goes else "no_consent"}
    db.session.rollback()
    [facts] = db.session.scalars(select(Message.facts).where(Message.kind == "campaign")).all() or [None]
    assert (facts is not None) is goes
    assert facts is None or facts["offer"] is None, "no discount unless an offer is chosen"


def changed_campaign(campaign_id: int, **values: Any) -> None:
    from app.offers.campaigns.models import Campaign

    changed(Campaign, campaign_id, **values)


def test_same_time_finds_who_came_nine_weeks_and_a_year_ago() -> None:
    day = TODAY + timedelta(days=63 - 365)
    guest_id = stayed(day)
    stayed(day + timedelta(days=1))
    stayed(day - timedelta(days=2), "cancelled")
    [one] = finds(recipes.SAME_TIME)
    assert (one.guest_id, one.occasion) == (guest_id, "2027")
    assert one.found == "You were at Combe Harrow last May; you came on Sunday 3 May."


def test_a_recipe_goes_on_every_day_and_finds_nobody_twice(set_clock: Callable[[str], None]) -> None:
    first = guests(2, lapses_on=TODAY)
    campaign_id = set_up_recipe(recipes.WIN_BACK, today=TODAY, by=None)
    assert set_up_recipe(recipes.WIN_BACK, today=TODAY, by=None) == campaign_id
    changed_campaign(campaign_id, holdout_bp=0)
    moved(campaign_id, READY)
    set_clock("2027-03-01T11:00+00:00")
    send_campaigns()
    more = guests(1, first=7, lapses_on=TODAY)
    send_campaigns()
    assert set(decided(campaign_id)) == set(first), "once a day"
    set_clock("2027-03-02T11:00+00:00")
    send_campaigns()
    assert decided(campaign_id) == dict.fromkeys([*first, *more], "sent")


def test_a_running_recipe_is_changed_while_it_is_paused_but_not_its_hold_out() -> None:
    campaign_id = set_up_recipe(recipes.WIN_BACK, today=TODAY, by=None)
    moved(campaign_id, READY)
    moved(campaign_id, PAUSED)
    with pytest.raises(NotNow):
        moved(campaign_id, STOPPED)
    own, seen = kept(campaign_id), kept(campaign_id).revision
    other = wish(None, title="Come back", holdout_bp=own.holdout_bp)
    edit_campaign(campaign_id, other, seen_revision=seen, by=None)
    assert kept(campaign_id).title == "Come back"
    with pytest.raises(HoldoutStands):
        edit_campaign(campaign_id, replace(other, holdout_bp=0), seen_revision=seen + 1, by=None)

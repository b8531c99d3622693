"""A guest gives their link away; what is booked by it says who sent it, and no cookie does."""

from __future__ import annotations

from sqlalchemy import select

from app.booking.models import Checkout
from app.experience.funnel.models import Visit
from app.identity.referrals import referrer_in
from tests.page import Visitor
from tests.web.guest.desk import WEEKEND, choose, fresh
from tests.web.guest.staying import anna, full_account


def given_away(visitor: Visitor) -> str:
    """The query of Anna's own link, as it stands on her account page."""
    link = full_account(visitor).words("p", class_="friend-link")
    return link.partition("/?referral=")[2]


def test_the_link_on_the_account_page_brings_a_booking_that_names_its_guest(visitor: Visitor) -> None:
    code = given_away(visitor)
    friend = Visitor(visitor.app)
    arrived = friend.get(f"/?referral={code}")
    assert "referral" not in str(arrived.response.headers.getlist("Set-Cookie"))
    results = friend.submit(arrived.form(role="search").fill(**WEEKEND | {"location": ""}))
    rate = results.all("button", name="rate")[0].get("value")
    friend.submit(results.form(id="choose"), press=f"rate={rate}")
    kept = fresh().scalars(select(Checkout.referral).order_by(Checkout.id.desc())).first()
    assert kept == code
    assert fresh().scalars(select(Visit.source)).all() == ["referral"]
    assert referrer_in(code) == anna()


def test_a_code_that_nobody_gave_out_is_not_kept(visitor: Visitor) -> None:
    choose(visitor, referral="friend-123456789")
    assert fresh().scalars(select(Checkout.referral)).all() == [None]

"""A reminder of a booking that is left unfinished: from the tick beside the mail to the letter, and to its end."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select

from app.booking.models import Checkout
from app.identity.models import Consent, Guest
from app.identity.operations import settle_consent
from app.identity.rules import CHANNELS
from app.offers.campaigns import recipes
from app.offers.campaigns.models import Campaign
from app.offers.campaigns.operations import set_up_recipe
from app.offers.campaigns.rules import BASKET, READY
from app.outbox.models import Message
from app.outbox.queries import announced
from app.web.mail import compose
from app.web.mail.letter import Mail
from app.worker.campaigns import send_campaigns
from tests.builders import TODAY
from tests.campaigning import changed, moved
from tests.page import Page, Visitor
from tests.web.guest.desk import ANNA, choose, count, fresh
from tests.web.guest.signing_in import known, sign_in

pytestmark = pytest.mark.houses(1)
ADA = {"name": "Ada Lark", "email": "Ada@example.com"}


@pytest.fixture
def engine() -> str:
    return "sqlite"


@pytest.fixture(autouse=True)
def recipe(app: Flask) -> None:
    campaign_id = set_up_recipe(recipes.UNFINISHED, today=TODAY, by=None)
    changed(Campaign, campaign_id, holdout_bp=0)
    moved(campaign_id, READY)


def leave(visitor: Visitor, held: Page, field: str, **typed: str) -> int:
    """One field is left, as htmx says it, with the form as it stands; the status of the answer."""
    data: dict[str, Any] = held.form(id="details").fill(**typed).data()
    headers = {"HX-Request": "true", "HX-Trigger-Name": field}
    return visitor.client.post(f"{held.url.split('?')[0]}/field", data=data, headers=headers).status_code


def work(set_clock: Callable[[str], None], at: str) -> int:
    """The worker looks; how many reminders have gone to the outbox by then."""
    set_clock(at)
    send_campaigns()
    return len(fresh().scalars(select(Message.id).where(Message.kind == "campaign")).all())


def mails(set_clock: Callable[[str], None], at: str) -> list[Mail]:
    """They, as they would be posted now."""
    work(set_clock, at)
    ids = fresh().scalars(select(Message.id).where(Message.kind == "campaign").order_by(Message.id)).all()
    return [compose(one) for one in map(announced, ids) if one]


def test_a_stranger_who_ticks_it_is_reminded_once_and_stops_it(
    visitor: Visitor, set_clock: Callable[[str], None]
) -> None:
    held = choose(visitor, room_type="garden")
    assert "checked" not in held.one("input", name="remind").attrib
    assert CHANNELS[BASKET] in held.text
    assert leave(visitor, held, "email", **ADA) == 200
    assert fresh().scalars(select(Checkout.details)).one() == {}, "nothing is kept that nobody asked to be kept"
    assert leave(visitor, held, "remind", remind="y", name="Ada Lark", email="ada") == 204
    assert leave(visitor, held, "email", remind="y", **ADA) == 200
    assert "checked" in visitor.get(held.url).one("input", name="remind").attrib
    assert mails(set_clock, "2027-03-01T11:00+00:00") == [], "not within three hours"
    assert count(Guest) == 0
    [mail] = mails(set_clock, "2027-03-02T11:00+00:00")
    assert "You were about to book: Garden, Combe Harrow, Fri 5 to Sun 7 March." in mail.text
    assert "/houses/combe-harrow/rooms/garden?arrival=2027-03-05" in mail.text.replace("\n", "")
    assert "You get this because you asked to be reminded" in " ".join(mail.text.split())
    said = fresh().execute(select(Consent.channel, Consent.given, Consent.text, Consent.said_at)).one()
    assert said[:3] == (BASKET, True, CHANNELS[BASKET])
    assert said[3].isoformat() == "2027-03-01T09:00:00+00:00", "when it was ticked, not when it was found"
    assert fresh().execute(select(Guest.name, Guest.email)).one() == ("Ada Lark", "Ada@example.com")
    stop = re.sub(r"^https?://[^/]+", "", mail.unsubscribe_url)
    assert visitor.client.post(stop, data={"List-Unsubscribe": "One-Click"}).status_code == 200
    again = choose(visitor, room_type="garden", arrival="2027-03-08", departure="2027-03-10")
    leave(visitor, again, "remind", remind="y", **ADA)
    assert work(set_clock, "2027-03-03T11:00+00:00") == 1, "anybody can type an address: what stopped stays so"


@pytest.mark.parametrize("then", ["unticked", "booked"])
def test_nobody_is_reminded_who_unticks_it_or_books(
    visitor: Visitor, set_clock: Callable[[str], None], then: str
) -> None:
    held = choose(visitor, room_type="garden")
    leave(visitor, held, "remind", remind="y", **ADA)
    if then == "booked":
        visitor.submit(held.form(id="details").fill(remind="y", **ADA), press="act=owe")
    else:
        assert leave(visitor, held, "remind", **ADA) == 204
    assert mails(set_clock, "2027-03-01T14:00+00:00") == []
    assert (count(Guest), count(Consent)) == (int(then == "booked"), 0)


def test_whoever_is_signed_in_may_tick_it_after_a_stop_and_is_not_asked_twice(
    visitor: Visitor, set_clock: Callable[[str], None]
) -> None:
    guest_id = known()
    settle_consent(guest_id, BASKET, True)
    settle_consent(guest_id, BASKET, False)
    set_clock("2027-03-01T09:01+00:00")
    sign_in(visitor)
    held = choose(visitor, room_type="garden")
    leave(visitor, held, "remind", remind="y")
    [mail] = mails(set_clock, "2027-03-01T14:00+00:00")
    assert f"Dear {ANNA['name'].split()[0]}," in mail.text
    after = visitor.get(choose(visitor, room_type="garden", arrival="2027-03-08", departure="2027-03-10").url)
    assert not after.all("input", name="remind")
    assert "we remind you of it once by mail, as you asked" in after.text

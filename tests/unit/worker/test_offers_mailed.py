"""The mail before arrival carries an offer only for whoever agreed to that, at its choosing and at its sending."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from sqlalchemy import select

from app.booking.models import Booking
from app.identity.models import Consent
from app.kernel import clock
from app.offers.decisions.models import OfferDecision
from app.outbox import announced
from app.outbox.models import Message
from app.promotions.operations import stop
from app.promotions.rules import Promotion
from app.store import db
from app.web.mail import compose
from app.worker.reminders import remind
from tests import mailing
from tests.builders import add
from tests.cast import found
from tests.offers import offer

pytestmark = [pytest.mark.houses(1), pytest.mark.usefixtures("app")]
BEFORE = "2027-03-02T10:00+00:00"


@pytest.fixture
def engine() -> str:
    return "sqlite"


def flowers() -> Promotion:
    return offer("flowers-on-us", "extra", percent_bp=10_000, extra_id=found().extras["flowers"])


def says(given: bool) -> None:
    guest_id = db.session.scalar(select(Booking.guest_id).order_by(Booking.id.desc()))
    add(Consent(guest_id=guest_id, channel="offers", given=given, text="Write to me", said_at=clock.now()))


def letter() -> str:
    db.session.rollback()
    message_id = db.session.scalar(select(Message.id).where(Message.kind == "before_arrival"))
    message = announced(message_id or 0)
    assert message is not None
    return compose(message).text


def places() -> list[str]:
    db.session.rollback()
    return list(db.session.scalars(select(OfferDecision.place)))


def test_without_consent_it_carries_none(set_clock: Callable[[str], None]) -> None:
    flowers()
    mailing.booked()
    set_clock(BEFORE)
    assert remind() == 1
    assert "Flowers on us" not in letter()
    assert places() == []


def test_with_consent_it_carries_one_which_is_logged_once(set_clock: Callable[[str], None]) -> None:
    flowers()
    mailing.booked()
    says(True)
    set_clock(BEFORE)
    assert (remind(), remind()) == (1, 0)
    assert "Flowers on us" in letter()
    assert places() == ["mail"]


def test_what_was_withdrawn_or_stopped_before_the_sending_is_left_out(set_clock: Callable[[str], None]) -> None:
    own = flowers()
    mailing.booked()
    says(True)
    set_clock(BEFORE)
    remind()
    says(False)
    assert "Flowers on us" not in letter()
    says(True)
    assert "Flowers on us" in letter()
    stop(own.id, seen_revision=own.revision, by=None)
    assert "Flowers on us" not in letter()

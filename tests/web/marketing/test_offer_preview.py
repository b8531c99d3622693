"""The preview of an offer at the places where only some kinds can be taken."""

from __future__ import annotations

from datetime import date

import pytest
from flask import Flask

from app.booking.models import Booking
from app.store import db
from tests.cast import found
from tests.page import Visitor
from tests.pasts import Past, guest, past
from tests.staffing import desk
from tests.web.marketing.offered import LIST, made


@pytest.fixture
def nell(app: Flask) -> Visitor:
    return desk(app, "marketing")


@pytest.mark.parametrize(
    ("at", "place", "why"),
    [
        ("checkout", "Checkout", "Nothing is against it."),
        ("booking", "Page of a booking", "They would not see it: Not of a kind that can be taken there."),
        ("mail", "Mail before arrival", "They would not see it: Not of a kind that can be taken there."),
        ("nowhere", "On the home page", "Nothing is against it."),
    ],
)
def test_each_place_has_its_kinds(nell: Visitor, at: str, place: str, why: str) -> None:
    page = nell.get(f"{LIST}/{made().slug}/preview?at={at}")
    assert why in page.text
    assert place in page.text


def test_the_mail_asks_for_consent(nell: Visitor) -> None:
    one = made("supper", kind="supper", percent_bp=10_000)
    booked = past(found(), guest("Anna Whitlock"), Past(date(2026, 10, 5)))
    reference = db.session.query(Booking.reference).filter_by(id=booked).scalar()
    page = nell.get(f"{LIST}/{one.slug}/preview?booking={reference}&at=mail", reads=24)
    assert "They would not see it: No consent to offers by mail." in page.text
    assert "at=mail" in page.link("CSV")

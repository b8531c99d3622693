"""Who may not have an offer does not get it by typing its address either."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime

import pytest
from sqlalchemy import func, select, update

from app.booking.models import Booking
from app.care.cases.models import Case
from app.catalogue.queries import catalogue
from app.identity.models import Guest
from app.offers.decisions.models import OfferDecision, OfferUnshown
from app.offers.segments import Conditions, set_audience
from app.promotions.rules import Promotion
from app.store import db, transaction, write
from tests.baskets import basket
from tests.builders import add
from tests.cast import found
from tests.markup import words
from tests.offers import now, offer
from tests.page import Visitor
from tests.pasts import pasts
from tests.unit.booking.promotions.test_checkouts import place
from tests.web.guest.desk import fresh
from tests.web.guest.signing_in import known, sign_in
from tests.web.guest.test_offers_before import a_booking
from tests.web.guest.test_offers_met import READS, WEEKEND, cards, held


def for_others(own: Promotion) -> Promotion:
    transaction(lambda: set_audience(own.id, Conditions(least_stays=9), by=None))
    return own


def used_up(own: Promotion) -> Promotion:
    """Whoever books in tests has used it once, which is as often as they may."""
    place(basket(found(), "snug"), own.id)
    return own


def owed(own: Promotion) -> Promotion:
    """A house owes an answer to whoever booked last."""
    row = fresh().execute(select(Booking.id, Booking.guest_id).order_by(Booking.id.desc()).limit(1)).one()
    at = datetime(2027, 3, 1, tzinfo=UTC)
    add(
        Case(
            location_id=found().id, booking_id=row.id, guest_id=row.guest_id, subject="survey", subject_id=1,
            title="Cold", opened_at=at, due_at=at,
        )
    )  # fmt: skip
    return own


def supper(**more: object) -> Promotion:
    return offer("supper-on-us", "supper", percent_bp=10_000, **more)


@pytest.mark.parametrize(
    ("refused", "why"),
    [
        (lambda: offer("a-tenth-less"), "It is for new bookings. Yours stays as it is."),
        (lambda: for_others(supper()), "It is not one that you can take."),
        (lambda: owed(supper()), "It waits until what went wrong on your stay is put right."),
        (lambda: used_up(supper(each_most=1)), "You have used it as often as one guest can."),
    ],
)
def test_a_booking_is_given_nothing_that_its_guest_may_not_have(
    visitor: Visitor, refused: Callable[[], Promotion], why: str
) -> None:
    url = a_booking()
    free = offer("flowers", "extra", percent_bp=10_000, extra_id=found().extras["flowers"], stacks=True)
    fields = visitor.get(f"{url}/offers/{free.slug}", reads=READS).form(id="confirm").data()
    own = refused()
    used = now(own.id).used
    page = visitor.get(f"{url}/offers/{own.slug}", reads=READS)
    assert why in page.text
    assert page.prices() == []
    assert own.slug not in cards(visitor.get(url, reads=READS))
    for seen in ("0", fields["seen"]):
        answer = visitor.client.post(f"{url}/offers/{own.slug}", data=fields | {"seen": seen})
        assert answer.status_code == 409
        assert why in answer.get_data(as_text=True)
    assert now(own.id).used == used


def test_a_checkout_is_given_nothing_that_its_guest_may_not_have(visitor: Visitor) -> None:
    longer = offer("longer", "longer", percent_bp=10_000)
    others = for_others(offer("for-others"))
    once = used_up(offer("once", each_most=1))
    page = held(visitor)
    for own, why in ((longer, "There is no such offer."), (others, "It is not one that you can take.")):
        after = visitor.submit(page.form(id="details"), 409, press=f"act=offer-{own.id}")
        assert f"{why} Your price is as it was." in after.text
        assert after.prices() == page.prices()
    assert cards(page) == [once.slug]


def test_whoever_used_it_up_does_not_see_it_again(visitor: Visitor) -> None:
    own = offer("once", each_most=1)
    who = known()
    sign_in(visitor)
    assert cards(visitor.get("/", reads=READS)) == [own.slug]
    booking_id = place(basket(found(), "snug"), own.id)
    booked = fresh().execute(select(Booking).where(Booking.id == booking_id)).scalar_one()
    transaction(lambda: _under(booked.guest_id, who))
    assert cards(visitor.get("/", reads=READS)) == []
    words = visitor.get(f"/stays?{WEEKEND}&offer={own.slug}", reads=READS).text.lower()
    assert "you have used it as often as one guest can" in words


def _under(guest_id: int, who: int) -> None:
    mail = db.session.execute(select(Guest.email, Guest.email_lower).where(Guest.id == who)).one()
    write(update(Guest).where(Guest.id == guest_id).values(email=mail.email, email_lower=mail.email_lower))


def test_another_house_is_one_that_the_guest_does_not_know(visitor: Visitor) -> None:
    here = next(house for house in catalogue().houses if house.id == found().id)
    own = offer("elsewhere", "another_house", houses=(here.id,))
    who = known()
    sign_in(visitor)
    assert cards(visitor.get("/", reads=READS)) == [own.slug]
    pasts(found(), who, (date(2026, 5, 5),))
    for url in ("/", f"/stays?{WEEKEND}", f"/houses/{here.slug}/rooms/snug?{WEEKEND}"):
        assert cards(visitor.get(url, reads=READS)) == []
    url = f"/stays?{WEEKEND}&offer={own.slug}"
    assert "it is not one that you can take" in visitor.get(url, reads=READS).text.lower()


def test_why_nothing_was_shown_counts_once_an_hour(visitor: Visitor) -> None:
    own = for_others(offer("for-others"))
    known()
    sign_in(visitor)
    for _ in range(3):
        assert cards(visitor.get("/", reads=READS)) == []
    rows = fresh().execute(select(OfferUnshown.promotion_id, func.sum(OfferUnshown.times)).group_by("promotion_id"))
    assert [tuple(row) for row in rows] == [(own.id, 2)], "on the account after signing in, and at home"


def test_terms_lead_to_terms_also_of_an_offer_that_is_for_some(visitor: Visitor) -> None:
    own = offer("for-some", "supper", percent_bp=10_000)
    transaction(lambda: set_audience(own.id, Conditions(least_stays=2), by=None))
    assert cards(visitor.get("/offers")) == []
    pasts(found(), known(), (date(2026, 5, 5), date(2026, 10, 5)))
    sign_in(visitor)
    assert visitor.get("/", reads=READS).link("Terms: For some") == f"/offers#{own.slug}"
    page = visitor.get("/offers", reads=READS)
    page.one("li", id=own.slug)
    assert "Everybody’s supper on the first night that it is for." in page.text
    url = a_booking()
    open_to_all = offer("flowers", "extra", percent_bp=10_000, extra_id=found().extras["flowers"])
    terms = visitor.get(url, reads=READS).link("Terms: Flowers")
    assert terms == f"{url}/offers/{open_to_all.slug}#terms-title"
    visitor.get(terms.partition("#")[0], reads=READS).one(id="terms-title")


def test_the_checkout_says_why_with_the_fact_and_the_switch(visitor: Visitor) -> None:
    offer("a-tenth-less", weekdays="456")
    pasts(found(), known(), (date(2026, 5, 5), date(2026, 10, 5)))
    sign_in(visitor)
    page = held(visitor)
    card = words(page.one("article", class_="offercard"))
    assert "Why you see this:" in card
    assert "From your bookings: Combe Harrow" in card or "From all bookings of that month" in card
    assert page.link("What we remember, and the switch") == "/account/history"


def test_an_offer_without_a_stay_to_be_had_is_not_on_the_home_page(visitor: Visitor) -> None:
    offer("in-two-years", nights_from_on=date(2029, 3, 1))
    this = offer("this-spring")
    assert cards(visitor.get("/")) == [this.slug]
    known()
    sign_in(visitor)
    assert cards(visitor.get("/", reads=READS)) == [this.slug]
    rows = fresh().execute(select(OfferDecision.promotion_id).distinct())
    assert list(rows.scalars()) == [this.id]

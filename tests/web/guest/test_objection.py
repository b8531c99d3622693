"""Whoever objects is not written about, and nobody can be found in what is written."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import select

from app.booking import paying
from app.booking.effort.models import BookingEffort
from app.experience.funnel.days.models import FunnelCell, FunnelDay
from app.experience.funnel.days.operations import sum_up_days
from app.experience.funnel.models import CheckoutVisit, Event, Visit, VisitSalt
from app.experience.funnel.salts import visit_ids
from app.payments.models import Payment
from app.payments.sandbox import Sandbox
from app.web.funnel import with_booking
from app.worker.visits import change_salts, forget_old_visits
from tests.builders import TODAY
from tests.page import Visitor
from tests.web.guest.desk import ANNA, choose, fresh, pay
from tests.web.guest.funnel import rows, sizes, told
from tests.web.guest.test_beacon import INP, tell

WEEKEND = "arrival=2027-03-05&departure=2027-03-07"
SWITCH = "/privacy/objection"


def journey(visitor: Visitor, **typed: str) -> None:
    """From the home page to a paid booking, with everything that can be told on the way."""
    visitor.get("/?from=mail&ref=anna.whitlock")
    visitor.get(f"/stays?{WEEKEND}&code=Whitlock")
    visitor.get("/stays?arrival=Whitlock&departure=2027-03-07", status=422)
    visitor.get(f"/houses/combe-harrow/rooms/snug?{WEEKEND}")
    page = choose(visitor, "saver")
    visitor.submit(page.form(id="details").fill(**ANNA | {"email": "anna whitlock"}), press="act=pay", status=422)
    tell(visitor, INP, {"n": 2, "name": "correction", "code": "email"}, step="details")
    paying = visitor.submit(page.form(id="details").fill(**ANNA | typed), press="act=pay")
    visitor.get(pay(visitor, paying, "works").link("See your booking"))


def test_the_switch_works_at_once_and_writes_nothing_more(visitor: Visitor) -> None:
    visitor.get("/")
    visitor.submit(visitor.get(SWITCH).form(), press="act=object")
    before = sizes()
    assert before["event"] == 1

    journey(visitor)
    assert sizes() == before
    assert "You are not counted" in visitor.get(SWITCH).text


def test_objecting_on_the_way_to_pay_leaves_the_booking_uncounted(visitor: Visitor) -> None:
    paying = visitor.submit(choose(visitor, "saver").form(id="details").fill(**ANNA), press="act=pay")
    assert sizes()["checkout_visit"] == 1
    visitor.submit(visitor.get(SWITCH).form(), press="act=object")
    before = sizes()
    assert before["checkout_visit"] == 0
    visitor.get(pay(visitor, paying, "works").link("See your booking"))
    assert sizes() == before
    assert before["booking_effort"] == 0


@pytest.mark.parametrize("told", ["returned", "asked"])
def test_objecting_from_another_network_while_paying_leaves_the_booking_uncounted(visitor: Visitor, told: str) -> None:
    """The visit of the objection is not that of the checkout; whether the payment is heard of before or after."""
    held = choose(visitor, "saver")
    url = f"{held.url.partition('?')[0]}/payment"
    visitor.submit(held.form(id="details").fill(**ANNA), press="act=pay")
    sandbox: Sandbox = visitor.client.application.extensions["payment_provider"]
    session_id = fresh().scalars(select(Payment.provider_session)).one()
    sandbox.press(session_id, "works")
    before = sizes()
    assert before["checkout_visit"] == 1
    visitor.client.environ_base["REMOTE_ADDR"] = "198.51.100.7"
    waiting = visitor.get(url) if told == "asked" else None
    visitor.client.environ_base["HTTP_SEC_GPC"] = "1"
    if waiting:
        visitor.submit(waiting.form())
    else:
        visitor.get(url)
        assert sizes()["checkout_visit"] == 0
        fresh()
        paying.settle(sandbox, session_id, with_booking=with_booking)
    after = sizes()
    assert (after["booking_effort"], after["checkout_visit"], after["event"]) == (0, 0, before["event"])


def test_the_switch_turns_back(visitor: Visitor) -> None:
    visitor.submit(visitor.get(SWITCH).form(), press="act=object")
    visitor.submit(visitor.get(SWITCH).form(), press="act=agree")
    visitor.get("/")
    assert told() == ["search"]
    assert "Your visit is counted" in visitor.get(SWITCH).text


def test_global_privacy_control_is_honoured(visitor: Visitor) -> None:
    visitor.client.environ_base["HTTP_SEC_GPC"] = "1"
    journey(visitor)
    assert set(sizes().values()) == {0}
    page = visitor.get(SWITCH)
    assert "Global Privacy Control" in page.text
    assert not page.all("button", name="act")


def test_pages_tell_their_script_nothing_to_tell(visitor: Visitor) -> None:
    assert '<meta name="step" content="search">' in visitor.client.get("/").text
    assert 'name="step"' not in visitor.client.get("/", headers={"Sec-GPC": "1"}).text
    assert '<meta name="step"' in visitor.client.get("/").text, "a kept page is everybody's"


def test_the_cookies_are_these(visitor: Visitor) -> None:
    visitor.get("/")
    assert names(visitor) == {"quince"}
    visitor.submit(visitor.get(SWITCH).form(), press="act=object")
    assert names(visitor) == {"quince", "quince-objection"}
    cookie = visitor.client.get_cookie("quince-objection")
    assert cookie is not None
    assert (cookie.value, cookie.http_only, cookie.same_site) == ("1", True, "Lax")
    assert cookie.max_age == 400 * 86_400


def names(visitor: Visitor) -> set[str]:
    return {cookie.key for cookie in visitor.client._cookies.values()}


def test_every_page_leads_to_the_switch(visitor: Visitor) -> None:
    for url in ("/", "/stays", "/privacy"):
        assert visitor.get(url).link("Being counted, or not").endswith(SWITCH)


def test_nothing_personal_stands_in_any_column(visitor: Visitor, set_clock: Callable[[str], None]) -> None:
    agent = "Mozilla/5.0 (Whitlock's own browser) AppleWebKit/537.36"
    visitor.client.environ_base |= {"HTTP_USER_AGENT": agent, "REMOTE_ADDR": "203.0.113.77"}
    journey(visitor)

    assert sizes()["event"] > 10
    found = [row for model in (Event, Visit, CheckoutVisit, BookingEffort) for row in rows(model)]
    set_clock(f"{TODAY + timedelta(days=4)}T12:00+00:00")
    assert sum_up_days(least_visits=1) > 0
    sums = [row for model in (FunnelDay, FunnelCell) for row in rows(model)]
    assert len(sums) > 1
    assert rows(BookingEffort)
    words = " ".join(f"{column}={value}" for row in found + sums for column, value in row._mapping.items()).lower()
    for personal in ("anna", "whitlock", "example.com", "07700", "900461", "203.0.113", "mozilla", "applewebkit"):
        assert personal not in words
    assert re.search(r"[^ ]@", words) is None


def test_ids_hang_on_the_days_salt_and_cannot_be_made_again(app: Flask, set_clock: Callable[[str], None]) -> None:
    first = visit_ids(TODAY, "203.0.113.77", "a browser")[0]
    assert visit_ids(TODAY, "203.0.113.77", "a browser")[0] == first
    assert len({first, visit_ids(TODAY, "203.0.113.78", "a browser")[0], visit_ids(TODAY, "203.0.113.77", "b")[0]}) == 3
    salts = {row.day_on: row.salt for row in rows(VisitSalt)}
    assert len(set(salts.values())) == len(salts)

    set_clock("2027-03-02T23:59:00+00:00")
    change_salts()
    assert TODAY in {row.day_on for row in rows(VisitSalt)}, "a visit may still go on across midnight"
    set_clock("2027-03-03T00:01:00+00:00")
    change_salts()
    assert TODAY not in {row.day_on for row in rows(VisitSalt)}, "48 hours after the day began"


def test_a_new_day_has_its_salt_before_anybody_looks(visitor: Visitor, set_clock: Callable[[str], None]) -> None:
    change_salts()
    set_clock("2027-03-02T08:00:00+00:00")
    visitor.get("/")
    assert [str(row.day_on) for row in rows(Visit)] == ["2027-03-02"]


@pytest.mark.parametrize(
    ("instant", "left"), [("2029-03-31T08:59:00+00:00", True), ("2029-04-01T09:01:00+00:00", False)]
)
def test_visits_are_kept_25_months(
    visitor: Visitor, set_clock: Callable[[str], None], instant: str, left: bool
) -> None:
    visitor.get("/")
    set_clock(instant)
    forget_old_visits()
    assert (sizes()["event"] > 0, sizes()["visit"] > 0) == (left, left)

"""Every guest page tells the funnel's log its step, and the log never disturbs a page."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from flask import Flask, request
from sqlalchemy.exc import OperationalError

from app.booking.effort.models import BookingEffort
from app.booking.models import Booking
from app.experience.funnel import recording
from app.experience.funnel.models import Visit
from app.pricing.operations import restrict
from app.store import transaction
from app.web.funnel import writing
from app.web.funnel.caller import device_of, is_bot, source_of
from tests import cast
from tests.builders import FRIDAY, House
from tests.page import Page, Visitor
from tests.statements import counted
from tests.web.guest.desk import ANNA, choose, count, pay
from tests.web.guest.funnel import rows, sizes, told
from tests.web.guest.stays import booked
from tests.web.guest.test_stays import hold

WEEKEND = "arrival=2027-03-05&departure=2027-03-07"
IPHONE = "Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) AppleWebKit/605.1.15 Version/18.0 Mobile/15E148 Safari"


def three_nights(house: House) -> None:
    """Who arrives on the Friday stays for three."""
    rule = {"scope": "location", "scope_id": house.id, "night": FRIDAY, "min_stay_arrival": 3}
    transaction(lambda: restrict(house.id, [rule]))


def test_each_page_is_its_step(visitor: Visitor) -> None:
    for url in ("/", f"/stays?{WEEKEND}", f"/houses/combe-harrow/rooms/snug?{WEEKEND}", "/terms", "/sign-in"):
        visitor.get(url)

    assert told() == ["search", "results", "room"]
    (visit,) = rows(Visit)
    assert (visit.heads, visit.nights, visit.lead_days, visit.location_id) == (2, 2, 4, cast.found().id)
    assert visit.booked_at is None
    assert {row.duration_ms is not None for row in rows()} == {True}


def test_a_page_with_the_dates_of_a_house_is_a_search(visitor: Visitor) -> None:
    visitor.get(f"/houses/combe-harrow?{WEEKEND}")
    assert told() == ["search"]
    assert rows()[0].location_id == cast.found().id


def test_a_kept_page_says_the_same_as_one_that_is_made(app: Flask) -> None:
    for agent in ("one", "other"):
        Visitor(app).get(f"/stays?{WEEKEND}", headers={"User-Agent": agent})
    assert told() == ["(search)", "results"] * 2
    assert len(rows(Visit)) == 2


def test_a_rate_chosen_on_a_card_loses_nobody(visitor: Visitor) -> None:
    visitor.get(f"/stays?{WEEKEND}")
    choose(visitor)
    assert told() == ["(search)", "results", "room", "details"]


def test_a_slow_answer_is_told_with_its_step(visitor: Visitor, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(writing, "SLOW_MS", -1)
    visitor.get(f"/stays?{WEEKEND}")
    visitor.get("/terms")
    assert told() == ["(search)", "results", "slow_answer:results"]


def test_what_goes_wrong_is_no_step(visitor: Visitor) -> None:
    visitor.get("/stays?arrival=2027-03-05&departure=nonsense", status=422)
    visitor.get("/houses/nowhere", status=404)
    visitor.post("/checkout", {"rate": "1:1"}, status=422)
    assert told() == ["field_error:search.departure.not_understood"]


def test_a_page_in_advance_or_without_a_body_reaches_nobody(visitor: Visitor) -> None:
    visitor.client.get("/", headers={"Sec-Purpose": "prefetch"})
    visitor.client.head("/")
    assert sizes()["event"] == 0


def test_booking_to_owe_is_payment_and_booked(visitor: Visitor) -> None:
    visitor.get("/")
    booked = visitor.submit(choose(visitor).form(id="details").fill(**ANNA), press="act=owe")
    visitor.get(booked.url)

    assert told() == ["search", "(results)", "room", "details", "payment", "booked"]
    (visit,) = rows(Visit)
    assert visit.booked_at is not None
    assert sizes() == {"event": 6, "visit": 1, "checkout_visit": 0, "booking_effort": 1}


def test_paying_is_booked_whoever_hears_of_it_first(visitor: Visitor) -> None:
    page = choose(visitor, "saver")
    paying = visitor.submit(page.form(id="details").fill(**ANNA), press="act=pay")
    assert sizes()["checkout_visit"] == 1
    visitor.get(pay(visitor, paying, "works").link("See your booking"))

    assert told()[-3:] == ["details", "payment", "booked"]
    assert sizes() == {"event": 6, "visit": 1, "checkout_visit": 0, "booking_effort": 1}


def test_a_booking_at_the_desk_is_no_ones_visit(visitor: Visitor) -> None:
    booked()
    assert sizes()["event"] == 0


def test_who_has_booked_before_returns(app: Flask, visitor: Visitor) -> None:
    visitor.submit(choose(visitor).form(id="details").fill(**ANNA), press="act=owe")
    again = Visitor(app)
    again.client.environ_base["HTTP_USER_AGENT"] = "another"
    again.submit(choose(again, room_type="garden").form(id="details").fill(**ANNA), press="act=owe")
    assert [(row.name, row.returning) for row in rows() if row.name == "booked"] == [
        ("booked", False),
        ("booked", True),
    ]


def test_effort_is_copied_without_the_visit(visitor: Visitor, set_clock: Callable[[str], None]) -> None:
    visitor.get(f"/stays?{WEEKEND}")
    visitor.get(f"/houses/combe-harrow/rooms/snug?{WEEKEND}")
    visitor.get(f"/stays?{WEEKEND}")
    page = choose(visitor)
    wrong = visitor.submit(page.form(id="details").fill(name="", email="nobody"), press="act=owe", status=422)
    set_clock("2027-03-01T09:03:20+00:00")
    visitor.submit(wrong.form(id="details").fill(**ANNA), press="act=owe")

    (effort,) = rows(BookingEffort)
    assert (effort.back_steps, effort.returns_to_search, effort.errors) == (1, 1, 2)
    assert (effort.refusals, effort.price_changes, effort.seconds) == (0, 0, 200)
    assert "field_error:details.name.missing" in told()
    assert "field_error:details.email.wrong" in told()
    assert not {column.name for column in BookingEffort.__table__.columns} & {"visit", "visit_id"}


def test_a_refusal_says_what_would_have_served(visitor: Visitor) -> None:
    house = cast.found()
    three_nights(house)
    for _ in range(2):
        visitor.get(f"/stays?{WEEKEND}&location=combe-harrow")

    (denied,) = [row for row in rows() if row.name == "denied"]
    assert denied.code == "min_stay"
    assert denied.location_id == house.id
    assert denied.properties == {
        "arrival": "2027-03-05", "nights": 2, "heads": 2, "location": "combe-harrow", "room_type": "snug",
        "rate_plan": "saver", "rule": "min_stay:2", "value_minor": 27000, "currency": "GBP",
    }  # fmt: skip


def test_a_full_house_is_no_rules_fault(visitor: Visitor) -> None:
    for room_type, rooms in (("snug", 3), ("garden", 3), ("shepherds-hut", 1)):
        hold("combe-harrow", room_type, rooms)
    visitor.get(f"/houses/combe-harrow?{WEEKEND}")

    (denied,) = [row for row in rows() if row.name == "denied"]
    assert (denied.code, denied.properties["rule"], denied.properties["value_minor"]) == ("full", None, 27000)


def test_no_to_one_house_of_several_that_were_asked_is_no_denial(visitor: Visitor) -> None:
    house = cast.found()
    three_nights(house)
    visitor.get(f"/stays?{WEEKEND}")
    assert "denied:min_stay" not in told()


def test_a_hold_that_ran_out_and_a_bank_that_said_no_are_told_once(
    visitor: Visitor, set_clock: Callable[[str], None]
) -> None:
    page = choose(visitor, "saver")
    paying = visitor.submit(page.form(id="details").fill(**ANNA), press="act=pay")
    declined = pay(visitor, paying, "declined")
    visitor.get(declined.url)
    assert told().count("payment_declined:declined") == 1
    assert "back:payment>details" in told()
    set_clock("2027-03-01T11:00:00+00:00")
    for _ in range(2):
        visitor.get(declined.url)
    assert told().count("claim_expired") == 1


def test_a_log_that_cannot_be_written_disturbs_no_page(visitor: Visitor, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*_: Any, **__: Any) -> None:
        raise OperationalError("INSERT", {}, Exception("disk is full"))

    monkeypatch.setattr(recording, "_write", broken)
    visitor.get("/")
    visitor.submit(choose(visitor).form(id="details").fill(**ANNA), press="act=owe")
    assert count(Booking) == 1
    assert sizes()["event"] == 0


def test_logging_adds_two_statements_and_one_commit(visitor: Visitor) -> None:
    url = f"/stays?{WEEKEND}"
    visitor.get("/")
    with counted() as sent:
        visitor.client.get(url, headers={"Sec-GPC": "1"})
    plain = len(sent.reads), len(sent.writes), sent.commits
    with counted() as sent:
        visitor.client.get(url)
    assert (len(sent.reads), len(sent.writes), sent.commits) == (plain[0], plain[1] + 2, plain[2] + 1), str(sent)


def test_devices() -> None:
    chrome = "AppleWebKit/537.36 Chrome/130"
    for agent, device in (
        (IPHONE, "phone"),
        ("Mozilla/5.0 (iPad; CPU OS 17_0 like Mac OS X) AppleWebKit/605.1.15 Mobile/15E148", "tablet"),
        (f"Mozilla/5.0 (Linux; Android 15; Pixel 9) {chrome} Mobile Safari/537.36", "phone"),
        (f"Mozilla/5.0 (Linux; Android 14; SM-X910) {chrome} Safari/537.36", "tablet"),
        (f"Mozilla/5.0 (Windows NT 10.0; Win64; x64) {chrome} Safari/537.36", "desk"),
        ("", "desk"),
        ("x" * 10_000, "desk"),
    ):
        assert device_of(agent) == device, agent


def test_programs_are_marked_and_kept(visitor: Visitor) -> None:
    assert is_bot("Mozilla/5.0 (compatible; Googlebot/2.1; +http://www.google.com/bot.html)")
    assert is_bot("")
    assert not is_bot(IPHONE)
    visitor.client.get("/", headers={"User-Agent": "Mozilla/5.0 (compatible; Googlebot/2.1)"})
    assert [row.is_bot for row in rows()] == [row.is_bot for row in rows(Visit)] == [True]


def test_sources(app: Flask) -> None:
    for address, referrer, source in (
        ("", "", "direct"),
        ("", "https://quince.example/houses", "direct"),
        ("", "https://www.google.co.uk/", "search"),
        ("", "https://mail.google.com/mail", "mail"),
        ("", "https://l.instagram.com/x", "social"),
        ("", "https://www.booking.com/hotel", "agent"),
        ("", "https://a-blog.example/", "link"),
        ("", "http://[broken", "direct"),
        ("from=mail", "https://www.google.com/", "mail"),
        ("utm_source=newsletter", "", "mail"),
        ("utm_source=instagram", "", "social"),
        ("utm_medium=cpc&utm_source=google", "", "search"),
        ("ref=anna", "", "referral"),
        ("referral=friend-610M34WA", "", "referral"),
        ("referral=again", "", "direct"),
        ("from=" + "x" * 5000, "", "link"),
    ):
        with app.test_request_context(f"/?{address}"):
            assert source_of(request.args, referrer, "quince.example") == source, (address, referrer)


def test_the_first_source_stays(visitor: Visitor) -> None:
    visitor.get("/?from=mail")
    visitor.get(f"/stays?{WEEKEND}", headers={"Referer": "https://www.google.com/"})
    assert {row.source for row in rows()} == {row.source for row in rows(Visit)} == {"mail"}


def test_what_an_angry_press_hits_has_a_name(visitor: Visitor) -> None:
    def names(page: Page) -> set[str]:
        return {one.attrib["data-name"] for one in page.tree.iter() if "data-name" in one.attrib}

    assert names(visitor.get(f"/stays?{WEEKEND}")) >= {"choose-dates", "see-rooms", "picture", "rate"}
    room = visitor.get(f"/houses/combe-harrow/rooms/snug?{WEEKEND}")
    assert names(room) >= {"choose-dates", "picture", "rate", "book-rate"}
    assert names(choose(visitor)) >= {"pay-and-book"}

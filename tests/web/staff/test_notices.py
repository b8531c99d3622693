"""Notices at the desk: written, looked at, sent once, changed, ended; and the list of those to ring."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from flask import Flask

from app.care.notices.models import Notice
from app.care.notices.operations import mark_seen
from app.inventory.models import Claim
from app.outbox.models import Message
from app.store import db
from app.web.mail import compose
from app.worker.notices import look_after_notices
from tests import cards, cast, touched
from tests.baskets import basket
from tests.page import Page, Visitor
from tests.staffing import desk
from tests.unit.web.mail.examples import newest
from tests.web.guest.desk import fresh
from tests.web.staff.objects import Objects

pytestmark = pytest.mark.houses(2)
URL = "/staff/combe-harrow/notices"
FRIDAY, SUNDAY = date(2027, 3, 5), date(2027, 3, 7)
READS, PROMISED = 16, 80

TYPED: dict[str, Any] = {
    "kind": "planned",
    "facility": "",
    "title": "Hot water off",
    "meaning": "The boiler is serviced.",
    "weight": "felt",
    "begins_on": "2027-03-06",
    "begins_hour": "10:00",
    "ends_on": "2027-03-06",
    "ends_hour": "12:00",
    "whom": ["here"],
}


@pytest.fixture
def manager(app: Flask) -> Visitor:
    """At a house where three bookings sleep from Friday to Sunday; one of them has supper, one no address."""
    house = cast.found()
    sitting = house.sittings["20:00"]
    stay = {"arrival_on": FRIDAY, "departure_on": SUNDAY}
    touched.booked(house, 1, [stay | {"suppers": [(FRIDAY, sitting, 2)], "needs": "step-free"}])
    touched.booked(house, 2, [stay])
    touched.booked(house, 3, [stay], mail=False)
    return desk(app, "manager")


def written(manager: Visitor, status: int = 200, **more: Any) -> Page:
    return manager.submit(manager.get(f"{URL}/new", reads=READS).form(action=f"{URL}/new").fill(**TYPED | more), status)


def only_id() -> int:
    return int(fresh().query(Notice.id).scalar())


def press(visitor: Visitor, deed: str, status: int = 200, page: Page | None = None, **typed: Any) -> Page:
    url = f"{URL}/{only_id()}"
    seen = page or visitor.get(url, reads=READS)
    return visitor.submit(seen.form(action=f"{url}/{deed}").fill(**typed), status)


def sent() -> list[tuple[str, str]]:
    """(kind, address) of every message about notices that goes, after a worker has looked."""
    fresh()
    look_after_notices()
    rows = db.session.query(Message.kind, Message.address).filter(Message.subject == "notice_touch")
    return [(kind, address) for kind, address in rows.filter(Message.state != "withdrawn").order_by(Message.id)]


def test_a_notice_says_whom_it_touches_before_it_goes(manager: Visitor) -> None:
    more: dict[str, Any] = {"whom": ["here", "supper", "step_free"], "begins_on": "2027-03-05", "begins_hour": "18:00"}
    page = written(manager, **more, keep="20", until_on="2027-03-05")
    words = page.words("section", **{"aria-labelledby": "touched-title"})
    assert "three bookings with one table among them" in words
    assert "£680" in words, "two nights of three bookings, and the table"
    assert "£60" in words, "what it costs when everybody takes the money off"
    assert "You asked for step-free, and are here on Fri 5 March and Sat 6 March." in words
    assert "You have booked supper for two people on Fri 5 March at 8pm." in words
    assert "No address: reception rings them." in words
    assert sent() == [], "a draft tells nobody"
    going = press(manager, "announcement").words("main")
    assert all(words in going for words in ("It is being sent", "£60")), "everybody may still take it"
    assert sent() == sent() == [("notice", "guest1@example.org"), ("notice", "guest2@example.org")]
    assert "2 of 3 told" in manager.get(URL, reads=READS).text


def test_a_draft_shows_what_could_be_promised_and_a_whole_mail(manager: Visitor) -> None:
    """The other house has seven rooms that fit; what is free in it is what is said, and nothing is held for a draft."""
    there = cast.found("withy-moor")
    for room_type, rooms in (("snug", 3), ("garden", 2)):
        for _ in range(rooms):
            cards.placed(basket(there, room_type))
    written(manager, may_move_house="y", may_cancel_free="y", until_on="2027-03-05")
    url = f"{URL}/{only_id()}"
    page = manager.get(url, reads=PROMISED)
    words = page.words("section", **{"aria-labelledby": "touched-title"})
    assert "could be held for 2 of 3" in words
    assert "Who can have none is not offered it." in words
    assert "Other dates" not in words, "they are not offered"
    mail = page.words("section", id="mail")
    assert "Hot water off: Combe Harrow" in mail
    assert "You are here on Sat 6 March" in mail
    assert "Go to Withy Moor instead" in mail
    assert "Your booking 00000001" in mail
    assert "/bookings/find?choice=house" in mail, "no guest's key stands in it"
    other = manager.get(f"{url}?mail=00000003", reads=PROMISED).words("section", id="mail")
    assert "Your booking 00000003" in other
    assert "Go to Withy Moor" not in other, "two rooms were left, and went to the first two"
    assert db.session.query(Claim).filter(Claim.owner == "notice").count() == 0
    press(manager, "announcement", page=page)
    look_after_notices()
    assert "held for 2 of 3" in manager.get(url, reads=PROMISED).words("main")


def test_two_who_send_at_once_announce_once(app: Flask, manager: Visitor) -> None:
    written(manager)
    other = desk(app, "administrator")
    seen = other.get(f"{URL}/{only_id()}", reads=READS)
    press(manager, "announcement")
    refused = press(other, "announcement", 409, seen)
    assert "Somebody changed this notice after you opened it." in refused.text
    assert len(sent()) == 2


@pytest.mark.parametrize(
    ("typed", "field", "sentence"),
    [
        ({"ends_hour": "09:00"}, "ends_on", "It ends before it begins. Put the end later"),
        ({"may_cancel_free": "y"}, "until_on", "Say until when guests may choose"),
        ({"keep": "20", "until_on": "2027-03-08"}, "until_on", "Guests choose before it begins. Put the date earlier"),
        ({"meaning": "x" * 10_000}, "meaning", "1,000"),
        ({"title": ""}, "title", "Say in a line what it is"),
        ({"title": "", "weight": ""}, "weight", "Say how bad it is"),
        ({"title": "", "whom": []}, "whom", "Say whom it touches: tick at least one"),
        ({"keep": "5000"}, "keep", "A remedy is between nothing and 1,000 for a booking"),
        ({"begins_on": "tomorrow"}, "begins_on", "enter a day like 2027-03-05"),
    ],
)
def test_what_can_never_be_stands_at_its_field(manager: Visitor, typed: Any, field: str, sentence: str) -> None:
    page = written(manager, 422, **typed)
    assert sentence in page.words(id=f"{field}-error")
    assert fresh().query(Notice).count() == 0


def test_another_houses_facility_is_refused(manager: Visitor) -> None:
    other = Objects("withy-moor").facility()
    page = manager.get(f"{URL}/new", reads=READS)
    data = page.form(action=f"{URL}/new").fill(**TYPED).data() | {"facility": str(other)}
    assert "Choose one from the list" in manager.post(f"{URL}/new", data, 422).words(id="facility-error")


def test_a_stale_form_shows_both_versions(app: Flask, manager: Visitor) -> None:
    written(manager)
    url = f"{URL}/{only_id()}/edit"
    other = desk(app, "administrator")
    seen = other.get(url, reads=READS)
    manager.submit(manager.get(url, reads=READS).form(action=url).fill(title="Cold showers"))
    page = other.submit(seen.form(action=url).fill(title="No hot water"), 409)
    assert "Cold showers" in page.words("section", **{"aria-labelledby": "stands-title"})
    assert page.one("input", id="title").get("value") == "No hot water"


def test_news_and_the_end_reach_those_who_know_once(manager: Visitor) -> None:
    written(manager)
    press(manager, "announcement")
    sent()
    for message in db.session.query(Message).filter(Message.kind == "notice"):
        message.state = "sent"
    db.session.commit()
    refused = press(manager, "news", 422, said="")
    assert "Say what is new" in refused.words(id="said-error")
    press(manager, "news", said="It takes until two.", ends_hour="14:00")
    press(manager, "end", closing="It is warm again.")
    found = sent()
    assert found.count(("notice", "guest1@example.org")) == 1
    assert found.count(("notice_over", "guest1@example.org")) == 1
    assert sent() == found


def test_reception_reads_and_rings_but_does_not_write(app: Flask, manager: Visitor) -> None:
    written(manager)
    press(manager, "announcement")
    sent()
    jo = desk(app, "reception")
    jo.get(f"{URL}/new", 403)
    assert "Tell" not in jo.get(f"{URL}/{only_id()}", reads=READS).words("main")
    page = jo.get(f"{URL}/calls", reads=READS)
    assert "Guest 3" in page.text
    assert "We have no address" in page.text
    assert "Guest 1" not in page.text
    page = jo.submit(page.form(action=f"{URL}/{only_id()}/reached"))
    assert "Nobody is left to ring." in page.text


def test_who_has_not_read_it_two_days_before_is_rung(app: Flask, manager: Visitor, set_clock: Any) -> None:
    written(manager)
    press(manager, "announcement")
    sent()
    touches = {row.guest_id: row.id for row in touched.touches(only_id()).values()}
    mark_seen(min(touches.items())[1])
    set_clock("2027-03-04T11:00+00:00")
    page = desk(app, "manager", mail="later@combe-harrow.example").get(f"{URL}/calls", reads=READS)
    assert "Guest 2" in page.text
    assert "Guest 1" not in page.text


def test_the_time_to_choose_follows_a_notice_that_begins_sooner(manager: Visitor) -> None:
    written(manager, keep="20", until_on="2027-03-06", until_hour="09:00")
    press(manager, "announcement")
    refused = press(manager, "news", 422, said="Sooner.", begins_hour="08:00", until_on="2027-03-07")
    assert "Guests choose before it begins" in refused.words(id="until_on-error")
    press(manager, "news", said="Sooner.", begins_hour="08:00")
    row = touched.notice_row(only_id())
    assert (row.choose_until_at, row.begins_at.hour) == (row.begins_at, 8)
    press(manager, "news", said="Choose by Friday.", until_on="2027-03-05")
    assert "Fri 5 March, 6pm" in manager.get(f"{URL}/{only_id()}", reads=READS).words("main")


def test_what_should_be_over_waits_for_somebody_to_say_so(app: Flask, manager: Visitor, set_clock: Any) -> None:
    written(manager)
    press(manager, "announcement")
    set_clock("2027-03-06T12:30+00:00")
    late = desk(app, "manager", mail="later@combe-harrow.example")
    day = late.get("/staff/combe-harrow/today", reads=20)
    needs = day.words("section", **{"aria-labelledby": "needs-title"})
    assert "Notice Hot water off should be over. Guests read that we are checking." in needs
    assert "Should be over" in late.get(URL, reads=READS).text
    assert "should have been over by noon today; we are checking" in Visitor(app).get("/status/combe-harrow").text
    press(late, "end")
    assert "Hot water off" not in late.get("/staff/combe-harrow/today", reads=20).words("main")


SCRIPT = "<script>alert(1)</script>"


def test_scripts_are_words_and_nothing_typed_is_lost(app: Flask, manager: Visitor) -> None:
    typed = {"title": f"{SCRIPT} off", "meaning": f"{SCRIPT} & so on", "ends_hour": "09:00"}
    again = written(manager, 422, **typed)
    assert again.one("input", id="title").get("value") == typed["title"]
    assert typed["meaning"] in again.words("textarea", id="meaning")
    manager.submit(again.form(action=f"{URL}/new").fill(ends_hour="12:00"))
    press(manager, "announcement")
    sent()
    for page in (manager.get(f"{URL}/{only_id()}", reads=READS), Visitor(app).get("/status/combe-harrow")):
        assert "alert(1)" in page.text
        assert SCRIPT not in page.response.text
    mail = compose(newest("notice"))
    assert SCRIPT in mail.text
    assert SCRIPT not in mail.html
    page = press(manager, "news", 422, said=f"{SCRIPT} later", ends_hour="09:00")
    assert "It ends before it begins" in page.words(id="ends_on-error")
    assert SCRIPT in page.words("textarea", id="said")
    assert "1,000" in press(manager, "end", 422, closing="x" * 10_000).words(id="closing-error")


def test_a_withdrawn_draft_is_gone_and_cannot_go(app: Flask, manager: Visitor) -> None:
    written(manager)
    page = manager.get(f"{URL}/{only_id()}", reads=READS)
    press(manager, "withdrawal")
    press(manager, "announcement", 409, page)
    assert sent() == []

"""The page of a notice: what it means for these nights, and a choice that does what the page said, once."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
from sqlalchemy import delete, select, update

from app.care.cases.models import Case
from app.care.choices.promising import promise_alternatives
from app.care.notices.models import NoticeTouch
from app.care.notices.operations import withdraw_notice
from app.kernel import clock
from app.kernel.stay import Stay
from app.outbox.models import Message
from app.pricing.models import Rate
from app.store import db, transaction, write
from app.store.version import prices_of, raise_versions
from app.web.links import link_token
from tests import cast, touched
from tests.baskets import basket
from tests.builders import FRIDAY
from tests.cards import asked_back, paid, placed
from tests.page import Page, Visitor
from tests.touching import noticed
from tests.web.guest.manage import book, kept, state_of

pytestmark = pytest.mark.houses(2)
READS = 45
SetClock = Callable[[str], None]


def told(**columns: object) -> tuple[int, str, str]:
    """(booking, its address, the notice's address) of a paid booking that a notice touches, with its promises."""
    one, url = book()
    paid(one, 30000)
    notice_id = noticed(one, **columns)  # type: ignore[arg-type]
    promise_alternatives(notice_id)
    return one, url, f"{url}/notices/{notice_id}"


def choose(visitor: Visitor, page: Page, choice: str, status: int = 200) -> Page:
    return visitor.submit(page.form(id="choose").fill(choice=choice), status, reads=120)


def offered(page: Page) -> list[str]:
    return [str(option.attrib["data-choice"]) for option in page.all("label", class_="option")]


def test_the_page_says_what_it_means_and_what_each_choice_does(visitor: Visitor) -> None:
    one, _, address = told()
    page = visitor.get(address, reads=READS)
    assert page.h1 == "What it means for your nights"
    assert offered(page) == ["keep", "house", "dates", "cancel"]
    assert "Fri 5 MarchNo hot water on FridayNot as usual" in page.text
    assert "Sat 6 MarchNothing is differentAs booked" in page.text
    assert (page.prices(), "£20.00 goes back" in page.text) == ([28000], True)
    other = visitor.get(f"{address}?choice=house", reads=READS)
    assert other.prices() == [30000]
    assert "Go to Withy Moor instead" in other.text
    assert (state_of(one), asked_back()) == (("confirmed", 0), []), "looking does nothing"


def test_each_night_says_what_of_theirs_it_touches_once_and_many_alike_are_one_row(visitor: Visitor) -> None:
    done = placed(basket(cast.found(), "snug", stay=Stay.of(FRIDAY, 5)))
    notice_id = noticed(done.booking_id)
    nights = [(FRIDAY + timedelta(days=day)).isoformat() for day in (0, 1)]
    why = [{"key": key, "nights": nights, "says": says} for key, says in (("here", "You are here."), ("dogs", "Dogs."))]
    transaction(lambda: write(update(NoticeTouch).values(nights=nights, why=why)))
    url = f"/bookings/{link_token('booking', done.booking_id, done.version)}/notices/{notice_id}"
    page = visitor.get(url, reads=READS)
    for row in (
        "Fri 5 MarchDogs.",
        "Sat 6 MarchNo hot water on Friday",
        "Sun 7 March to Tue 9 MarchNothing is different",
    ):
        assert row in page.text


def test_another_house_at_the_same_price_is_one_tap(visitor: Visitor) -> None:
    one, url, address = told()
    done = choose(visitor, visitor.get(address, reads=READS), "house")
    assert "You go to the other house" in done.text
    assert kept(one).basket.location_id == cast.found("withy-moor").id
    assert asked_back() == []
    again = visitor.get(address, reads=READS)
    assert "You have chosen" in again.text
    assert offered(again) == []
    assert "Not as usual" not in again.text, "those nights are theirs no more"
    assert "Choose what to do" not in visitor.get(url).text


@pytest.mark.parametrize(("choice", "back"), [("keep", 2000), ("dates", 0), ("cancel", 30000)])
def test_what_goes_back_is_what_was_said(visitor: Visitor, choice: str, back: int) -> None:
    one, _, address = told()
    choose(visitor, visitor.get(address, reads=READS), choice)
    assert sum(minor for minor, _ in asked_back()) == back
    assert kept(one).state == ("cancelled" if choice == "cancel" else "confirmed")
    assert mailed() == {"keep": "notice_kept", "dates": "changed", "cancel": "cancelled"}[choice]
    assert ("Not as usual" in visitor.get(address, reads=READS).text) == (choice == "keep")


def mailed() -> str:
    """The kind of the newest mail."""
    db.session.rollback()
    return str(db.session.execute(select(Message.kind).order_by(Message.id.desc()).limit(1)).scalar_one())


def test_pressed_twice_it_is_done_once_and_another_choice_is_refused(visitor: Visitor) -> None:
    one, _, address = told()
    page = visitor.get(address, reads=READS)
    choose(visitor, page, "keep")
    assert choose(visitor, page, "keep").status == 200
    refused = choose(visitor, page, "cancel", 409)
    assert "You have chosen already" in refused.text
    assert (state_of(one)[0], asked_back()) == ("confirmed", [(2000, "goodwill")])


def test_after_its_date_it_is_told_so(visitor: Visitor, set_clock: SetClock) -> None:
    one, _, address = told()
    page = visitor.get(address, reads=READS)
    set_clock("2027-03-04T09:00+00:00")
    late = choose(visitor, page, "house", 409)
    assert "The time to choose has passed" in late.text
    assert offered(visitor.get(address, reads=READS)) == []
    assert state_of(one) == ("confirmed", 0)


def test_another_booking_s_link_opens_nothing(visitor: Visitor) -> None:
    _, _, address = told()
    other, url = book("snug")
    visitor.get(f"{url}/notices/{address.rsplit('/', 1)[1]}", 404)
    visitor.post(f"{url}/notices/{address.rsplit('/', 1)[1]}", {"choice": "cancel", "seen_revision": "0"}, 404)
    visitor.get("/bookings/nonsense/notices/1", 404)
    assert state_of(other) == ("confirmed", 0)


@pytest.mark.parametrize("bad", ["", "money", "houses", "💐", "x" * 10_000])
def test_a_choice_that_is_none_is_asked_again(visitor: Visitor, bad: str) -> None:
    one, _, address = told()
    assert "Choose one of them" in choose(visitor, visitor.get(address, reads=READS), bad, 422).text
    assert state_of(one) == ("confirmed", 0)


def test_a_stale_page_is_told_so(visitor: Visitor) -> None:
    one, _, address = told()
    form = visitor.get(address, reads=READS).form(id="choose").fill(choice="keep", seen_revision="7")
    assert "has changed since" in visitor.submit(form, 409, reads=120).text
    assert asked_back() == []
    assert state_of(one) == ("confirmed", 0)


def test_a_browser_says_that_it_was_seen(visitor: Visitor) -> None:
    _, _, address = told()
    page = visitor.get(address, reads=READS)
    assert seen() is None
    token = page.form(id="choose").data()["csrf_token"]
    assert visitor.client.post(f"{address}/seen", data={"csrf_token": token}).status_code == 204
    assert seen() is not None


def seen() -> object:
    db.session.rollback()
    return db.session.execute(select(NoticeTouch.seen_at)).scalar_one()


def test_what_is_over_says_so(visitor: Visitor) -> None:
    _, url, address = told(state="over", over_at=clock.now())
    page = visitor.get(address, reads=READS)
    assert "It is over" in page.text
    assert offered(page) == []
    assert visitor.get(url, reads=60).all("div", class_="banner--warn") == []


def test_a_promise_that_cannot_be_kept_is_a_case_of_the_house(visitor: Visitor) -> None:
    one, _, address = told()
    page = visitor.get(address, reads=READS)
    there = cast.found("withy-moor")
    gone = delete(Rate).where(Rate.room_type_id.in_(there.room_types.values()))
    transaction(lambda: (write(gone), raise_versions([prices_of(there.id)])))
    choose(visitor, page, "house", 409)
    choose(visitor, page, "house", 409)
    db.session.rollback()
    case = db.session.execute(select(Case.subject, Case.booking_id, Case.title)).one()
    assert tuple(case) == ("notice_choice", one, "Could not have the other house that was promised")
    assert state_of(one) == ("confirmed", 0)


def test_what_was_withdrawn_leaves_its_trace(visitor: Visitor) -> None:
    house = cast.found()
    notice_id = touched.announced(touched.wish(house))
    withdraw_notice(notice_id, "The part did not come.", seen_revision=2, by=None)
    page = visitor.get("/status/combe-harrow").text
    assert "We said: hot water off" in page
    assert "It did not take place." in page
    told = visitor.client.get("/status/combe-harrow.json").json["told"]
    assert [(one["title"], one["state"]) for one in told] == [("Hot water off", "withdrawn")]
    assert "It does not take place." in visitor.client.get("/status/combe-harrow.atom").text


def test_whoever_waits_reads_it_where_the_mail_leads(visitor: Visitor) -> None:
    entry_id = touched.waits(cast.found(), 1, FRIDAY, FRIDAY + timedelta(days=2))
    url = f"/waitlist/{link_token('waitlist', entry_id, 1)}"
    assert "Hot water off" not in visitor.get(url).text
    touched.told_out(touched.announced(touched.wish(cast.found())))
    page = visitor.get(url).text
    assert "Hot water off" in page
    assert "You wait for nights from Fri 5 March" in page

"""How the houses are: a page made once a change, known by its ETag, and the same said to programs."""

from collections.abc import Callable
from datetime import datetime, timedelta
from xml.etree import ElementTree as Xml

import pytest
from flask import Flask
from sqlalchemy import insert

from app.care.facilities import STATUS, report
from app.care.notices.models import Notice
from app.care.notices.operations import end_notice, update_notice
from app.care.notices.operations.stepping import News
from app.kernel import clock
from app.store import db, transaction, write
from app.store.version import raise_versions
from app.web.warming import warm
from tests import cast
from tests.baskets import basket
from tests.cards import placed
from tests.facilities import facility
from tests.markup import words as words_of
from tests.page import Visitor
from tests.touching import noticed
from tests.web.guest.desk import ANNA
from tests.web.guest.signing_in import sign_in

SetClock = Callable[[str], None]
HOUSE = "/status/combe-harrow"
PART = {"HX-Request": "true", "HX-Target": "house-status"}
SVG = "{http://www.w3.org/2000/svg}"
ATOM = "{http://www.w3.org/2005/Atom}"


@pytest.fixture
def pool(app: Flask) -> int:
    facility("restaurant", "The Long Kitchen")
    made = facility()
    warm(app)
    return made


def say(facility_id: int, state: str, words: str = "", what_we_do: str = "", **more: object) -> int:
    return report(facility_id, state, words, what_we_do, location_id=cast.found().id, **more)  # type: ignore[arg-type]


def announce(facility_id: int | None, begins: str, ends: str, **more: object) -> None:
    """A notice that is out."""
    row = {
        "location_id": cast.found().id, "facility_id": facility_id, "kind": "planned", "title": "Hot water off",
        "meaning": "The boiler gets its yearly service", "begins_at": datetime.fromisoformat(begins),
        "ends_at": datetime.fromisoformat(ends), "weight": "heavy", "whom": ["here"], "room_types": [],
        "state": "announced", "made_at": clock.now(), "announced_at": clock.now(), "revision": 1,
    } | more  # fmt: skip
    transaction(lambda: (write(insert(Notice.__table__), row), raise_versions([STATUS])))


def test_a_house_without_news_says_that_everything_works(visitor: Visitor, pool: int) -> None:
    page = visitor.get(HOUSE)
    assert page.h1 == "How Combe Harrow is"
    assert "Everything works" in page.text
    assert "Nothing was amiss" in page.text


def test_what_is_closed_is_said_in_words_on_the_plan_and_in_the_list(visitor: Visitor, pool: int) -> None:
    say(pool, "closed", "The pump has gone", "A new one comes on Friday", until_at=clock.now() + timedelta(days=4))
    page = visitor.get(HOUSE)
    assert "The pool closed" in page.text
    for words in (
        "Closed since 9am today.",
        "The pump has gone.",
        "A new one comes on Friday.",
        "We expect it by 9am, Fri 5 March",
    ):
        assert words in page.text
    plan = next(svg for svg in page.tree.iter(f"{SVG}svg") if svg.get("class") == "plan")
    assert "The pool: closed" in str(plan.get("aria-label"))
    assert any(
        "place-mark--closed" in str(mark.get("class")) and mark.find("{*}rect") is not None
        for mark in plan.iter(f"{SVG}g")
    )


def test_the_other_houses_stand_beside_it(visitor: Visitor, pool: int) -> None:
    say(pool, "limited", "Cold")
    assert "The pool limited" in visitor.get("/status/withy-moor").text
    page = visitor.get("/status")
    assert "Not all is well at Combe Harrow" in page.text
    assert "The pool" in page.text


def test_what_takes_longer_than_was_said_is_owned_up_to(visitor: Visitor, pool: int, set_clock: SetClock) -> None:
    say(pool, "closed", until_at=clock.now() + timedelta(hours=1))
    set_clock("2027-03-01T10:30+00:00")
    assert "it takes longer" in visitor.get(HOUSE).text


def test_a_notice_is_planned_then_holds_then_is_past(visitor: Visitor, pool: int, set_clock: SetClock) -> None:
    announce(pool, "2027-03-06T10:00+00:00", "2027-03-06T12:00+00:00")
    page = visitor.get(HOUSE)
    assert "Planned: hot water off" in page.text
    assert "Sat 6 March, 10am to noon" in page.text
    assert "Everything works" in page.text
    table = page.one("table", class_="courses")
    assert [[words_of(cell) for cell in row] for row in table.iter("tr")] == [
        ["What", "Until 10am", "10am to noon", "After noon"],
        ["The pool", "Works", "Closed", "Works"],
        ["All else", "Works", "Works", "Works"],
    ]
    set_clock("2027-03-06T11:00+00:00")
    page = visitor.get(HOUSE)
    assert "The pool closed" in page.text
    set_clock("2027-03-06T12:00+00:00")
    assert "It should have been over by noon today; we are checking." in visitor.get(HOUSE).text
    end_notice(int(db.session.query(Notice.id).scalar()), "", seen_revision=1, by=None)
    assert "Everything works" in visitor.get(HOUSE).text
    set_clock("2027-06-01T11:00+00:00")
    assert "We said: hot water off" in visitor.get(HOUSE).text, "it ended 87 days ago, and was announced 92 days ago"


def test_what_is_closed_before_a_notice_begins_is_not_said_to_be_until_then(visitor: Visitor, pool: int) -> None:
    announce(pool, "2027-03-06T10:00+00:00", "2027-03-06T12:00+00:00")
    say(pool, "closed", "The pump has gone", until_at=clock.now() + timedelta(days=1))
    table = visitor.get(HOUSE).one("table", class_="courses")
    heads, row, *_ = ([words_of(cell) for cell in row] for row in table.iter("tr"))
    assert (heads[1], row) == ("Now", ["The pool", "Closed", "Closed", "Works"])


def test_a_notice_about_the_whole_house_makes_it_less_than_well(visitor: Visitor, pool: int) -> None:
    announce(None, "2027-03-01T08:00+00:00", "2027-03-02T12:00+00:00", title="New gate code", weight="low")
    page = visitor.get(HOUSE)
    assert "state--limited" in page.response.text
    assert "New gate code" in page.text


def test_ninety_days_are_remembered(visitor: Visitor, pool: int, set_clock: SetClock) -> None:
    say(pool, "closed", "The pump")
    set_clock("2027-03-01T11:40+00:00")
    say(pool, "fine", "Warm again")
    page = visitor.get(HOUSE)
    assert "The pool closed, 2 hours 40" in page.text
    assert "Warm again." in page.text
    set_clock("2027-06-01T11:40+00:00")
    assert "The pool closed" not in visitor.get(HOUSE).text


@pytest.mark.parametrize("path", [HOUSE, "/status", f"{HOUSE}.json", "/status.json", f"{HOUSE}.atom", "/status.atom"])
def test_an_etag_is_answered_until_something_changes(visitor: Visitor, pool: int, path: str) -> None:
    visitor.client.get(path)
    first = visitor.client.get(path)
    tag = first.headers["ETag"]
    again = visitor.client.get(path, headers={"If-None-Match": tag})
    assert (again.status_code, again.data, again.headers["ETag"]) == (304, b"", tag)
    say(pool, "closed", "The pump")
    changed = visitor.client.get(path, headers={"If-None-Match": tag})
    assert (changed.status_code, changed.headers["ETag"] != tag) == (200, True)
    assert b"The pump" in changed.data


def test_time_alone_changes_an_etag(visitor: Visitor, pool: int, set_clock: SetClock) -> None:
    announce(pool, "2027-03-01T10:00+00:00", "2027-03-01T12:00+00:00")
    tag = visitor.client.get(HOUSE, headers=PART).headers["ETag"]
    set_clock("2027-03-01T09:59+00:00")
    assert visitor.client.get(HOUSE, headers={**PART, "If-None-Match": tag}).status_code == 304
    set_clock("2027-03-01T10:00+00:00")
    assert visitor.client.get(HOUSE, headers={**PART, "If-None-Match": tag}).status_code == 200


def test_htmx_gets_the_part_and_whether_it_is_another_one(visitor: Visitor, pool: int) -> None:
    whole = visitor.client.get(HOUSE)
    part = visitor.client.get(HOUSE, headers=PART)
    assert part.text.lstrip().startswith('<div id="house-status"')
    version = part.text.split('data-version="')[1].split('"')[0]
    assert f'data-version="{version}"' in whole.text
    assert visitor.client.get(HOUSE, headers={**PART, "If-None-Match": part.headers["ETag"]}).status_code == 304
    say(pool, "limited")
    assert f'data-version="{version}"' not in visitor.client.get(HOUSE, headers=PART).text


@pytest.mark.parametrize("target", ["plan", "shape", "x", "../x"])
def test_a_part_that_is_none_is_the_page(visitor: Visitor, pool: int, target: str) -> None:
    answer = visitor.client.get(HOUSE, headers={"HX-Request": "true", "HX-Target": target})
    assert answer.text.lstrip().startswith("<!doctype html>")


@pytest.mark.parametrize("name", ["nowhere", "nowhere.json", "NOPE.atom", "a--b", "x.xml", f"{'a' * 61}.json"])
def test_bad_slugs_are_not_found(visitor: Visitor, name: str) -> None:
    visitor.get(f"/status/{name}", status=404)


def test_json_says_what_the_page_says(visitor: Visitor, pool: int) -> None:
    say(pool, "closed", "The pump", "A new one", until_at=clock.now() + timedelta(days=1))
    announce(pool, "2027-03-06T10:00+00:00", "2027-03-06T12:00+00:00")
    own = visitor.client.get(f"{HOUSE}.json").json
    assert own["state"] == "closed"
    assert own["changed_at"] == "2027-03-01T09:00:00Z"
    assert own["facilities"][1] == {
        "key": "pool", "kind": "pool", "name": "The pool", "state": "closed", "words": "The pump",
        "what_we_do": "A new one", "late": False, "since_at": "2027-03-01T09:00:00Z",
        "until_at": "2027-03-02T09:00:00Z",
    }  # fmt: skip
    assert own["planned"][0]["begins_at"] == "2027-03-06T10:00:00Z"
    assert own["history"] == [
        {
            "facility": "pool",
            "state": "closed",
            "words": "The pump",
            "began_at": "2027-03-01T09:00:00Z",
            "ended_at": None,
        }
    ]
    every = visitor.client.get("/status.json").json
    assert [house["slug"] for house in every["houses"]] == ["combe-harrow", "withy-moor"]
    assert every["houses"][0] == own


def test_the_feed_is_atom(visitor: Visitor, pool: int, set_clock: SetClock) -> None:
    say(pool, "closed", "A <b>pump</b> & \x0b more")
    set_clock("2027-03-01T10:00+00:00")
    say(pool, "fine")
    announce(pool, "2027-03-06T10:00+00:00", "2027-03-06T12:00+00:00")
    answer = visitor.client.get(f"{HOUSE}.atom")
    assert answer.content_type == "application/atom+xml; charset=utf-8"
    feed = Xml.fromstring(answer.data)
    assert feed.tag == f"{ATOM}feed"
    assert all(feed.find(f"{ATOM}{name}") is not None for name in ("id", "title", "updated", "author"))
    links = {link.get("rel"): str(link.get("href")) for link in feed.findall(f"{ATOM}link")}
    assert (links["self"][-len(HOUSE) - 5 :], links["alternate"][-len(HOUSE) :]) == (f"{HOUSE}.atom", HOUSE)
    told = feed.findall(f"{ATOM}entry")
    assert len(told) == 3
    assert len({entry.findtext(f"{ATOM}id") for entry in told}) == 3
    for entry in told:
        datetime.fromisoformat(str(entry.findtext(f"{ATOM}updated")))
        assert entry.findtext(f"{ATOM}content")
    assert told[-1].findtext(f"{ATOM}content") == "A <b>pump</b> &  more."
    assert max(str(entry.findtext(f"{ATOM}updated")) for entry in told) == feed.findtext(f"{ATOM}updated")
    set_clock("2027-03-02T10:00+00:00")
    begins = datetime.fromisoformat("2027-03-06T10:00+00:00")
    update_notice(1, News(begins, begins + timedelta(hours=3), "felt", "Later."), seen_revision=1, by=None)
    assert b"<updated>2027-03-02T10:00:00Z" in visitor.client.get(f"{HOUSE}.atom").data


def test_a_feed_without_news_is_whole(visitor: Visitor) -> None:
    feed = Xml.fromstring(visitor.client.get("/status.atom").data)
    assert feed.findtext(f"{ATOM}updated") == "2027-03-01T09:00:00Z"


def test_a_renamed_house_is_found_under_its_old_address(visitor: Visitor, pool: int) -> None:
    from app.catalogue.operations import rename_location

    transaction(lambda: rename_location(cast.found().id, "Combe Barrow", "combe-barrow"))
    for ending in ("", ".json", ".atom"):
        answer = visitor.client.get(f"{HOUSE}{ending}")
        assert (answer.status_code, answer.headers["Location"]) == (301, f"/status/combe-barrow{ending}")


def test_every_page_leads_there(visitor: Visitor) -> None:
    assert 'href="/status"' in visitor.get("/").response.text


def test_a_guest_whose_stay_it_touches_reads_that_above_what_all_read(app: Flask, visitor: Visitor, pool: int) -> None:
    notice_id = noticed(placed(basket(cast.found(), "garden"), ANNA).booking_id, title="Hot water off")
    assert "touches your stay" not in visitor.get(HOUSE).text
    sign_in(visitor)
    page = visitor.get(HOUSE, reads=6)
    assert "It touches your stay: Hot water off" in page.text
    assert page.link("See your choices").endswith(f"/notices/{notice_id}")
    assert "touches your stay" not in visitor.get("/status/withy-moor").text
    assert "touches your stay" not in Visitor(app).get(HOUSE).text

"""The catalogue's pages: what a house has is changed by its manager, seen by guests, and never overwritten unseen."""

from datetime import timedelta

import pytest
from flask import Flask

from app.catalogue.queries import catalogue
from app.inventory.queries import counters
from app.store import db
from tests.baskets import basket
from tests.builders import FRIDAY, TODAY
from tests.cards import placed
from tests.cast import found
from tests.page import Visitor
from tests.staffing import desk
from tests.stock import faults, rows

HOUSE = "/staff/combe-harrow/house"


@pytest.fixture
def manager(app: Flask) -> Visitor:
    return desk(app, "manager")


def test_the_house_shows_all_that_it_has(manager: Visitor) -> None:
    page = manager.get(HOUSE, reads=9)
    for words in ("Snug", "Flexible", "Bicycle", "6.30pm"):
        assert words in page.text


def test_a_rename_keeps_the_old_address(manager: Visitor, app: Flask) -> None:
    form = manager.get(f"{HOUSE}/facts").form()
    page = manager.submit(form.fill(name="Combe Barrow", slug="combe-barrow"))
    assert page.h1 == "Combe Barrow, the house"
    assert Visitor(app).get("/houses/combe-harrow").h1 == "Combe Barrow"


def test_the_hours_of_the_desk_are_the_house_s_own(manager: Visitor) -> None:
    form = manager.get(f"{HOUSE}/facts").form()
    told = manager.submit(form.fill(desk_opens_time="22:00", desk_closes_time="06:00"), 422)
    assert "closes later than it opens" in told.words(id="desk_closes_time-error")
    manager.submit(form.fill(desk_opens_time="07:00", desk_closes_time="22:30"))
    assert "hours count from 7am to 10.30pm" in manager.get("/staff/combe-harrow/enquiries").text


def test_a_taken_address_is_told_and_nothing_is_lost(manager: Visitor) -> None:
    form = manager.get(f"{HOUSE}/facts").form()
    page = manager.submit(form.fill(slug="withy-moor", name="Combe Barrow"), 422)
    assert page.form().data()["name"] == ["Combe Barrow"]
    assert catalogue().house("combe-harrow")


def test_of_two_who_change_a_room_type_the_second_sees_both_versions(app: Flask, manager: Visitor) -> None:
    url = f"{HOUSE}/room-types/{found().room_types['snug']}"
    mine = manager.get(url).form(action=url)
    other = desk(app, "administrator")
    other.submit(other.get(url).form(action=url).fill(name="Nook"))
    page = manager.submit(mine.fill(name="Snuggery"), 409)
    assert page.one(data_reason="stale") is not None
    assert "Nook" in page.text
    again = page.form(action=url)
    assert again.data()["name"] == ["Snuggery"]
    manager.submit(again)
    assert "Snuggery" in manager.get(HOUSE).text


def test_every_change_stands_in_the_journal_with_before_and_after(manager: Visitor) -> None:
    url = f"{HOUSE}/facts"
    manager.submit(manager.get(url).form().fill(place="The South Hams"))
    ((facts, actor),) = rows("SELECT facts, actor FROM journal WHERE subject = 'location' AND action = 'changed'")
    assert actor == "staff"
    assert "South Hams, Devon" in str(facts)
    assert "The South Hams" in str(facts)


def test_a_room_more_is_one_more_to_sell_on_every_night(manager: Visitor) -> None:
    house = found()
    snug, resource = house.room_types["snug"], house.resources["snug"]
    manager.submit(manager.get(f"{HOUSE}/room-types/{snug}/rooms/new").form().fill(name="7 Russet"))
    db.session.rollback()
    assert set(counters([resource], TODAY, FRIDAY)[resource].values()) == {4}
    db.session.rollback()
    room = str(rows("SELECT id FROM room WHERE name = '7 Russet'")[0][0])
    manager.submit(manager.get(f"{HOUSE}/rooms/{room}").form(action=f"{HOUSE}/rooms/{room}/close"))
    db.session.rollback()
    assert set(counters([resource], TODAY, FRIDAY)[resource].values()) == {3}


def test_fewer_covers_than_have_a_table_is_refused(manager: Visitor) -> None:
    house = found()
    sitting = house.sittings["18:30"]
    rows_before = rows("SELECT covers FROM sitting WHERE id = :id", id=sitting)
    db.session.rollback()
    with db.engine.begin() as connection:
        connection.exec_driver_sql(
            f"UPDATE allotment SET taken = 6 WHERE resource_id = {house.resources['18:30']} AND night = '{FRIDAY}'"
        )
    page = manager.submit(manager.get(f"{HOUSE}/sittings/{sitting}").form().fill(covers="5"), 409)
    assert "Fri 5 March" in page.text
    assert rows("SELECT covers FROM sitting WHERE id = :id", id=sitting) == rows_before


WRONG = ("x" * 10_000, "🐐" * 200, "\x00", "\u202eevil", "-1", "1e9", "99999999999999999999", "", "0x10", "١٢")


@pytest.mark.parametrize(
    "path", ["facts", "room-types/new", "extras/new", "sittings/new", "facilities/new", "produce/new"]
)
def test_what_cannot_be_is_told_and_stays(manager: Visitor, path: str) -> None:
    form = manager.get(f"{HOUSE}/{path}").form()
    for wrong in WRONG:
        data = {name: wrong for name in form.data() if name not in ("csrf_token", "seen")}
        answer = manager.client.post(form.action, data={**form.data(), **data})
        assert answer.status_code in (303, 409, 422), (path, wrong[:20], answer.status_code)


def test_another_houses_things_are_not_there(manager: Visitor) -> None:
    other = found("withy-moor")
    for path in (f"room-types/{other.room_types['snug']}", f"extras/{other.extras['bicycle']}", "sittings/99999"):
        manager.get(f"{HOUSE}/{path}", 404)


@pytest.mark.parametrize(
    ("path", "name"),
    [("extras/new", "basis"), ("room-types/new", "kind"), ("produce/new", "ink"), ("facts", "palette")],
)
def test_nothing_chosen_from_a_list_is_told(manager: Visitor, path: str, name: str) -> None:
    page = manager.get(f"{HOUSE}/{path}")
    form = page.form()
    told = manager.submit(form.fill(**({"name": "Kites"} | {name: ""})), status=422)
    assert "Choose" in told.words(id=f"{name}-error")


@pytest.mark.parametrize("base", ["²", "soon", "99999"])
def test_a_plan_follows_nothing_that_is_no_plan(manager: Visitor, base: str) -> None:
    form = manager.get(f"{HOUSE}/plans/new").form()
    for act in ("preview", ""):
        told = manager.post(form.action, form.fill(base_plan_id=base).data() | {"act": act}, 422)
        assert "Choose one of the plans" in told.words(id="base_plan_id-error")


@pytest.mark.parametrize("word", ["staff", "journal", "phone", "houses", "sign-in", "trader"])
def test_no_house_is_called_like_a_page_of_the_desk(manager: Visitor, word: str) -> None:
    form = manager.get(f"{HOUSE}/facts").form()
    assert "has a page of its own" in manager.submit(form.fill(slug=word), 422).text
    assert catalogue().house("combe-harrow")


def test_a_new_house_that_is_called_so_gets_a_number(app: Flask) -> None:
    group = desk(app, "administrator")
    form = group.get("/staff/houses/new").form()
    page = group.submit(form.fill(name="Journal", slug="", place="Kent"))
    assert page.url == "/staff/journal-2/house"


def test_a_room_type_is_closed_and_sold_again(manager: Visitor, app: Flask) -> None:
    own = found()
    url, resource = f"{HOUSE}/room-types/{own.room_types['snug']}", own.resources["snug"]
    manager.submit(manager.get(url).form(action=f"{url}/close"), reads=130)
    db.session.rollback()
    assert counters([resource], FRIDAY, FRIDAY + timedelta(days=1))[resource] == {FRIDAY: 0}
    assert "sold no more" in manager.get(HOUSE, reads=10).text
    back = manager.get(url).form(action=f"{url}/open")
    manager.submit(back, reads=130)
    manager.submit(back, reads=130)
    db.session.rollback()
    assert counters([resource], FRIDAY, FRIDAY + timedelta(days=1))[resource] == {FRIDAY: 3}
    assert "Snug" in Visitor(app).get("/houses/combe-harrow").text
    assert rows("SELECT action FROM journal WHERE subject = 'room_type' ORDER BY id") == [("closed",), ("opened",)]
    assert not faults()


def test_an_extra_is_closed_and_offered_again(manager: Visitor) -> None:
    url = f"{HOUSE}/extras/{found().extras['bicycle']}"
    manager.submit(manager.get(url).form(action=f"{url}/close"), reads=130)
    assert "offered no more" in manager.get(HOUSE, reads=10).text
    manager.submit(manager.get(url).form(action=f"{url}/open"))
    assert [extra.slug for extra in catalogue().by_id[found().id].extras].count("bicycle") == 1
    assert not faults()


def test_a_house_that_was_given_up_is_brought_back(app: Flask) -> None:
    group = desk(app, "administrator")
    group.submit(group.get("/staff/withy-moor/house", reads=10).form(action="/staff/withy-moor/house/close"), reads=130)
    Visitor(app).get("/houses/withy-moor", 404)
    page = group.get("/staff/houses")
    back = next(form for form in page.all("form") if form.get("action", "").endswith("/open"))
    page = group.submit(page.form(action=back.get("action")), reads=130)
    assert "Takes no bookings yet" in page.text
    house = catalogue().house("withy-moor")
    assert (house is not None, house and house.open_for_booking) == (True, False)
    own = found("withy-moor").resources["snug"]
    db.session.rollback()
    assert counters([own], FRIDAY, FRIDAY + timedelta(days=1))[own] == {FRIDAY: 3}
    assert not faults()


def test_an_hour_without_covers_is_closed_and_not_full(app: Flask, manager: Visitor) -> None:
    sitting = found().sittings["20:00"]
    manager.submit(manager.get(f"{HOUSE}/sittings/{sitting}").form().fill(covers="0"))
    sheet = manager.get(f"/staff/combe-harrow/covers?on={FRIDAY}").words("section", aria_labelledby=f"at-{sitting}")
    assert ("closed" in sheet, "full" in sheet, "0 of 0" in sheet) == (True, False, False)
    today = manager.get("/staff/combe-harrow/today", reads=20).text
    assert "8.00closed" in today.replace(" ", "")
    done = placed(basket(found()))
    page = manager.get(f"/staff/combe-harrow/bookings/{done.reference}/amendment", reads=34)
    hour = next(
        one for one in page.all("label") if page.one("input", id=f"supper-{FRIDAY}-{sitting}") in list(one.iter())
    )
    assert "closed" in "".join(hour.itertext())


def test_a_facility_with_a_kind_is_kept_when_it_is_taken_off_the_list(manager: Visitor) -> None:
    new = manager.get(f"{HOUSE}/facilities/new").form()
    page = manager.submit(new.fill(name="The pool", kind="pool", plan="1 1 40 8"), status=422)
    assert "Enter four numbers within 36 by 24" in page.text
    manager.submit(page.form().fill(plan="1 1 9 8"))
    pool = next(own for own in catalogue().houses[0].facilities if own.name == "The pool")
    assert (pool.kind, pool.plan) == ("pool", "1 1 9 8")
    url = f"{HOUSE}/facilities/{pool.id}"
    manager.submit(manager.get(url).form(action=f"{url}/close"))
    assert "off the list" in manager.get(HOUSE, reads=10).text
    manager.submit(manager.get(url).form(action=f"{url}/open"))
    assert "off the list" not in manager.get(HOUSE, reads=10).text


@pytest.mark.parametrize(
    ("path", "field", "called"),
    [
        ("words", "word_title", "Heading"),
        ("words", "word_summary", "In one sentence"),
        ("words", "word_body", "The story"),
        ("facts", "address", "Postal address"),
        ("facts", "telephone", "Telephone"),
        ("facts", "email", "Mail"),
    ],
)
def test_what_guests_need_is_not_emptied_while_the_house_takes_bookings(
    manager: Visitor, path: str, field: str, called: str
) -> None:
    url = f"{HOUSE}/{path}"
    manager.submit(manager.get(url).form(action=url).fill(**_complete(path)))
    other = "word_aside" if path == "words" else "station"
    page = manager.submit(manager.get(url).form(action=url).fill(**{field: " ", other: "By the weir"}), 422)
    told = f"{called}: guests need it while the house takes bookings. Enter it, or stop bookings first"
    assert told in page.words(id=f"{field}-error")
    assert page.form(action=url).data()[other] == ["By the weir"]
    manager.submit(manager.get(HOUSE).form(action=f"{HOUSE}/stop"))
    manager.submit(manager.get(url).form(action=url).fill(**{field: ""}))
    assert manager.get(url).form(action=url).data()[field] == [""]


def _complete(path: str) -> dict[str, str]:
    if path == "words":
        return {"word_title": "Roots", "word_summary": "A farm.", "word_body": "Once there was a farm."}
    return {"address": "Lane End, Combe", "telephone": "01632 960155", "email": "combe@example.com"}

"""The journal says who did what, when, and what it was before; by filters in the address, and as a file."""

from __future__ import annotations

import csv
import io

import pytest
from flask import Flask

from app.booking.queries import stays_of
from app.catalogue.queries import catalogue
from app.identity.staff.models import Staff
from app.journal import record
from app.kernel import clock
from app.store import db, transaction
from tests.baskets import basket
from tests.cards import placed
from tests.cast import found
from tests.offers import offer
from tests.page import Visitor
from tests.staffing import desk, hired

JOURNAL = "/staff/combe-harrow/journal"


def deed(
    action: str = "task_done", subject: str = "task", subject_id: int = 7, house: str = "combe-harrow", **more: object
) -> None:
    place = found(house).id if house else None
    transaction(lambda: record(action, subject, subject_id, location_id=place, **more))  # type: ignore[arg-type]


def manager(app: Flask) -> tuple[Visitor, int]:
    visitor = desk(app, "manager")
    return visitor, int(db.session.query(Staff.id).filter_by(name="Priya Nair").scalar())


def rows(visitor: Visitor, query: str = "") -> list[str]:
    page = visitor.get(f"{JOURNAL}{query}", reads=11)
    return ["".join(row.itertext()) for body in page.tree.iter("tbody") for row in body.iter("tr")]


def test_who_what_before_and_after(app: Flask) -> None:
    visitor, by = manager(app)
    booked = placed(basket(found()), {"name": "Anna Bell", "email": "anna@example.com"})
    deed(
        "roles_changed", "staff", by, actor="staff", actor_id=by,
        before={"role": "kitchen", "amount_minor": 1250}, after={"role": "<b>manager</b>", "amount_minor": 1250},
        personal={"phone": ("07700", None)},
    )  # fmt: skip
    changed, placed_row = rows(visitor)[0], "".join(rows(visitor)[1:])
    assert "9am, Mon 1 March 2027" in changed
    assert "Priya Nair" in changed
    assert "Changed roles" in changed
    assert "Role: before: kitchen → after: <b>manager</b>" in changed
    assert "Phone: before: 07700 → after: nothing" in changed
    assert "Amount" not in changed, "what stayed is no change"
    assert f"Booking {booked.reference}" in placed_row
    assert "A guest" in placed_row


def test_rooms_go_by_their_name_and_money_is_in_pounds(app: Flask) -> None:
    house = found()
    booked = placed(basket(house))
    (stay,), snug, plan = stays_of(booked.booking_id), house.room_types["snug"], house.plans["flexible"]
    (door, name), *_ = next(kind for kind in catalogue().by_id[house.id].room_types if kind.id == snug).rooms
    deed("room_given", "stay", stay.id, before=[], after=[[door, "2027-03-05", "2027-03-07"]])
    deed("room_state_set", "room", door, before="dirty", after="clean")
    deed("bound_set", "rates", house.id, room_type=snug, before=None, after=[9000, 21050])
    rates = [{"room_type": snug, "rate_plan": plan, "nights": 2, "before": [9000, 9000], "after": [9500, 9900]}]
    deed("rates_published", "rates", house.id, rates=rates, plans=[])
    deed("amended", "booking", booked.booking_id, before=1, before_minor=30000, total_minor=25050, quote=7)
    amended, published, bound, state, given = rows(manager(app)[0])[:5]
    assert f"Booking {booked.reference}" in given
    assert f"nothing → after: {name}, Fri 5 to Sun 7 March" in given
    assert name in state
    assert "nothing → after: £90.00, £210.50" in bound
    assert "Room type: Snug" in bound
    assert "room type Snug, rate plan Flexible, nights 2, before £90.00, after £95.00 to £99.00" in published
    assert "Total: before: £300.00 → after: £250.50" in amended
    assert "Quote" not in amended


def test_a_deed_without_words_is_still_read(app: Flask) -> None:
    deed("greenhouse_watered", "greenhouse", 3, actor="system", litres=12)
    (row,) = rows(manager(app)[0])
    assert "Greenhouse watered" in row
    assert "Greenhouse 3" in row
    assert "Litres: 12" in row


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("?who=guest", [1]),
        ("?who=system", [2]),
        ("?who={by}", [3]),
        ("?action=task_done", [1, 3]),
        ("?subject=Task&number=2", [2]),
        ("?since=2027-03-02", [3]),
        ("?until=2027-03-01", [1, 2]),
        ("?who=nobody", []),
        ("?who=guest&action=task_given", []),
    ],
)
def test_filters(app: Flask, query: str, expected: list[int]) -> None:
    by = hired("manager")
    deed(subject_id=1)
    deed("task_given", subject_id=2, actor="system")
    clock.configure("2027-03-02T00:30+00:00")
    deed(subject_id=3, actor="staff", actor_id=by)
    clock.configure("2027-03-02T01:00+00:00")
    found_rows = rows(desk(app, "administrator"), query.format(by=by))
    assert sorted(number for number in (1, 2, 3) if any(f"Task {number}" in row for row in found_rows)) == expected


@pytest.mark.parametrize(
    "query", ["?since=yesterday", "?until=2027-02-30", "?since=9999-12-31", "?number=-1", f"?number={10**20}"]
)
def test_filters_that_are_none_keep_what_was_typed(app: Flask, query: str) -> None:
    page = manager(app)[0].get(f"{JOURNAL}{query}", status=422)
    assert page.all("span", class_="error")
    name, _, word = query[1:].partition("=")
    assert page.one("input", name=name).get("value") == word


def test_older_ones_follow_by_pages(app: Flask) -> None:
    for number in range(1, 121):
        deed(subject_id=number)
    visitor, _ = manager(app)
    page, seen = visitor.get(f"{JOURNAL}?subject=task"), []
    for _ in range(3):
        seen += ["".join(row.itertext()) for body in page.tree.iter("tbody") for row in body.iter("tr")]
        if "Older ones" in page.text:
            page = visitor.get(page.link("Older ones"))
    assert len(seen) == 120
    assert "Task 120" in seen[0]
    assert "Task 1" in seen[-1]


def test_another_houses_deeds_and_the_groups_are_not_there(app: Flask) -> None:
    deed(house="withy-moor")
    deed(house="")
    assert rows(manager(app)[0]) == []
    group = desk(app, "administrator").get("/staff/journal?action=task_done")
    assert group.text.count("Did a task") - 1 == 2


def test_the_file_has_no_formulas_and_needs_the_second_factor(app: Flask) -> None:
    visitor, by = manager(app)
    deed(actor="staff", actor_id=by, before="=1+1", after="+44", note="@x")
    answer = visitor.client.get(f"{JOURNAL}.csv?action=task_done")
    head, line = list(csv.reader(io.StringIO(answer.text)))
    assert head == ["When", "House", "Who", "What", "About", "Before", "After", "More"]
    assert line == [
        "2027-03-01T09:00:00+00:00", "Combe Harrow", "Priya Nair", "Did a task", "Task 7", "'=1+1", "'+44", "Note: @x",
    ]  # fmt: skip
    clock.configure("2027-03-01T09:15+00:00")
    assert visitor.client.get(f"{JOURNAL}.csv").location.startswith("/staff/proof")


def test_a_file_that_cannot_be_asked_for_is_no_empty_file(app: Flask) -> None:
    visitor, _ = manager(app)
    assert "Enter a day like" in visitor.get(f"{JOURNAL}.csv?since=soon", 422).text


def test_a_file_that_is_cut_says_so(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    visitor, _ = manager(app)
    monkeypatch.setattr("app.staff.journal.views.MOST", 2)
    for count, lines in ((2, 2), (1, 3)):
        for _ in range(count):
            deed()
        answer = visitor.client.get(f"{JOURNAL}.csv?action=task_done")
        _, *told = list(csv.reader(io.StringIO(answer.text)))
        assert len(told) == lines
    assert told[-1][0].startswith("CUT HERE: only the first 2 lines")


@pytest.mark.parametrize("role", ["reception", "kitchen", "housekeeping", "marketing"])
def test_others_do_not_read_it(app: Flask, role: str) -> None:
    desk(app, role).get(JOURNAL, status=403)


def test_an_offer_stands_in_the_journal_of_each_house_where_it_holds(app: Flask) -> None:
    visitor, _ = manager(app)
    offer("everywhere")
    offer("here", houses=(found().id,))
    offer("elsewhere", houses=(found("withy-moor").id,))
    started = visitor.get(f"{JOURNAL}?action=promotion_started", reads=9)
    assert [a.get("href") for a in started.all("a", class_="row")] == [
        "/marketing/offers/here", "/marketing/offers/everywhere",
    ]  # fmt: skip
    assert "Offer “Everywhere”" in started.text
    there = desk(app, "manager", "withy-moor").get("/staff/withy-moor/journal?subject=promotion", reads=9)
    assert "“Elsewhere”" in there.text
    assert "“Here”" not in there.text
    assert "“Here”" in desk(app, "administrator").get("/staff/journal", reads=9).text

"""Guests who may be one: listed two by two with what is the same, merged or told apart by a person."""

from __future__ import annotations

import pytest
from flask import Flask
from sqlalchemy import select

from app.identity.merging import merge_guests
from app.identity.merging.rules import Traits, evidence_of, mails_alike
from app.journal.models import Entry
from app.store import db
from tests.page import Page, Visitor
from tests.staffing import desk
from tests.web.staff.guests.test_guests import ANNA, SAME, booked, url_of

URL = "/staff/combe-harrow/guests/duplicates"
ALL = "/staff/guests/duplicates"
READS = 9
BEN = {"name": "Ben Lund", "email": "ben.lund@example.com", "phone": ""}


def listed(visitor: Visitor) -> Page:
    return visitor.get(URL, reads=READS)


def pairs(page: Page) -> list[str]:
    return [label for link in page.all("a") if (label := link.get("aria-label", "")).startswith("Compare ")]


def test_pairs_are_listed_with_what_is_the_same_and_merged(app: Flask) -> None:
    kept, gone = booked(), booked(SAME, "snug")
    booked(BEN, "snug")
    booked(BEN | {"email": "benlund@example.org"}, "garden")
    booked({"name": "Ben Lund", "email": "b@example.net", "phone": "01803 111111"}, "shepherds-hut")
    manager = desk(app, "manager")
    page = manager.get(manager.get("/staff/combe-harrow/guests", reads=8).link("Who may be one person"), reads=READS)
    assert pairs(page) == ["Compare Ben Lund and Ben Lund", "Compare Anna Whitlock and A Whitlock"]
    assert "The same name and nearly the same mail" in page.text
    assert "The same telephone" in page.text
    on = manager.get(page.link("Compare Anna Whitlock and A Whitlock"), reads=27)
    manager.submit(on.form(action=f"{url_of(kept)}/merge/{gone}"))
    assert pairs(listed(manager)) == ["Compare Ben Lund and Ben Lund"]
    assert manager.get(url_of(gone), reads=31).url == url_of(kept)


def test_two_who_were_told_apart_stay_so_until_somebody_suggests_them_again(app: Flask) -> None:
    one, other = booked(), booked(SAME, "snug")
    manager = desk(app, "manager")
    apart = f"{url_of(one)}/apart/{other}"
    manager.submit(listed(manager).form(action=apart))
    page = listed(manager)
    assert pairs(page) == []
    assert "Nobody twice" in page.text
    assert "Anna Whitlock and A Whitlock Priya Nair" in page.text
    assert "Perhaps the same person" not in manager.get(url_of(other), reads=27).text
    token = page.form(action=f"{apart}/undo").data()["csrf_token"]
    refused = manager.post(f"{url_of(one)}/apart/{one}", {"csrf_token": token}, 409)
    assert "That is one guest already" in refused.text
    manager.submit(page.form(action=f"{apart}/undo"))
    assert pairs(listed(manager)) == ["Compare Anna Whitlock and A Whitlock"]
    told = db.session.scalars(select(Entry.action).where(Entry.subject == "guest").order_by(Entry.id)).all()
    assert [action for action in told if "apart" in action or "again" in action] == ["told_apart", "suggested_again"]
    form = listed(manager).form(action=apart)
    merge_guests(one, other, None)
    manager.submit(form, 404)


def test_only_who_may_merge_sees_them_and_only_those_of_the_house(app: Flask) -> None:
    one, elsewhere = booked(), booked(SAME, "snug", "withy-moor")
    reception = desk(app)
    reception.get(URL, status=403)
    assert "Who may be one person" not in reception.get("/staff/combe-harrow/guests", reads=8).text
    manager = desk(app, "manager")
    page = listed(manager)
    assert pairs(page) == []
    manager.get("/staff/withy-moor/guests/duplicates", status=404)
    token = manager.get(url_of(one), reads=27).form(action=f"{url_of(one)}/preferences").data()["csrf_token"]
    manager.post(f"{url_of(one)}/apart/{elsewhere}", {"csrf_token": token}, 404)
    manager.post(f"{url_of(one)}/merge/{elsewhere}", {"csrf_token": token}, 404)
    assert pairs(manager.get(ALL, reads=READS)) == []
    assert "Perhaps the same person" not in manager.get(url_of(one), reads=27).text
    reception.get(ALL, status=403)


def test_who_may_merge_at_both_houses_finds_them_across_and_merges_or_tells_apart(app: Flask) -> None:
    kept, gone = booked(), booked(SAME, "snug", "withy-moor")
    booked(ANNA | {"email": "other@example.net", "phone": "01803 111111"}, "snug", "withy-moor")
    group = desk(app, "administrator")
    page = group.get(group.get("/staff/guests", reads=8).link("Who may be one person"), reads=14)
    assert pairs(page) == ["Compare Anna Whitlock and A Whitlock"]
    assert "Combe Harrow" in page.text
    assert "Withy Moor" in page.text
    group.submit(page.form(action=f"{url_of(kept)}/apart/{gone}?from=all"))
    page = group.get(ALL, reads=14)
    assert pairs(page) == []
    group.submit(page.form(action=f"{url_of(kept)}/apart/{gone}/undo?from=all"))
    alone = pairs(group.get(url_of(kept), reads=34))
    assert alone == ["Compare with A Whitlock, annaw@example.org, +44 7700 900461"], "A name alone is no hint there"
    on = group.get(group.get(ALL, reads=14).link("Compare Anna Whitlock and A Whitlock"), reads=34)
    assert (
        group.get(on.link("Keep the other one instead"), reads=34).url
        == f"{url_of(gone, 'withy-moor')}/merge/{kept}?from=all"
    )
    group.submit(on.form(action=f"{url_of(kept)}/merge/{gone}"))
    page = group.get(url_of(kept, "withy-moor"), reads=31)
    undone = group.submit(page.form(action=f"{url_of(kept, 'withy-moor')}/merges/1/undo"))
    assert undone.url == url_of(gone, "withy-moor"), "the one who was kept is not known there"
    assert pairs(group.get(ALL, reads=14)) == ["Compare Anna Whitlock and A Whitlock"]


@pytest.mark.parametrize(
    ("one", "other", "alike"),
    [
        ("anna.whitlock@example.com", "annawhitlock@example.org", True),
        ("anna.whitlock+pig@example.com", "anna.whitlock@example.com", True),
        ("anna.whitlock@gmial.com", "anna.whitlock@gmail.com", True),
        ("anna.whitlok@example.com", "anna.whitlock@example.com", True),
        ("anan.whitlock@example.com", "anna.whitlock@example.com", True),
        ("annabel@example.com", "annette@example.com", False),
        ("info@example.com", "info@example.org", False),
        ("", "anna.whitlock@example.com", False),
    ],
)
def test_mails_that_are_nearly_the_same(one: str, other: str, alike: bool) -> None:
    assert mails_alike(one, other) is mails_alike(other, one) is alike


def test_a_name_alone_or_a_telephone_that_strangers_share_is_no_hint() -> None:
    anna = Traits(" anna whitlock", "7700900461", "anna.whitlock@example.com")
    assert evidence_of(anna, Traits(" anna whitlock", None, "other@example.com")) == ()
    assert evidence_of(anna, Traits(" tom byrne", "7700900461", None)) == ()
    assert evidence_of(anna, Traits(" tom byrne", None, "anna.whitlock@example.com")) == ()
    assert evidence_of(anna, Traits(" tom whitlock", "7700900461", "anna.whitlock@example.com")) == ()
    assert evidence_of(anna, Traits(" anna byrne", "7700900461", None)) == ()
    assert evidence_of(anna, Traits(" a whitlock", "7700900461", "anna.whitlock@example.com")) == ("mail", "phone")
    assert evidence_of(anna, Traits(" anna hay", None, "anna.whitlock@example.com")) == ("mail",)

"""One click stops mail of one kind; looking at the page stops nothing, and it can be undone."""

from __future__ import annotations

import pytest
from flask import Flask

from app.identity.operations import erase_guests
from app.identity.queries import consents_of, same_guests
from app.web.stop_links import stop_path
from tests.campaigning import changed, guests, withdraw
from tests.page import Visitor

ONE_CLICK = {"List-Unsubscribe": "One-Click"}


@pytest.fixture
def guest(app: Flask) -> int:
    [guest_id] = guests(1)
    return guest_id


def agrees(guest_id: int, channel: str = "offers") -> bool:
    from app.store import db

    db.session.rollback()
    return {said.channel: said.given for said in consents_of(same_guests(guest_id))}.get(channel, False)


def test_a_mail_scanner_that_follows_the_link_stops_nothing(visitor: Visitor, guest: int) -> None:
    path = stop_path(guest, "offers")
    for _ in range(2):
        page = visitor.get(path)
    assert page.h1 == "Stop these mails"
    assert page.response.headers["Cache-Control"] == "private, no-cache"
    assert visitor.client.head(path).status_code == 200
    assert agrees(guest)


def test_a_mail_program_stops_them_at_one_click_without_cookie_or_token(app: Flask, guest: int) -> None:
    """RFC 8058: one POST with one field, answered without a redirect."""
    app.config["WTF_CSRF_ENABLED"] = True
    stranger = app.test_client(use_cookies=False)
    for _ in range(2):
        answer = stranger.post(stop_path(guest, "offers"), data=ONE_CLICK)
        assert (answer.status_code, answer.location) == (200, None)
    assert not agrees(guest)


def test_a_person_stops_them_reads_so_and_undoes_it(visitor: Visitor, guest: int) -> None:
    page = visitor.submit(visitor.get(stop_path(guest, "offers")).form())
    assert page.h1 == "These mails have stopped"
    assert not agrees(guest)
    assert "Write to me now and then about the gardens" in page.text
    assert visitor.submit(page.form()).h1 == "Stop these mails"
    assert agrees(guest)


def test_undoing_needs_the_page(app: Flask, guest: int) -> None:
    withdraw(guest)
    app.config["WTF_CSRF_ENABLED"] = True
    assert app.test_client().post(f"{stop_path(guest, 'offers')}/undo").status_code == 400
    assert not agrees(guest)


def test_one_kind_is_not_the_other(app: Flask, guest: int) -> None:
    app.test_client().post(stop_path(guest, "basket"), data=ONE_CLICK)
    assert agrees(guest)


@pytest.mark.parametrize("spoil", ["1-0-short", "2-0-{mac}", "1-1-{mac}", "{token}x", "x" * 300, "%00"])
def test_a_wrong_link_is_nobodys(app: Flask, guest: int, spoil: str) -> None:
    token = stop_path(guest, "offers").rpartition("/")[2]
    wrong = spoil.format(mac=token.rpartition("-")[2], token=token)
    client = app.test_client()
    assert client.get(f"/mail/stop/{wrong}").status_code == 404
    assert client.post(f"/mail/stop/{wrong}", data=ONE_CLICK).status_code == 404
    assert agrees(guest)


def test_the_link_of_a_forgotten_guest_leads_nowhere(app: Flask, guest: int) -> None:
    erase_guests([guest])
    assert app.test_client().post(stop_path(guest, "offers"), data=ONE_CLICK).status_code == 404


def test_it_stops_them_for_everybody_under_the_same_mail(app: Flask) -> None:
    from app.identity.models import Guest

    one, two = guests(2)
    changed(Guest, two, email_lower="guest1@example.com")
    app.test_client().post(stop_path(one, "offers"), data=ONE_CLICK)
    assert not agrees(two)

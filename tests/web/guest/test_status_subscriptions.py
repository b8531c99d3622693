"""Asking by mail to hear of a house: a question first, a press to confirm, one click to stop, and limits."""

import pytest
from flask import Flask
from sqlalchemy import func, select

from app.care.status.models import StatusSubscription
from app.care.status.subscribed import subscription_of
from app.outbox.models import Message
from app.store import db
from app.web.links import link_token
from app.web.warming import warm
from tests.facilities import facility
from tests.page import Visitor

FORM = "/status/combe-harrow/subscription"


@pytest.fixture
def pool(app: Flask) -> int:
    made = facility()
    warm(app)
    return made


def asked() -> int:
    db.session.rollback()
    return int(db.session.scalar(select(func.max(StatusSubscription.id))) or 0)


def test_a_link_shows_and_a_press_confirms_and_stops(visitor: Visitor, pool: int) -> None:
    page = visitor.submit(visitor.get(FORM).form(action=FORM).fill(email="Anna@example.com", facilities=str(pool)))
    assert page.h1 == "Look in your mail"
    own = asked()
    url = f"/status/subscriptions/{link_token('status', own, 0)}"
    page = visitor.get(url)
    assert page.h1 == "Shall we write to you?"
    assert "The pool" in page.text
    found = subscription_of(own)
    assert found is not None
    assert found.confirmed_at is None, "looking confirms nothing"
    page = visitor.submit(page.form(action=f"{url}/confirm"))
    assert page.h1 == "We write to you"
    page = visitor.submit(page.form(action=url))
    assert page.h1 == "No mails come"


def test_a_mail_program_stops_it_at_one_click(visitor: Visitor, pool: int) -> None:
    visitor.submit(visitor.get(FORM).form(action=FORM).fill(email="anna@example.com"))
    url = f"/status/subscriptions/{link_token('status', asked(), 0)}"
    answer = visitor.client.post(url, data={"List-Unsubscribe": "One-Click"})
    assert (answer.status_code, answer.text.split(".")[0]) == (200, "Stopped")
    found = subscription_of(asked())
    assert found is not None
    assert found.ended_at is not None


@pytest.mark.parametrize(
    "typed", [{"email": ""}, {"email": "no address"}, {"email": "a" * 300 + "@x.org"}, {"facilities": "9999999999"}]
)
def test_what_cannot_be_is_to_be_mended(visitor: Visitor, pool: int, typed: dict[str, str]) -> None:
    form = visitor.get(FORM).form(action=FORM).fill(**{"email": "anna@example.com", **typed})
    visitor.submit(form, status=422)
    assert asked() == 0


def test_nobody_is_bombed(app: Flask, visitor: Visitor, pool: int) -> None:
    form = visitor.get(FORM).form(action=FORM).fill(email="anna@example.com")
    for number in range(5):
        visitor.client.environ_base["REMOTE_ADDR"] = f"203.0.113.{number}"
        visitor.submit(form)
    visitor.client.environ_base["REMOTE_ADDR"] = "203.0.113.99"
    visitor.submit(form.fill(email="ANNA@example.com"), status=429)
    db.session.rollback()
    assert db.session.scalar(select(func.count()).select_from(Message)) == 5


@pytest.mark.parametrize("token", ["x", "1-0-forged", "zzzzzzzzzzzzzz-0-x"])
def test_wrong_tokens_are_not_found(visitor: Visitor, token: str) -> None:
    visitor.get(f"/status/subscriptions/{token}", status=404)


def test_an_unknown_house_has_no_form(visitor: Visitor) -> None:
    visitor.get("/status/nowhere/subscription", status=404)

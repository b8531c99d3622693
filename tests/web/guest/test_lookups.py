"""A lost link, asked for by mail and day of arrival."""

from __future__ import annotations

import re

import pytest
from flask import Flask
from sqlalchemy import select

from app.outbox.models import Message
from app.worker.sign_ins import answer_asked
from tests.page import Page, Visitor
from tests.web.guest.desk import ANNA, choose, fresh
from tests.web.guest.signing_in import unlimited


def unmasked(page: Page) -> str:
    """The page without what hides the token of its forms, which is new with every page."""
    return re.sub(r'(name="csrf_token" value=)"[0-9a-f]{80}"', r"\1", page.response.text)


class TestLostLink:
    def test_the_links_of_the_bookings_are_mailed(self, visitor: Visitor, app: Flask) -> None:
        visitor.submit(choose(visitor).form(id="details").fill(**ANNA), press="act=owe")
        page = visitor.submit(visitor.get("/bookings/find").form().fill(email="ANNA@example.com", arrival="2027-03-05"))
        assert page.url == "/bookings/find/sent"
        answer_asked()
        row = fresh().execute(select(Message).where(Message.kind == "find")).scalar_one()
        assert (row.address, row.facts) == ("ANNA@example.com", {"bookings": [1], "arrival": "2027-03-05"})

    @pytest.mark.parametrize(
        ("email", "arrival"), [("anna@example.com", "2027-03-06"), ("nobody@example.com", "2027-03-05")]
    )
    def test_what_does_not_belong_together_is_told_by_mail_alone(
        self, visitor: Visitor, app: Flask, email: str, arrival: str
    ) -> None:
        visitor.submit(choose(visitor).form(id="details").fill(**ANNA), press="act=owe")
        form = visitor.get("/bookings/find").form()
        right = visitor.submit(form.fill(email="anna@example.com", arrival="2027-03-05"))
        other = visitor.submit(form.fill(email=email, arrival=arrival))
        assert unmasked(right) == unmasked(other)
        assert unlimited(right) == unlimited(other)
        answer_asked()
        found = fresh().execute(select(Message.facts).where(Message.kind == "find").order_by(Message.id)).scalars()
        assert [one["bookings"] for one in found] == [[1], []]

    def test_what_cannot_be_read_is_said_and_kept(self, visitor: Visitor) -> None:
        form = visitor.get("/bookings/find").form()
        page = visitor.submit(form.fill(email="anna@example.com", arrival="next friday"), status=422)
        assert page.one("input", id="email").get("value") == "anna@example.com"
        assert page.one("input", id="arrival").get("value") == "next friday"

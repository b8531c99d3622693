"""Agents: their list, and what they book for their guests."""

from __future__ import annotations

import pytest
from flask import Flask

from tests import stock
from tests.page import Page, Visitor
from tests.staffing import desk
from tests.web.staff.phone.calls import deeds, end, held

LIST = "/staff/agents"


@pytest.fixture
def manager(app: Flask) -> Visitor:
    return desk(app, "manager")


def listed(manager: Visitor, name: str = "Slow Stays", **fields: str) -> Page:
    typed = {"name": name, "commission": "12.5", "email": "desk@slow.example"} | fields
    return manager.submit(manager.get(LIST).form(action=LIST).fill(**typed))


def test_an_agent_books_once_however_often_the_reference_comes(manager: Visitor) -> None:
    listed(manager)
    first = held(manager)
    booked = end(manager, first, "agent", agent="1", outside_reference="SL-77", email="", payer="agent")
    reference = booked.words("data", class_="reference")
    assert stock.rows("SELECT source, channel, commission_bp, outside_reference, payer FROM booking") == [
        ("agent", "Slow Stays", 1250, "SL-77", "agent")
    ]
    again = end(manager, held(manager), "agent", 409, agent="1", outside_reference="SL-77", email="")
    assert again.words("data", class_="reference") == reference
    assert stock.rows("SELECT COUNT(*) FROM booking") == [(1,)]
    assert "Nothing is held" in manager.get("/staff/phone").words(id="held"), "what was held beside it is let go"
    assert not stock.faults()


def test_another_agents_reference_is_not_answered(manager: Visitor) -> None:
    listed(manager)
    listed(manager, "Hush")
    end(manager, held(manager), "agent", agent="1", outside_reference="77", email="")
    page = end(manager, held(manager), "agent", 409, agent="2", outside_reference="77", email="")
    assert page.all(data_reason="reference_taken")
    assert page.one("input", name="outside_reference").get("value") == "77"


def test_an_agents_guest_with_an_address_is_told(manager: Visitor) -> None:
    listed(manager, pays="y")
    end(manager, held(manager), "agent", agent="1")
    assert stock.rows("SELECT kind, address FROM message") == [("booked", "ida@example.org")]
    assert stock.rows("SELECT payer FROM booking") == [("agent",)]
    assert not stock.faults()


def test_a_saver_is_nothing_for_agents(manager: Visitor) -> None:
    listed(manager)
    assert not held(manager, plan="Saver").all("button", value="agent")


def test_an_agent_has_to_be_chosen(manager: Visitor) -> None:
    listed(manager)
    assert "Choose the agent" in end(manager, held(manager), "agent", 422).text


def test_the_list_is_kept_by_those_who_lead(app: Flask, manager: Visitor) -> None:
    listed(manager)
    desk(app, "reception").get(LIST, 403)
    page = manager.submit(manager.get(LIST).form(action=LIST).fill(name="slow stays", commission="5"), 409)
    assert "on the list" in page.text
    page = manager.submit(manager.get(LIST).form(action=LIST).fill(name="", commission="51", email="no"), 422)
    assert len(page.all(class_="field--bad")) == 3
    assert page.one("input", name="commission").get("value") == "51"


def test_a_change_that_was_overtaken_shows_both(manager: Visitor) -> None:
    listed(manager)
    page = manager.get(f"{LIST}/1")
    manager.submit(page.form().fill(commission="15"))
    stale = manager.submit(page.form().fill(commission="9"), 409)
    assert "15%" in stale.text
    assert stale.one("input", name="commission").get("value") == "9"
    manager.submit(stale.form().fill(closed="y"))
    assert "9%" in manager.get(LIST).text
    assert not held(manager).all("button", value="agent"), "off the list"
    assert deeds("agent") == ["agent_added", "agent_changed", "agent_changed"]
    manager.get(f"{LIST}/99", 404)

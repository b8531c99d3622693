"""The mailbox shows what guests would have been sent, and lets a mail do nothing but lead somewhere."""

from __future__ import annotations

import json
from typing import Any
from urllib.parse import urlsplit

import pytest
from flask import Flask
from sqlalchemy import select

from app.config import Config
from app.identity.models import Guest
from app.identity.operations import erase_guests
from app.store import db
from app.worker.mail import send_mail
from tests import mailing
from tests.databases import Databases, opened
from tests.page import Visitor
from tests.trees import parsed


def told(visitor: Visitor, **query: str) -> list[dict[str, Any]]:
    response = visitor.client.get("/demo/mailbox.json", query_string=query)
    assert response.status_code == 200
    found: list[dict[str, Any]] = json.loads(response.text)
    return found


@pytest.fixture
def booking(app: Flask) -> int:
    made = mailing.booked()
    send_mail()
    return made


def test_an_empty_mailbox_says_what_will_come(visitor: Visitor) -> None:
    page = visitor.get("/demo/mailbox")
    assert "No post yet" in page.text
    assert told(visitor) == []


@pytest.mark.usefixtures("booking")
def test_a_mail_is_found_from_any_page_and_read(visitor: Visitor) -> None:
    listed = visitor.get(visitor.get("/").link("Mailbox"))
    assert "to anna@example.com today, 9am" in listed.text
    mail = visitor.get(listed.link("Booked: Combe Harrow"))
    assert mail.h1.startswith("Booked: Combe Harrow, Fri 5 to Sun 7 March (")
    assert mail.words("dl", class_="mail-head") == (
        "From Combe Harrow, The Quince <hello@quince.example> To anna@example.com Sent today, 9am"
    )
    assert "What it costs" not in mail.text, "that is in the frame"
    assert "WHAT IT COSTS" in mail.text


@pytest.mark.usefixtures("booking")
def test_the_body_may_do_nothing_and_its_links_lead_out_of_the_frame(visitor: Visitor, app: Flask) -> None:
    frame = visitor.get(told(visitor)[0]["url"]).one("iframe")
    assert "allow-scripts" not in frame.attrib["sandbox"]
    assert "allow-same-origin" not in frame.attrib["sandbox"]
    response = visitor.client.get(frame.attrib["src"])
    policy = response.headers["Content-Security-Policy"]
    assert policy.startswith("default-src 'none';")
    assert "frame-ancestors 'self'" in policy
    assert "sandbox allow-popups" in policy
    assert "script" not in policy.replace("'none'", "")
    links = list(parsed(response.text).iter("a"))
    assert links
    assert {link.get("target") for link in links} == {"_top"}


def test_programs_read_it_too(visitor: Visitor, booking: int) -> None:
    (mail,) = told(visitor)
    assert (mail["address"], mail["kind"], mail["sent_at"]) == (
        "anna@example.com",
        "booked",
        "2027-03-01T09:00:00+00:00",
    )
    assert mail["subject"].startswith("Booked: Combe Harrow")
    assert "Your reference is" in mail["text"]
    (opened_by,) = {link for link in mail["links"] if "/bookings/" in link}
    assert urlsplit(opened_by).netloc == "127.0.0.1:8000"
    assert mail["text"].count(opened_by) == 1
    assert visitor.get(urlsplit(opened_by).path).h1.startswith("Combe Harrow")
    (file,) = mail["attachments"]
    assert file["type"] == "text/calendar"
    calendar = visitor.client.get(file["url"])
    assert calendar.headers["Content-Disposition"] == f"attachment; filename={file['name']}"
    assert calendar.text.startswith("BEGIN:VCALENDAR")


@pytest.mark.usefixtures("booking")
def test_one_address_by_itself(visitor: Visitor) -> None:
    mailing.booked("ben@example.com", room_type="snug")
    send_mail()
    assert [mail["address"] for mail in told(visitor)] == ["ben@example.com", "anna@example.com"]
    assert [mail["address"] for mail in told(visitor, to="Anna@Example.com")] == ["anna@example.com"]
    assert told(visitor, to="nobody@example.com\x00") == []


@pytest.mark.parametrize("path", ["/99", "/99/body", "/99/attachments/1", "/0", "/x", f"/{10**20}"])
def test_no_such_mail(visitor: Visitor, path: str) -> None:
    assert visitor.client.get(f"/demo/mailbox{path}").status_code == 404


@pytest.mark.usefixtures("booking")
@pytest.mark.parametrize("number", ["2", "0", "-1", str(2**62)])
def test_no_such_attachment(visitor: Visitor, number: str) -> None:
    assert visitor.client.get(f"{told(visitor)[0]['url']}/attachments/{number}").status_code == 404


@pytest.mark.usefixtures("booking")
def test_the_mail_of_a_forgotten_guest_is_gone(visitor: Visitor) -> None:
    url = told(visitor)[0]["url"]
    erase_guests(list(db.session.scalars(select(Guest.id))))
    assert told(visitor) == []
    assert "No post yet" in visitor.get("/demo/mailbox").text
    assert visitor.client.get(url).status_code == 404


def test_there_is_none_in_production(databases: Databases, database: str) -> None:
    config: Config = databases.config(database, env="production", secrets=("x" * 32,), hosts=("localhost",))
    with opened(config) as app:
        for path in ("/demo/mailbox", "/demo/mailbox.json", "/demo/mailbox/1", "/demo/mailbox/1/body"):
            assert app.test_client().get(path).status_code == 404
        mailing.booked()
        assert send_mail() == 0, "it waits for a server"

"""What the phone desk's tests do over and over: look for a weekend, hold a room, and read what came of it."""

from __future__ import annotations

from typing import Any

from tests import stock
from tests.page import Form, Page, Visitor

WEEKEND = "/staff/phone?arrival=2027-03-05&departure=2027-03-07&adults=2"
CALLER = {"name": "Ida Holt", "email": "ida@example.org", "phone": "07700 900461"}


def held(
    reception: Visitor, room: str = "Snug", plan: str = "Flexible", house: str = "combe-harrow", status: int = 200
) -> Page:
    """The page of a caller's hold, fresh from the search."""
    page = reception.get(WEEKEND)
    section = page.one("section", data_location=house)
    value = next(
        button.attrib["value"]
        for button in section.iter("button")
        if button.get("aria-label", "").startswith(f"Hold {room}") and f", {plan}, " in button.get("aria-label", "")
    )
    return reception.submit(Form(page.url, next(section.iter("form"))), status, press=f"rate={value}")


def end(reception: Visitor, page: Page, act: str, status: int = 200, **fields: Any) -> Page:
    """The caller's form with these fields and the button `act`."""
    form = page.form(class_="call").fill(**(CALLER | fields))
    return reception.submit(form, status, press=f"act={act}")


def press(reception: Visitor, page: Page, ending: str, status: int = 200) -> Page:
    """The one form of the page whose address ends so."""
    (form,) = [own for own in page.all("form") if own.get("action", "").endswith(ending)]
    return reception.submit(Form(page.url, form), status)


def deeds(subject: str) -> list[str]:
    """What the journal says that staff did to these, in order."""
    rows = stock.rows(f"SELECT action FROM journal WHERE subject = '{subject}' AND actor = 'staff' ORDER BY id")
    return [action for (action,) in rows]

"""Bad input never answers 500 where a guest in the house tells it something, and nothing of it is lost or doubled."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from flask import Flask
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import select
from werkzeug.datastructures import MultiDict

from app.booking import operations as booking
from app.booking.people.models import Allergy, RegisterEntry
from app.booking.rules import Basket, ChosenStay, Details
from app.care.models import Task
from app.kernel.party import Party
from app.kernel.stay import Stay
from app.store import db
from app.web.links import link_token
from tests import cast
from tests.builders import TODAY
from tests.databases import Databases, opened
from tests.property.test_bad_input import BAD, SCRIPT, accepted

PATHS = ("requests", "not-right", "arrival", "party")
PEOPLE = [f"{part}-{number}" for part in (0, 1) for number in (1, 2, 3, 4)]
REGISTER = ("name", "nationality", "passport_number", "passport_place", "next_destination")
EATS = ("allergens", "severity", "eats", "consent", "keep")
NAMES = [
    "act", "what", "wanted", "words", "arrival_time", "expected", "kept", "late", "csrf_token",
    *(f"{field}-{person}" for field in (*REGISTER, *EATS) for person in PEOPLE),
]  # fmt: skip
VALUE = st.sampled_from(
    [*BAD, "late", "describe", "show", "keep", "time", "now", "Something else", "15:30", "2027-03-01T21:30", "GB", "FR",
     "XX", "eggs", "severe", "y"]
) | st.text(st.characters(exclude_categories=["Cs"]), max_size=40)  # fmt: skip
TITLES = ["Something else"]
"""What may stand in a title, which names nobody: only what the house offers."""

FORM = st.lists(st.tuples(st.sampled_from(NAMES), VALUE), max_size=16)


@pytest.fixture(scope="module")
def application(sqlite_databases: Databases) -> Iterator[Flask]:
    """A site of two houses, inside its context, that takes forms without a token."""
    url = sqlite_databases.copy("houses-2", lambda: cast.group(2))
    with opened(sqlite_databases.config(url)) as app:
        app.config.update(WTF_CSRF_ENABLED=False, PROPAGATE_EXCEPTIONS=False)
        app.testing = False
        yield app
    sqlite_databases.drop(url)


@pytest.fixture(scope="module")
def url(application: Flask) -> str:
    """Two rooms from today on, with a child and a baby."""
    house = cast.found()
    stay = ChosenStay(house.room_types["garden"], house.plans["flexible"], Stay.of(TODAY, 3), Party(2, (7,), cots=1))
    started = booking.start_checkout(Basket(house.id, (stay, stay), at_house=True))
    booking.keep_details(started.checkout_id, Details("Anna", "anna@example.com").as_json())
    found = booking.place_booking(started.checkout_id)
    return f"/bookings/{link_token('booking', found.booking_id, found.version)}"


@given(path=st.sampled_from(PATHS), form=FORM, htmx=st.booleans())
def test_anything_told_to_the_house(
    application: Flask, url: str, path: str, form: list[tuple[str, str]], htmx: bool
) -> None:
    client = application.test_client()
    headers = {"HX-Request": "true", "HX-Target": path} if htmx else {}
    accepted(client.post(f"{url}/{path}", data=MultiDict(form), headers=headers))
    accepted(client.get(url, query_string=MultiDict(form)))
    if path != "requests":
        accepted(client.get(f"{url}/{path}", query_string=MultiDict(form)))
    db.session.rollback()
    unasked = select(RegisterEntry.id).where(
        RegisterEntry.nationality.in_(("", "GB")), RegisterEntry.passport_number != ""
    )
    assert db.session.execute(unasked).first() is None, "papers are kept only of those of whom they are asked"
    assert db.session.execute(select(Allergy.id).where(Allergy.consent_text == "")).first() is None
    doubled = select(Allergy.stay_id, Allergy.number).group_by(Allergy.stay_id, Allergy.number)
    everybody = db.session.execute(select(Allergy.stay_id, Allergy.number)).all()
    assert len(everybody) == len(db.session.execute(doubled).all())
    assert db.session.execute(select(Task.id).where(Task.title.not_in(TITLES), Task.kind == "request")).first() is None


@pytest.mark.parametrize("value", BAD)
@pytest.mark.parametrize(
    ("path", "name"),
    [("requests", "words"), ("requests", "wanted"), ("not-right", "words"), ("arrival", "arrival_time"),
     ("party", "name-0-1"), ("party", "nationality-1-2"), ("party", "eats-0-3"), ("party", "allergens-0-4")],
)  # fmt: skip
def test_each_bad_word_is_kept_or_refused(application: Flask, url: str, path: str, name: str, value: str) -> None:
    good = {"what": "Something else", "wanted": "now", "consent-0-3": "y", "consent-0-4": "y"}
    answer = application.test_client().post(f"{url}/{path}", data=good | {name: value})
    accepted(answer)
    assert answer.status_code in (303, 409, 422)
    assert SCRIPT not in answer.text

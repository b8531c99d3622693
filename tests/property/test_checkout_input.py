"""Bad input never answers 500 on the checkout and the booking, opened by links that are good."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from flask import Flask
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import select
from werkzeug.datastructures import MultiDict

from app.booking import operations as booking
from app.booking.models import Booking
from app.booking.rules import Basket, ChosenStay, Details
from app.identity.models import Guest
from app.kernel.party import Party
from app.kernel.stay import Stay
from app.store import db
from app.web.links import link_token
from tests import cast
from tests.builders import FRIDAY
from tests.databases import Databases, opened
from tests.property.test_bad_input import BAD, SCRIPT, accepted

VALUE = st.sampled_from([*BAD, "pay", "owe", "extend", "update", "renew", "1", "2", "y"]) | st.text(
    st.characters(exclude_categories=["Cs"]), max_size=40
)
NAMES = [
    "act", "seen", "was", "name", "email", "phone", "arrival_time", "notes", "allergies_consent", "person-1",
    "allergens-1", "severity-1", "words-1", "supper-2027-03-05", "supper-2027-03-06", "rate", "card", "csrf_token",
    *(f"extra-{number}" for number in range(1, 5)),
]  # fmt: skip
FORM = st.lists(st.tuples(st.sampled_from(NAMES), VALUE), max_size=14)
PATHS = ("", "/payment", "/field")


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
def checkouts(application: Flask) -> dict[str, str]:
    """A checkout that pays now and one that owes, which lose and take their holds as the attempts go."""
    return {plan: _started(plan) for plan in ("saver", "flexible")}


@pytest.fixture(scope="module")
def placed(application: Flask) -> str:
    started = booking.start_checkout(_basket("flexible", "garden"))
    booking.keep_details(started.checkout_id, Details("Anna", "anna@example.com").as_json())
    found = booking.place_booking(started.checkout_id)
    return link_token("booking", found.booking_id, found.version)


def _basket(plan: str, room_type: str) -> Basket:
    house = cast.found()
    stay = ChosenStay(house.room_types[room_type], house.plans[plan], Stay.of(FRIDAY, 2), Party(2))
    return Basket(house.id, (stay,))


def _started(plan: str) -> str:
    started = booking.start_checkout(_basket(plan, "snug"))
    return link_token("checkout", started.checkout_id, started.version)


@given(
    plan=st.sampled_from(["saver", "flexible"]), path=st.sampled_from(PATHS), form=FORM, header=st.sampled_from(NAMES)
)
def test_anything_in_the_form(
    application: Flask, checkouts: dict[str, str], plan: str, path: str, form: list[tuple[str, str]], header: str
) -> None:
    client = application.test_client()
    url = f"/checkout/{checkouts[plan]}{path}"
    accepted(client.post(url, data=MultiDict(form), headers={"HX-Trigger-Name": header}))
    after = client.get(f"/checkout/{checkouts[plan]}", query_string=MultiDict(form))
    accepted(after)
    if after.status_code == 303:
        checkouts[plan] = _started(plan)
    db.session.rollback()
    nameless = select(Booking.id).join(Guest, Guest.id == Booking.guest_id).where(Guest.name == "")
    assert db.session.execute(nameless).first() is None, "nobody books without a name"


@given(tail=st.sampled_from(["", "/confirmed", "/calendar.ics", "/nothing"]), query=FORM)
def test_anything_behind_a_booking(application: Flask, placed: str, tail: str, query: list[tuple[str, str]]) -> None:
    accepted(application.test_client().get(f"/bookings/{placed}{tail}", query_string=MultiDict(query)))


@pytest.mark.parametrize("value", BAD)
@pytest.mark.parametrize("name", ["name", "email", "phone", "notes", "arrival_time", "words-1"])
def test_each_bad_word_is_kept_in_its_field_or_refused(application: Flask, name: str, value: str) -> None:
    token = _started("flexible")
    good = {"name": "Anna", "email": "anna@example.com", "act": "owe", "allergies_consent": "y"}
    answer = application.test_client().post(f"/checkout/{token}", data=good | {name: value})
    accepted(answer)
    assert answer.status_code in (303, 422)
    assert SCRIPT not in answer.text
    booking.abandon_checkout(int(token.split("-")[0], 36))
    db.session.rollback()
    for placed_id in db.session.scalars(select(Booking.id).where(Booking.state == "confirmed")).all():
        booking.cancel_booking(placed_id)

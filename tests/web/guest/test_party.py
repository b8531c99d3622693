"""Who is coming: no more asked than the law asks, nothing lost, and the kitchen knows."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest
from sqlalchemy import select

from app.booking import operations as booking
from app.booking.people.models import Allergy, RegisterEntry
from app.booking.people.operations import mark_allergies_read
from app.booking.rules import Details
from app.care import open_tasks
from app.kernel import clock
from app.kernel.party import Party
from app.kernel.stay import Stay
from app.web.links import link_token
from tests import cast
from tests.baskets import basket
from tests.page import Page, Visitor
from tests.unit.booking.changes.desk import amend
from tests.web.guest.desk import fresh
from tests.web.guest.signing_in import sign_in
from tests.web.guest.stays import booked

SetClock = Callable[[str], None]
FAMILY = Party(2, (7, 16))
BAD = ["\x00", "🥚" * 300, "\u202eetirw", "x" * 10_000, "<script>alert(1)</script>", " ", "XYZ", "٣"]


def names(page: Page) -> set[str]:
    return {str(one.get("name")) for one in page.all("input") + page.all("select")}


def entries() -> list[RegisterEntry]:
    return list(fresh().scalars(select(RegisterEntry).order_by(RegisterEntry.number)))


def test_only_what_is_needed_is_asked(visitor: Visitor) -> None:
    _, url = booked(party=FAMILY)
    asked = names(visitor.get(f"{url}/party", reads=10))
    assert {"name-0-1", "nationality-0-1", "nationality-0-2", "nationality-0-4", "eats-0-3"} <= asked
    assert "nationality-0-3" not in asked, "nobody under 16 is registered"
    assert not any(name.startswith(("passport", "next_destination")) for name in asked)


def test_some_now_and_the_rest_later(visitor: Visitor) -> None:
    _, url = booked()
    page = visitor.get(f"{url}/party")
    assert page.one("input", name="name-0-1").get("value") == "Anna Whitlock"
    page = visitor.submit(page.form().fill(**{"nationality-0-1": "GB"}))
    assert "Kept. Still to tell us" in page.text
    assert "By the time you arrive, Friday 5 March" in page.text
    assert "Guest 2: full name and nationality" in page.text
    page = visitor.submit(page.form().fill(**{"name-0-2": "Tom Whitlock", "nationality-0-2": "IE"}))
    assert "That is everybody" in page.text
    assert [(one.name, one.nationality) for one in entries()] == [("Anna Whitlock", "GB"), ("Tom Whitlock", "IE")]


def test_papers_are_asked_of_those_of_whom_the_law_asks_them(visitor: Visitor) -> None:
    _, url = booked()
    page = visitor.submit(visitor.get(f"{url}/party").form().fill(**{"nationality-0-1": "FR", "nationality-0-2": "IN"}))
    assert "passport_number-0-1" in names(page)
    assert "passport_number-0-2" not in names(page)
    assert "Guest 1: passport number, where it was issued and where they go next" in page.text
    papers = {"passport_number-0-1": "12AB34567", "passport_place-0-1": "Lyon", "next_destination-0-1": "Bath"}
    page = visitor.submit(page.form().fill(**papers, **{"name-0-2": "Asha"}))
    assert "That is everybody" in page.text
    assert "12AB34567" not in page.response.text, "a passport number is never shown again"
    assert "ends in 67" in page.text
    page = visitor.submit(page.form().fill(**{"next_destination-0-1": "Wells"}))
    assert (entries()[0].passport_number, entries()[0].next_destination) == ("12AB34567", "Wells")
    visitor.submit(page.form().fill(**{"nationality-0-1": "GB"}))
    assert (entries()[0].passport_number, entries()[0].next_destination) == ("", ""), "not kept once not needed"


def test_choosing_a_nationality_shows_its_fields_and_keeps_nothing(visitor: Visitor) -> None:
    _, url = booked()
    form = visitor.get(f"{url}/party").form()
    page = visitor.submit(form.fill(**{"nationality-0-2": "JP", "name-0-2": "Aiko"}), press="act=show")
    assert "passport_number-0-2" in names(page)
    assert page.one("input", name="name-0-2").get("value") == "Aiko"
    assert entries() == []


def test_allergies_need_a_yes_and_the_kitchen_s_reading_is_shown(visitor: Visitor, set_clock: SetClock) -> None:
    booking_id, url = booked()
    form = visitor.get(f"{url}/party").form()
    told = {"allergens-0-2": ["eggs", "fish"], "severity-0-2": "severe", "eats-0-2": "Traces too"}
    page = visitor.submit(form.fill(**told), status=422)
    assert "Tick this so that we may keep it" in page.text
    assert page.one("input", name="eats-0-2").get("value") == "Traces too"
    assert fresh().scalars(select(Allergy)).all() == []
    page = visitor.submit(form.fill(**told, **{"consent-0-2": "y", "name-0-2": "Tom"}))
    assert "The kitchen reads it before you arrive" in page.text
    allergy = fresh().scalars(select(Allergy)).one()
    assert (allergy.person, allergy.allergens, allergy.severity) == ("Tom", "eggs, fish", "severe")
    assert (allergy.number, allergy.kept) == (2, False)
    mark_allergies_read(booking_id, 1, clock.now())
    page = visitor.submit(visitor.get(f"{url}/party").form())
    assert "The kitchen read it, 9am, Mon 1 March" in page.text, "what did not change stays read"
    assert open_tasks() == []
    page = visitor.submit(page.form().fill(**{"eats-0-2": "Boiled is fine", "keep-0-2": "y"}))
    assert "The kitchen reads it before you arrive" in page.text
    fresh()
    (task,) = open_tasks()
    assert (task.kind, task.subject_id, "read them again" in task.title) == ("allergies_changed", booking_id, True)
    assert "until I say otherwise" in fresh().scalars(select(Allergy)).one().consent_text


def test_clearing_an_allergy_takes_it_away(visitor: Visitor) -> None:
    booking_id, url = booked()
    form = visitor.get(f"{url}/party").form()
    page = visitor.submit(form.fill(**{"eats-0-1": "Leeks", "consent-0-1": "y"}))
    mark_allergies_read(booking_id, 1, clock.now())
    visitor.submit(page.form().fill(**{"eats-0-1": ""}))
    assert fresh().scalars(select(Allergy)).all() == []
    assert [task.kind for task in open_tasks()] == ["allergies_changed"], "the kitchen had read it"


def test_what_the_checkout_was_told_is_there(visitor: Visitor) -> None:
    started = booking.start_checkout(basket(cast.found(), "garden"))
    told = {"number": "2", "person": "Tom", "allergens": "milk", "severity": "mild", "words": ""}
    details = Details("Anna", "anna@example.com", allergies=(told,)).as_json()
    booking.keep_details(started.checkout_id, details)
    placed = booking.place_booking(started.checkout_id)
    page = visitor.get(f"/bookings/{link_token('booking', placed.booking_id, 1)}/party")
    assert page.one("input", name="name-0-2").get("value") == "Tom"
    ticked = [one.get("value") for one in page.all("input", name="allergens-0-2") if "checked" in one.attrib]
    assert ticked == ["milk"]


@pytest.mark.parametrize("value", BAD)
@pytest.mark.parametrize("name", ["name-0-1", "nationality-0-1", "passport_number-0-1", "eats-0-1", "severity-0-1"])
def test_bad_words_make_no_error_of_ours_and_stay(visitor: Visitor, name: str, value: str) -> None:
    _, url = booked()
    good = {"nationality-0-1": "FR", "consent-0-1": "y"}
    answer = visitor.client.post(f"{url}/party", data=good | {name: value})
    assert answer.status_code in (303, 422)
    if (
        answer.status_code == 422
        and value.startswith(("🥚", "xxx"))
        and "nationality" not in name
        and "sev" not in name
    ):
        assert value[:1000] in answer.text
    assert "<script>alert" not in answer.text


def test_when_it_is_over_nothing_is_asked_or_shown(visitor: Visitor, set_clock: SetClock) -> None:
    _, url = booked()
    visitor.submit(visitor.get(f"{url}/party").form().fill(**{"nationality-0-1": "GB"}))
    set_clock("2027-03-08T09:00+00:00")
    page = visitor.get(f"{url}/party")
    assert "nobody left to tell us about" in page.text
    assert "Anna" not in page.text
    refused = visitor.post(f"{url}/party", {"name-0-1": "Somebody"}, status=409)
    assert "cannot be done" in refused.text
    assert entries()[0].name == "Anna Whitlock"


def test_what_was_typed_before_a_change_stays_with_its_person(visitor: Visitor) -> None:
    """Another tab takes one adult off the booking; the child's words do not become the babysitter's."""
    booking_id, url = booked("garden", party=Party(2, (7,)))
    typed = {"eats-0-3": "No nuts", "allergens-0-3": ["nuts"], "consent-0-3": "y", "name-0-2": "Tom"}
    form = visitor.get(f"{url}/party").form().fill(**typed)
    amend(booking_id, basket(cast.found(), "garden", party=Party(1, (7,))))
    page = visitor.submit(form, status=409)
    assert "Who comes was changed since you opened this page" in page.text
    assert page.one("input", name="eats-0-2").get("value") == "No nuts"
    assert "Tom" not in str(page.one("input", name="name-0-1").get("value"))
    visitor.submit(page.form())
    (said,) = fresh().scalars(select(Allergy)).all()
    assert (said.number, said.person, said.allergens) == (2, "Child, seven years", "nuts")


def test_what_a_guest_keeps_stands_there_once_they_have_signed_in(visitor: Visitor) -> None:
    _, before = booked()
    kept = {"eats-0-2": "Leeks", "consent-0-2": "y", "keep-0-2": "y", "name-0-2": "Tom"}
    visitor.submit(visitor.get(f"{before}/party").form().fill(**kept))
    _, url = booked(stay=Stay.of(date(2027, 4, 2), 1))
    stranger = visitor.get(f"{url}/party")
    assert stranger.one("input", name="eats-0-2").get("value") == "", "a link proves nobody"
    sign_in(visitor)
    page = visitor.get(f"{url}/party", reads=15)
    assert page.one("input", name="eats-0-2").get("value") == "Leeks"
    assert "checked" not in page.one("input", name="consent-0-2").attrib, "every stay needs its own yes"
    assert "Tick this" in visitor.submit(page.form(), status=422).text
    visitor.submit(page.form().fill(**{"consent-0-2": "y"}))
    assert len(fresh().scalars(select(Allergy)).all()) == 2

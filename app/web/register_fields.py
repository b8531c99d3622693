"""What the register asks of one person, as fields of a form; guests fill them in beforehand, reception at the desk."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import wtforms

from app.booking.people.models import RegisterEntry
from app.booking.people.rules import PAPERS, Person, asks_for_papers
from app.kernel.words import counted
from app.web.countries import countries
from app.web.forms import AsLongAs, ChoiceOf

NATIONALITIES = [("", "Choose a country"), *countries()]


def field_name(name: str, person: Person) -> str:
    return f"{name}-{person.part}-{person.number}"


def person_title(person: Person) -> str:
    """What to call somebody whose name is not known."""
    if person.age is None:
        return f"Guest {person.number}"
    return f"Child, {counted(person.age, 'year')}" if person.age else "Baby"


def clear_unasked(form: wtforms.Form, people: Iterable[Person]) -> None:
    """Papers that the law does not ask of somebody stand in no field of the page, and are not looked at."""
    for person in people:
        nationality = form[field_name("nationality", person)].data if person.registered else ""
        if person.registered and not asks_for_papers(nationality or ""):
            for name in PAPERS:
                form[field_name(name, person)].data = ""


def register_fields() -> dict[str, Any]:
    """Those of the register, by the name of the column."""
    return {
        "name": wtforms.StringField("Full name", [AsLongAs(RegisterEntry.name)], description="As in the passport"),
        "nationality": ChoiceOf("Nationality", choices=NATIONALITIES, sentence="Choose a country from the list"),
        "passport_number": wtforms.StringField("Passport number", [AsLongAs(RegisterEntry.passport_number)]),
        "passport_place": wtforms.StringField("Where it was issued", [AsLongAs(RegisterEntry.passport_place)]),
        "next_destination": wtforms.StringField(
            "Where you go after us",
            [AsLongAs(RegisterEntry.next_destination)],
            description="Town, or the address if you know it",
        ),
    }

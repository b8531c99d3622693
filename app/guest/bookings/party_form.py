"""The form of who comes: the register of everybody of 16 or over, and what anyone cannot eat."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any, ClassVar

import wtforms
from werkzeug.datastructures import MultiDict

from app.booking.people.models import Allergy
from app.booking.people.queries import KnownAllergy
from app.booking.people.rules import (
    ALLERGENS,
    ALLERGY_CONSENT,
    KEPT_CONSENT,
    CannotEat,
    Entry,
    Person,
    asks_for_papers,
    followed,
)
from app.web.checkout.form import HOW_BAD
from app.web.forms import AsLongAs, ChoiceOf, Form, SeveralOf
from app.web.register_fields import clear_unasked, field_name, register_fields

Key = tuple[int, int]
SEEN = "people_seen"
_FIELD = re.compile(r"([a-z_]+)-(\d{1,2})-(\d{1,2})", re.ASCII)
_PERSON = re.compile(r"(\d{1,2})-(\d{1,2})-(\d{0,2})", re.ASCII)


class PartyForm(Form):
    """Six fields at most for the register and five for allergies, a person; `form_for` makes those of a booking."""

    people: ClassVar[tuple[Person, ...]] = ()

    def of(self, person: Person, name: str) -> wtforms.Field:
        return self[field_name(name, person)]

    def validate(self, extra_validators: Any = None) -> bool:
        clear_unasked(self, self.people)
        well = super().validate(extra_validators)
        for person in self.people:
            if self.typed_allergy(person) and not self.of(person, "consent").data:
                sentence = "Tick this so that we may keep it, or clear what is above"
                self.refuse(field_name("consent", person), sentence)
                well = False
        return well

    def entries(self) -> dict[Key, Entry]:
        """What was typed for the register."""
        names = Entry.__dataclass_fields__
        return {
            person.key: Entry(**{name: self.of(person, name).data or "" for name in names})
            for person in self.people
            if person.registered
        }

    def typed_allergy(self, person: Person, called: str = "") -> CannotEat:
        return CannotEat(
            called,
            tuple(self.of(person, "allergens").data or ()),
            self.of(person, "severity").data or "",
            self.of(person, "eats").data or "",
            bool(self.of(person, "keep").data),
        )

    def allergies(self, called: Mapping[Key, str]) -> dict[Key, CannotEat]:
        """What was typed about allergies; `called` is what to call people who have typed no name."""
        said = {}
        for person in self.people:
            name = (self.of(person, "name").data if person.registered else "") or called[person.key]
            said[person.key] = self.typed_allergy(person, name[: Allergy.person.type.length])
        return {key: one for key, one in said.items() if one}

    def wants_papers(self, person: Person) -> bool:
        return person.registered and asks_for_papers(self.of(person, "nationality").data or "")


def form_for(people: Sequence[Person]) -> type[PartyForm]:
    """The form of these people."""
    fields: dict[str, Any] = {"people": tuple(people)}
    for person in people:
        own = (register_fields() if person.registered else {}) | _allergy_fields()
        fields |= {field_name(name, person): field for name, field in own.items()}
    return type("BookingPartyForm", (PartyForm,), fields)


def spelled(people: Sequence[Person]) -> str:
    """Who stands where, as the form carries what it saw."""
    return ",".join(f"{one.part}-{one.number}-{'' if one.age is None else one.age}" for one in people)


def typed_now(sent: MultiDict[str, str], people: Sequence[Person]) -> tuple[MultiDict[str, str], bool]:
    """What was typed, beside those whom it was typed about wherever they stand now; and whether anybody stands
    elsewhere, or does not come any more."""
    found = [_PERSON.fullmatch(word) for word in sent.get(SEEN, "").split(",")]
    seen = [Person(int(one[1]), int(one[2]), int(one[3]) if one[3] else None) for one in found if one]
    if not seen or spelled(seen) == spelled(people):
        return sent, False
    where = followed(seen, people, [one.key for one in seen])
    moved: MultiDict[str, str] = MultiDict()
    for name, values in sent.lists():
        own = _FIELD.fullmatch(name)
        place = where.get((int(own[2]), int(own[3]))) if own else None
        if own is None:
            moved.setlist(name, values)
        elif place is not None:
            moved.setlist(f"{own[1]}-{place[0]}-{place[1]}", values)
    return moved, True


def typed_before(
    people: Sequence[Person],
    entries: Mapping[Key, Entry],
    known: Mapping[Key, KnownAllergy],
    kept: Mapping[Key, CannotEat],
) -> dict[str, Any]:
    """What fills the form when it is opened. A passport's number is never shown again.

    What is `kept` from another stay stands there too, and waits for a yes.
    """
    filled: dict[str, Any] = {}
    for person in people:
        entry = entries.get(person.key, Entry())
        values: dict[str, Any] = {name: getattr(entry, name) for name in Entry.__dataclass_fields__}
        values["passport_number"] = ""
        told = known[person.key].cannot_eat if person.key in known else kept.get(person.key)
        if told is not None:
            values |= {"allergens": list(told.allergens), "severity": told.severity, "eats": told.words}
            values |= {"consent": person.key in known, "keep": told.kept}
        filled |= {field_name(name, person): value for name, value in values.items()}
    return filled


def _allergy_fields() -> dict[str, Any]:
    return {
        "allergens": SeveralOf(
            "What they can’t eat",
            sentence="Choose from the list",
            choices=[(allergen, allergen.capitalize()) for allergen in ALLERGENS],
        ),
        "severity": ChoiceOf("How bad is it", sentence="Choose from the list", choices=HOW_BAD),
        "eats": wtforms.StringField("In words", [AsLongAs(Allergy.words)]),
        "consent": wtforms.BooleanField(ALLERGY_CONSENT),
        "keep": wtforms.BooleanField(KEPT_CONSENT),
    }

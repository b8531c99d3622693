"""The forms of the front desk: the register, the doors, and how the balance is settled."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, ClassVar

import wtforms
from wtforms.validators import Length

from app.booking.people.rules import PAPERS, Entry, Person, asks_for_papers
from app.booking.reception.operations import Taken
from app.payments import METHODS
from app.web.forms import ChoiceOf, Form, OneOf
from app.web.register_fields import clear_unasked, field_name, register_fields

Key = tuple[int, int]
OPEN = "open"
MOST_OF_REASON = 300
REASON = [Length(max=MOST_OF_REASON, message=f"Use {MOST_OF_REASON} characters at most")]
HOW = [(method, words.capitalize()) for method, words in METHODS.items()]
LACKING = {
    "name": "Enter the full name",
    "nationality": "Choose the nationality",
    "passport_number": "Enter the number of the passport",
    "passport_place": "Enter where the passport was issued",
    "next_destination": "Enter where they go next",
}


class SettlingForm(Form):
    """How what is owed is settled; `as_seen` is what the page saw, and `words_seen` says it in words."""

    as_seen = wtforms.HiddenField()
    words_seen = wtforms.HiddenField()
    settle = OneOf("How it is settled", choices=[*HOW, (OPEN, "Stays open")], sentence="Choose one of these")
    reason = wtforms.StringField("Why it stays open", REASON)

    @property
    def taken(self) -> Taken:
        if self.settle.data == OPEN:
            return Taken(reason=self.reason.data or "")
        return Taken(method=self.settle.data or "")

    def leave_unsettled(self) -> None:
        """The page does not ask how anything is settled: what came about it is not looked at."""
        self.settle.data = self.reason.data = None

    def require_settled(self, due_text: str) -> bool:
        """Refuses a form that does not say how what is owed is settled."""
        if not self.settle.data:
            self.refuse("settle", f"Say how the {due_text} is settled")
        elif self.settle.data == OPEN and not self.reason.data:
            self.refuse("reason", "Say why it stays open")
        else:
            return True
        return False


class CheckInForm(SettlingForm):
    """The register of everybody of 16 or over, a door for each room, and the balance; `form_for` makes its fields."""

    people: ClassVar[tuple[Person, ...]] = ()
    parts: ClassVar[tuple[int, ...]] = ()
    unready = wtforms.StringField("Why they go in all the same", REASON)
    unsuited = wtforms.StringField("Why they sleep there all the same", REASON)

    def of(self, person: Person, name: str) -> wtforms.Field:
        return self[field_name(name, person)]

    def door(self, part: int) -> wtforms.Field:
        return self[f"room-{part}"]

    @property
    def chosen(self) -> list[int]:
        """The parts that are checked in: those that are ticked, or the only one."""
        return [part for part in self.parts if len(self.parts) == 1 or self[f"comes-{part}"].data]

    @property
    def doors(self) -> dict[int, int]:
        return {part: int(self.door(part).data) for part in self.parts if self.door(part).data}

    def entries(self) -> dict[Key, Entry]:
        """What was typed for the register of those who are checked in."""
        return {
            person.key: Entry(**{name: self.of(person, name).data or "" for name in Entry.__dataclass_fields__})
            for person in self.people
        }

    def wants_papers(self, person: Person) -> bool:
        return asks_for_papers(self.of(person, "nationality").data or "")

    def validate(self, extra_validators: Any = None) -> bool:
        clear_unasked(self, self.people)
        return super().validate(extra_validators)

    def refuse_lacking(self, lacking: Mapping[Key, Sequence[str]]) -> None:
        """Says at each field of the register what it lacks."""
        for person in self.people:
            for name in lacking.get(person.key, ()):
                whose = f", guest {person.number}" if len(self.people) > 1 else ""
                self.refuse(field_name(name, person), f"{LACKING[name]}{whose}")


def form_for(people: Sequence[Person], doors: Mapping[int, Sequence[tuple[str, str]]]) -> type[CheckInForm]:
    """The form of these people and the doors that each part may have."""
    fields: dict[str, Any] = {"people": tuple(people), "parts": tuple(doors)}
    for part, choices in doors.items():
        fields[f"room-{part}"] = ChoiceOf(
            "Room", choices=[("", "Choose a room"), *choices], sentence="Choose a room from the list"
        )
        fields[f"comes-{part}"] = wtforms.BooleanField("They are here")
    for person in people:
        fields |= {field_name(name, person): field for name, field in register_fields().items()}
    return type("ThisCheckInForm", (CheckInForm,), fields)


def filled(people: Sequence[Person], entries: Mapping[Key, Entry], doors: Mapping[int, int | None]) -> dict[str, Any]:
    """What stands in the form when it is opened. A passport's number is never shown again."""
    values: dict[str, Any] = {f"room-{part}": str(room or "") for part, room in doors.items()}
    values |= {f"comes-{part}": True for part in doors}
    for person in people:
        entry = entries.get(person.key, Entry())
        values |= {
            field_name(name, person): "" if name == "passport_number" else getattr(entry, name)
            for name in Entry.__dataclass_fields__
        }
    return values


__all__ = ["HOW", "OPEN", "PAPERS", "CheckInForm", "SettlingForm", "filled", "form_for"]

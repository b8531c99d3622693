"""The base of every form of the catalogue: sections of fields, what it saw, and how two versions differ."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from wtforms import BooleanField, Field, HiddenField
from wtforms.fields.choices import SelectFieldBase

from app.catalogue.spelling import seen_of
from app.web.fields import Read
from app.web.forms import ChoiceOf, Form


@dataclass(frozen=True, slots=True)
class Section:
    """Fields under a heading. A name may say how wide it is: `name:half`, `name:third`."""

    title: str
    names: tuple[str, ...]
    lead: str = ""


@dataclass(frozen=True, slots=True)
class Difference:
    """A field that somebody else changed: what was typed here, and what stands there now."""

    label: str
    yours: str
    theirs: str


class EditForm(Form):
    """A form over a state of the catalogue; its fields have the names of the state."""

    SECTIONS: tuple[Section, ...] = ()

    seen = HiddenField()

    @classmethod
    def of(cls, state: Mapping[str, Any] | None = None) -> Any:
        """The form as it was sent, else filled from the state, which it then has seen."""
        return cls.typed({**state, "seen": seen_of(state)} if state is not None else None)

    @classmethod
    def stored(cls, state: Mapping[str, Any]) -> Any:
        """The form filled from the state, whatever this request sent."""
        return cls(None, data={**state, "seen": seen_of(state)})

    def validate(self, extra_validators: Any = None) -> bool:
        """A list from which nothing was chosen is as wrong as one from which something else was."""
        super().validate(extra_validators)
        for field in self:
            if isinstance(field, ChoiceOf) and not field.data and not field.errors and "" not in _offered(field):
                self.refuse(field.name, field.sentence)
        return not self.errors

    @property
    def values(self) -> dict[str, Any]:
        """What was typed, by the names of the state."""
        return {
            field.name: field.data if field.data is not None else _nothing(field)
            for field in self
            if not _hidden(field)
        }

    def rows(self, section: Section) -> Iterator[tuple[Field, str]]:
        """The fields of a section, each with its width."""
        for spelled in section.names:
            name, _, width = spelled.partition(":")
            yield self[name], width

    def differences(self, now: Mapping[str, Any]) -> list[Difference]:
        """Where what stands now is not what was typed."""
        mine = self.values
        return [
            Difference(field.label.text, shown(field, mine[field.name]), shown(field, now[field.name]))
            for field in self
            if field.name in now and not _hidden(field) and mine[field.name] != now[field.name]
        ]


def shown(field: Field, value: Any) -> str:
    """A value of a field in words."""
    if isinstance(field, BooleanField):
        return "yes" if value else "no"
    if isinstance(field, SelectFieldBase):
        return next((str(choice.label) for choice in field.choices if choice.value == str(value)), str(value))
    if isinstance(field, Read):
        return field.shown(value)
    return str(value) if value not in (None, "") else "nothing"


def _offered(field: ChoiceOf) -> set[str]:
    return {choice.value for choice in field.choices}


def _hidden(field: Field) -> bool:
    return isinstance(field, HiddenField)


def _nothing(field: Field) -> Any:
    return None if isinstance(field, Read) else ""

"""Long forms: fields under headings, and how what was typed differs from what stands there now."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from wtforms import BooleanField, Field, HiddenField, SelectMultipleField
from wtforms.fields.choices import SelectFieldBase

from app.web.fields import Read
from app.web.forms import Form, as_choices


@dataclass(frozen=True, slots=True)
class Section:
    """Fields under a heading. A name may say how wide it is: `name:half`, `name:third`; with `ends` a row ends."""

    title: str
    names: tuple[str, ...]
    lead: str = ""


@dataclass(frozen=True, slots=True)
class Difference:
    """A field that somebody else changed: what was typed here, and what stands there now."""

    label: str
    yours: str
    theirs: str


class SectionForm(Form):
    """A form in sections. A section may name fields that this form was made without; they are left out."""

    SECTIONS: tuple[Section, ...] = ()

    @property
    def values(self) -> dict[str, Any]:
        """What was typed, by the names of the fields."""
        return {
            field.name: field.data if field.data is not None else _nothing(field)
            for field in self
            if not _hidden(field)
        }

    def rows(self, section: Section) -> Iterator[tuple[Field, str]]:
        """The fields of a section, each with its width."""
        for spelled in section.names:
            name, _, width = spelled.partition(":")
            if name in self:
                yield self[name], width

    def differences(self, now: Mapping[str, Any]) -> list[Difference]:
        """Where what stands now is not what was typed."""
        mine = self.values
        return [
            Difference(field.label.text, shown(field, mine[field.name]), shown(field, now[field.name]))
            for field in self
            if field.name in now and not _hidden(field) and _plain(mine[field.name]) != _plain(now[field.name])
        ]


def shown(field: Field, value: Any) -> str:
    """A value of a field in words."""
    if isinstance(field, BooleanField):
        return "yes" if value else "no"
    if isinstance(field, SelectMultipleField) and isinstance(value, (list, tuple)):
        named = [str(one.label) for one in as_choices(field.choices) if one.value in value]
        return ", ".join(named) or "nothing"
    if isinstance(field, SelectFieldBase):
        return next((str(one.label) for one in as_choices(field.choices) if one.value == str(value)), str(value))
    if isinstance(field, Read):
        return field.shown(value)
    return str(value) if value not in (None, "") else "nothing"


def _plain(value: Any) -> Any:
    return list(value) if isinstance(value, (list, tuple)) else value


def _hidden(field: Field) -> bool:
    return isinstance(field, HiddenField)


def _nothing(field: Field) -> Any:
    return None if isinstance(field, Read) else ""

"""The base of every form of the catalogue: a form in sections, and the state that it saw."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from wtforms import HiddenField

from app.catalogue.spelling import seen_of
from app.web.forms import ChoiceOf, Required
from app.web.sections import SectionForm


class EditForm(SectionForm):
    """A form over a state of the catalogue; its fields have the names of the state."""

    seen = HiddenField()

    @classmethod
    def of(cls, state: Mapping[str, Any] | None = None) -> Any:
        """The form as it was sent, else filled from the state, which it then has seen."""
        return cls.typed({**state, "seen": seen_of(state)} if state is not None else None)

    @classmethod
    def stored(cls, state: Mapping[str, Any]) -> Any:
        """The form filled from the state, whatever this request sent."""
        return cls(None, data={**state, "seen": seen_of(state)})

    def require(self, names: Iterable[str]) -> None:
        """These may not be emptied: guests read them while the house takes bookings."""
        for name in names:
            field = self[name]
            said = f"{field.label.text}: guests need it while the house takes bookings"
            field.validators = [Required(f"{said}. Enter it, or stop bookings first"), *field.validators]

    def validate(self, extra_validators: Any = None) -> bool:
        """A list from which nothing was chosen is as wrong as one from which something else was."""
        super().validate(extra_validators)
        for field in self:
            if isinstance(field, ChoiceOf) and not field.data and not field.errors and "" not in _offered(field):
                self.refuse(field.name, field.sentence)
        return not self.errors


def _offered(field: ChoiceOf) -> set[str]:
    return {choice.value for choice in field.choices}

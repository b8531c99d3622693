"""The base of every form: cleans what was typed, keeps it, and says in words what to do about it.

CSRF is checked for every POST before a view runs (`app.web.errors` answers
when it fails), so forms carry no token field.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import Any

import phonenumbers
import wtforms
from email_validator import EmailNotValidError, validate_email
from flask import request
from markupsafe import Markup
from sqlalchemy.orm import InstrumentedAttribute
from werkzeug.datastructures import MultiDict
from wtforms import Field, ValidationError
from wtforms.fields.choices import SelectChoice
from wtforms.meta import DefaultMeta

from app.web.csrf import csrf_marker
from app.web.site import CONTROLS

_LINE_BREAKS = re.compile(r"[\r\n\t\u2028\u2029]+")
_SUM = re.compile(r"\d{1,9}", re.ASCII)

LONGEST_EMAIL = 254
"""RFC 5321. Longer ones are never parsed: a megabyte of accents would keep the parser busy for minutes."""


def clean(text: str) -> str:
    """Without NUL and the other characters that no keyboard types, and without blanks around it."""
    return CONTROLS.sub("", text).strip()


def clean_line(text: str) -> str:
    """`clean`, and on one line."""
    if not text:
        return ""
    # Blanks around a break are taken off piece by piece: a pattern for them takes a second for 10 kB of blanks.
    pieces = (piece.strip() for piece in _LINE_BREAKS.split(clean(text)))
    return " ".join(piece for piece in pieces if piece)


def typed_sum(text: str) -> int | None:
    """A total in minor units, or another number, as a form carries what it saw."""
    return int(text) if _SUM.fullmatch(text) else None


class Form(wtforms.Form):
    """What was typed stays in the fields; of a doubled parameter the first one counts.

    `errors` is empty until `validate()`; `problems` lists (field id, sentence) for the summary, in the order
    of the fields.
    """

    class Meta(DefaultMeta):
        def bind_field(self, form: Any, unbound_field: Any, options: dict[str, Any]) -> Field:
            cleaner = clean if issubclass(unbound_field.field_class, wtforms.TextAreaField) else clean_line
            filters = (_only_text(cleaner), *unbound_field.kwargs.get("filters", ()))
            return unbound_field.bind(form=form, **options | {"filters": filters})

    @classmethod
    def typed(cls, stored: Mapping[str, Any] | None = None) -> Any:
        """The form as it was sent with this request; on a GET, filled from `stored`."""
        sent = MultiDict(request.form) if request.method == "POST" else None
        return cls(sent, data=stored)

    @property
    def csrf_token(self) -> Markup:
        """The hidden field that every POST form of a page carries."""
        return csrf_marker()

    @property
    def problems(self) -> list[tuple[str, str]]:
        found = [(field.id, str(error)) for field in self for error in field.errors[:1]]
        return found + [("", str(error)) for error in self.form_errors]

    def refuse(self, name: str, sentence: str) -> None:
        """Adds an error that only the domain could know; it stands at the field like any other."""
        field = self[name]
        field.errors = [*field.errors, sentence]


def _only_text(cleaner: Any) -> Any:
    return lambda value: cleaner(value) if isinstance(value, str) else value


class Required:
    """Something has to stand here; the sentence says what."""

    field_flags = {"required": True}

    def __init__(self, sentence: str) -> None:
        self.sentence = sentence

    def __call__(self, form: Form, field: Field) -> None:
        if not field.data:
            field.errors = []
            raise wtforms.validators.StopValidation(self.sentence)


class AsLongAs:
    """No longer than the column that keeps it."""

    def __init__(self, column: InstrumentedAttribute[Any]) -> None:
        self.most = int(column.type.length)
        self.field_flags = {"maxlength": self.most}

    def __call__(self, form: Form, field: Field) -> None:
        length = len(field.data or "")
        if length > self.most:
            raise ValidationError(f"Use {self.most:,} characters at most; this has {length:,}")


class AsEmail:
    """An address that mail can be sent to, as far as its spelling tells."""

    SENTENCE = "Enter an email address with an @, like anna@example.com"

    def __call__(self, form: Form, field: Field) -> None:
        if not field.data:
            return
        if len(field.data) > LONGEST_EMAIL:
            raise ValidationError(self.SENTENCE)
        try:
            validate_email(field.data, check_deliverability=False, allow_smtputf8=True)
        except EmailNotValidError:
            raise ValidationError(self.SENTENCE) from None


class AsTelephone:
    """A number that can be rung from the United Kingdom; other countries with + and their code."""

    SENTENCE = "Enter a telephone number, like 07700 900461 or +33 6 12 34 56 78"

    def __call__(self, form: Form, field: Field) -> None:
        if not field.data:
            return
        try:
            possible = phonenumbers.is_possible_number(phonenumbers.parse(field.data, "GB"))
        except phonenumbers.NumberParseException:
            possible = False
        if not possible:
            raise ValidationError(self.SENTENCE)


def _listed(choices: Iterable[tuple[Any, ...]]) -> list[SelectChoice]:
    return [SelectChoice(*choice) for choice in choices]


class OneOf(wtforms.RadioField):
    """A choice between buttons, as (value, label, attributes).

    The sentence is said when what came is none of them, or one that cannot be chosen.
    """

    def __init__(self, label: str = "", *, choices: Iterable[tuple[Any, ...]], sentence: str, **options: Any) -> None:
        super().__init__(label, choices=_listed(choices), validate_choice=False, **options)
        self.sentence = sentence

    def pre_validate(self, form: Any) -> None:
        _one_of(self)


class ChoiceOf(wtforms.SelectField):
    """A list to choose from, as (value, label); the sentence is said when what came is not on it."""

    def __init__(self, label: str = "", *, choices: Iterable[tuple[Any, ...]], sentence: str, **options: Any) -> None:
        super().__init__(label, choices=_listed(choices), validate_choice=False, **options)
        self.sentence = sentence

    def pre_validate(self, form: Any) -> None:
        _one_of(self)


class SeveralOf(wtforms.SelectMultipleField):
    """Boxes to tick; words that are not on the list are an error."""

    data: Any

    def __init__(self, label: str = "", *, choices: Iterable[tuple[Any, ...]], sentence: str, **options: Any) -> None:
        super().__init__(label, choices=_listed(choices), validate_choice=False, **options)
        self.sentence = sentence

    def pre_validate(self, form: Any) -> None:
        allowed = {choice.value for choice in as_choices(self.choices)}
        typed: list[str] = list(self.data or ())
        self.data = [word for word in typed if word in allowed]
        if self.data != typed:
            raise ValidationError(self.sentence)


def as_choices(choices: Iterable[Any]) -> list[SelectChoice]:
    """The choices of a field however they were given."""
    return [one if isinstance(one, SelectChoice) else SelectChoice(*one) for one in choices]


def _one_of(field: Any) -> None:
    chosen = next((choice for choice in as_choices(field.choices) if choice.value == (field.data or "")), None)
    if field.data and (chosen is None or chosen.render_kw.get("disabled")):
        raise ValidationError(field.sentence)

"""The forms with which the desk writes on a folio."""

from __future__ import annotations

from typing import Any

import wtforms
from wtforms.fields.choices import SelectChoice

from app.booking.operations.sundries import MOST_MINOR, SUNDRIES
from app.catalogue.queries import Extra, House
from app.kernel.words import money
from app.payments import METHODS
from app.staff.bookings.money import MoneyView
from app.web.fields import Pounds, Read, WholeNumber
from app.web.forms import ChoiceOf, Form, OneOf, Required

WORDS = wtforms.validators.Length(max=80, message="Use 80 characters at most")
CHOOSE = "Choose what is charged"
LARGEST = 2**63 - 1


class OnFolio(Form):
    """A form that says which line of the folio was the last that it saw."""

    seen_line = wtforms.HiddenField()

    def validate(self, extra_validators: Any = None) -> bool:
        """A number that was not sent at all is as good as none."""
        super().validate(extra_validators)
        for field in self:
            if isinstance(field, Read) and field.needed and field.data is None and not field.errors:
                self.refuse(field.name, field.sentence)
        return not self.errors

    @property
    def seen(self) -> int:
        """The id of that line; -1, which no folio ends with, where it is not said."""
        typed = self.seen_line.data or ""
        number = int(typed) if typed.isascii() and typed.isdecimal() and len(typed) < 20 else -1
        return number if number <= LARGEST else -1


class PaymentForm(OnFolio):
    paid = Pounds("Taken", least=1, most=MOST_MINOR * 10)
    method = OneOf(
        "How",
        choices=[(key, words.capitalize()) for key, words in METHODS.items()],
        sentence="Say how it was paid",
        validators=[Required("Say how it was paid: on the card machine, in cash or by bank transfer")],
    )


class ChargeForm(OnFolio):
    what = ChoiceOf("What", choices=[], sentence=CHOOSE, validators=[Required(CHOOSE)])
    count = WholeNumber("How many", least=1, most=99)
    words = wtforms.StringField("Words for the bill", [WORDS])
    price = Pounds("Price of one", least=1, most=MOST_MINOR, needed=False)

    def fill(self, house: House) -> ChargeForm:
        """The form offers what this house sells."""
        self.house = house
        extras = [(f"extra-{one.id}", f"{one.name}, {money(one.price_minor, house.currency)}") for one in house.extras]
        offered = [("", "Choose"), *extras, *((key, words) for key, words in SUNDRIES.items() if key != "extra")]
        self.what.choices = [SelectChoice(*each) for each in offered]
        return self

    @property
    def extra(self) -> Extra | None:
        """The extra of the house that was chosen."""
        return next((one for one in self.house.extras if self.what.data == f"extra-{one.id}"), None)

    def validate(self, extra_validators: Any = None) -> bool:
        """What is no extra of the house needs words and a price of its own."""
        good = bool(super().validate(extra_validators))
        if good and self.extra is None:
            if not self.words.data:
                self.refuse("words", "Say in words what it is; the guest reads it on the bill")
            if self.price.data is None:
                self.refuse("price", "Enter what one costs, like 12.50")
        if good and self.amount_minor > MOST_MINOR:
            self.refuse(
                "price", f"That comes to more than {money(MOST_MINOR, self.house.currency)}; charge it in parts"
            )
        return good and not self.errors

    @property
    def amount_minor(self) -> int:
        one = self.price.data if self.price.data is not None else self.extra.price_minor if self.extra else 0
        return int(one) * int(self.count.data or 1)

    @property
    def label(self) -> str:
        """As it stands on the bill."""
        words = self.words.data or (self.extra.name if self.extra else "")
        return f"{words[:90]} × {self.count.data}" if (self.count.data or 1) > 1 else words[:100]

    @property
    def sundry(self) -> str:
        return "extra" if self.extra else str(self.what.data)


class CorrectionForm(Form):
    why = wtforms.StringField("Why", [Required("Say why it is taken back"), WORDS])


class RefundForm(OnFolio):
    back = Pounds("Give back", least=1, most=MOST_MINOR * 10)
    back_words = wtforms.StringField("Why", [Required("Say why, for the journal"), WORDS])


class GoodwillForm(OnFolio):
    goodwill = Pounds("Take off", least=1, most=MOST_MINOR)
    goodwill_words = wtforms.StringField("What for", [Required("Say what for, for the journal"), WORDS])


def folio_forms(house: House, view: MoneyView, typed: Form | None = None) -> dict[str, Form]:
    """Every form by its name, as a fresh page has it, or with what was typed in the one that was sent."""
    seen = {"seen_line": view.seen_line}
    fresh: dict[str, Form] = {
        "payment": PaymentForm(data=seen | {"paid": view.due_minor or None}),
        "charge": ChargeForm(data=seen | {"count": 1}).fill(house),
        "refund": RefundForm(data=seen | {"back": view.credit_minor or None}),
        "goodwill": GoodwillForm(data=seen),
    }
    if isinstance(typed, OnFolio):
        typed.seen_line.data = str(view.seen_line)
    if typed is not None:
        fresh = {name: typed if isinstance(typed, type(form)) else form for name, form in fresh.items()}
    return fresh

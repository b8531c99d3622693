"""What is typed to close a day."""

from __future__ import annotations

import re

import wtforms

from app.kernel.words import currency_name, currency_sign
from app.web.forms import Form

MOST_MINOR = 100_000_000
_AMOUNT = re.compile(r"(\d{1,3}(?:,?\d{3})*|\d+)(?:\.(\d{1,2}))?", re.ASCII)


class CloseForm(Form):
    """The cash in the till; empty where nobody counted. `day` is the day that the page was about."""

    day = wtforms.HiddenField()
    counted = wtforms.StringField("Cash in the till")

    counted_minor: int | None = None
    sign = unit = ""

    def speak(self, currency: str) -> CloseForm:
        """The form asks in the house's own currency."""
        self.sign, self.unit = currency_sign(currency), currency_name(currency)
        self.counted.description = f"In {self.unit}, counted by hand. Leave it empty if there is no till."
        return self

    def validate_counted(self, field: wtforms.Field) -> None:
        if not field.data:
            return
        found = _AMOUNT.fullmatch(field.data.removeprefix(self.sign).strip())
        if found is None:
            raise wtforms.ValidationError(f"Enter an amount in {self.unit}, like 412.50")
        pence = (found[2] or "").ljust(2, "0")
        minor = int(found[1].replace(",", "")) * 100 + int(pence)
        if minor > MOST_MINOR:
            raise wtforms.ValidationError(f"Enter less than a million {self.unit}")
        self.counted_minor = minor

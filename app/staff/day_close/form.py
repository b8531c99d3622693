"""What is typed to close a day."""

from __future__ import annotations

import re

import wtforms

from app.web.forms import Form

MOST_MINOR = 100_000_000
_POUNDS = re.compile(r"£?\s*(\d{1,3}(?:,?\d{3})*|\d+)(?:\.(\d{1,2}))?", re.ASCII)


class CloseForm(Form):
    """The cash in the till; empty where nobody counted. `day` is the day that the page was about."""

    day = wtforms.HiddenField()
    counted = wtforms.StringField(
        "Cash in the till", description="In pounds, counted by hand. Leave it empty if there is no till."
    )

    counted_minor: int | None = None

    def validate_counted(self, field: wtforms.Field) -> None:
        if not field.data:
            return
        found = _POUNDS.fullmatch(field.data)
        if found is None:
            raise wtforms.ValidationError("Enter an amount in pounds, like 412.50")
        pence = (found[2] or "").ljust(2, "0")
        minor = int(found[1].replace(",", "")) * 100 + int(pence)
        if minor > MOST_MINOR:
            raise wtforms.ValidationError("Enter less than a million pounds")
        self.counted_minor = minor

"""Fields that read numbers, money, shares, hours and days as people write them. What cannot be read stays as typed."""

from __future__ import annotations

import re
from datetime import date, time
from decimal import Decimal
from typing import Any

import wtforms
from wtforms.widgets import DateInput, TimeInput

from app.kernel.words import EVERY_SIGN, dated
from app.web.forms import clean_line

_HOUR = re.compile(r"(\d{1,2})[:.](\d{2})(?::00)?")
LONGEST = 20
"""Characters of a number; nobody types more by mistake."""


class Lines(wtforms.TextAreaField):
    """Words of several lines, whose breaks are one character whatever the browser sends."""

    data: Any

    def process_formdata(self, valuelist: list[Any]) -> None:
        super().process_formdata(valuelist)
        if isinstance(self.data, str):
            self.data = self.data.replace("\r\n", "\n").replace("\r", "\n")


class Read(wtforms.StringField):
    """What was typed, read into a value; `read` answers it or raises `ValueError` with the sentence to show.

    The sentence names it by `called`, where its label goes on from the field before and says too little alone.
    """

    data: Any
    render_kw: dict[str, Any] | None

    def __init__(self, label: str = "", *, needed: bool = True, called: str = "", **options: Any) -> None:
        super().__init__(label, **options)
        self.needed = needed
        self.called = called or self.label.text
        if needed:
            self.flags.required = True

    def read(self, text: str) -> Any:
        raise NotImplementedError

    def written(self, value: Any) -> str:
        """The value as a person would type it."""
        return str(value)

    @property
    def sentence(self) -> str:
        return f"Enter {self.called.lower()}"

    def process_formdata(self, valuelist: list[Any]) -> None:
        if not valuelist:
            return
        text = str(valuelist[0]).strip()
        self.data = None
        if not text:
            if self.needed:
                raise ValueError(self.sentence)
            return
        self.data = self.read(text)

    def pre_validate(self, form: Any) -> None:
        """A field that was not sent at all is as good as an empty one."""
        if self.needed and self.data is None and not self.process_errors:
            raise wtforms.ValidationError(self.sentence)

    def _value(self) -> str:
        if self.raw_data:
            return clean_line(str(self.raw_data[0]))
        return "" if self.data is None else self.written(self.data)

    def shown(self, value: Any) -> str:
        """Another value of this field in words."""
        return "nothing" if value in (None, "") else self.written(value)


class WholeNumber(Read):
    """A whole number from `least` to `most`."""

    def __init__(self, label: str = "", *, least: int = 0, most: int = 1_000_000, **options: Any) -> None:
        super().__init__(label, **options)
        self.least, self.most = least, most
        self.render_kw = {"inputmode": "numeric", "autocomplete": "off", **(self.render_kw or {})}

    @property
    def sentence(self) -> str:
        return f"{self.called}: enter a whole number from {self.least:,} to {self.most:,}"

    def read(self, text: str) -> int:
        bare = text.replace(",", "")
        signless = bare.removeprefix("-")
        if len(bare) > LONGEST or not (signless.isascii() and signless.isdecimal()):
            raise ValueError(self.sentence)
        if not self.least <= int(bare) <= self.most:
            raise ValueError(self.sentence)
        return int(bare)


class _Hundredths(Read):
    """A decimal with two places at most, kept as a whole number of hundredths."""

    signs = f"{EVERY_SIGN} "
    least, most = 0, 10_000_000

    def __init__(self, label: str = "", *, least: int | None = None, most: int | None = None, **options: Any) -> None:
        super().__init__(label, **options)
        self.least = self.least if least is None else least
        self.most = self.most if most is None else most
        self.render_kw = {"inputmode": "decimal", "autocomplete": "off", **(self.render_kw or {})}

    def read(self, text: str) -> int:
        bare = text.strip(self.signs).replace(",", "")
        try:
            exact = Decimal(bare) * 100 if len(bare) <= LONGEST and bare.isascii() else Decimal("NaN")
        except ArithmeticError:
            raise ValueError(self.sentence) from None
        if not exact.is_finite() or exact != exact.to_integral_value() or not self.least <= exact <= self.most:
            raise ValueError(self.sentence)
        return int(exact)

    def written(self, value: Any) -> str:
        whole, rest = divmod(abs(int(value)), 100)
        sign = "-" if int(value) < 0 else ""
        return f"{sign}{whole}.{rest:02}" if rest else f"{sign}{whole}"


class Pounds(_Hundredths):
    """An amount of money, kept in minor units."""

    @property
    def sentence(self) -> str:
        low, high = self.written(self.least), f"{self.most // 100:,}"
        return f"{self.called}: enter an amount from {low} to {high}, like 12.50"


class Percent(_Hundredths):
    """A share of a hundred, kept in basis points."""

    signs = "% "
    most = 10_000

    @property
    def sentence(self) -> str:
        return f"{self.called}: enter a share from {self.written(self.least)} to {self.written(self.most)}, like 20"


class Hour(Read):
    """A time of day."""

    widget = TimeInput()

    @property
    def sentence(self) -> str:
        return f"{self.called}: enter an hour like 15:00"

    def read(self, text: str) -> time:
        found = _HOUR.fullmatch(text) if text.isascii() else None
        if found is None or int(found[1]) > 23 or int(found[2]) > 59:
            raise ValueError(self.sentence)
        return time(int(found[1]), int(found[2]))

    def written(self, value: Any) -> str:
        return f"{value:%H:%M}"


class Day(Read):
    """A date, as the browser's date field sends it."""

    widget = DateInput()

    @property
    def sentence(self) -> str:
        return f"{self.called}: enter a day like 2027-03-05"

    def read(self, text: str) -> date:
        try:
            found = date.fromisoformat(text) if len(text) == 10 and text.isascii() else None
        except ValueError:
            found = None
        if found is None or not 2000 <= found.year <= 2100:
            raise ValueError(self.sentence)
        return found

    def written(self, value: Any) -> str:
        return str(value.isoformat())

    def shown(self, value: Any) -> str:
        return dated(value) if value else "nothing"

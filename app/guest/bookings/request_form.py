"""The form in which a guest in the house asks for something."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date, datetime, timedelta
from typing import Any

import wtforms

from app.care.models import Task
from app.kernel.wall import wall_instant
from app.kernel.words import hour
from app.web.forms import AsLongAs, ChoiceOf, Form, OneOf

NOW = "now"
FIRST_HOUR, LAST_HOUR = 7, 22
OTHER = "Something else"


class RequestForm(Form):
    """What, when, and in the guest's own words; `form_for` knows what a house offers."""

    what = OneOf("What would help?", choices=(), sentence="Choose one from the list, or say it in words")
    wanted = ChoiceOf("When", choices=(), sentence="Choose a time from the list")
    words = wtforms.StringField("In your words", [AsLongAs(Task.words)])

    def validate(self, extra_validators: Any = None) -> bool:
        well = super().validate(extra_validators)
        if well and self.what.data in (None, "", OTHER) and not self.words.data:
            self.refuse("what" if not self.what.data else "words", "Choose one from the list, or say it in words")
            return False
        return well

    @property
    def title(self) -> str:
        return self.what.data or OTHER

    def wanted_at(self, zone: str) -> datetime | None:
        """The instant that was chosen; None for as soon as can be."""
        if self.wanted.data in (None, "", NOW):
            return None
        local = datetime.fromisoformat(self.wanted.data)
        return wall_instant(local.date(), local.hour, local.minute, zone)


def form_for(wishes: Sequence[str], now: datetime, departure: date) -> type[RequestForm]:
    """The form of one house at one moment; `now` is on the house's wall clock."""
    times = [(NOW, "As soon as you can"), *hours(now, departure)]
    fields: dict[str, Any] = {
        "what": OneOf(
            "What would help?",
            sentence="Choose one from the list, or say it in words",
            choices=[(wish, wish, {}) for wish in (*wishes, OTHER)],
        ),
        "wanted": ChoiceOf("When", sentence="Choose a time from the list", choices=times),
    }
    return type("HouseRequestForm", (RequestForm,), fields)


def hours(now: datetime, departure: date) -> Iterator[tuple[str, str]]:
    """Every half hour of today and tomorrow at which somebody can come, while the guest is there."""
    for day, name in ((now.date(), "Today"), (now.date() + timedelta(days=1), "Tomorrow")):
        if day > departure:
            return
        for at in range(FIRST_HOUR * 2, LAST_HOUR * 2 + 1):
            local = datetime(day.year, day.month, day.day, at // 2, at % 2 * 30, tzinfo=now.tzinfo)
            if local > now + timedelta(minutes=10):
                yield local.strftime("%Y-%m-%dT%H:%M"), f"{name}, {hour(local.time())}"

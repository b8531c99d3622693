"""What somebody of the house says of a facility."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from wtforms import HiddenField, TextAreaField

from app.care.facilities.models import FacilityState
from app.care.facilities.rules import FINE, STATES
from app.care.status import FacilityNow
from app.kernel.wall import wall_instant
from app.web.fields import Day, Hour
from app.web.forms import AsLongAs, ChoiceOf, Required, typed_sum
from app.web.sections import Section, SectionForm

SAY = "Choose how it is"


class StateForm(SectionForm):
    """`seen` is the revision that whoever reports looked at."""

    SECTIONS = (
        Section("How it is", ("state:third", "until_on:third", "until_hour:third")),
        Section("What guests read", ("words", "what_we_do"), "Everybody can read this. Name nobody."),
    )

    state = ChoiceOf("It is", choices=[*STATES.items()], sentence=SAY, validators=[Required(SAY)])
    words = TextAreaField("What is the matter", validators=[AsLongAs(FacilityState.words)])
    what_we_do = TextAreaField("What we do about it", validators=[AsLongAs(FacilityState.what_we_do)])
    until_on = Day("Well again, on", needed=False)
    until_hour = Hour("Well again, at", needed=False)
    seen = HiddenField()

    @property
    def revision(self) -> int | None:
        """What was looked at; -1, which nothing ever was, where the form does not say."""
        seen = typed_sum(self.seen.data or "")
        return -1 if seen is None else seen

    def until_at(self, zone: str) -> datetime | None:
        """The instant that day and hour spell on the house's wall; a day alone means its noon."""
        if self.until_on.data is None or self.state.data == FINE:
            return None
        at = self.until_hour.data
        return wall_instant(self.until_on.data, at.hour if at else 12, at.minute if at else 0, zone)


def stored(one: FacilityNow, zone: str) -> dict[str, Any]:
    """How it is, by the names of the form."""
    until = one.until_at.astimezone(ZoneInfo(zone)) if one.until_at and one.state != FINE else None
    return {
        "state": one.state,
        "words": one.words if one.state != FINE else "",
        "what_we_do": one.what_we_do,
        "until_on": until.date() if until else None,
        "until_hour": until.time().replace(second=0, microsecond=0) if until else None,
        "seen": str(one.revision),
    }

"""The forms of a notice: what it says, and what is new about it."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import wtforms

from app.care.facilities import state_now
from app.care.facilities.rules import FINE
from app.care.notices.errors import BadNotice
from app.care.notices.models import Notice
from app.care.notices.operations.stepping import News
from app.care.notices.queries import Told
from app.care.notices.rules import HERE, KINDS, OUTAGE, PLANNED, WEIGHTS, WHOM, Wish
from app.catalogue.queries import House
from app.kernel import clock
from app.kernel.wall import wall_instant
from app.web.fields import Day, Hour, Lines, Pounds
from app.web.forms import AsLongAs, ChoiceOf, Form, OneOf, Required, SeveralOf, typed_sum

FIELDS = {
    "begins_at": "begins_on",
    "ends_at": "ends_on",
    "facility_id": "facility",
    "keep_minor": "keep",
    "choose_until_at": "until_on",
}
"""Where a fault of the domain stands, when its field has another name here."""

FROM_LIST = "Choose one from the list"
CHOSEN = {
    "kind": "Choose what it is",
    "weight": "Say how bad it is",
    "whom": "Say whom it touches: tick at least one",
}
"""What is said where nothing is chosen, together with all else that is to be mended."""


class Refusing(Form):
    """A form whose faults the domain finds; it carries the revision that it saw."""

    revision = wtforms.HiddenField()

    @property
    def seen_revision(self) -> int:
        return typed_sum(self.revision.data or "") or 0

    def take(self, bad: BadNotice) -> None:
        """Every fault stands at its field; above the form where it has none."""
        for name, sentence in bad.faults.items():
            own = FIELDS.get(name, name)
            own = "closing" if own == "said" and own not in self else own
            if own in self:
                self.refuse(own, sentence.rstrip("."))
            else:
                self.form_errors.append(sentence.rstrip("."))


class Times(Refusing):
    """From when to when, on the wall of the house."""

    begins_on = Day("Begins on")
    begins_hour = Hour("Begins at")
    ends_on = Day("Ends on")
    ends_hour = Hour("Ends at")

    def instants(self, house: House) -> tuple[datetime, datetime]:
        """Its beginning and its end, once the form is valid."""
        begins = _instant(house, self.begins_on.data, self.begins_hour.data)
        return begins, _instant(house, self.ends_on.data, self.ends_hour.data)


class NoticeForm(Times):
    counted = wtforms.HiddenField()
    kind = OneOf("What it is", choices=list(KINDS.items()), sentence=FROM_LIST)
    facility = ChoiceOf("Where", choices=[], sentence=FROM_LIST)
    title = wtforms.StringField(
        "In a line", [Required("Say in a line what it is"), AsLongAs(Notice.title)],
        description="Guests read it as the subject: Hot water off on Saturday morning",
    )  # fmt: skip
    meaning = Lines(
        "What it means for a guest", validators=[Required("Say what it means for a guest"), AsLongAs(Notice.meaning)],
        description="What is off, what works all the same, and what you do about it. Everybody reads the same words; "
        "their own nights and tables are added",
    )  # fmt: skip
    weight = OneOf("How bad it is", choices=list(WEIGHTS.items()), sentence="Say how bad it is")
    whom = SeveralOf("Whom it touches", choices=list(WHOM.items()), sentence=FROM_LIST)
    room_types = SeveralOf(
        "Only in these rooms", choices=[], sentence=FROM_LIST, description="Tick none where it is all rooms"
    )
    rooms = SeveralOf(
        "Only behind these doors", choices=[], sentence=FROM_LIST,
        description="Whoever sleeps there is told, whatever they booked, and whoever is moved there later",
    )  # fmt: skip
    keep = Pounds(
        "Off the bill of each who comes all the same", needed=False, description="For a booking. Empty is nothing"
    )
    may_move_dates = wtforms.BooleanField("They may come on other dates")
    may_move_house = wtforms.BooleanField("They may go to another house")
    may_cancel_free = wtforms.BooleanField("They may cancel and have everything back")
    until_on = Day("They choose until", needed=False)
    until_hour = Hour("They choose until that hour", needed=False, description="6pm where you say none")

    def of(self, house: House) -> NoticeForm:
        """With what the house has to choose from."""
        self.facility.choices = [
            ("", "The whole house"),
            *((str(one.id), one.name) for one in house.facilities if one.kind is not None),
        ]
        self.room_types.choices = [(str(one.id), one.name) for one in house.room_types]
        self.rooms.choices = [(str(door), name) for one in house.room_types for door, name in one.rooms]
        return self

    def validate(self, extra_validators: Any = None) -> bool:
        well = super().validate(extra_validators)
        missing = [name for name in CHOSEN if not self[name].data and not self[name].errors]
        for name in missing:
            self.refuse(name, CHOSEN[name])
        return well and not missing

    def wish(self, house: House) -> Wish:
        """What was typed, once it is valid."""
        begins, ends = self.instants(house)
        until = None
        if self.until_on.data:
            until = _instant(house, self.until_on.data, self.until_hour.data or time(18))
        return Wish(
            location_id=house.id,
            facility_id=int(self.facility.data) if self.facility.data else None,
            kind=self.kind.data,
            title=self.title.data,
            meaning=self.meaning.data,
            begins_at=begins,
            ends_at=ends,
            weight=self.weight.data,
            whom=tuple(self.whom.data or ()),
            room_types=tuple(int(one) for one in self.room_types.data or ()),
            rooms=tuple(int(one) for one in self.rooms.data or ()),
            keep_minor=self.keep.data or 0,
            may_move_dates=self.may_move_dates.data,
            may_move_house=self.may_move_house.data,
            may_cancel_free=self.may_cancel_free.data,
            choose_until_at=until,
        )


class NewsForm(Times):
    """What is new about an announced notice."""

    weight = OneOf("How bad it is", choices=list(WEIGHTS.items()), sentence="Say how bad it is")
    until_on = Day("They choose until", needed=False, description="Empty: as before, but never after it begins")
    until_hour = Hour("They choose until that hour", needed=False, description="6pm where you say none")
    said = Lines("What is new", validators=[Required("Say what is new"), AsLongAs(Notice.said)])

    def news(self, house: House) -> News:
        begins, ends = self.instants(house)
        until = None
        if self.until_on.data:
            until = _instant(house, self.until_on.data, self.until_hour.data or time(18))
        return News(begins, ends, self.weight.data, self.said.data, until)


class WordsForm(Refusing):
    """Closing words; they may be none."""

    closing = Lines("A word to those who were told", validators=[AsLongAs(Notice.said)])


def first_of(house: House, kind: str = PLANNED, facility_id: int | None = None) -> dict[str, Any]:
    """What a new form begins with: planned work in a week, or an outage from now until midnight, or as it is
    reported."""
    now = clock.now().astimezone(ZoneInfo(house.timezone))
    name = next((one.name for one in house.facilities if one.id == facility_id), "")
    if kind != OUTAGE:
        day = now.date() + timedelta(days=7)
        return _times(datetime.combine(day, time(10)), datetime.combine(day, time(12))) | {"kind": kind}
    zone, stands = ZoneInfo(house.timezone), state_now([house.id]).get(facility_id or 0)
    said = stands if stands is not None and stands.state != FINE else None
    begins = said.since_at.astimezone(zone) if said else now
    until = said.until_at.astimezone(zone) if said and said.until_at else None
    words = " ".join(filter(None, (said.words, said.what_we_do))) if said and said.words else ""
    return _times(begins, until or datetime.combine(now.date() + timedelta(days=1), time(0))) | {
        "kind": OUTAGE, "facility": str(facility_id or ""), "title": f"{name or 'Something'} is out of order",
        "meaning": words or "We are on it, and write again when it works.", "weight": "felt", "whom": [HERE],
    }  # fmt: skip


def outage_now(house: House, facility_id: int) -> Wish:
    """The outage that a facility would be told as, by what is reported of it."""
    first = first_of(house, OUTAGE, facility_id)
    return Wish(
        house.id, facility_id, OUTAGE, first["title"], first["meaning"],
        _instant(house, first["begins_on"], first["begins_hour"]),
        _instant(house, first["ends_on"], first["ends_hour"]), first["weight"], (HERE,),
    )  # fmt: skip


def stored(house: House, notice: Told) -> dict[str, Any]:
    """A notice as its form shows it."""
    zone = ZoneInfo(house.timezone)
    until = notice.choose_until_at.astimezone(zone) if notice.choose_until_at else None
    times = _times(notice.begins_at.astimezone(zone), notice.ends_at.astimezone(zone))
    names = ("kind", "title", "meaning", "weight", "whom", "may_move_dates", "may_move_house", "may_cancel_free")
    return times | {name: getattr(notice, name) for name in names} | {
        "facility": str(notice.facility_id or ""),
        "room_types": [str(one) for one in notice.room_types],
        "rooms": [str(one) for one in notice.rooms],
        "keep": notice.keep_minor or None,
        "until_on": until.date() if until else None,
        "until_hour": until.time() if until else None,
        "revision": str(notice.revision),
    }  # fmt: skip


def _times(begins: datetime, ends: datetime) -> dict[str, Any]:
    return {
        "begins_on": begins.date(), "begins_hour": begins.time().replace(second=0, microsecond=0),
        "ends_on": ends.date(), "ends_hour": ends.time().replace(second=0, microsecond=0),
    }  # fmt: skip


def _instant(house: House, day: date, hour: time) -> datetime:
    return wall_instant(day, hour.hour, hour.minute, house.timezone)

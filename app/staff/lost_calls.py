"""Calls that came to no booking: written down in a moment, read by reason."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from zoneinfo import ZoneInfo

import wtforms
from flask import Blueprint, Response, current_app, request
from werkzeug.wrappers import Response as BaseResponse

from app.care.lost_calls import LOST_REASONS, Call, Logged, Wanted, log_call, lost_calls, lost_reasons
from app.care.lost_calls.models import LostCall
from app.care.themes import THEMES
from app.catalogue.closed import house_of
from app.catalogue.queries import House
from app.identity.staff.rules import Actor
from app.kernel import clock
from app.kernel.wall import wall_instant
from app.kernel.words import span
from app.staff.own_houses import own_houses
from app.web.access import staff
from app.web.csv_file import at_most, csv_file
from app.web.days import day_of
from app.web.filters import instant
from app.web.forms import AsLongAs, ChoiceOf, Form, Required
from app.web.respond import form_page, see_other
from app.web.search import Search, read_search

blueprint = Blueprint("lost_calls", __name__)
ACTION = "make_bookings"
PAGE = "staff/lost_calls/list.html"
SHOWN_DAYS = 28
MOST_IN_FILE = 20_000
HEAD = (
    "taken_at", "houses", "arrival", "departure", "adults", "children", "cots", "dogs", "reason", "theme", "words",
    "by",
)  # fmt: skip


class LostCallForm(Form):
    """Why they did not book; what they wanted is read as every search is."""

    reason = ChoiceOf(
        "Why not",
        choices=[("", "Choose"), *LOST_REASONS.items()],
        validators=[Required("Choose why they did not book")],
        sentence="Choose a reason from the list",
    )
    words = wtforms.StringField("In their words", [AsLongAs(LostCall.words)])


@dataclass(frozen=True, slots=True)
class Filter:
    """What the list is about, as its fields hold it."""

    since: date
    until: date
    reason: str
    location: str
    houses: tuple[House, ...]

    @property
    def wanted(self) -> Wanted:
        zone = _zone()
        ends = self.until + timedelta(days=1)
        shown = [house.id for house in self.houses if self.location in ("", house.slug)]
        return Wanted(
            tuple(shown),
            wall_instant(self.since, 0, 0, zone),
            wall_instant(ends, 0, 0, zone),
            self.reason,
        )

    @property
    def query(self) -> list[tuple[str, str]]:
        """As parameters, for the file of the same."""
        asked = [("from", self.since.isoformat()), ("to", self.until.isoformat())]
        return asked + [pair for pair in (("reason", self.reason), ("location", self.location)) if pair[1]]


@dataclass(frozen=True, slots=True)
class CallRow:
    when: str
    houses: str
    nights: str
    party: str
    reason: str
    theme: str
    words: str
    by: str


@blueprint.get("/staff/lost-calls")
@staff(ACTION, anywhere=True)
def show(actor: Actor) -> Response:
    """The calls of the last four weeks, or of the days that were asked for, and how many were lost to what."""
    return _page(actor, LostCallForm.typed(), Search())


@blueprint.post("/staff/lost-calls")
@staff(ACTION, anywhere=True)
def log(actor: Actor) -> BaseResponse:
    """The call is written down; 422 with what was typed where it cannot be read."""
    houses = own_houses(actor, ACTION)
    form: LostCallForm = LostCallForm.typed()
    search = read_search(request.form, [house.slug for house in houses], _today())
    if not form.validate() or search.problems:
        return _page(actor, form, search, 422)
    about = [house.id for house in houses if not search.locations or house.slug in search.locations]
    call = Call(str(form.reason.data), tuple(about), search.stay, search.party, search.rooms, form.words.data or "")
    call_id = log_call(call, by=actor.staff_id)
    return see_other(f"/staff/lost-calls#call-{call_id}")


@blueprint.get("/staff/lost-calls.csv")
@staff(ACTION, anywhere=True, proven=True)
def download(actor: Actor) -> Response:
    """The same calls as a file."""
    asked = _filter(actor)
    rows = [
        (
            call.taken_at.isoformat(),
            ", ".join(house_of(own).name for own in call.location_ids),
            call.stay.arrival.isoformat() if call.stay else None,
            call.stay.departure.isoformat() if call.stay else None,
            call.party.adults,
            " ".join(map(str, call.party.children)),
            call.party.cots,
            call.party.dogs,
            call.reason,
            call.theme,
            call.words,
            call.staff_name,
        )
        for call in lost_calls(asked.wanted, MOST_IN_FILE + 1)
    ]
    return csv_file(f"lost-calls-{asked.since}-{asked.until}.csv", HEAD, at_most(MOST_IN_FILE, rows))


def _page(actor: Actor, form: LostCallForm, search: Search, status: int | None = None) -> Response:
    asked = _filter(actor)
    reasons = lost_reasons(asked.wanted)
    return form_page(
        PAGE,
        form,
        status,
        actor=actor,
        here="phone",
        search=search,
        asked=asked,
        all_reasons=LOST_REASONS,
        rows=[_row(call, len(asked.houses)) for call in lost_calls(asked.wanted)],
        reasons=[(LOST_REASONS.get(reason, reason), count) for reason, count in reasons.items()],
        total=sum(reasons.values()),
    )


def _row(call: Logged, houses: int) -> CallRow:
    names = [house_of(own).name for own in call.location_ids]
    return CallRow(
        when=instant(call.taken_at, _zone()),
        houses="Any house" if len(names) == houses > 1 else ", ".join(names),
        nights=span(call.stay.arrival, call.stay.departure) if call.stay else "no dates",
        party=Search(party=call.party).party_text,
        reason=LOST_REASONS.get(call.reason, call.reason),
        theme=THEMES.get(call.theme, call.theme),
        words=call.words,
        by=call.staff_name,
    )


def _filter(actor: Actor) -> Filter:
    """What was asked for; what cannot be read is as if it had not been."""
    today = _today()
    since = day_of(request.args.get("from")) or today - timedelta(days=SHOWN_DAYS)
    until = day_of(request.args.get("to")) or today
    reason, location = request.args.get("reason", ""), request.args.get("location", "")
    houses = own_houses(actor, ACTION)
    return Filter(
        min(since, until),
        max(since, until),
        reason if reason in LOST_REASONS else "",
        location if location in {house.slug for house in houses} else "",
        tuple(houses),
    )


def _today() -> date:
    return clock.now().astimezone(ZoneInfo(_zone())).date()


def _zone() -> str:
    zone: str = current_app.config["SETTINGS"].group_timezone
    return zone

"""Prices that were not everybody's: which, by how much, and what was done."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

import wtforms
from flask import Blueprint, Response
from werkzeug.wrappers import Response as BaseResponse

from app.catalogue.closed import house_of
from app.identity.staff.rules import Actor, can, places
from app.kernel.words import dated, hour, money, short_day
from app.offers.fair import Check, Stale, check_of, checks, say_what_was_done
from app.offers.fair.models import PriceCheck
from app.offers.fair.queries import references_of
from app.web.access import staff
from app.web.forms import AsLongAs, Form, Required
from app.web.respond import form_page, not_found, page, see_other

blueprint = Blueprint("fair_prices", __name__)
LIST, ONE = "marketing/prices/list.html", "marketing/prices/day.html"
WRITES = "keep_group_plan"

KINDS = {
    "room": "Room",
    "breakfast": "Breakfast",
    "supper": "Supper",
    "dog": "Dog",
    "extra": "Extra",
    "levy": "Levy",
    "reduction": "Offer",
}
REASONS = {
    "no_history": "No rate of that minute is known",
    "extra_gone": "The extra is not there any more",
    "plan_gone": "The rate plan, as it was, is not known any more",
    "stay_gone": "The room is not part of the booking any more",
    "vat_unknown": "The VAT of then is not known",
}


class DoneForm(Form):
    done = wtforms.TextAreaField(
        "What we did",
        [Required("Say what was done, in a sentence or two"), AsLongAs(PriceCheck.done)],
        description="Guests read it on their page, so name nobody",
    )
    seen = wtforms.HiddenField()


@dataclass(frozen=True, slots=True)
class Apart:
    """A line that was told otherwise than to a stranger."""

    what: str
    told: str
    stranger: str
    apart: str


@dataclass(frozen=True, slots=True)
class Quote:
    """A price that differed; `url` opens its booking for those who may see it."""

    number: int
    house: str
    told_at: str
    reference: str
    url: str
    apart: str
    lines: tuple[Apart, ...]


@blueprint.get("/marketing/prices")
@staff("read_measures", anywhere=True)
def show(actor: Actor) -> Response:
    """Every night's check, the newest first."""
    found = checks()
    return page(
        LIST,
        actor=actor,
        here="prices",
        found=found,
        since=dated(found.since_on) if found.since_on else "",
        days=[(_url(check.day), dated(check.day), check, _reasons(check)) for check in found.days],
        waiting=[(_url(check.day), dated(check.day), check) for check in found.apart if not check.done],
    )


@blueprint.get("/marketing/prices/<day>")
@staff("read_measures", anywhere=True)
def show_day(actor: Actor, day: str) -> Response:
    """What differed on a day, line by line."""
    check = _check(day)
    return _day_page(actor, check, DoneForm(data={"done": check.done or "", "seen": check.done or ""}))


@blueprint.post("/marketing/prices/<day>")
@staff(WRITES)
def answer(actor: Actor, day: str) -> BaseResponse:
    """Guests read what was done; 409 with both where somebody wrote something else meanwhile."""
    check = _check(day)
    form: DoneForm = DoneForm.typed()
    if not form.validate():
        return _day_page(actor, check, form)
    try:
        say_what_was_done(check.day, form.done.data, seen=form.seen.data or "", by=actor.staff_id)
    except Stale as stale:
        form.seen.data = stale.stands
        return _day_page(actor, check, form, 409, stands=stale.stands)
    return see_other("/marketing/prices")


def _day_page(
    actor: Actor, check: Check, form: DoneForm, status: int | None = None, stands: str | None = None
) -> Response:
    return form_page(
        ONE,
        form,
        status,
        actor=actor,
        here="prices",
        check=check,
        day=dated(check.day),
        url=_url(check.day),
        quotes=_quotes(actor, check),
        may_write=can(actor, WRITES),
        stands=stands,
    )


def _check(day: str) -> Check:
    """The check of a day on which something differed; 404 for any other."""
    try:
        found = check_of(date.fromisoformat(day)) if re.fullmatch(r"\d{4}-\d\d-\d\d", day, re.ASCII) else None
    except ValueError:
        found = None
    if found is None or not found.differing:
        raise not_found()
    return found


def _quotes(actor: Actor, check: Check) -> list[Quote]:
    references = references_of([one["quote"] for one in check.differences])
    seen = set(places(actor, "see_bookings", {one["location"] for one in check.differences}))
    return [_quote(one, references.get(one["quote"], ""), one["location"] in seen) for one in check.differences]


def _quote(one: dict[str, Any], reference: str, opened: bool) -> Quote:
    house = house_of(one["location"])
    told_at = datetime.fromisoformat(one["made_at"]).astimezone(ZoneInfo(house.timezone))
    return Quote(
        number=one["quote"],
        house=house.name,
        told_at=hour(told_at.time().replace(second=0, microsecond=0)),
        reference=reference,
        url=f"/staff/{house.slug}/bookings/{reference}" if opened and reference else "",
        apart=_apart(one["apart_minor"], house.currency),
        lines=tuple(_line(line, house.currency) for line in one["lines"]),
    )


def _line(line: dict[str, Any], currency: str) -> Apart:
    told, stranger = line["told_minor"], line["stranger_minor"]
    night = f", {short_day(date.fromisoformat(line['night']))}" if line["night"] else ""
    named = f": {line['label']}" if line["label"] and line["kind"] in ("extra", "levy", "reduction") else ""
    return Apart(
        f"{KINDS.get(line['kind'], line['kind'])}{named}{night}",
        "nothing" if told is None else money(told, currency, pence=True),
        "nothing" if stranger is None else money(stranger, currency, pence=True),
        _apart((told or 0) - (stranger or 0), currency),
    )


def _apart(minor: int, currency: str) -> str:
    return f"{'+' if minor > 0 else ''}{money(minor, currency, pence=True)}"


def _reasons(check: Check) -> str:
    return ", ".join(f"{REASONS.get(reason, reason)}: {count:,}" for reason, count in sorted(check.reasons.items()))


def _url(day: date) -> str:
    return f"/marketing/prices/{day.isoformat()}"

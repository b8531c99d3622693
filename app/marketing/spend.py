"""What was spent on media, entered by month and channel."""

from __future__ import annotations

import re
from datetime import date
from typing import Any

import wtforms
from flask import Blueprint, Response, current_app, request
from werkzeug.wrappers import Response as BaseResponse

from app.catalogue.queries import catalogue
from app.experience.spend import CHANNELS, KEEPING, Entry, Spent, StaleSpend, enter_spend, spent_in, spent_months
from app.identity.staff.rules import Actor
from app.kernel import clock
from app.kernel.words import MONTHS, currency_name, money
from app.web.access import staff
from app.web.csv_file import csv_file, unreadable
from app.web.fields import Pounds
from app.web.forms import Form
from app.web.respond import form_page, not_found, page, see_other

blueprint = Blueprint("spend", __name__)
ACTION = "keep_group_plan"
LIST, ONE = "marketing/spend/list.html", "marketing/spend/month.html"
FIRST_YEAR, LAST_YEAR = 2000, 2100
_MONTH = re.compile(r"(\d{4})-(0[1-9]|1[0-2])", re.ASCII)
_SEEN = re.compile(r"([a-z_]{1,20}):(\d{1,12})", re.ASCII)


class SpendForm(Form):
    """One amount a channel; an empty one is not known. `seen` are the amounts that the page showed."""

    seen = wtforms.HiddenField()

    @property
    def amounts(self) -> dict[str, int | None]:
        return {channel: self[channel].data for channel in CHANNELS}

    @property
    def seen_amounts(self) -> dict[str, int]:
        return {channel: int(amount) for channel, amount in _SEEN.findall(self.seen.data or "") if channel in CHANNELS}

    @property
    def channels(self) -> list[wtforms.Field]:
        return [self[channel] for channel in CHANNELS]


for _channel, _called in CHANNELS.items():
    setattr(SpendForm, _channel, Pounds(_called, needed=False, most=100_000_000))


@blueprint.get("/marketing/spend")
@staff(ACTION)
def show(actor: Actor) -> Response:
    """The months of a year with what each channel cost."""
    year, problem = _year()
    months = [date(year, month, 1) for month in range(1, 13)]
    spent = spent_months(months[0], months[-1])
    return page(
        LIST,
        422 if problem else 200,
        actor=actor,
        here="board",
        year=year,
        problem=problem,
        has_errors=bool(problem),
        channels=CHANNELS,
        keeping=KEEPING,
        rows=[_row(month_on, spent.get(month_on)) for month_on in months],
    )


@blueprint.get("/marketing/spend.csv")
@staff(ACTION, proven=True)
def download(actor: Actor) -> Response:
    """The year as a file, a line for every month and channel that was entered."""
    year, problem = _year()
    if problem:
        raise unreadable(problem)
    spent = spent_months(date(year, 1, 1), date(year, 12, 1))
    lines = [
        (f"{month_on:%Y-%m}", channel, CHANNELS.get(channel, channel), amount / 100, one.currency)
        for month_on, one in sorted(spent.items())
        for channel, amount in one.amounts.items()
    ]
    return csv_file(f"media-spend-{year}.csv", ("month", "channel", "called", "amount", "currency"), lines)


@blueprint.get("/marketing/spend/<month>")
@staff(ACTION)
def show_month(actor: Actor, month: str) -> Response:
    """One month, to be entered or changed."""
    month_on = _month(month)
    return _month_page(actor, month_on, SpendForm.typed(_stored(spent_in(month_on))))


@blueprint.post("/marketing/spend/<month>")
@staff(ACTION)
def enter(actor: Actor, month: str) -> BaseResponse:
    """The month is as entered; 409 with both where somebody entered something else meanwhile."""
    month_on = _month(month)
    form: SpendForm = SpendForm.typed()
    if not form.validate():
        return _month_page(actor, month_on, form)
    try:
        enter_spend(Entry(month_on, _currency(), form.amounts), seen=form.seen_amounts, by=actor.staff_id)
    except StaleSpend as stale:
        form.seen.data = _seen(stale.stands)
        return _month_page(actor, month_on, form, 409, stands=_in_words(stale.stands))
    return see_other(f"/marketing/spend?year={month_on.year}")


def _month_page(
    actor: Actor, month_on: date, form: SpendForm, status: int | None = None, stands: str | None = None
) -> Response:
    return form_page(
        ONE, form, status, actor=actor, here="board", month_on=month_on, month_words=_words(month_on), stands=stands,
        keeping=KEEPING, currency_name=currency_name(_currency()),
    )  # fmt: skip


def _row(month_on: date, spent: Spent | None) -> dict[str, object]:
    amounts = spent.amounts if spent else {}
    currency = spent.currency if spent else _currency()
    return {
        "url": f"/marketing/spend/{month_on:%Y-%m}",
        "month": _words(month_on),
        "amounts": [money(amounts[one], currency) if one in amounts else "" for one in CHANNELS],
        "total": _total_words(spent),
        "entered": spent is not None,
    }


def _total_words(spent: Spent | None) -> str:
    """Of a month with channels that are not entered, what it was at least."""
    if spent is None:
        return "not entered"
    whole = money(spent.total_minor, spent.currency)
    return whole if spent.acquiring_known and spent.keeping_known else f"at least {whole}"


def _stored(spent: Spent | None) -> dict[str, Any]:
    amounts = spent.amounts if spent else {}
    return {**amounts, "seen": _seen(amounts)}


def _seen(amounts: dict[str, int] | Any) -> str:
    return ",".join(f"{channel}:{amount}" for channel, amount in sorted(amounts.items()))


def _in_words(amounts: Any) -> str:
    return ", ".join(f"{CHANNELS[one]} {money(amounts[one], _currency())}" for one in CHANNELS if one in amounts)


def _words(month_on: date) -> str:
    return f"{MONTHS[month_on.month - 1]} {month_on.year}"


def _month(text: str) -> date:
    found = _MONTH.fullmatch(text)
    if found is None or not FIRST_YEAR <= int(found[1]) <= LAST_YEAR:
        raise not_found()
    return date(int(found[1]), int(found[2]), 1)


def _year() -> tuple[int, str]:
    """The year that is asked for; this one, with what is wrong, where that cannot be read."""
    this = clock.today(current_app.config["SETTINGS"].group_timezone).year
    text = request.args.get("year", "")
    if re.fullmatch(r"\d{4}", text, re.ASCII) and FIRST_YEAR <= int(text) <= LAST_YEAR:
        return int(text), ""
    return this, f"A year is written like {this} and lies between {FIRST_YEAR} and {LAST_YEAR}." if text else ""


def _currency() -> str:
    return catalogue().houses[0].currency if catalogue().houses else "GBP"

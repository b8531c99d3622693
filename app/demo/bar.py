"""The marked bar on every page of the demo, and the clock that it moves."""

from __future__ import annotations

import os
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

import wtforms
from flask import Blueprint, Flask, Response, current_app, render_template, request
from markupsafe import Markup
from werkzeug.exceptions import HTTPException
from werkzeug.routing import RequestRedirect
from werkzeug.wrappers import Response as BaseResponse

from app.config import Config
from app.demo.persons import REGULARS
from app.demo.staff import MEMBERS
from app.identity.staff.operations.factors import figures_now
from app.kernel import clock
from app.kernel.errors import Invalid
from app.kernel.wall import read_instant
from app.kernel.words import at_hour, short_day
from app.web.access import public
from app.web.forms import Form
from app.web.respond import form_page, is_own, page, see_other

demo_bar = Blueprint("demo", __name__)

STEPS = {"1h": timedelta(hours=1), "6h": timedelta(hours=6), "1d": timedelta(days=1), "7d": timedelta(days=7)}
FURTHEST = timedelta(days=366)
"""The group lives through every day that is skipped, so a leap is a year at most."""


@dataclass(frozen=True, slots=True)
class BarView:
    """What the bar says: the clock in words and as an input wants it; `held` when the environment has fixed it."""

    day: str
    hour: str
    value: str
    held: bool
    moved: bool


class ClockForm(Form):
    by = wtforms.StringField("How far")
    at = wtforms.StringField("Day and hour", id="demo-at")


def bar() -> BarView:
    """The bar as it stands on a page that is made now."""
    settings = _settings()
    now = clock.now().astimezone(ZoneInfo(settings.group_timezone))
    return BarView(
        day=f"{short_day(now.date())} {now.year}",
        hour=at_hour(now, settings.group_timezone),
        value=f"{now:%Y-%m-%dT%H:%M}",
        held=bool(settings.now),
        moved=_file().exists(),
    )


def drawn() -> Markup:
    """The bar for a page that is made now: the same until its clock says another minute."""
    kept: dict[tuple[int, bool], Markup] = current_app.extensions["demo_bar"]
    shown = (int(clock.now().timestamp() // 60), _file().exists())
    found = kept.get(shown)
    if found is None:
        found = Markup(render_template("demo/_bar.html", bar=bar()))  # nosec B704
        kept.clear()
        kept[shown] = found
    return found


@demo_bar.get("/demo/clock")
@public
def show_clock() -> Response:
    """The clock on a page of its own."""
    return page("demo/clock.html", form=ClockForm(), bar=bar())


@demo_bar.post("/demo/clock")
@public
def move_clock() -> Response | BaseResponse:
    """The clock shows the instant that was asked for, and runs on from there; then back to where the guest was."""
    form = ClockForm.typed()
    try:
        if form.by.data == "real":
            _file().unlink(missing_ok=True)
        else:
            _write(_asked(form))
    except Invalid as invalid:
        form.refuse("at", str(invalid))
        return form_page("demo/clock.html", form, bar=bar())
    return see_other(_came_from())


def _asked(form: ClockForm) -> datetime:
    if _settings().now:
        raise Invalid("This clock is held by QUINCE_NOW. Start the demo without it to move the clock here.")
    now = clock.now()
    if form.by.data in STEPS:
        return now + STEPS[form.by.data]
    try:
        asked = read_instant(form.at.data or "", _settings().group_timezone)
    except Invalid:
        raise Invalid("Enter a day and an hour, like 2027-03-05T10:00.") from None
    if abs(asked - now) > FURTHEST:
        raise Invalid("Move the clock by a year at most at a time.")
    return asked


def _write(instant: datetime) -> None:
    """Web and worker read the file at their next look; it is replaced whole, so none reads half of it."""
    file = _file()
    fresh = file.with_suffix(".new")
    fresh.write_text(f"{instant.isoformat()}..", "utf-8")
    os.replace(fresh, file)


def _came_from() -> str:
    """The page of ours from which the form was sent, if it can be asked for again; else the home page."""
    try:
        came = urlsplit(request.referrer or "")
    except ValueError:
        return "/"
    if came.netloc != request.host:
        return "/"
    try:
        endpoint, _ = current_app.url_map.bind(request.host).match(came.path, method="GET")
    except (HTTPException, RequestRedirect):
        return "/"
    back = came._replace(scheme="", netloc="", fragment="").geturl()
    return back if is_own(back) and endpoint != "demo.show_clock" else "/"


def _settings() -> Config:
    settings: Config = current_app.config["SETTINGS"]
    return settings


def _file() -> Path:
    return _settings().data / "now"


def register(app: Flask) -> None:
    """Every page carries the bar; the page that asks for a second factor shows the figures."""
    app.register_blueprint(demo_bar)
    app.extensions["demo_bar"] = {}
    app.jinja_env.globals.update(demo_bar=drawn, demo_staff=MEMBERS, demo_regulars=REGULARS, demo_figures=figures_now)

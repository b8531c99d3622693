"""What was asked for and not served, with the way to the rule."""

from __future__ import annotations

from datetime import date

from flask import Blueprint, Response, current_app, request
from werkzeug.wrappers import Response as BaseResponse

from app.care import show_rule
from app.catalogue.queries import catalogue
from app.identity.staff.rules import Actor
from app.insight.funnel import Unserved
from app.insight.funnel import denied as denied_of
from app.kernel import clock
from app.marketing.asked import Asked, asked, asked_file
from app.marketing.files import Table, table_file
from app.marketing.refusals import calls_alone, house_words, refusals, rule_words, worth_words
from app.marketing.shown import shown
from app.marketing.shown_rules import asked_rule, find, standings
from app.web.access import staff
from app.web.reasons import IN_SHORT
from app.web.respond import see_other

blueprint = Blueprint("denied", __name__)
HEADS = (
    "reason", "searches", "visits", "calls", "change", "house", "searches_served", "calls_served", "worth_minor",
    "currency",
)  # fmt: skip


@blueprint.get("/marketing/denied")
@staff("read_measures", anywhere=True)
def show(actor: Actor) -> Response:
    """By reason, with every change of a rule that would have served."""
    wanted = asked(actor)
    return _page(actor, wanted, denied_in(wanted))


@blueprint.post("/marketing/denied/shown")
@staff("read_measures", anywhere=True)
def show_manager(actor: Actor) -> Response | BaseResponse:
    """The rule lies before the house's manager with what its change is worth; 409 where the figures have it no more."""
    wanted = asked(actor)
    found = denied_in(wanted)
    change = find(found, request.form.get("change", ""))
    house = catalogue().house(change[1].location) if change else None
    if change is None or house is None or house not in wanted.houses:
        return _page(actor, wanted, found, 409, gone=True)
    show_rule(house, asked_rule(*change, asked=wanted, today=today(), by_name=actor.name), by=actor.staff_id)
    return see_other(f"/marketing/denied{wanted.query()}#changes")


def _page(actor: Actor, wanted: Asked, found: Unserved, status: int = 200, *, gone: bool = False) -> Response:
    return shown(
        "marketing/denied/denied.html",
        actor,
        wanted,
        "denied",
        status,
        found=refusals(found, today()),
        standings=standings(actor, wanted, found),
        gone=gone,
        searches=found.searches,
        called=found.called,
        worth=worth_words(found.worth),
        calls=calls_alone(found),
    )


@blueprint.get("/marketing/denied.csv")
@staff("read_measures", anywhere=True, proven=True)
def download(actor: Actor) -> Response:
    """The same to take away; the calls lost for reasons that no search meets where `table` is `calls`."""
    wanted = asked_file(actor, table=("calls",))
    make = calls_table if wanted.own["table"] == "calls" else denied_table
    return table_file(wanted, make(denied_in(wanted)))


def denied_in(wanted: Asked) -> Unserved:
    """What the visits and callers of the filters were refused."""
    return denied_of(wanted.filters, current_app.config["SETTINGS"].group_timezone)


def today() -> date:
    """The group's day."""
    return clock.today(current_app.config["SETTINGS"].group_timezone)


def calls_table(found: Unserved) -> Table:
    """A line a reason."""
    return Table("lost-calls", ("reason", "calls"), calls_alone(found))


def denied_table(found: Unserved) -> Table:
    """A line a reason and change of a rule and currency; one without them where nothing would have served."""
    rows: list[tuple[object, ...]] = []
    for one in found.reasons:
        about = (IN_SHORT.get(one.reason, one.reason), one.searches, one.visits, one.calls)
        rows += [
            (
                *about,
                rule_words(relief.rule),
                house_words(relief.location),
                relief.searches,
                relief.calls,
                minor,
                currency,
            )
            for relief in one.reliefs
            for currency, minor in (relief.worth.items() or [(None, None)])
        ] or [(*about, None, None, None, None, None, None)]
    return Table("denied", HEADS, rows)

"""The funnel whole, its tables, and the visits that stopped at a step."""

from __future__ import annotations

from flask import Blueprint, Response, current_app

from app.experience.funnel.names import STEPS
from app.identity.staff.rules import Actor
from app.insight.funnel import breakdown, paths, reconciled, report, stopped_at, trend
from app.marketing.asked import Asked, asked, asked_file
from app.marketing.files import table_file
from app.marketing.flows import flows
from app.marketing.funnel.another_way import EXCLUSIONS, ORDER_NAMES, SHAPES, WINDOWS, read_shape, recounted
from app.marketing.funnel.groups import DIMENSION_NAMES, group_names
from app.marketing.funnel.tables import TABLES, another_way_table, trails_table
from app.marketing.funnel.trails import trail_rows
from app.marketing.shown import shown
from app.marketing.titles import funnel_title
from app.web.access import staff

blueprint = Blueprint("funnel", __name__)


@blueprint.get("/marketing/funnel")
@staff("read_measures", anywhere=True)
def show(actor: Actor) -> Response:
    """Steps, breakdown, weeks, time to book, paths; and the steps counted another way where that is asked."""
    wanted = asked(actor, by=DIMENSION_NAMES, **SHAPES)
    found, by, shape = report(wanted.filters), _dimension(wanted), read_shape(wanted.own)
    walked = paths(wanted.filters)
    return shown(
        "marketing/funnel/funnel.html",
        actor,
        wanted,
        "funnel",
        report=found,
        title=funnel_title(found),
        ledger=reconciled(wanted.filters, current_app.config["SETTINGS"].group_timezone),
        weeks=trend(wanted.filters),
        by=by,
        groups=breakdown(wanted.filters, by),
        names=group_names(by),
        dimensions=DIMENSION_NAMES,
        paths=walked,
        flows=flows(walked),
        shape=shape,
        orders=ORDER_NAMES,
        windows=WINDOWS,
        exclusions=EXCLUSIONS,
        recounted=recounted(wanted.filters, shape),
    )


@blueprint.get("/marketing/funnel.csv")
@staff("read_measures", anywhere=True, proven=True)
def download(actor: Actor) -> Response:
    """A table of the funnel, named by `table`."""
    tables = (*TABLES, "another_way", "visits")
    wanted = asked_file(actor, table=tables, by=DIMENSION_NAMES, step=STEPS[:-1], **SHAPES)
    table = wanted.own["table"] or "steps"
    if table == "another_way":
        return table_file(wanted, another_way_table(wanted.filters, read_shape(wanted.own)))
    if table == "visits":
        return table_file(wanted, trails_table(wanted.filters, _step(wanted)))
    return table_file(wanted, TABLES[table](wanted.filters, _dimension(wanted)))


@blueprint.get("/marketing/funnel/visits")
@staff("read_measures", anywhere=True)
def visits(actor: Actor) -> Response:
    """The latest visits that went no further than `step`, as their steps and signals."""
    wanted = asked(actor, step=STEPS[:-1])
    found = stopped_at(wanted.filters, _step(wanted))
    trails = trail_rows(found)
    return shown("marketing/funnel/visits.html", actor, wanted, "funnel", stopped=found, trails=trails)


def _step(wanted: Asked) -> str:
    return wanted.own["step"] or STEPS[0]


def _dimension(wanted: Asked) -> str:
    return wanted.own["by"] or "device"

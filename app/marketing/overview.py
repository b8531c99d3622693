"""Everything on one page, and every table of it in one archive."""

from __future__ import annotations

from flask import Blueprint, Response, current_app

from app.identity.staff.rules import Actor, can_anywhere
from app.insight.funnel import Report, friction, paths, report, searches_denied
from app.insight.voices import comments, voices
from app.marketing.asked import asked, asked_file
from app.marketing.comments import comments_table
from app.marketing.denied import calls_table, denied_in, denied_table, today
from app.marketing.files import tables_file
from app.marketing.flows import flows
from app.marketing.friction import friction_table
from app.marketing.funnel.tables import groups_table, paths_table, steps_table, time_table, weeks_table
from app.marketing.headline import headline
from app.marketing.offered import offered, offers_table
from app.marketing.refusals import refusals, worth_words
from app.marketing.scores.scale import nps_scale
from app.marketing.scores.tables import score_tables
from app.marketing.shown import shown
from app.marketing.tiles import tiles
from app.marketing.titles import ease_title, funnel_title, worst_title
from app.plan.actions import Action, actions
from app.web.access import staff

blueprint = Blueprint("overview", __name__)
SHORT, MOST = 6, 100_000


@blueprint.get("/marketing/")
@staff("read_measures", anywhere=True)
def show(actor: Actor) -> Response:
    """What matters first in a sentence, then each measure with its interval."""
    wanted = asked(actor)
    filters = wanted.filters
    found, heard, hindered = report(filters), voices(filters), friction(filters)
    unserved, walked = denied_in(wanted), paths(filters)
    denied_was = searches_denied(filters.before) if filters.before else None
    return shown(
        "marketing/overview/overview.html",
        actor,
        wanted,
        "overview",
        headline=headline(wanted, found, heard.stay, heard.ease, hindered),
        tiles=tiles(found, heard.stay, heard.ease, unserved.searches, denied_was),
        report=found,
        funnel_title=funnel_title(found),
        worst_title=worst_title(found),
        planned=_planned(found),
        may_plan=can_anywhere(actor, "keep_plan"),
        friction=hindered,
        denied=refusals(unserved, today()),
        searches=unserved.searches,
        worth=worth_words(unserved.worth),
        paths=walked,
        flows=flows(walked),
        voices=heard,
        scale=nps_scale(heard.stay),
        ease_title=ease_title(heard.ease[0]),
        comments=comments(filters, most=SHORT),
        offered=offered(actor, filters),
        zone=current_app.config["SETTINGS"].group_timezone,
    )


@blueprint.get("/marketing/tables.zip")
@staff("read_measures", anywhere=True, proven=True)
def download(actor: Actor) -> Response:
    """Every table of the desk under these filters, one file each."""
    wanted = asked_file(actor)
    filters = wanted.filters
    found, unserved = report(filters), denied_in(wanted)
    tables = [
        steps_table(found),
        time_table(found),
        weeks_table(filters),
        groups_table(filters, "device"),
        paths_table(filters),
        friction_table(friction(filters)),
        denied_table(unserved),
        calls_table(unserved),
        *score_tables(voices(filters)).values(),
        comments_table(comments(filters, most=MOST)),
        offers_table(offered(actor, filters)),
    ]
    return tables_file(wanted, tables)


def _planned(found: Report) -> Action | None:
    """What is being done about the worst step."""
    before, worst = found.before_worst, found.worst
    if before is None or worst is None:
        return None
    own = [one for one in actions(found.filters.location_ids) if one.measure == "step" and one.decision is None]
    return next((one for one in own if one.measure_of == f"{before.name}>{worst.name}"), None)

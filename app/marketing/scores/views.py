"""All scores on one page, and each of their tables."""

from __future__ import annotations

from flask import Blueprint, Response, request

from app.identity.staff.rules import Actor
from app.insight.voices import voices
from app.marketing.asked import asked
from app.marketing.files import table_file
from app.marketing.scores.scale import nps_scale
from app.marketing.scores.tables import score_tables
from app.marketing.shown import shown
from app.web.access import staff
from app.web.respond import not_found

blueprint = Blueprint("scores", __name__)


@blueprint.get("/marketing/scores")
@staff("read_measures", anywhere=True)
def show(actor: Actor) -> Response:
    """NPS, ease, parts of the stay, drivers, and who was asked."""
    wanted = asked(actor)
    heard = voices(wanted.filters)
    return shown("marketing/scores/scores.html", actor, wanted, "scores", voices=heard, scale=nps_scale(heard.stay))


@blueprint.get("/marketing/scores.csv")
@staff("read_measures", anywhere=True, proven=True)
def download(actor: Actor) -> Response:
    """A table of the page, named by `table`."""
    wanted = asked(actor)
    table = score_tables(voices(wanted.filters)).get(request.args.get("table", "nps"))
    if table is None:
        raise not_found()
    return table_file(wanted, table)

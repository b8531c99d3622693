"""All scores on one page, and each of their tables."""

from __future__ import annotations

from flask import Blueprint, Response

from app.identity.staff.rules import Actor
from app.insight.voices import voices
from app.marketing.asked import asked, asked_file
from app.marketing.files import table_file
from app.marketing.scores.scale import nps_scale
from app.marketing.scores.tables import TABLES, score_tables
from app.marketing.shown import shown
from app.web.access import staff

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
    wanted = asked_file(actor, table=TABLES)
    return table_file(wanted, score_tables(voices(wanted.filters))[wanted.own["table"] or "nps"])

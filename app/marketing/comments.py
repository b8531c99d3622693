"""What guests wrote: by theme and by how it sounds, with the case that it opened."""

from __future__ import annotations

import wtforms
from flask import Blueprint, Response, current_app, request
from werkzeug.wrappers import Response as BaseResponse

from app.care.themes import THEMES
from app.experience.surveys import NotAsked, Relabelled, location_answered, relabel_answer
from app.identity.staff.rules import Actor
from app.insight.voices import SENTIMENTS, Comments
from app.insight.voices import comments as comments_of
from app.marketing.asked import Asked, asked, asked_file, readable
from app.marketing.files import Table, table_file
from app.marketing.shown import shown
from app.web.access import staff
from app.web.forms import ChoiceOf, Form
from app.web.respond import not_found, see_other

blueprint = Blueprint("comments", __name__)
AT_ONCE, MOST = 50, 100_000
WORDS = {"theme": THEMES, "sentiment": SENTIMENTS}
"""What an address may ask for beside the filters."""
UNKNOWN = "Choose a theme from the list"
HEADS = ("house", "survey", "answered_at", "nps", "ces", "csat", "theme", "sounds", "words", "name", "case")


class ThemeForm(Form):
    theme = ChoiceOf("Theme", choices=[*THEMES.items()], sentence=UNKNOWN)
    seen = wtforms.StringField()


@blueprint.get("/marketing/comments")
@staff("read_measures", anywhere=True)
def show(actor: Actor) -> Response:
    """Fifty at once, the newest first."""
    return _list(actor)


@blueprint.get("/marketing/comments.csv")
@staff("read_measures", anywhere=True, proven=True)
def download(actor: Actor) -> Response:
    """All that fit, to take away; a name only where the guest agreed to it."""
    wanted = asked_file(actor, **WORDS)
    return table_file(wanted, comments_table(_chosen(wanted, most=MOST)))


@blueprint.post("/marketing/comments/<id:survey_id>")
@staff("read_measures", anywhere=True)
def relabel(actor: Actor, survey_id: int) -> Response | BaseResponse:
    """A comment is about another theme."""
    if location_answered(survey_id) not in {house.id for house in readable(actor)}:
        raise not_found()
    form = ThemeForm.typed()
    if not form.validate() or not form.theme.data:
        return _list(actor, 422, UNKNOWN)
    try:
        relabel_answer(survey_id, form.theme.data, seen=form.seen.data, by=actor.staff_id)
    except NotAsked:
        raise not_found() from None
    except Relabelled as stale:
        return _list(actor, 409, f"{stale} It is now “{THEMES.get(stale.theme, stale.theme)}”.")
    query = request.query_string.decode("ascii", "ignore")
    return see_other(f"/marketing/comments{f'?{query}' if query else ''}#comment-{survey_id}")


def comments_table(found: Comments) -> Table:
    """A line a comment."""
    rows = [
        (
            one.house, one.moment, one.answered_at.isoformat(), one.nps, one.ces, one.csat, one.theme_name,
            SENTIMENTS.get(one.sentiment, one.sentiment), one.words, one.name, one.case.state if one.case else None,
        )
        for one in found.comments
    ]  # fmt: skip
    return Table("comments", HEADS, rows)


def _chosen(wanted: Asked, *, skip: int = 0, most: int) -> Comments:
    own = wanted.own
    return comments_of(wanted.filters, theme=own["theme"], sentiment=own["sentiment"], skip=skip, most=most)


def _list(actor: Actor, status: int = 200, fault: str = "") -> Response:
    wanted = asked(actor, **WORDS)
    theme, sentiment, skip = wanted.own["theme"], wanted.own["sentiment"], _skipped()
    found = _chosen(wanted, skip=skip, most=AT_ONCE)
    further = skip + len(found.comments)
    more = wanted.query(theme=theme, sentiment=sentiment, skip=str(further)) if further < found.total else ""
    return shown(
        "marketing/comments/comments.html",
        actor,
        wanted,
        "comments",
        status,
        found=found,
        theme=theme,
        sentiment=sentiment,
        themes=THEMES,
        sentiments=SENTIMENTS,
        more=more,
        fault=fault,
        zone=current_app.config["SETTINGS"].group_timezone,
    )


def _skipped() -> int:
    """How many are left out."""
    skip = request.args.get("skip", "")
    return int(skip) if skip.isascii() and skip.isdecimal() and len(skip) < 9 else 0

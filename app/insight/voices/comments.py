"""What guests wrote, with its theme, how it sounds, and the case that it opened or is about."""

from __future__ import annotations

from sqlalchemy import ColumnElement, and_, case, func, literal_column, or_, select

from app.care.cases.models import Case
from app.care.themes import THEMES
from app.experience.surveys.rules import CASE
from app.identity.models import Guest
from app.identity.staff.models import Staff
from app.insight.period import Filters
from app.insight.voices.asked import answer, house_name, in_days, of_houses, survey
from app.insight.voices.shapes import CaseOf, Comment, Comments, ThemeCount
from app.store import db

AT_ONCE = 50
SENTIMENTS = {"good": "Praise", "mixed": "Both or neither", "bad": "Complaint"}
"""How a comment sounds, as a list of words of ours has it; it does not understand irony."""

_case, _guest, _staff = Case.__table__, Guest.__table__, Staff.__table__


def comments(filters: Filters, *, theme: str = "", sentiment: str = "", skip: int = 0, most: int = AT_ONCE) -> Comments:
    """The comments of a period, the newest first, those of a theme and a sentiment where given; two statements.

    `skip` leaves out so many of them. Themes are counted whatever theme is chosen.
    """
    mine = (in_days(filters.since_on, filters.until_on), answer.c.words != "", *of_houses(filters))
    chosen = [_theme() == theme] if theme else []
    if sentiment:
        chosen.append(_sound() == sentiment)
    themes = _themes(mine)
    fitting = _fitting(themes, theme, sentiment)
    return Comments(_page((*mine, *chosen), skip, most) if fitting else (), fitting, themes)


def _page(which: tuple[ColumnElement[bool], ...], skip: int, most: int) -> tuple[Comment, ...]:
    rows = db.session.execute(
        select(
            survey.c.id, survey.c.location_id, survey.c.moment, survey.c.departure_on, answer.c.answered_at,
            answer.c.nps, answer.c.ces, answer.c.csat, answer.c.words, _theme().label("theme"),
            _sound().label("sentiment"),
            case((answer.c.named, func.coalesce(_guest.c.name, "")), else_="").label("name"),
            _case.c.id.label("case_id"), _case.c.state, _case.c.due_at, _case.c.contacted_at, _case.c.resolved_at,
            func.coalesce(_staff.c.name, "").label("owner_name"),
        )
        .join(answer, answer.c.survey_id == survey.c.id)
        .outerjoin(_guest, _guest.c.id == survey.c.guest_id)
        .outerjoin(_case, or_(_opened_by_it(), _it_is_about()))
        .outerjoin(_staff, _staff.c.id == _case.c.owner_id)
        .where(*which)
        .order_by(answer.c.answered_at.desc(), survey.c.id.desc())
        .offset(skip)
        .limit(most)
    )  # fmt: skip
    return tuple(
        Comment(
            row.id, row.location_id, house_name(row.location_id), row.moment, row.departure_on, row.answered_at,
            row.nps, row.ces, row.csat, row.words, row.theme, THEMES.get(row.theme, row.theme), row.sentiment, row.name,
            None if row.case_id is None
            else CaseOf(
                row.case_id, row.state, row.due_at, row.contacted_at, row.resolved_at, row.owner_name
            ),
        )
        for row in rows
    )  # fmt: skip


def _opened_by_it() -> ColumnElement[bool]:
    return and_(_case.c.subject == "survey", _case.c.subject_id == survey.c.id)


def _it_is_about() -> ColumnElement[bool]:
    """Of a survey after a case."""
    return and_(survey.c.moment == CASE, _case.c.id == survey.c.occasion)


def _themes(which: tuple[ColumnElement[bool], ...]) -> tuple[ThemeCount, ...]:
    """Every theme that somebody wrote about, the most frequent first."""
    sounds = [func.sum(case((_sound() == sound, 1), else_=0)) for sound in SENTIMENTS]
    rows = db.session.execute(
        select(_theme(), func.count(), *sounds)
        .join(survey, survey.c.id == answer.c.survey_id)
        .where(*which)
        .group_by(_theme())
    )
    found = [ThemeCount(theme, THEMES.get(theme, theme), n, *map(int, sounding)) for theme, n, *sounding in rows]
    return tuple(sorted(found, key=lambda one: (-one.n, one.name)))


def _fitting(themes: tuple[ThemeCount, ...], theme: str, sentiment: str) -> int:
    return sum(
        getattr(one, sentiment) if sentiment in SENTIMENTS else one.n
        for one in themes
        if not theme or one.theme == theme
    )


def _theme() -> ColumnElement[str]:
    """A comment without a theme is about something else."""
    return func.coalesce(answer.c.theme, literal_column("'other'"))


def _sound() -> ColumnElement[str]:
    """A comment that nobody has read is neither praise nor complaint."""
    return func.coalesce(answer.c.sentiment, literal_column("'mixed'"))

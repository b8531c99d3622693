"""Cases and enquiries: in time, put right, what caused them, what it cost."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from flask import Blueprint, Response, current_app

from app.care.cases.rules import SOURCES
from app.care.enquiries.rules import CHANNELS
from app.care.themes import THEMES
from app.catalogue.closed import house_of
from app.experience.estimates import Share
from app.identity.staff.rules import Actor
from app.insight.cases import UNSORTED, Answered, CaseReport, Tended, case_report
from app.kernel.words import money
from app.marketing.asked import Asked, asked, asked_file
from app.marketing.files import Table, table_file
from app.marketing.shown import shown
from app.marketing.words import NO_DATA, percent, share_span
from app.plan.phases import BY_KEY, PHASES, phase_of_theme
from app.web.access import staff

blueprint = Blueprint("marketing_cases", __name__)
THIN = 30
NO_CAUSE = "No cause yet"
HEADS = (
    "by", "what", "moment", "cases", "in_time", "in_time_low", "in_time_high", "recovered", "recovered_low",
    "recovered_high", "asked_again", "median_hours_to_contact", "median_hours_to_resolve", "remedied", "given_minor",
    "currency",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Row:
    """A line of a table: shares with their intervals and what they are of, hours, and what was given."""

    name: str
    n: int
    thin: bool
    in_time: str
    in_time_span: str
    in_time_of: int
    recovered: str
    recovered_span: str
    recovered_of: int
    to_contact: str
    to_resolve: str
    given: str
    moment: str = ""


@dataclass(frozen=True, slots=True)
class AskedRow:
    """Enquiries of one channel, or all."""

    name: str
    n: int
    thin: bool
    complaints: int
    in_time: str
    in_time_span: str
    desk_hours: str
    hours: str


@blueprint.get("/marketing/cases")
@staff("read_measures", anywhere=True)
def show(actor: Actor) -> Response:
    """The cases and enquiries that began in the period, by house, source, cause and channel."""
    wanted = asked(actor)
    found = _found(wanted)
    return shown(
        "marketing/cases/cases.html",
        actor,
        wanted,
        "cases",
        whole=_row("All", found.whole),
        houses=[_row(house_of(house).name, own) for house, own in found.by_house.items()],
        sources=[_row(SOURCES.get(source, source), own) for source, own in found.by_source.items()],
        moments=moments_by_house(found),
        causes=[_row(cause_words(theme), own, moment_words(theme)) for theme, own in found.by_cause.items()],
        enquiries=_asked_row("All", found.enquiries),
        channels=[_asked_row(CHANNELS[channel], own) for channel, own in found.by_channel.items()],
        themes=[(THEMES.get(theme, theme), count) for theme, count in found.themes.items()],
    )


@blueprint.get("/marketing/cases.csv")
@staff("read_measures", anywhere=True, proven=True)
def download(actor: Actor) -> Response:
    """The cases to take away: a line for all, each house, source and cause, and each currency given."""
    wanted = asked_file(actor)
    return table_file(wanted, cases_table(_found(wanted)))


def cases_table(found: CaseReport) -> Table:
    """Numbers as they are; an empty cell where there is no data."""
    rows: list[tuple[object, ...]] = list(_lines("all", "", "", found.whole))
    for house, own in found.by_house.items():
        rows += _lines("house", house_of(house).name, "", own)
    for source, own in found.by_source.items():
        rows += _lines("source", SOURCES.get(source, source), "", own)
    for theme, own in found.by_cause.items():
        rows += _lines("cause", cause_words(theme), moment_words(theme), own)
    return Table("cases", HEADS, rows)


def cause_words(theme: str) -> str:
    return NO_CAUSE if theme == UNSORTED else THEMES.get(theme, theme)


def moment_words(theme: str) -> str:
    """The moment of the journey that a cause belongs to."""
    return "" if theme == UNSORTED else BY_KEY[phase_of_theme(theme)].name


def moments_by_house(found: CaseReport) -> list[tuple[str, list[int], int]]:
    """(moment, how many cases of each house it caused, of all) in the order of a stay, the houses as in `by_house`;
    moments that caused none are left out, and cases without a cause stand last."""
    counts: dict[str, Counter[int]] = {name: Counter() for name in (*(phase.name for phase in PHASES), NO_CAUSE)}
    for house, causes in found.causes_by_house.items():
        for theme, count in causes.items():
            counts[moment_words(theme) or NO_CAUSE][house] += count
    return [
        (name, [own[house] for house in found.by_house], own.total()) for name, own in counts.items() if own.total()
    ]


def _found(wanted: Asked) -> CaseReport:
    return case_report(wanted.filters, current_app.config["SETTINGS"].group_timezone)


def _lines(by: str, what: str, moment: str, own: Tended) -> Iterable[tuple[object, ...]]:
    for currency, minor in own.given.items() or [(None, None)]:
        yield (
            by, what, moment, own.n, *_numbers(own.in_time), *_numbers(own.recovered), own.recovered.n,
            own.hours_to_contact, own.hours_to_resolve, own.remedied, minor, currency,
        )  # fmt: skip


def _numbers(share: Share) -> tuple[float | None, float | None, float | None]:
    return share.share, share.low, share.high


def _row(name: str, own: Tended, moment: str = "") -> Row:
    return Row(
        name,
        own.n,
        own.n < THIN,
        percent(own.in_time.share),
        share_span(own.in_time),
        own.in_time.n,
        percent(own.recovered.share),
        share_span(own.recovered),
        own.recovered.n,
        hours_words(own.hours_to_contact),
        hours_words(own.hours_to_resolve),
        ", ".join(money(minor, currency, pence=True) for currency, minor in sorted(own.given.items())) or "nothing",
        moment,
    )


def _asked_row(name: str, own: Answered) -> AskedRow:
    return AskedRow(
        name,
        own.n,
        own.n < THIN,
        own.complaints,
        percent(own.in_time.share),
        share_span(own.in_time),
        hours_words(own.desk_hours),
        hours_words(own.hours),
    )


def hours_words(hours: float | None) -> str:
    """2.5 h, or 3.1 days where it took longer than two."""
    if hours is None:
        return NO_DATA
    return f"{hours:.1f} h" if hours < 48 else f"{hours / 24:.1f} days"

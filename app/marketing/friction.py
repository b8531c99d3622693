"""What got in the way, by bookings lost."""

from __future__ import annotations

from flask import Blueprint, Response

from app.experience.funnel.names import STEP_NAMES
from app.identity.staff.rules import Actor
from app.insight.funnel import Friction, Vitals, vitals
from app.insight.funnel import friction as friction_of
from app.marketing.asked import asked, asked_file
from app.marketing.files import Table, table_file
from app.marketing.shown import shown
from app.marketing.signals import field_words, signal_words
from app.web.access import staff

blueprint = Blueprint("measured_friction", __name__)
KIND_WORDS = {
    "server": "Server’s time",
    "lcp": "Largest part shown (LCP)",
    "inp": "Reaction to a press (INP)",
    "cls": "Shift of the layout (CLS)",
}
HEADS = (
    "what", "step", "signal", "code", "visits", "booked", "all_booked", "all_left", "odds", "low", "high", "p",
    "significant", "lost",
)  # fmt: skip


@blueprint.get("/marketing/friction")
@staff("read_measures", anywhere=True)
def show(actor: Actor) -> Response:
    """Every signal with its odds, and the fields last touched."""
    wanted = asked(actor)
    return shown(
        "marketing/friction/friction.html",
        actor,
        wanted,
        "friction",
        found=friction_of(wanted.filters),
        quick=vitals(wanted.filters),
        kinds=KIND_WORDS,
    )


@blueprint.get("/marketing/friction.csv")
@staff("read_measures", anywhere=True, proven=True)
def download(actor: Actor) -> Response:
    """The same to take away; the fields last touched, or how quick the pages were, where `table` is `fields` or
    `vitals`."""
    wanted = asked_file(actor, table=("fields", "vitals"))
    if wanted.own["table"] == "vitals":
        return table_file(wanted, vitals_table(vitals(wanted.filters)))
    make = fields_table if wanted.own["table"] == "fields" else friction_table
    return table_file(wanted, make(friction_of(wanted.filters)))


def vitals_table(found: Vitals) -> Table:
    """A line a step and kind: milliseconds, `cls` in thousandths."""
    rows = [(row.step, row.kind, row.n, row.median, row.p75, found.since_on.isoformat()) for row in found.rows]
    return Table("how-quick", ("step", "what", "n", "median", "p75", "counted_from"), rows)


def fields_table(found: Friction) -> Table:
    """A line a field."""
    rows = [(field_words(code), code, visits) for code, visits in found.last_fields]
    return Table("last-touched", ("field", "code", "visits"), rows)


def friction_table(found: Friction) -> Table:
    """A line a signal."""
    rows = [
        (
            signal_words(row.name), STEP_NAMES[row.name.step], row.name.name, row.name.code, row.shown, row.booked,
            row.all_booked, row.all_left, row.odds.odds, row.odds.low, row.odds.high, row.odds.p,
            "yes" if row.significant else "no", row.odds.lost,
        )
        for row in found.signals
    ]  # fmt: skip
    return Table("friction", HEADS, rows)

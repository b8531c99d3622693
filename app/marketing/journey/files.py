"""What stands below the map as files: numbers as they are, shares from 0 to 1."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date

from app.catalogue.queries import House
from app.experience.estimates import wilson
from app.marketing.asked import Asked
from app.marketing.files import Table
from app.marketing.journey.sides import heard_rows, pulse_span
from app.plan.actions import Counted
from app.plan.goals import promises
from app.plan.journey import heard, touchpoints
from app.plan.journey.operations import WHOSE
from app.plan.journey.sales import sold
from app.plan.measures import MEASURES
from app.plan.phases import BY_KEY, PHASES
from app.plan.pulse import pulse_months

SOLD_HEADS = (
    "figure", "now", "low", "high", "nights", "year_before", "nights_before", "difference", "difference_low",
    "difference_high", "p", "verdict",
)  # fmt: skip


def promises_table(found: Asked, _today: date) -> Table:
    """A line a promise of the houses that are shown, with the figure that judges it."""
    houses, count = shown_houses(found), Counted()
    kept = promises([house.id for house in houses])
    days = (found.filters.since_on, found.filters.until_on)
    rows: list[tuple[object, ...]] = []
    for house in houses:
        for phase in PHASES:
            own = kept.get((house.id, phase.key))
            if own is None:
                continue
            figure = count(own.measure, own.measure_of, days, [house.id]) if own.measure else None
            judged_by = MEASURES[own.measure].words(own.measure_of) if own.measure else None
            aim = own.aim_thousandths / 1000 if own.aim_thousandths is not None else None
            now = (figure.value, figure.low, figure.high, figure.n) if figure else (None, None, None, None)
            rows.append((house.name, phase.name, own.promise, judged_by, aim, *now))
    return Table("promises", ("house", "phase", "promise", "judged_by", "aim", "now", "low", "high", "n"), rows)


def heard_table(found: Asked, _today: date) -> Table:
    """A line a phase of which something was heard."""
    rows = [(row.phase, row.cases, row.notes, row.calls) for row in heard_rows(heard(found.filters))]
    return Table("heard", ("phase", "complaints", "staff_notes", "lost_calls"), rows)


def sold_table(found: Asked, _today: date) -> Table:
    """A line a figure of sales, beside the same weekdays a year before."""
    rows = [
        (
            MEASURES[one.measure].name, one.now.value, one.now.low, one.now.high, one.now.n, one.before.value,
            one.before.n, one.change.difference, one.change.low, one.change.high, one.change.p, one.change.verdict,
        )
        for one in sold(found.filters)
    ]  # fmt: skip
    return Table("sold", SOLD_HEADS, rows)


def pulse_table(found: Asked, today: date) -> Table:
    """A line a house and month of which so many answered that it is shown; no house is all that are shown."""
    names = {house.id: house.name for house in found.houses}
    months = pulse_months(*pulse_span(today), [house.id for house in shown_houses(found)])
    rows = [
        (names.get(month.location_id or 0), month.month_on.isoformat(), wilson(month.easy, month.n).share, month.n)
        for month in months
    ]
    return Table("staff-pulse", ("house", "month", "easy", "n"), rows)


def touchpoints_table(_found: Asked, _today: date) -> Table:
    """A line a touchpoint."""
    rows = [(BY_KEY[one.phase].name, one.label, WHOSE.get(one.whose, one.whose)) for one in touchpoints()]
    return Table("touchpoints", ("phase", "touchpoint", "whose"), rows)


def shown_houses(found: Asked) -> Sequence[House]:
    return [house for house in found.houses if found.typed["house"] in ("", house.slug)]


SIDES: dict[str, Callable[[Asked, date], Table]] = {
    "promises": promises_table,
    "heard": heard_table,
    "sold": sold_table,
    "pulse": pulse_table,
    "touchpoints": touchpoints_table,
}
"""By the name that an address gives each."""

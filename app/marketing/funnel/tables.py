"""The tables of the funnel as files."""

from __future__ import annotations

from collections.abc import Callable
from itertools import zip_longest

from app.experience.estimates import Share
from app.experience.funnel.names import STEPS
from app.insight.funnel import Report, breakdown, paths, report, stopped_at, trend
from app.insight.period import Filters
from app.marketing.files import Table
from app.marketing.flows import flows
from app.marketing.funnel.another_way import Shape, recounted
from app.marketing.funnel.groups import DIMENSION_NAMES, group_names

STEP_HEADS = (
    "step", "visits", "of_all", "went_on", "low", "high", "was", "change_p", "verdict", "median_seconds",
    "mean_seconds", "stopped_here", "still_open",
)  # fmt: skip


TRAIL_HEADS = (
    "visit", "day", "device", "source", "returning", "location_id", "party", "nights", "days_ahead", "after_seconds",
    "name", "code", "implied",
)  # fmt: skip


def steps_table(found: Report) -> Table:
    """A line a step."""
    rows = [
        (
            row.name, row.count, row.of_first.share, *_rates(row.of_before), row.was.share if row.was else None,
            row.change.p if row.change else None, row.change.verdict if row.change else None, row.times.median,
            row.times.mean, row.left, row.open,
        )
        for row in found.steps
    ]  # fmt: skip
    return Table("funnel-steps", STEP_HEADS, rows)


def time_table(found: Report) -> Table:
    """A line a bar of the histogram."""
    was = found.was_time_to_book.bars if found.was_time_to_book else ()
    rows = [
        (bar.since, bar.until, bar.count, before.count if before else None)
        for bar, before in zip_longest(found.time_to_book.bars, was)
    ]
    return Table("funnel-time-to-book", ("from_seconds", "below_seconds", "bookings", "were"), rows)


def groups_table(filters: Filters, dimension: str) -> Table:
    """A line a value of the dimension."""
    names = group_names(dimension)
    rows = [
        (
            names[group.key] or group.key, *group.counts, *_rates(group.booked), group.was.share if group.was else None,
            group.change.p if group.change else None, group.change.verdict if group.change else None,
        )
        for group in breakdown(filters, dimension)
    ]  # fmt: skip
    heads = (DIMENSION_NAMES[dimension].lower(), *STEPS, "booked_of_all", "low", "high", "was", "change_p", "verdict")
    return Table(f"funnel-by-{dimension}", heads, rows)


def weeks_table(filters: Filters) -> Table:
    """A line a week."""
    rows = [
        (
            week.monday_on.isoformat(), week.days, *week.counts, *_rates(week.booked),
            week.was.share if week.was else None,
        )
        for week in trend(filters)
    ]  # fmt: skip
    return Table("funnel-weeks", ("week_from", "days", *STEPS, "booked_of_all", "low", "high", "was"), rows)


def paths_table(filters: Filters) -> Table:
    """A line a move."""
    rows = [
        (flow.source_node, flow.source, flow.target_node, flow.target, flow.visits) for flow in flows(paths(filters))
    ]
    return Table("funnel-paths", ("from_node", "from", "to_node", "to", "visits"), rows)


def another_way_table(filters: Filters, shape: Shape) -> Table:
    """A line a step; none where it is the plain funnel."""
    found = recounted(filters, shape)
    rows = [
        (row.name, row.count, *_rates(row.share), row.median_seconds, found.since_on.isoformat())
        for row in (found.steps if found else ())
        if found
    ]
    heads = ("step", "visits", "of_all", "low", "high", "median_seconds", "counted_from")
    return Table("funnel-another-way", heads, rows)


def trails_table(filters: Filters, step: str) -> Table:
    """A line a step or signal of the latest visits that went no further; `visit` only tells those lines apart."""
    rows = [
        (
            number, trail.day_on.isoformat(), trail.device, trail.source, trail.returning, trail.location_id,
            trail.heads, trail.nights, trail.lead_days, mark.after_s, mark.name, mark.code, mark.implied,
        )
        for number, trail in enumerate(stopped_at(filters, step).trails, 1)
        for mark in trail.marks
    ]  # fmt: skip
    return Table(f"visits-stopped-at-{step}", TRAIL_HEADS, rows)


TABLES: dict[str, Callable[[Filters, str], Table]] = {
    "steps": lambda filters, _: steps_table(report(filters)),
    "time": lambda filters, _: time_table(report(filters)),
    "groups": groups_table,
    "weeks": lambda filters, _: weeks_table(filters),
    "paths": lambda filters, _: paths_table(filters),
}
"""By the name that an address gives each; the second argument is the dimension of a breakdown."""


def _rates(share: Share | None) -> tuple[float | None, float | None, float | None]:
    return (share.share, share.low, share.high) if share else (None, None, None)

"""How likely guests are to recommend after their stay: by house, by month, and weighted by who stayed."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import date

from sqlalchemy import func, select

from app.booking.models import Booking
from app.catalogue.queries import catalogue
from app.experience.estimates import (
    Change,
    Nps,
    WeightedNps,
    holm,
    nps_change,
    nps_of,
    rake,
    share_change,
    weighted_nps,
    wilson,
)
from app.insight.period import Filters
from app.insight.voices.asked import answer, house_name, of_houses, stays_ended, survey
from app.insight.voices.responses import stay_responses
from app.insight.voices.shapes import HouseNps, MonthNps, Response, StayNps
from app.store import db

MONTHS = 12
"""How far back a trend goes, up to the month in which the period ends."""

Cell = tuple[str, str]
"""A house and a channel, by id and source."""

Given = tuple[int, str, date, int, int]
"""House, channel, day of departure, score, how many gave it."""

_booking = Booking.__table__


def stay_nps(filters: Filters) -> StayNps:
    """The NPS of the stays that ended in the period; three statements."""
    trend_from = month_before(filters.until_on, MONTHS - 1)
    first = min([filters.since_on, trend_from, *(filters.against or ())[:1]])
    last = max([filters.until_on, *(filters.against or ())[1:]])
    given = _given(filters, first, last)
    now = [one for one in given if filters.since_on <= one[2] <= filters.until_on]
    before = None
    if filters.against is not None:
        since_on, until_on = filters.against
        before = [one for one in given if since_on <= one[2] <= until_on]
    population = _population(filters)
    houses = _houses(filters, now, before)
    total, total_before = _nps(now), None if before is None else _nps(before)
    by_channel = stay_responses(filters)
    return StayNps(
        total,
        total_before,
        None if total_before is None else nps_change(total_before, total),
        _weighted(now, population),
        sum(population.values()),
        houses,
        _trend(given, trend_from, filters.until_on),
        by_channel,
        _silent(by_channel),
        _headline(houses, total, None if total_before is None else nps_change(total_before, total)),
    )


def _given(filters: Filters, first: date, last: date) -> list[Given]:
    columns = (survey.c.location_id, survey.c.source, survey.c.departure_on, answer.c.nps)
    rows = db.session.execute(
        select(*columns, func.count())
        .join(answer, answer.c.survey_id == survey.c.id)
        .where(stays_ended(first, last), answer.c.nps.is_not(None), *of_houses(filters))
        .group_by(*columns)
    )
    return [tuple(row) for row in rows]


def _population(filters: Filters) -> dict[Cell, int]:
    """How many stays ended in the period, by house and channel."""
    mine = [] if filters.location_ids is None else [_booking.c.location_id.in_(filters.location_ids)]
    columns = (_booking.c.location_id, _booking.c.source)
    rows = db.session.execute(
        select(*columns, func.count())
        .where(
            _booking.c.state == "departed",
            _booking.c.departure_on.between(filters.since_on, filters.until_on),
            *mine,
        )
        .group_by(*columns)
    )
    return {(str(location_id), source): count for location_id, source, count in rows}


def _nps(given: Iterable[Given]) -> Nps:
    counts: Counter[int] = Counter()
    for *_, score, count in given:
        counts[score] += count
    return nps_of(counts)


def _weighted(given: Sequence[Given], population: Mapping[Cell, int]) -> WeightedNps:
    scores = [(score, (str(place), source)) for place, source, _, score, count in given for _ in range(count)]
    houses: Counter[str] = Counter()
    channels: Counter[str] = Counter()
    for (place, source), stays in population.items():
        houses[place] += stays
        channels[source] += stays
    weights = rake([cell for _, cell in scores], [houses, channels])
    return weighted_nps((score, weight) for (score, _), weight in zip(scores, weights, strict=True))


def _houses(filters: Filters, now: Sequence[Given], before: Sequence[Given] | None) -> tuple[HouseNps, ...]:
    """Each house of the question in its order, those without an answer too; closed ones that have some come last."""
    answered: dict[int, list[Given]] = defaultdict(list)
    earlier: dict[int, list[Given]] = defaultdict(list)
    for one in now:
        answered[one[0]].append(one)
    for one in before or ():
        earlier[one[0]].append(one)
    open_ids = [house.id for house in catalogue().houses]
    asked = [place for place in open_ids if filters.location_ids is None or place in filters.location_ids]
    found = []
    for place in [*asked, *sorted(set(answered) - set(asked))]:
        nps, was = _nps(answered[place]), None if before is None else _nps(earlier[place])
        change = None if was is None else nps_change(was, nps)
        found.append(HouseNps(place, house_name(place), nps, was, change))
    return tuple(found)


def _trend(given: Sequence[Given], first: date, last: date) -> tuple[MonthNps, ...]:
    by_month: dict[date, list[Given]] = defaultdict(list)
    for one in given:
        by_month[one[2].replace(day=1)].append(one)
    months = [month_before(last, back) for back in range(MONTHS - 1, -1, -1)]
    return tuple(MonthNps(month, _nps(one for one in by_month[month] if first <= one[2] <= last)) for month in months)


def month_before(day: date, months: int) -> date:
    """The first day of the month so many months before that of the day."""
    year, month = divmod(day.year * 12 + day.month - 1 - months, 12)
    return date(year, month + 1, 1)


def _headline(houses: Sequence[HouseNps], total: Nps, change: Change | None) -> str:
    """The house that stands apart from the others together, the lowest first; else what became of them all."""
    told = [house for house in houses if house.nps.n and house.nps.n < total.n]
    against_rest = [nps_change(_rest(total, house.nps), house.nps) for house in told]
    apart = holm([one.p if one.p is not None else 1.0 for one in against_rest])
    found = [
        (one.difference or 0.0, house)
        for one, house, stands in zip(against_rest, told, apart, strict=True)
        if stands and not house.nps.thin
    ]
    if found:
        difference, house = min(found, key=lambda pair: pair[0])
        return f"{house.name} is the house to look at" if difference < 0 else f"{house.name} is ahead of the others"
    if not total.n:
        return "Nobody has answered yet"
    if change is not None and change.changed:
        return "More guests recommend us" if (change.difference or 0) > 0 else "Fewer guests recommend us"
    return "No house stands apart" if len(told) > 1 else "How likely guests are to recommend"


def _rest(total: Nps, house: Nps) -> Nps:
    counts = {10: total.promoters - house.promoters, 7: total.passives - house.passives}
    return nps_of({**counts, 0: total.detractors - house.detractors})


def _silent(by_channel: Sequence[Response]) -> str:
    """Who answered clearly less often than the others; empty where nobody did."""
    asked, answered = sum(one.sent for one in by_channel), sum(one.answered.k for one in by_channel)
    rest = [wilson(answered - one.answered.k, asked - one.sent) for one in by_channel]
    changes = [share_change(others, one.answered) for others, one in zip(rest, by_channel, strict=True)]
    apart = holm([one.p if one.p is not None else 1.0 for one in changes])
    found = [
        (change.difference or 0.0, one, others)
        for change, one, others, stands in zip(changes, by_channel, rest, apart, strict=True)
        if stands and (change.difference or 0.0) < 0
    ]
    if not found:
        return ""
    _, one, others = min(found, key=lambda found: found[0])
    return f"{one.name}: {one.answered.share or 0:.0%} of {one.sent:,} answered, of all others {others.share or 0:.0%}."

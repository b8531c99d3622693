"""Brings the demo group to an instant: from an empty database, or on from where it was."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import UTC, date, datetime, time
from functools import lru_cache
from zoneinfo import ZoneInfo

from sqlalchemy import select

from app.catalogue.models import Location, Trader
from app.demo.calendar import DAY
from app.demo.changes import cancel, check_in, check_out, mark_no_shows
from app.demo.desk import engage
from app.demo.doors import give_doors
from app.demo.fairness import check_past_prices
from app.demo.group import the_group
from app.demo.houses import write_group
from app.demo.ledger import Pricer, Sold, stages
from app.demo.marks import brought_to, mark
from app.demo.measured import DAYS, Measured, measure_on, measure_past
from app.demo.nights import HouseIds, ids_of, write_bounds, write_nights
from app.demo.notices import keep_notices, write_notices
from app.demo.offers.begun import begin_offers, end_offers
from app.demo.offers.going_on import show_offers
from app.demo.offers.offering import DAYS as OFFERED
from app.demo.offers.offering import Offering
from app.demo.rows import Written
from app.demo.staff import hire
from app.demo.troubles import write_troubles
from app.demo.visits import DEFAULT_SEED
from app.demo.world import HORIZON, PAST, Booked, world
from app.demo.writing import place, written_before
from app.kernel import clock
from app.kernel.errors import Refused
from app.pricing.queries import price_list
from app.store import db, transaction
from app.store.version import raise_versions, stock_of

CHUNK = 2_000
"""Bookings that are written together in the first go."""

FROM = {"cancelled": "confirmed", "no_show": "confirmed", "checked_in": "confirmed", "checked_out": "in_house"}
"""How a booking stands to which that happens; where staff were quicker it does not happen again."""

Tell = Callable[[int, int], None]


class NotTheDemo(Refused):
    """The database holds a group that is not the demo's."""

    code = "not_the_demo"

    def __init__(self) -> None:
        super().__init__("This database holds a group of its own. The demo group goes into an empty one.")


@dataclass(frozen=True, slots=True)
class Seeded:
    """What a run added; all 0 when the group had been brought to the instant before."""

    houses: int = 0
    booked: int = 0
    cancelled: int = 0
    no_shows: int = 0
    checked_in: int = 0
    checked_out: int = 0
    left_out: int = 0
    visits: int = 0
    surveys: int = 0
    answers: int = 0

    def __add__(self, other: Seeded) -> Seeded:
        mine, theirs = asdict(self), asdict(other)
        return Seeded(**{name: mine[name] + theirs[name] for name in mine})


def start_of_today() -> datetime:
    """The last midnight on the group's clock: a seed made at any hour of a day gives the same group."""
    zone = the_group().plain["time_zone"]
    return datetime.combine(clock.today(zone), time(), ZoneInfo(zone)).astimezone(UTC)


def bring_to(
    until: datetime | None = None,
    tell: Tell = lambda done, total: None,
    *,
    past: int = PAST,
    measured: int = DAYS,
    offered: int = OFFERED,
    plant: int | str = DEFAULT_SEED,
) -> Seeded:
    """The demo group stands as it is at `until`, the start of today when None.

    From an empty database the same day gives the same group, with the arrivals of `past` days, of which the last
    `measured` have visits, with the faults that the seed `plant` draws, and guests who were asked; in the last
    `offered` guests who were known were shown offers, with the tastes that the seed draws. A group seeded before is
    brought on a day at a time, each in its own transaction: only what has happened since is added; bookings that find
    no room because of somebody else's are left out. An instant that has passed changes nothing. Raises `NotTheDemo`
    for another group.
    """
    until = until or start_of_today()
    houses = transaction(_found)
    hire()
    engage()
    since = brought_to()
    if since is None:
        return Seeded(houses=houses) + transaction(
            lambda: _begin(until, tell, past, (min(measured, past), min(offered, past)), plant)
        )
    return Seeded(houses=houses) + _go_on(since, until, tell)


def _found() -> int:
    """The catalogue is there; answers how many houses were added."""
    trader = db.session.execute(select(Trader.demo)).scalars().all()
    if any(trader):
        return 0
    if trader or db.session.execute(select(Location.id).limit(1)).first():
        raise NotTheDemo
    group = the_group()
    write_group(group)
    return len(group.houses)


def _ids() -> dict[str, HouseIds]:
    found = {house.slug: ids_of(house) for house in the_group().houses}
    return {slug: ids for slug, ids in found.items() if ids is not None}


def _pricer(ids: Mapping[str, HouseIds]) -> Pricer:
    return Pricer(the_group(), ids, {slug: price_list(one.location) for slug, one in ids.items()})


def _open(ids: Mapping[str, HouseIds], first: date, until: date, at: datetime) -> None:
    for house in the_group().houses:
        if house.slug in ids and first < until:
            write_nights(house, ids[house.slug], first, until, at)


def _begin(until: datetime, tell: Tell, past: int, known: tuple[int, int], plant: int | str) -> Seeded:
    """`known` are the days that are measured, and those in which offers were shown."""
    ids, (measured, offered) = _ids(), known
    first = until.date() - DAY * past
    # Whoever booked in the past saw these rates then.
    _open(ids, first, until.date() + DAY * HORIZON, _midnight(first - DAY * HORIZON))
    for house in (one for one in the_group().houses if one.slug in ids):
        write_bounds(house, ids[house.slug], first)
    coming = [booked for booked in world(until) if booked.visit.arrival >= first]
    pricer, done = _pricer(ids), Seeded()
    offering = begin_offers(coming, pricer, until, offered, plant)
    for start in range(0, len(coming), CHUNK):
        tell(start, len(coming))
        done += _write(coming[start : start + CHUNK], pricer, None, until, offering)
    give_doors((room_type for one in ids.values() for room_type in one.room_types.values()), until.date())
    done += _counted(measure_past(coming, ids, until, measured, plant))
    end_offers(offering, until)
    write_notices(ids, until)
    check_past_prices(until.date(), measured)
    tell(len(coming), len(coming))
    write_troubles(None, until)
    raise_versions(stock_of(one.location) for one in ids.values())
    mark(until)
    return done


def _go_on(since: datetime, until: datetime, tell: Tell) -> Seeded:
    days = _events(since.date(), until.date()) if since < until else ()
    done = Seeded()
    for number, (day, events) in enumerate(days):
        tell(number, len(days))
        first, last = max(since, _midnight(day)), min(until, _midnight(day + DAY))
        done += transaction(lambda events=events, first=first, last=last: _go_on_to(events, first, last))  # type: ignore[misc]
    return done


def _go_on_to(events: Sequence[Booked], since: datetime, until: datetime) -> Seeded:
    due = [booked for booked in events if any(since < at <= until for at, _ in stages(booked))]
    further = since.date() < until.date()
    write_troubles(since, until)
    if not due and not further:
        return Seeded()
    ids = _ids()
    _open(ids, since.date() + DAY * HORIZON, until.date() + DAY * HORIZON, until)
    done = _write([booked for booked in due if booked.visit.house in ids], _pricer(ids), since, until)
    done += _counted(measure_on(events, ids, since, until))
    show_offers(due, since, until)
    if further:
        keep_notices(ids, until)
    raise_versions(stock_of(one.location) for one in ids.values())
    mark(until)
    return done


def _counted(measured: Measured) -> Seeded:
    return Seeded(visits=measured.visits, surveys=measured.surveys, answers=measured.answers)


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time(), UTC)


@lru_cache(maxsize=1)
def _events(first: date, last: date) -> tuple[tuple[date, tuple[Booked, ...]], ...]:
    """Each day with the bookings to which something happens on it; kept, since a worker asks for the same day often."""
    days: dict[date, list[Booked]] = {first + DAY * n: [] for n in range((last - first).days + 1)}
    for booked in world(_midnight(last + DAY)):
        for day in {at.date() for at, _ in stages(booked)} & days.keys():
            days[day].append(booked)
    return tuple((day, tuple(events)) for day, events in days.items())


def _write(
    bookings: Sequence[Booked],
    pricer: Pricer,
    since: datetime | None,
    until: datetime,
    offering: Offering | None = None,
) -> Seeded:
    """What fell due for these bookings after `since` is written; from the beginning when it is None."""
    due: dict[str, list[Sold]] = {
        "booked": [],
        "cancelled": [],
        "no_show": [],
        "checked_in": [],
        "checked_out": [],
    }
    for booked in bookings:
        sold = pricer.sell(booked)
        for at, stage in stages(booked):
            if at <= until and (since is None or since < at):
                due[stage].append(sold)
    gone = {sold.booked.reference for sold in due["cancelled"]}
    new = {one.sold.booked.reference: one for one in place(due["booked"], gone, alone=since is None, offering=offering)}
    older = [sold for stage in due.values() for sold in stage if sold.booked.reference not in new]
    known = new | (written_before(older) if since else {})

    def ready(stage: str) -> list[Written]:
        found = [known[sold.booked.reference] for sold in due[stage] if sold.booked.reference in known]
        return [one for one in found if one.sold.booked.reference in new or one.state == FROM[stage]]

    cancelled = ready("cancelled")
    cancel([one for one in cancelled if one.sold.booked.reference in new], claiming=False)
    cancel([one for one in cancelled if one.sold.booked.reference not in new], claiming=True)
    no_shows, arrived, left = ready("no_show"), ready("checked_in"), ready("checked_out")
    mark_no_shows(no_shows)
    check_in(arrived)
    check_out(left)
    return Seeded(
        booked=len(new),
        cancelled=len(cancelled),
        no_shows=len(no_shows),
        checked_in=len(arrived),
        checked_out=len(left),
        left_out=len(due["booked"]) - len(new),
    )

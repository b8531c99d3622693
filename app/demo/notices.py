"""The demo's notices: a pool that is to be repaired, with everybody whom it touches, and those that are over."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime, time, timedelta

from sqlalchemy import select, update

from app.care.notices.models import Notice, NoticeTouch
from app.care.notices.operations import announce_notice, end_notice, make_notice, write_touches
from app.care.notices.rules import ANNOUNCED, HERE, PLANNED, Wish
from app.catalogue.queries import House, catalogue
from app.demo.nights import HouseIds
from app.demo.past_notices import write_past_notices
from app.demo.staff import member_id
from app.kernel import clock
from app.kernel.wall import wall_instant
from app.store import db, write

POOL_AT = "lyndhay"
POOL_IN, POOL_LASTS, CHOOSE_BEFORE = timedelta(days=16), timedelta(days=2), timedelta(days=4)

_notice, _touch = Notice.__table__, NoticeTouch.__table__


def write_notices(ids: Mapping[str, HouseIds], until: datetime) -> int:
    """The notices are there where their houses are; answers how many guests they touch. The repair is announced at that
    instant and the worker tells its guests; those of the past were told when it was."""
    found = write_past_notices(ids, until)
    if POOL_AT in ids:
        found += _pool_repair(_house(ids[POOL_AT]), until)
    return found


def keep_notices(ids: Mapping[str, HouseIds], until: datetime) -> None:
    """A repair whose time has passed is over, and the next one is announced: the demo always has one to look at."""
    if POOL_AT not in ids:
        return
    house = _house(ids[POOL_AT])
    mine = (_notice.c.location_id == house.id, _notice.c.kind == PLANNED, _notice.c.state == ANNOUNCED)
    rows = db.session.execute(select(_notice).where(*mine)).all()
    for row in rows:
        if row.ends_at <= until:
            end_notice(row.id, "The tiles hold. Come and swim.", seen_revision=row.revision, by=member_id("manager"))
    if all(row.ends_at <= until for row in rows):
        _pool_repair(house, until)


def _pool_repair(house: House, until: datetime) -> int:
    begins = _at(house, until.date() + POOL_IN, time(9))
    choose_until = _at(house, until.date() + POOL_IN - CHOOSE_BEFORE, time(18))
    if choose_until <= clock.now():
        return 0
    wish = Wish(
        location_id=house.id,
        facility_id=next((one.id for one in house.facilities if one.kind == "pool"), None),
        kind=PLANNED,
        title="The pool is empty while its tiles are mended",
        meaning="Two rows of tiles have come loose, so the pool is drained for two days. All else is as you booked it.",
        begins_at=begins,
        ends_at=begins + POOL_LASTS,
        weight="felt",
        whom=(HERE, "children"),
        keep_minor=2_000,
        may_move_dates=True,
        may_move_house=True,
        choose_until_at=choose_until,
    )
    notice_id = make_notice(wish, by=member_id("manager"))
    announce_notice(notice_id, seen_revision=1, by=member_id("manager"))
    write(update(_notice).where(_notice.c.id == notice_id).values(made_at=until, announced_at=until))
    found = write_touches(notice_id)
    write(update(_touch).where(_touch.c.notice_id == notice_id).values(found_at=until))
    return found


def _house(own: HouseIds) -> House:
    return catalogue().by_id[own.location]


def _at(house: House, day: date, hour: time) -> datetime:
    return wall_instant(day, hour.hour, hour.minute, house.timezone)

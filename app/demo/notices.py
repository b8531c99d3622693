"""The demo's notices: a pool that is to be repaired, with everybody whom it touches, and a power cut that is over."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime, time, timedelta
from typing import Any

from sqlalchemy import select, update

from app.care.enquiries.models import Enquiry
from app.care.notices.models import Notice, NoticeTouch
from app.care.notices.operations import announce_notice, end_notice, make_notice, write_touches
from app.care.notices.rules import ANNOUNCED, BOOKING, DISTURBANCE, HERE, OVER, PLANNED, SUBJECT, TOLD, Wish
from app.catalogue.queries import House, catalogue
from app.demo.nights import HouseIds
from app.demo.rows import Row, insert_all
from app.demo.staff import member_id
from app.identity.models import Guest
from app.kernel import clock
from app.kernel.wall import wall_instant
from app.outbox.models import Message
from app.store import db, write

POOL_AT, DARK_AT = "lyndhay", "withy-moor"
POOL_IN, POOL_LASTS, CHOOSE_BEFORE = timedelta(days=16), timedelta(days=2), timedelta(days=4)
DARK_AGO = timedelta(days=19)
SENT_AFTER = timedelta(seconds=40)

_notice, _touch, _guest = Notice.__table__, NoticeTouch.__table__, Guest.__table__
_enquiry = Enquiry.__table__


def write_notices(ids: Mapping[str, HouseIds], until: datetime) -> int:
    """Both notices are there where their houses are; answers how many guests they touch. The repair is announced at
    that instant and the worker tells its guests; those of the power cut were told when it was."""
    found = 0
    if DARK_AT in ids:
        found += _power_cut(_house(ids[DARK_AT]), until)
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


def _power_cut(house: House, until: datetime) -> int:
    begins = _at(house, until.date() - DARK_AGO, time(18, 40))
    ends = begins + timedelta(hours=3)
    wish = Wish(
        house.id, None, DISTURBANCE, "No power in the village",
        "The line is down at the mill. Supper is by candle; the kitchen has gas. Torches are at the desk.",
        begins, ends, "felt", (HERE, "supper"),
    )  # fmt: skip
    by = member_id("manager")
    notice_id = make_notice(wish, by=by)
    announce_notice(notice_id, seen_revision=1, by=by)
    found = write_touches(notice_id)
    row = {"made_at": begins, "announced_at": begins, "told_out_at": ends, "over_at": ends, "state": OVER}
    row |= {"revision": 2, "said": "The lights are back. Thank you for the singing."}
    write(update(_notice).where(_notice.c.id == notice_id).values(**row))
    _tell(notice_id, begins)
    return found


def _tell(notice_id: int, at: datetime) -> None:
    rows = db.session.execute(
        select(_touch.c.id, _guest.c.email)
        .join(_guest, _guest.c.id == _touch.c.guest_id)
        .where(_touch.c.notice_id == notice_id, _guest.c.email.is_not(None))
        .order_by(_touch.c.id)
    ).all()
    told = at + SENT_AFTER
    mine = update(_touch).where(_touch.c.notice_id == notice_id)
    write(mine.values(found_at=at, told_revision=2))
    write(mine.where(_touch.c.id.in_([row.id for row in rows])).values(told_at=at, seen_at=told))
    insert_all(Message, [_mail(row, notice_id, at) for row in rows])
    _tie_enquiries(notice_id, told)


def _tie_enquiries(notice_id: int, told_at: datetime) -> None:
    """What its guests asked in the week after they were told is about it."""
    mine = select(_touch.c.subject_id).where(_touch.c.notice_id == notice_id, _touch.c.subject == BOOKING)
    soon = _enquiry.c.opened_at.between(told_at, told_at + timedelta(days=7))
    write(update(_enquiry).where(_enquiry.c.booking_id.in_(mine), soon).values(notice_id=notice_id))


def _mail(row: Any, notice_id: int, at: datetime) -> Row:
    return {
        "kind": TOLD, "subject": SUBJECT, "subject_id": row.id, "occasion": "2", "template_version": 1,
        "language": "en", "address": row.email, "state": "sent", "attempts": 1, "made_at": at, "due_at": at,
        "facts": {"notice_id": notice_id, "touch_id": row.id, "revision": 2, "gone": False},
        "message_id": f"<{TOLD}-{SUBJECT}-{row.id}-2@quince>", "sent_at": at + SENT_AFTER,
    }  # fmt: skip


def _house(own: HouseIds) -> House:
    return catalogue().by_id[own.location]


def _at(house: House, day: date, hour: time) -> datetime:
    return wall_instant(day, hour.hour, hour.minute, house.timezone)

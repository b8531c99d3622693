"""The demo's notices that are over, with who was told of them and who asked: a power cut, and a scaffold that was
announced ten days before."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date, datetime, time, timedelta
from random import Random
from typing import Any, NamedTuple

from sqlalchemy import select, update

from app.booking.models import Booking
from app.care.enquiries.models import Enquiry, EnquiryMessage
from app.care.enquiries.rules import GUEST, HOUSE, PHONE
from app.care.notices.models import Notice, NoticeTouch
from app.care.notices.operations import announce_notice, make_notice, write_touches
from app.care.notices.rules import BOOKING, DISTURBANCE, HERE, OVER, SUBJECT, TOLD, Wish
from app.catalogue.queries import House, catalogue
from app.demo.nights import HouseIds
from app.demo.rows import Row, insert_all
from app.demo.staff import member_id
from app.identity.models import Guest
from app.journal.models import Entry
from app.kernel.wall import wall_instant
from app.outbox.models import Message
from app.store import db, reserve_ids, write

DARK_AT, DARK_AGO = "withy-moor", timedelta(days=19)
SCAFFOLD_AT, SCAFFOLD_AGO, SCAFFOLD_LASTS = "combe-harrow", timedelta(days=36), timedelta(days=13)
TOLD_BEFORE = timedelta(days=10)
SENT_AFTER = timedelta(seconds=40)
WEEK = timedelta(days=7)
ASKED_BEFORE, ASKED_AFTER = 0.16, 0.02
"""How many of those told rang up about the scaffold in the week before, when it was talk, and in the one after."""

_notice, _touch, _guest = Notice.__table__, NoticeTouch.__table__, Guest.__table__
_enquiry, _booking = Enquiry.__table__, Booking.__table__


class Past(NamedTuple):
    """What was told at an instant, how it ended, and how many asked of it in the week before that and after."""

    wish: Wish
    told_at: datetime
    said: str
    asked: tuple[float, float] = (0, 0)


def write_past_notices(ids: Mapping[str, HouseIds], until: datetime) -> int:
    """Both are there where their houses are, told when they were; answers how many guests they touched."""
    past = ((DARK_AT, _power_cut), (SCAFFOLD_AT, _scaffold))
    return sum(_write(what(catalogue().by_id[ids[slug].location], until)) for slug, what in past if slug in ids)


def _power_cut(house: House, until: datetime) -> Past:
    begins = _at(house, until.date() - DARK_AGO, time(18, 40))
    wish = Wish(
        house.id, None, DISTURBANCE, "No power in the village",
        "The line is down at the mill. Supper is by candle; the kitchen has gas. Torches are at the desk.",
        begins, begins + timedelta(hours=3), "felt", (HERE, "supper"),
    )  # fmt: skip
    return Past(wish, begins, "The lights are back. Thank you for the singing.")


def _scaffold(house: House, until: datetime) -> Past:
    begins = _at(house, until.date() - SCAFFOLD_AGO, time(8))
    wish = Wish(
        house.id, None, DISTURBANCE, "A scaffold on the south front",
        "The gutters are mended. There are poles before the windows of the south front, and people on them from nine "
        "to four. Rooms to the yard see nothing of it.",
        begins, begins + SCAFFOLD_LASTS, "felt", (HERE,),
    )  # fmt: skip
    told_at = _at(house, begins.date() - TOLD_BEFORE, time(10))
    return Past(wish, told_at, "The poles are down, two days early.", (ASKED_BEFORE, ASKED_AFTER))


def _write(past: Past) -> int:
    by, wish = member_id("manager"), past.wish
    notice_id = make_notice(wish, by=by)
    announce_notice(notice_id, seen_revision=1, by=by)
    found = write_touches(notice_id)
    row: Row = {"made_at": past.told_at, "announced_at": past.told_at, "told_out_at": wish.ends_at}
    row |= {"over_at": wish.ends_at, "revised_at": wish.ends_at, "state": OVER, "revision": 2, "said": past.said}
    write(update(_notice).where(_notice.c.id == notice_id).values(**row))
    people = _tell(notice_id, past.told_at)
    _ask(wish.location_id, people, past)
    _tie_enquiries(notice_id, past.told_at + SENT_AFTER)
    return found


def _tell(notice_id: int, at: datetime) -> Sequence[Any]:
    """Whoever had booked by then was told then, and answers who; who booked later did so knowing of it."""
    known = (_touch.c.notice_id == notice_id, _booking.c.booked_at < at, _guest.c.email.is_not(None))
    rows = db.session.execute(
        select(_touch.c.id, _guest.c.email, _booking.c.id.label("booking_id"), _booking.c.guest_id,
               _booking.c.reference, _booking.c.booked_at)
        .join(_booking, _booking.c.id == _touch.c.subject_id)
        .join(_guest, _guest.c.id == _booking.c.guest_id)
        .where(*known)
        .order_by(_touch.c.id)
    ).all()  # fmt: skip
    mine = update(_touch).where(_touch.c.notice_id == notice_id)
    write(mine.values(found_at=at, told_revision=2, seen_revision=2))
    told = {"told_at": at, "first_told_at": at, "seen_at": at + SENT_AFTER}
    write(mine.where(_touch.c.id.in_([row.id for row in rows])).values(told))
    later = select(_booking.c.booked_at).where(_booking.c.id == _touch.c.subject_id).scalar_subquery()
    knew = {"found_at": later, "told_at": later, "seen_at": later, "accepted_at": later}
    write(mine.where(_touch.c.subject == BOOKING, later >= at).values(knew))
    insert_all(Message, [_mail(row, notice_id, at) for row in rows])
    return rows


def _ask(location_id: int, people: Sequence[Any], past: Past) -> None:
    """Some of them rang up in the week before, and were told what was known; few did in the week after."""
    calls = [(one, at, *words) for one in people for at, words in _calls(one, past)]
    numbers, desk = reserve_ids(Enquiry, len(calls)), member_id("reception")
    rows, said, entries = [], [], []
    for number, (one, at, words, reply) in zip(numbers, calls, strict=True):
        about: Row = {"location_id": location_id, "booking_id": one.booking_id, "guest_id": one.guest_id}
        done = {"opened_at": at, "waiting_since": None, "first_answer_at": at, "closed_at": at, "revision": 1}
        rows.append({"id": number, **about, "channel": PHONE, "theme": "sleep", "owner_id": desk, **done})
        for side, spoken in ((GUEST, words), (HOUSE, reply)):
            said.append({"enquiry_id": number, "side": side, "words": spoken, "staff_id": desk, "written_at": at})
        entries.append({
            "at": at, "actor": "staff", "actor_id": desk, "action": "enquiry_opened", "subject": "enquiry",
            "subject_id": number, "location_id": location_id, "facts": {"channel": PHONE},
        })  # fmt: skip
    insert_all(Enquiry, rows)
    insert_all(EnquiryMessage, said)
    insert_all(Entry, entries)


def _calls(one: Any, past: Past) -> Iterator[tuple[datetime, tuple[str, str]]]:
    """When somebody rang, by their reference: always the same."""
    random, day = Random(f"rang {one.reference}"), timedelta(days=1)
    if random.random() < past.asked[0] and one.booked_at < past.told_at - WEEK:
        at = past.told_at - day * random.randint(1, 6) + timedelta(minutes=random.randrange(9 * 60))
        yield (
            at,
            ("They say there is to be a scaffold. Is our window behind it?", "We write to you by Friday; it may be."),
        )
    if random.random() < past.asked[1]:
        at = past.told_at + day * random.randint(1, 5) + timedelta(minutes=random.randrange(9 * 60))
        yield at, ("When do they begin in the morning?", "At nine, never sooner. The yard side hears nothing.")


def _tie_enquiries(notice_id: int, told_at: datetime) -> None:
    """What its guests asked in the week after they were told is about it."""
    mine = select(_touch.c.subject_id).where(_touch.c.notice_id == notice_id, _touch.c.subject == BOOKING)
    soon = _enquiry.c.opened_at.between(told_at, told_at + WEEK)
    write(update(_enquiry).where(_enquiry.c.booking_id.in_(mine), soon).values(notice_id=notice_id))


def _mail(row: Any, notice_id: int, at: datetime) -> Row:
    return {
        "kind": TOLD, "subject": SUBJECT, "subject_id": row.id, "occasion": "2", "template_version": 1,
        "language": "en", "address": row.email, "state": "sent", "attempts": 1, "made_at": at, "due_at": at,
        "facts": {"notice_id": notice_id, "touch_id": row.id, "revision": 2, "gone": False},
        "message_id": f"<{TOLD}-{SUBJECT}-{row.id}-2@quince>", "sent_at": at + SENT_AFTER,
    }  # fmt: skip


def _at(house: House, day: date, hour: time) -> datetime:
    return wall_instant(day, hour.hour, hour.minute, house.timezone)

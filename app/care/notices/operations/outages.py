"""An outage has two faces: the state of a facility, which everybody reads, and a notice, which goes to those whom it
touches. Whichever is written, the other follows in the same transaction.

An announced outage that has begun closes or limits its facility, unless somebody has reported that already; one that
was announced ahead does so as it begins. News of it stands in what is reported; when it ends, the facility works again.
When somebody reports that the facility works again, its outages are over.
"""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, select

from app.care.facilities import Reported, report, state_now
from app.care.facilities.rules import FINE
from app.care.notices.models import Notice
from app.care.notices.operations.records import change, locked
from app.care.notices.rules import ANNOUNCED, OUTAGE, OVER, Wish
from app.care.status.rules import state_by_weight
from app.catalogue.queries import catalogue
from app.kernel import clock
from app.store import db, transaction

_notice = Notice.__table__


def say_how_it_is(
    facility_id: int,
    state: str,
    words: str = "",
    what_we_do: str = "",
    *,
    location_id: int,
    seen: int | None,
    by: int | None,
    until_at: datetime | None = None,
) -> None:
    """As `facilities.report`; where it works again, the outages of it that guests were told of are over, and those
    guests hear so once, in these words. Raises as `report` does, and then nothing has changed."""

    def work() -> None:
        outages = _running(facility_id) if state == FINE else ()
        report(facility_id, state, words, what_we_do, location_id=location_id, seen=seen, until_at=until_at, by=by)
        for row in outages:
            over = {"state": OVER, "over_at": clock.now(), "told_out_at": None, "said": words.strip(), "delayed": False}
            change(row, "notice_over", over, by=by, before=row.state)

    transaction(work)


def outage_of(facility_id: int) -> int | None:
    """The id of the outage of this facility that guests are told of now; None where there is none."""
    return db.session.execute(select(_notice.c.id).where(*_begun(facility_id)).order_by(_notice.c.id)).scalar()


def same_outage(wish: Wish) -> int | None:
    """The id of the outage that guests are told of which this would say again: of the same facility, or of the same
    title where it is about none; None where there is none."""
    if wish.kind != OUTAGE:
        return None
    same = [_notice.c.location_id == wish.location_id, _notice.c.kind == OUTAGE, _notice.c.state == ANNOUNCED]
    if wish.facility_id is None:
        same += [_notice.c.facility_id.is_(None), _notice.c.title == wish.title.strip()]
    else:
        same.append(_notice.c.facility_id == wish.facility_id)
    return db.session.execute(select(_notice.c.id).where(*same).order_by(_notice.c.id)).scalar()


def begin_outages() -> int:
    """The facility of every outage that was announced ahead and has begun is as its notice says, unless something was
    said to be amiss with it before; answers how many changed now. Two who do it at once change each once."""
    ahead = (_notice.c.state == ANNOUNCED, _notice.c.kind == OUTAGE, _notice.c.facility_id.is_not(None))
    begun = (*ahead, _notice.c.begins_at <= clock.now())
    rows = db.session.execute(select(_notice).where(*begun).order_by(_notice.c.id)).all()
    stands = state_now({row.location_id for row in rows}) if rows else {}
    return sum(_begin(row.id) for row in rows if _is_well(stands.get(row.facility_id)))


def _begin(notice_id: int) -> bool:
    def work() -> bool:
        row = locked(notice_id)
        stands = state_now([row.location_id]).get(row.facility_id)
        due = row.state == ANNOUNCED and row.begins_at <= clock.now() and _is_well(stands)
        if due:
            facility_follows(notice_id, by=None)
        return bool(due)

    return transaction(work)


def _is_well(stands: Reported | None) -> bool:
    return stands is None or stands.state == FINE


def facility_follows(notice_id: int, *, by: int | None) -> None:
    """The facility of an outage is as its notice says by now: out while it runs, well when it is over, withdrawn or put
    off and no other outage of it runs. Nothing for any other notice. Within a transaction."""
    row = db.session.execute(select(_notice).where(_notice.c.id == notice_id)).one()
    if row.kind != OUTAGE or not _is_followed(row):
        return
    now = clock.now()
    stands = state_now([row.location_id]).get(row.facility_id)
    amiss = stands is not None and stands.state != FINE
    mine = stands is not None and stands.notice_id == row.id
    if row.state != ANNOUNCED or row.begins_at > now:
        had_begun = row.announced_at is not None and row.begins_at <= now
        if amiss and (mine or had_begun) and outage_of(row.facility_id) is None:
            report(row.facility_id, FINE, row.said, location_id=row.location_id, by=by, notice_id=row.id)
        return
    if amiss and not mine:
        return
    since = row.begins_at if stands is None else max(row.begins_at, stands.since_at)
    report(
        row.facility_id,
        state_by_weight(row.weight),
        row.title,
        row.said or row.meaning,
        location_id=row.location_id,
        since_at=since,
        until_at=row.ends_at if row.ends_at > now else None,
        notice_id=row.id,
        by=by,
    )


def _running(facility_id: int) -> list[Any]:
    """Its announced outages, ours until the transaction ends: they are locked before the facility is reported on, as
    by whoever begins with the notice."""
    own = select(_notice).where(*_begun(facility_id)).order_by(_notice.c.id)
    return list(db.session.execute(own.with_for_update()))


def _begun(facility_id: int) -> tuple[ColumnElement[bool], ...]:
    mine = (_notice.c.facility_id == facility_id, _notice.c.kind == OUTAGE, _notice.c.state == ANNOUNCED)
    return (*mine, _notice.c.begins_at <= clock.now())


def _is_followed(row: Any) -> bool:
    """Whether the notice is about something of the house whose state is followed."""
    house = catalogue().by_id.get(row.location_id)
    return house is not None and any(one.id == row.facility_id and one.kind is not None for one in house.facilities)

"""Promising the ways out that a notice offers, before anybody hears of it, and letting go of them.

Nothing in the journal: a promise that was not taken up never was the guest's.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from functools import partial
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import delete, insert, or_, select, update

from app.booking.models import Booking
from app.booking.queries import PlacedBooking, booking_of
from app.booking.quoting import counted_resources
from app.booking.rules import Basket, basket_as_json, basket_from_json, wants_of
from app.booking.waitlist.serving import serving_line
from app.care.choices.finding import Shelf, candidates, kinds_of, open_until, open_until_of
from app.care.choices.models import Alternative
from app.care.choices.rules import DATES, DATES_PART, OWNER
from app.care.notices.models import Notice, NoticeTouch
from app.care.notices.rules import ANNOUNCED, BOOKING, DRAFT
from app.catalogue.closed import house_of
from app.inventory import SoldOut, Want
from app.inventory import operations as inventory
from app.kernel import clock
from app.store import db, transaction, write
from app.store.version import raise_versions, stock_of

AT_ONCE = 50
"""Bookings that are looked up together; each is promised in a transaction of its own."""

_notice, _touch, _alternative = Notice.__table__, NoticeTouch.__table__, Alternative.__table__


def promise_alternatives(notice_id: int) -> int:
    """To every booking that the notice touches is promised what it offers and what could be found: another house and
    other dates, held by claims until guests may choose no more, or their stay begins.

    Who has been looked after is not again, unless the booking has changed since, or the notice so that a promise
    cannot be kept: then the same is promised again where that can be, else another, else nothing. What could not be
    promised is not offered to that guest. Answers how many bookings were looked after. A transaction for each, so it is
    never in anybody's way; nothing is oversold by it, and of two who do it at once each booking is one's.
    """
    notice = db.session.execute(select(*_notice.c).where(_notice.c.id == notice_id)).one_or_none()
    kinds = offered_kinds(notice) if notice is not None else []
    if notice is None or not kinds or notice.choose_until_at <= clock.now():
        return 0
    confirm_promises(notice)
    shelf, done = Shelf(notice.location_id), 0
    while touches := _waiting(notice):
        for touch in touches:
            done += transaction(partial(_promise, notice, touch, kinds, shelf))
    return done


def offered_kinds(notice: Any) -> list[str]:
    """Which of the ways out that must be held the notice offers while it lives."""
    if notice.state not in (DRAFT, ANNOUNCED) or notice.choose_until_at is None:
        return []
    return kinds_of(notice)


def let_go_of_promises(most: int = 50) -> int:
    """What is held for guests who have chosen, whom the notice touches no more, or whose notice is over or withdrawn is
    free again, and whoever waits is served with it; answers how many guests it was held for. What ran out is swept as
    every hold is.
    """

    def work() -> int:
        due = (
            select(_touch.c.id, _touch.c.location_id)
            .join(_notice, _notice.c.id == _touch.c.notice_id)
            .where(
                _touch.c.id.in_(select(_alternative.c.touch_id).where(_alternative.c.released_at.is_(None))),
                or_(
                    _touch.c.choice.is_not(None),
                    _touch.c.gone_at.is_not(None),
                    _notice.c.state.not_in((DRAFT, ANNOUNCED)),
                    _notice.c.choose_until_at <= clock.now(),
                ),
            )
            .order_by(_touch.c.id)
            .limit(most)
        )
        ids = [touch_id for touch_id, _ in db.session.execute(due)]
        release([(OWNER, touch_id) for touch_id in ids])
        return len(ids)

    return transaction(work)


def release(owners: Sequence[tuple[str, int]]) -> None:
    """These owners of promises hold nothing, and whoever waits is served first. Within a transaction."""
    if not owners:
        return
    with serving_line(owners):
        first, *others = owners
        inventory.release(*first, promised=others)
    note_released([touch_id for _, touch_id in owners])


def note_released(touch_ids: Sequence[int]) -> None:
    """Nothing is held for these touches any more, and the boards of the houses concerned are read again."""
    mine = (_alternative.c.touch_id.in_(sorted(touch_ids)), _alternative.c.released_at.is_(None))
    gone = update(_alternative).where(*mine).values(released_at=clock.now()).returning(_alternative.c.location_id)
    houses = {house_id for (house_id,) in write(gone) if house_id is not None}
    raise_versions(stock_of(house_id) for house_id in sorted(houses))


def _waiting(notice: Any) -> Sequence[Any]:
    """The next touches of bookings that nobody has looked after as they and the notice stand."""
    stands = (
        _alternative.c.touch_id == _touch.c.id,
        _alternative.c.booking_revision == Booking.revision,
        _alternative.c.notice_revision == notice.revision,
    )
    known = select(_alternative.c.touch_id).where(*stands).correlate(_touch, Booking).exists()
    query = (
        select(_touch.c.id, _touch.c.subject_id, _touch.c.nights)
        .join(Booking, Booking.id == _touch.c.subject_id)
        .where(
            _touch.c.notice_id == notice.id,
            _touch.c.subject == BOOKING,
            _touch.c.choice.is_(None),
            _touch.c.gone_at.is_(None),
            _touch.c.accepted_at.is_(None),
            ~known,
        )
        .order_by(_touch.c.id)
        .limit(AT_ONCE)
    )
    return db.session.execute(query).all()


def _promise(notice: Any, touch: Any, kinds: Sequence[str], shelf: Shelf) -> int:
    """The booking is locked before counters, as everywhere; somebody else may have looked after it meanwhile."""
    locked = select(Booking.block_id).where(Booking.id == touch.subject_id).with_for_update(key_share=True)
    of_group = db.session.execute(locked).scalar() is not None
    revision = db.session.execute(select(Booking.revision).where(Booking.id == touch.subject_id)).scalar()
    before = db.session.execute(select(_alternative).where(_alternative.c.touch_id == touch.id)).all()
    if any((own.booking_revision, own.notice_revision) == (revision, notice.revision) for own in before):
        return 0
    old = {own.kind: basket_from_json(own.basket) for own in before if own.basket and own.released_at is None}
    for own in old.values():
        shelf.took(own, -1)
    booking, now = booking_of(touch.subject_id), clock.now()
    until = open_until(notice, booking) if booking is not None else now
    found: dict[str, Basket] = {}
    if booking is not None and booking.state == "confirmed" and until > now:
        for kind in () if of_group else kinds:
            _hold(touch, notice, booking, kind, found, shelf, until, old.get(kind))
    if old and not found:
        release([(OWNER, touch.id)])
    rows = [_row(touch.id, kind, found.get(kind), booking, now, until) for kind in kinds]
    write(delete(_alternative).where(_alternative.c.touch_id == touch.id))
    write(
        insert(_alternative), [row | {"booking_revision": revision, "notice_revision": notice.revision} for row in rows]
    )
    houses = {own.location_id for own in (*found.values(), *old.values())}
    raise_versions(stock_of(house_id) for house_id in sorted(houses))
    return 1


def _hold(
    touch: Any,
    notice: Any,
    booking: PlacedBooking,
    kind: str,
    found: dict[str, Basket],
    shelf: Shelf,
    until: datetime,
    old: Basket | None,
) -> None:
    """The first that can be had is claimed besides what is held already; what the guest was told of before others."""
    ways = candidates(kind, notice, booking, shelf)
    if old is not None:
        same = (old.location_id, old.arrival, old.departure)
        ways = iter(sorted(ways, key=lambda own: (own.location_id, own.arrival, own.departure) != same))
    for basket in ways:
        wants = [want for of, own in {**found, kind: basket}.items() for want in _wants(of, own)]
        try:
            inventory.claim(OWNER, touch.id, sorted(wants), expires_at=until)
        except SoldOut:
            continue
        found[kind] = basket
        shelf.took(basket)
        return


def confirm_promises(notice: Any) -> None:
    """What was promised before the notice changed, and can be kept as it stands now, is promised as before; the rest is
    looked at again. Other dates must not fall on what it lasts to now, and may be chosen as long as it says."""
    zone = ZoneInfo(house_of(notice.location_id).timezone)
    days = tuple(at.astimezone(zone).date() for at in (notice.begins_at, notice.ends_at))
    older = _alternative.c.notice_revision.is_(None) | (_alternative.c.notice_revision < notice.revision)
    rows = db.session.execute(
        select(
            _alternative.c.touch_id,
            _alternative.c.kind,
            _alternative.c.basket,
            _alternative.c.until_at,
            Booking.arrival_on,
        )
        .join(_touch, _touch.c.id == _alternative.c.touch_id)
        .join(Booking, Booking.id == _touch.c.subject_id)
        .where(_touch.c.notice_id == notice.id, _touch.c.choice.is_(None), older, _alternative.c.released_at.is_(None))
        .order_by(_alternative.c.id)
    ).all()
    wrong = {row.touch_id for row in rows if not _still_right(row, notice, days)}
    kept = sorted({row.touch_id for row in rows} - wrong)
    for first in range(0, len(kept), AT_ONCE):
        some = _alternative.c.touch_id.in_(kept[first : first + AT_ONCE])
        transaction(lambda some=some: write(update(_alternative).where(some).values(notice_revision=notice.revision)))  # type: ignore[misc]


def promise_stands(promise: Any, booking_revision: int, notice: Any) -> bool:
    """Whether it is for the booking as it is; other dates also for the notice as it is, which may last to them now."""
    mine = promise.booking_revision == booking_revision
    return bool(mine and (promise.kind != DATES or promise.notice_revision == notice.revision))


def _still_right(row: Any, notice: Any, days: tuple[date, ...]) -> bool:
    if row.basket is None:
        return True
    held = basket_from_json(row.basket)
    meets = row.kind == DATES and any(days[0] <= night <= days[-1] for own in held.stays for night in own.stay)
    return not meets and row.until_at == open_until_of(notice, row.arrival_on)


def _wants(kind: str, basket: Basket) -> list[Want]:
    first = DATES_PART if kind == DATES else 0
    return wants_of(basket, counted_resources(), range(first, first + len(basket.stays)))


def _row(
    touch_id: int, kind: str, basket: Basket | None, booking: PlacedBooking | None, now: datetime, until: datetime
) -> dict[str, Any]:
    return {
        "touch_id": touch_id,
        "kind": kind,
        "basket": basket_as_json(basket) if basket else None,
        "location_id": basket.location_id if basket else None,
        "arrival_on": basket.arrival if basket else None,
        "booking_revision": booking.revision if booking else 0,
        "promised_at": now,
        "until_at": max(until, now),
    }

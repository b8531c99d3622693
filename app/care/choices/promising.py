"""Promising the ways out that a notice offers, before anybody hears of it, and letting go of them.

Nothing in the journal: a promise that was not taken up never was the guest's.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import insert, or_, select, update

from app.booking.models import Booking
from app.booking.queries import PlacedBooking, booking_of
from app.booking.quoting import counted_resources
from app.booking.rules import Basket, basket_as_json, wants_of
from app.booking.waitlist.serving import serving_line
from app.care.choices.finding import Shelf, candidates, kinds_of, open_until
from app.care.choices.models import Alternative
from app.care.choices.rules import DATES, DATES_PART, OWNER
from app.care.notices.models import Notice, NoticeTouch
from app.care.notices.rules import ANNOUNCED, BOOKING, DRAFT
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

    Who has been looked after is not again: what could not be promised then is not offered to that guest. Answers how
    many bookings were looked after. A transaction for each, so it is never in anybody's way; nothing is oversold by it,
    and of two who do it at once each booking is one's.
    """
    notice = db.session.execute(select(*_notice.c).where(_notice.c.id == notice_id)).one_or_none()
    kinds = offered_kinds(notice) if notice is not None else []
    if notice is None or not kinds or notice.choose_until_at <= clock.now():
        return 0
    shelf, done = Shelf(notice.location_id), 0
    while touches := _waiting(notice_id):
        for touch in touches:
            done += transaction(lambda touch=touch: _promise(notice, touch, kinds, shelf))  # type: ignore[misc]
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


def _waiting(notice_id: int) -> Sequence[Any]:
    """The next touches of bookings that nobody has looked after."""
    known = select(_alternative.c.touch_id).where(_alternative.c.touch_id == _touch.c.id).correlate(_touch).exists()
    query = (
        select(_touch.c.id, _touch.c.subject_id, _touch.c.nights)
        .where(
            _touch.c.notice_id == notice_id,
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
    if db.session.execute(select(_alternative.c.id).where(_alternative.c.touch_id == touch.id).limit(1)).first():
        return 0
    booking, now = booking_of(touch.subject_id), clock.now()
    until = open_until(notice, booking) if booking is not None else now
    found: dict[str, Basket] = {}
    if booking is not None and booking.state == "confirmed" and until > now:
        for kind in () if of_group else kinds:
            _hold(touch, notice, booking, kind, found, shelf, until)
    rows = [_row(touch.id, kind, found.get(kind), booking, now, until) for kind in kinds]
    write(insert(_alternative), rows)
    raise_versions(stock_of(house_id) for house_id in sorted({own.location_id for own in found.values()}))
    return 1


def _hold(
    touch: Any, notice: Any, booking: PlacedBooking, kind: str, found: dict[str, Basket], shelf: Shelf, until: datetime
) -> None:
    """The first that can be had is claimed besides what is held already."""
    for basket in candidates(kind, notice, booking, shelf):
        wants = [want for of, own in {**found, kind: basket}.items() for want in _wants(of, own)]
        try:
            inventory.claim(OWNER, touch.id, sorted(wants), expires_at=until)
        except SoldOut:
            continue
        found[kind] = basket
        shelf.took(basket)
        return


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

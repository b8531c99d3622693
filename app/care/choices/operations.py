"""A guest chooses what becomes of a booking that a notice touches: done at once, by the booking's own operations.

In the journal, of the booking: `notice_chosen`, with `notice`, `touch` and `choice`, besides what the operation says.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import select, update

from app.booking import operations as booking
from app.booking.errors import Stale
from app.booking.operations.changing import locked_booking, tell
from app.booking.operations.goodwill import Remedied
from app.booking.rules import Basket, basket_from_json
from app.care.choices.errors import AlreadyChosen, NotOffered, TooLate
from app.care.choices.models import Alternative
from app.care.choices.promising import note_released, promise_stands, release
from app.care.choices.rules import CANCEL, CHOICES, CHOOSING, HOUSE, KEEP, OWNER
from app.care.notices.errors import NotNow, UnknownNotice
from app.care.notices.models import Notice, NoticeTouch
from app.care.notices.rules import ANNOUNCED, BOOKING
from app.journal import record
from app.kernel import clock
from app.payments import Asked
from app.store import db, transaction, write

KEPT = "notice_kept"
"""The kind of mail to whoever keeps their booking."""

_notice, _touch, _alternative = Notice.__table__, NoticeTouch.__table__, Alternative.__table__


@dataclass(frozen=True, slots=True)
class Chosen:
    """What a choice came to, in minor units. `refunds` are asked for and given by the provider afterwards."""

    choice: str
    refund_minor: int
    refunds: tuple[Asked, ...] = ()


def choose(
    touch_id: int, choice: str, *, seen_revision: int, actor: str = "guest", at: datetime | None = None
) -> Chosen:
    """The booking is as chosen, at no cost to its guest, and nothing is held for it besides; all in one transaction.

    `keep` takes the remedy off the bill; `dates` and `house` are exactly what was promised, and cost what they cost
    before, or less; `cancel` gives everything back. Made once: of two at once the second raises `AlreadyChosen`.
    Raises `TooLate` after the notice's time to choose, or that of the promise; `NotOffered` for what the notice does
    not offer, or the house could not promise, or promised for what the booking was before it changed; `NotNow` for a
    notice that is not announced; `Stale` on another revision of the booking than `seen_revision`; `UnknownNotice`; and
    what the operation raises. Then nothing has changed.
    """

    def work() -> Chosen:
        now = at or clock.now()
        row = locked_booking(_booking_of(touch_id))
        touch = db.session.execute(select(*_touch.c).where(_touch.c.id == touch_id)).one()
        if touch.choice is not None:
            raise AlreadyChosen(touch.choice)
        if row.revision != seen_revision:
            raise Stale
        notice = db.session.execute(select(*_notice.c).where(_notice.c.id == touch.notice_id)).one()
        basket = _offered(row, notice, touch, choice, now)
        _take(touch_id, choice, now)
        done = _do(row, notice, touch_id, choice, basket, actor, now)
        said: dict[str, Any] = {"notice": notice.id, "touch": touch_id, "choice": choice}
        record("notice_chosen", "booking", row.id, actor=actor, location_id=row.location_id, at=now, **said)
        note_released([touch_id])
        return done

    return transaction(work)


def _booking_of(touch_id: int) -> int:
    subject = select(_touch.c.subject_id).where(_touch.c.id == touch_id, _touch.c.subject == BOOKING)
    booking_id = db.session.execute(subject).scalar()
    if booking_id is None:
        raise UnknownNotice
    return int(booking_id)


def _offered(row: Any, notice: Any, touch: Any, choice: str, now: datetime) -> Basket | None:
    """What was promised, for the two that need it; else None."""
    if notice.state != ANNOUNCED:
        raise NotNow(notice.state)
    if touch.gone_at is not None or touch.accepted_at is not None or row.state not in CHOOSING:
        raise NotOffered
    if notice.choose_until_at is None or now >= notice.choose_until_at:
        raise TooLate(notice.choose_until_at)
    if row.state != "confirmed" and not (choice == KEEP and notice.keep_minor):
        raise NotOffered
    if choice == CANCEL and notice.may_cancel_free:
        return None
    if choice == KEEP and (notice.keep_minor or notice.may_move_dates or notice.may_move_house):
        return None
    if choice not in CHOICES or choice in (KEEP, CANCEL):
        raise NotOffered
    mine = (_alternative.c.touch_id == touch.id, _alternative.c.kind == choice)
    promise = db.session.execute(select(*_alternative.c).where(*mine)).one_or_none()
    if promise is None or promise.basket is None or not promise_stands(promise, row.revision, notice):
        raise NotOffered
    if now >= promise.until_at or promise.released_at is not None:
        raise TooLate(promise.until_at)
    return basket_from_json(promise.basket)


def _take(touch_id: int, choice: str, now: datetime) -> None:
    """The choice is this one for good. Raises `AlreadyChosen`."""
    free = (_touch.c.id == touch_id, _touch.c.choice.is_(None))
    if not write(update(_touch).where(*free).values(choice=choice, chosen_at=now)).rowcount:
        made = db.session.execute(select(_touch.c.choice).where(_touch.c.id == touch_id)).scalar_one()
        raise AlreadyChosen(made)


def _do(row: Any, notice: Any, touch_id: int, choice: str, basket: Basket | None, actor: str, now: datetime) -> Chosen:
    promised = [(OWNER, touch_id)]
    if choice == CANCEL:
        gone = booking.cancel_booking(row.id, at_our_cost=True, promised=promised, actor=actor, at=now)
        return Chosen(choice, gone.refund_minor, gone.refunds)
    if basket is None:
        release(promised)
        return _keep(row, notice, actor, now)
    same: dict[str, Any] = {"seen_minor": None, "seen_revision": row.revision, "at_our_cost": True}
    same |= {"promised": promised, "actor": actor, "at": now}
    change = booking.move_to_house if choice == HOUSE else booking.amend_booking
    changed = change(row.id, basket, **same)
    return Chosen(choice, changed.refund_minor, changed.refunds)


def _keep(row: Any, notice: Any, actor: str, now: datetime) -> Chosen:
    """The remedy is off the bill, and the guest has it in writing."""
    key, given = f"notice-{notice.id}", Remedied(0, 0)
    if notice.keep_minor:
        given = booking.give_remedy(row.id, notice.keep_minor, key, actor=actor, at=now, notice=notice.id)
    facts = {"notice_id": notice.id, "remedy_minor": given.amount_minor, "refund_minor": given.refund_minor}
    tell(row, KEPT, facts, key)
    return Chosen(KEEP, given.refund_minor, given.refunds)

"""What a guest may choose, and what was promised, as pages need it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import and_, bindparam, func, or_, select

from app.booking.amendment import price_amendment, price_house_move
from app.booking.cancellation import cancellation_terms
from app.booking.models import Booking
from app.booking.queries import PlacedBooking
from app.booking.rules import Basket, basket_from_json
from app.care.choices.models import Alternative
from app.care.choices.promising import offered_kinds, promise_stands
from app.care.choices.rules import CANCEL, CHOOSING, DATES, HOUSE, KEEP, Promised
from app.care.notices.matching import Touched
from app.care.notices.models import Notice, NoticeTouch
from app.care.notices.rules import ANNOUNCED, BOOKING, Wish
from app.kernel import clock
from app.kernel.errors import Refused
from app.store import db

_notice, _touch, _alternative = Notice.__table__, NoticeTouch.__table__, Alternative.__table__


_NOTICE = (
    "revision", "state", "title", "meaning", "said", "weight", "begins_at", "ends_at", "keep_minor", "choose_until_at",
)  # fmt: skip
_SEEN = select(*_touch.c, *(_notice.c[name] for name in _NOTICE), _notice.c.location_id.label("house_id")).join(
    _notice, _notice.c.id == _touch.c.notice_id
)
_TOLD = _SEEN.where(_touch.c.id == bindparam("touch"))
_TOUCHES = _SEEN.where(
    _touch.c.subject == BOOKING,
    _touch.c.subject_id == bindparam("booking"),
    _notice.c.announced_at.is_not(None),
).order_by(_notice.c.begins_at, _notice.c.id)
_WHOLE = select(*_notice.c).where(_notice.c.id == bindparam("notice"))
_HELD = select(*_alternative.c).where(
    _alternative.c.touch_id == bindparam("touch"),
    _alternative.c.until_at > bindparam("now"),
    _alternative.c.released_at.is_(None),
)
"""What every mail about a notice reads: put together once."""


@dataclass(frozen=True, slots=True)
class TouchedBooking:
    """A notice as it touches one booking. `nights` are the touched ones, `why` the sentences of what it means."""

    touch_id: int
    notice_id: int
    revision: int
    location_id: int
    state: str
    title: str
    meaning: str
    said: str
    weight: str
    begins_at: datetime
    ends_at: datetime
    nights: tuple[date, ...]
    why: tuple[dict[str, Any], ...]
    keep_minor: int
    choose_until_at: datetime | None
    choice: str | None
    chosen_at: datetime | None
    gone: bool
    accepted: bool = False

    @property
    def announced(self) -> bool:
        return self.state == ANNOUNCED

    def may_choose(self, now: datetime) -> bool:
        """Whether there is still time, and nothing was chosen yet; who booked knowing of it chose by that."""
        until = self.choose_until_at
        open_ = self.announced and self.choice is None and not self.gone and not self.accepted
        return open_ and until is not None and now < until


@dataclass(frozen=True, slots=True)
class Option:
    """One thing to choose, with what it does to the penny: what the stay comes to, what it would cost more and the
    house pays, and what goes back. `basket` is what the booking would be, of what is held for it."""

    choice: str
    total_minor: int
    allowance_minor: int
    refund_minor: int
    basket: Basket | None = None
    remedy_minor: int = 0

    @property
    def pays_minor(self) -> int:
        return self.total_minor - self.allowance_minor - self.remedy_minor


def touched_booking(booking_id: int, notice_id: int) -> TouchedBooking | None:
    """A notice for one booking that was told of it, or may be; None where it has nothing to do with it."""
    return next((one for one in touches_of(booking_id) if one.notice_id == notice_id), None)


def touches_of(booking_id: int) -> list[TouchedBooking]:
    """The notices that ever concerned a booking and went out, in order of their beginning; one statement."""
    return [_touched(row) for row in db.session.execute(_TOUCHES, {"booking": booking_id})]


def touch_told(touch_id: int) -> tuple[str, int, TouchedBooking] | None:
    """(subject, its id, the notice as it touches it), also of somebody who waits; None where there is none."""
    row = db.session.execute(_TOLD, {"touch": touch_id}).one_or_none()
    return (row.subject, row.subject_id, _touched(row)) if row is not None else None


def _touched(row: Any) -> TouchedBooking:
    return TouchedBooking(
        row.id,
        row.notice_id,
        row.revision,
        row.house_id,
        row.state,
        row.title,
        row.meaning,
        row.said,
        row.weight,
        row.begins_at,
        row.ends_at,
        tuple(date.fromisoformat(night) for night in row.nights),
        tuple(row.why),
        row.keep_minor,
        row.choose_until_at,
        row.choice,
        row.chosen_at,
        row.gone_at is not None,
        row.accepted_at is not None,
    )


def options_for(touched: TouchedBooking, booking: PlacedBooking) -> list[Option]:
    """What this guest may choose now, in the order of `rules.CHOICES`; nothing that cannot be kept."""
    return offered_to(touched, booking)[0]


LOOKING, FOUND_NONE = "looking", "none"
"""Why less is held for a guest than the notice offers: the booking changed, and nobody has looked again yet; or there
was none."""


def offered_to(touched: TouchedBooking, booking: PlacedBooking) -> tuple[list[Option], str]:
    """What `options_for` answers, and why it is less than the notice offers; empty where it is not."""
    now = clock.now()
    if not touched.may_choose(now) or booking.state not in CHOOSING:
        return [], ""
    notice = db.session.execute(_WHOLE, {"notice": touched.notice_id}).one()
    rows = db.session.execute(_HELD, {"touch": touched.touch_id, "now": now}).all()
    why = ""
    if booking.state == "confirmed" and not all(promise_stands(row, booking.revision, notice) for row in rows):
        why = LOOKING
    elif booking.state == "confirmed" and any(row.basket is None for row in rows):
        why = FOUND_NONE
    held = {
        row.kind: basket_from_json(row.basket)
        for row in rows
        if row.basket and row.kind in offered_kinds(notice) and promise_stands(row, booking.revision, notice)
    }
    return options_with(notice, booking, held), why


def options_with(notice: Any, booking: PlacedBooking, held: Mapping[str, Basket]) -> list[Option]:
    """What a guest may choose of a notice, written down or not, while these are held for the booking; who is in the
    house already has the remedy or nothing."""
    if booking.state != "confirmed":
        here = booking.state in CHOOSING and notice.keep_minor
        return [_keep(notice.keep_minor, booking)] if here else []
    options: list[Option] = []
    if notice.keep_minor or notice.may_move_dates or notice.may_move_house:
        options.append(_keep(notice.keep_minor, booking))
    options += [option for kind in (HOUSE, DATES) if kind in held and (option := _moved(kind, held[kind], booking))]
    if notice.may_cancel_free:
        terms = cancellation_terms(booking.id, at_our_cost=True)
        options.append(Option(CANCEL, 0, 0, terms.refund_minor))
    return options


def as_touched(wish: Wish, one: Touched) -> TouchedBooking:
    """What a booking would be told of a notice that nobody has heard of yet, once it is announced."""
    return TouchedBooking(
        0, 0, 1, wish.location_id, ANNOUNCED, wish.title, wish.meaning, "", wish.weight, wish.begins_at, wish.ends_at,
        one.nights, tuple(reason.as_json() for reason in one.why), wish.keep_minor, wish.choose_until_at, None, None,
        gone=False,
    )  # fmt: skip


def _keep(remedy_minor: int, booking: PlacedBooking) -> Option:
    purse = booking.purse
    remedy = min(remedy_minor, purse.charged_minor + purse.kept_minor)
    return Option(
        KEEP,
        booking.quote.total_minor,
        0,
        max(0, purse.at_hand_minor - purse.charged_minor + remedy),
        remedy_minor=remedy,
    )


def _moved(kind: str, basket: Basket, booking: PlacedBooking) -> Option | None:
    """None where a rate has gone since, so that it has no price."""
    try:
        if kind == HOUSE:
            move = price_house_move(booking.id, basket, at_our_cost=True, known=booking)
            return Option(kind, move.total_minor, move.allowance_minor, move.refund_minor, move.basket)
        offer = price_amendment(booking.id, basket, counting=False, at_our_cost=True, known=booking)
        return Option(kind, offer.total_minor, offer.allowance_minor, offer.refund_minor, offer.basket)
    except Refused:
        return None


def may_keep(booking_ids: Sequence[int]) -> int:
    """How many of these bookings would be offered to keep what they have for the remedy; one statement."""
    own = (Booking.id.in_(booking_ids), Booking.state.in_(CHOOSING))
    return int(db.session.execute(select(func.count()).select_from(Booking).where(*own)).scalar_one())


def keeping(notice_id: int) -> int:
    """How many guests have taken the remedy of an announced notice, or still may; one statement."""
    may = and_(
        _touch.c.choice.is_(None),
        _touch.c.gone_at.is_(None),
        _touch.c.accepted_at.is_(None),
        _notice.c.choose_until_at > clock.now(),
        Booking.state.in_(CHOOSING),
    )
    mine = (_touch.c.notice_id == notice_id, _touch.c.subject == BOOKING, or_(_touch.c.choice == KEEP, may))
    counted = (
        select(func.count())
        .select_from(_touch)
        .join(_notice, _notice.c.id == _touch.c.notice_id)
        .join(Booking, Booking.id == _touch.c.subject_id)
    )
    return int(db.session.execute(counted.where(*mine)).scalar_one())


def promised(notice_id: int) -> Promised:
    """To how many of the bookings that the notice touches each way out was promised; two statements."""
    notice = db.session.execute(select(*_notice.c).where(_notice.c.id == notice_id)).one()
    mine = (_touch.c.notice_id == notice_id, _touch.c.subject == BOOKING, _touch.c.gone_at.is_(None))
    counted = (
        select(_alternative.c.kind, func.count(_alternative.c.location_id), func.count())
        .join(_touch, _touch.c.id == _alternative.c.touch_id)
        .where(*mine)
        .group_by(_alternative.c.kind)
    )
    rows = db.session.execute(counted).all()
    found: dict[str, int] = {kind: had for kind, had, _ in rows}
    bookings = int(db.session.execute(select(func.count()).select_from(_touch).where(*mine)).scalar_one())
    return Promised(
        bookings,
        found.get(HOUSE, 0) if notice.may_move_house else None,
        found.get(DATES, 0) if notice.may_move_dates else None,
        max((tried for _, _, tried in rows), default=0),
    )

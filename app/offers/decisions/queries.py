"""What is known of a guest before anything is shown, and what the desk counts."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import BindParameter, CompoundSelect, String, bindparam, cast, func, literal, null, select, union_all
from sqlalchemy.sql.expression import ColumnElement

from app.booking.models import Booking
from app.care.cases.models import Case
from app.care.cases.rules import RESOLVED
from app.identity.models import Consent, Guest
from app.offers.decisions.models import Holdout, OfferDecision, OfferRefusal, OfferUnshown
from app.offers.decisions.rules import NOBODY_HELD_OUT, REFUSED_FOR, WEEK, Known, Seen, Split
from app.promotions.models import Promotion, PromotionUse
from app.store import db

CHANNEL = "offers"
"""What a guest agrees to who may be sent offers by mail (`identity.rules.CHANNELS`)."""

_decision, _refusal = OfferDecision.__table__, OfferRefusal.__table__
_case, _consent, _unshown = Case.__table__, Consent.__table__, OfferUnshown.__table__
_guest, _booking, _holdout = Guest.__table__, Booking.__table__, Holdout.__table__
_promotion, _use = Promotion.__table__, PromotionUse.__table__


@dataclass(frozen=True, slots=True)
class Unshown:
    """How often an offer was not shown for a reason."""

    promotion_id: int
    reason: str
    times: int


def _known() -> CompoundSelect[Any]:
    """All that is read of a guest at once, written once: on pages every statement costs more than its rows."""
    ids: BindParameter[Any] = bindparam("ids", expanding=True)
    none: ColumnElement[str] = cast(null(), String)
    nothing = literal(0)
    shown = select(
        literal("seen").label("what"), _decision.c.promotion_id, _decision.c.place, _decision.c.page,
        _decision.c.position, _decision.c.at,
    ).where(_decision.c.guest_id.in_(ids), _decision.c.at > bindparam("week"))  # fmt: skip
    refused = select(literal("refused"), _refusal.c.promotion_id, none, none, nothing, _refusal.c.at).where(
        _refusal.c.guest_id.in_(ids), _refusal.c.at > bindparam("month"), _refusal.c.undone_at.is_(None)
    )
    owed = select(literal("case"), _case.c.id, none, none, nothing, _case.c.opened_at).where(
        _case.c.guest_id.in_(ids), _case.c.state != RESOLVED
    )
    newest = select(func.max(_consent.c.id)).where(_consent.c.guest_id.in_(ids), _consent.c.channel == CHANNEL)
    agreed = select(literal("agreed"), _consent.c.id, none, none, nothing, _consent.c.said_at).where(
        _consent.c.id == newest.scalar_subquery(), _consent.c.given
    )
    most = select(_promotion.c.each_most).where(_promotion.c.id == _use.c.promotion_id).scalar_subquery()
    used = (
        select(literal("used"), _use.c.promotion_id, none, none, nothing, func.max(_use.c.taken_at))
        .where(_use.c.guest_id.in_(ids), _use.c.given_back_at.is_(None))
        .group_by(_use.c.promotion_id)
        .having(func.count() >= most)
    )
    held_out = select(literal("split"), _holdout.c.share_bp, _holdout.c.salt, none, nothing, _holdout.c.verdict_at)
    return union_all(shown, refused, owed, agreed, used, held_out)


_KNOWN = _known()
_SPLIT = select(Holdout.salt, Holdout.share_bp, Holdout.verdict_at)


def known_of(guest_ids: Collection[int], at: datetime, booked: Collection[int] = ()) -> Known:
    """What stands against showing offers to a guest who is all of `guest_ids`, and who is held out; `booked` are the
    promotions of the booking that a page is about. One statement."""
    asked = {"ids": sorted(guest_ids), "week": at - WEEK, "month": at - REFUSED_FOR}
    rows = db.session.execute(_KNOWN, asked).all()
    return Known(
        seen=tuple(Seen(*row[1:]) for row in rows if row[0] == "seen"),
        refused=frozenset(row[1] for row in rows if row[0] == "refused"),
        open_case=any(row[0] == "case" for row in rows),
        agreed=any(row[0] == "agreed" for row in rows),
        booked=frozenset(booked),
        used=frozenset(row[1] for row in rows if row[0] == "used"),
        split=next((_split(row.place, row.promotion_id, row.at) for row in rows if row[0] == "split"), NOBODY_HELD_OUT),
    )


def split() -> Split:
    """Who is held out of offers now."""
    row = db.session.execute(_SPLIT).first()
    return NOBODY_HELD_OUT if row is None else _split(*row)


def _split(salt: str, share_bp: int, verdict_at: datetime | None) -> Split:
    return Split(salt, share_bp / 10_000, verdict_at)


def unshown(first: date, last: date, promotion_id: int | None = None) -> list[Unshown]:
    """Why offers (or one) were not shown on the days from `first` to `last`, what counts most first. One statement."""
    mine: list[ColumnElement[bool]] = [_unshown.c.day_on.between(first, last)]
    mine += [] if promotion_id is None else [_unshown.c.promotion_id == promotion_id]
    times = func.sum(_unshown.c.times)
    rows = db.session.execute(
        select(_unshown.c.promotion_id, _unshown.c.reason, times)
        .where(*mine)
        .group_by(_unshown.c.promotion_id, _unshown.c.reason)
        .order_by(times.desc(), _unshown.c.promotion_id, _unshown.c.reason)
    )
    return [Unshown(row[0], row[1], int(row[2])) for row in rows]


def codes_of(guest_ids: Collection[int]) -> frozenset[str]:
    """The codes with which these guests booked. One statement."""
    rows = db.session.scalars(
        select(Promotion.code)
        .join(PromotionUse, PromotionUse.promotion_id == Promotion.id)
        .where(
            PromotionUse.guest_id.in_(sorted(guest_ids)),
            PromotionUse.owner == "booking",
            PromotionUse.given_back_at.is_(None),
            Promotion.code.is_not(None),
        )
        .distinct()
    )
    return frozenset(code for code in rows if code)


def people_of(guest_id: int) -> list[int]:
    """Every guest under the mail of this one who is not forgotten, and whoever they were found to be. One statement."""
    return _people(literal(guest_id))


def people_of_booking(booking_id: int) -> list[int]:
    """As `people_of` for whoever booked; nobody where no guest is known. One statement."""
    return _people(select(_booking.c.guest_id).where(_booking.c.id == booking_id).scalar_subquery())


def _people(guest_id: Any) -> list[int]:
    mail = select(_guest.c.email_lower).where(_guest.c.id == guest_id).scalar_subquery()
    rows = db.session.execute(
        select(_guest.c.id, _guest.c.merged_into_id).where(
            (_guest.c.id == guest_id) | (_guest.c.email_lower == mail), _guest.c.erased_at.is_(None)
        )
    )
    return sorted({found for row in rows for found in row if found is not None})

"""What a day came to, which day is closed next, and what is in its way."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import func, or_, select

from app.booking.day_close.errors import DayLocked
from app.booking.day_close.models import DayClose, DayCloseLine
from app.booking.documents.models import DocumentedLine, FolioDocument
from app.booking.models import BookedStay, Booking, FolioLine
from app.catalogue.closed import house_of
from app.identity.models import Guest
from app.identity.staff.models import Staff
from app.kernel import clock
from app.kernel.wall import wall_instant
from app.payments.models import Payment, Refund
from app.store import db

_close, _line, _staff = DayClose.__table__, DayCloseLine.__table__, Staff.__table__
_booking, _stay, _folio, _guest = Booking.__table__, BookedStay.__table__, FolioLine.__table__, Guest.__table__
_payment, _refund = Payment.__table__, Refund.__table__
ONLINE = "online"
"""The method of what a provider's page took."""

ONE_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class DayFigures:
    """A day's figures, in minor units. `invoiced` are (gross, VAT) by VAT rate in basis points, less credit notes."""

    taken: dict[str, int]
    refunded: dict[str, int]
    invoiced: dict[int, tuple[int, int]]
    held_minor: int

    @property
    def kept_minor(self) -> int:
        """What came in, less what went out."""
        return sum(self.taken.values()) - sum(self.refunded.values())


@dataclass(frozen=True, slots=True)
class ClosedDay:
    """A day that is closed, with its figures as they were then."""

    id: int
    day: date
    currency: str
    closed_at: datetime
    closed_by: str
    figures: DayFigures
    counted_minor: int | None


@dataclass(frozen=True, slots=True)
class Unsettled:
    """A booking that keeps a day open: `to_come` was to arrive by then, `to_leave` was to depart."""

    reference: str
    name: str
    what: str
    due_on: date


def bounds(location_id: int, day: date) -> tuple[datetime, datetime]:
    """From midnight to midnight on the house's clock."""
    zone = house_of(location_id).timezone
    return wall_instant(day, 0, 0, zone), wall_instant(day + ONE_DAY, 0, 0, zone)


def next_day(location_id: int) -> date:
    """The day to close next: the one after the last that is closed; yesterday where none ever was."""
    last = db.session.execute(select(func.max(_close.c.day_on)).where(_close.c.location_id == location_id)).scalar_one()
    return last + ONE_DAY if last else clock.today(house_of(location_id).timezone) - ONE_DAY


def is_locked(location_id: int, day: date) -> bool:
    """Whether that day is closed. Days before the first that was closed are not."""
    which = select(_close.c.id).where(_close.c.location_id == location_id, _close.c.day_on == day)
    return db.session.execute(which).first() is not None


def require_open(location_id: int, days: Iterable[date]) -> None:
    """Raises `DayLocked` with the first of these days that is closed; one statement."""
    wanted = list(days)
    if not wanted:
        return
    first = db.session.execute(
        select(func.min(_close.c.day_on)).where(_close.c.location_id == location_id, _close.c.day_on.in_(wanted))
    ).scalar_one()
    if first is not None:
        raise DayLocked(first)


def unsettled(location_id: int, day: date) -> list[Unsettled]:
    """Bookings that nobody has checked in or called a no-show by the end of the day, or not checked out; in order.

    So it is with one room of several.
    """
    not_here = (_stay.c.cancelled_at.is_(None), _stay.c.checked_in_at.is_(None), _stay.c.arrival_on <= day)
    missing = select(_stay.c.id).where(_stay.c.booking_id == _booking.c.id, *not_here).exists()
    rows = db.session.execute(
        select(
            _booking.c.reference,
            _booking.c.state,
            _booking.c.arrival_on,
            _booking.c.departure_on,
            _guest.c.name,
            missing.label("missing"),
        )
        .outerjoin(_guest, _guest.c.id == _booking.c.guest_id)
        .where(
            _booking.c.location_id == location_id,
            or_(
                (_booking.c.state == "confirmed") & (_booking.c.arrival_on <= day),
                (_booking.c.state == "in_house") & ((_booking.c.departure_on <= day) | missing),
            ),
        )
        .order_by(_booking.c.arrival_on, _booking.c.reference)
    )
    return [
        Unsettled(row.reference, row.name or "", "to_come", row.arrival_on)
        if row.state == "confirmed" or row.missing
        else Unsettled(row.reference, row.name or "", "to_leave", row.departure_on)
        for row in rows
    ]


def day_figures(location_id: int, day: date) -> DayFigures:
    """What was written on that day; four statements. The same whenever it is asked, once the day is over."""
    since, until = bounds(location_id, day)
    return DayFigures(
        taken=_by_method(location_id, "payment", since, until),
        refunded=_by_method(location_id, "refund", since, until),
        invoiced=_invoiced(location_id, since, until),
        held_minor=_held(location_id, day, until),
    )


def _by_method(location_id: int, kind: str, since: datetime, until: datetime) -> dict[str, int]:
    method = func.coalesce(_payment.c.method, ONLINE)
    sign = -1 if kind == "payment" else 1
    lines = select(method, func.sum(_folio.c.amount_minor)).join(_booking, _booking.c.id == _folio.c.booking_id)
    if kind == "payment":
        lines = lines.join(_payment, _payment.c.id == _folio.c.payment_id, isouter=True)
    else:
        refunds = lines.join(_refund, _refund.c.id == _folio.c.refund_id)
        lines = refunds.join(_payment, _payment.c.id == _refund.c.payment_id)
    rows = db.session.execute(
        lines.where(
            _booking.c.location_id == location_id,
            _folio.c.kind == kind,
            _folio.c.written_at >= since,
            _folio.c.written_at < until,
        )
        .group_by(method)
        .order_by(method)
    )
    return {name: sign * int(total) for name, total in rows}


def _invoiced(location_id: int, since: datetime, until: datetime) -> dict[int, tuple[int, int]]:
    document, documented = FolioDocument.__table__, DocumentedLine.__table__
    rows = db.session.execute(
        select(_folio.c.vat_bp, func.sum(_folio.c.amount_minor), func.sum(_folio.c.vat_minor))
        .join(documented, documented.c.folio_line_id == _folio.c.id)
        .join(document, document.c.id == documented.c.document_id)
        .where(document.c.location_id == location_id, document.c.issued_at >= since, document.c.issued_at < until)
        .group_by(_folio.c.vat_bp)
        .order_by(_folio.c.vat_bp)
    )
    return {rate: (int(gross), int(vat)) for rate, gross, vat in rows}


def _held(location_id: int, day: date, until: datetime) -> int:
    """Money of guests who had neither come nor given up when the day ended."""

    def not_yet(instant: Any) -> Any:
        return or_(instant.is_(None), instant >= until)

    total = db.session.execute(
        select(func.sum(_folio.c.amount_minor))
        .join(_booking, _booking.c.id == _folio.c.booking_id)
        .where(
            _booking.c.location_id == location_id,
            _booking.c.booked_at < until,
            not_yet(_booking.c.checked_in_at),
            not_yet(_booking.c.cancelled_at),
            not_yet(_booking.c.no_show_at),
            _booking.c.arrival_on >= day,
            or_(_folio.c.kind != "charge", _folio.c.kept),
            _folio.c.written_at < until,
        )
    ).scalar_one()
    return -int(total or 0)


def closed_days(location_id: int, most: int = 60) -> list[ClosedDay]:
    """The newest first; two statements."""
    return _closed(_close.c.location_id == location_id, most)


def closed_day(location_id: int, day: date) -> ClosedDay | None:
    """One of them; None where it is not closed."""
    found = _closed((_close.c.location_id == location_id) & (_close.c.day_on == day), 1)
    return found[0] if found else None


def _closed(which: Any, most: int) -> list[ClosedDay]:
    rows = db.session.execute(
        select(*_close.c, _staff.c.name)
        .join(_staff, _staff.c.id == _close.c.closed_by)
        .where(which)
        .order_by(_close.c.day_on.desc())
        .limit(most)
    ).all()
    lines: dict[int, list[Any]] = {row.id: [] for row in rows}
    of = select(*_line.c).where(_line.c.day_close_id.in_(list(lines))).order_by(_line.c.kind, _line.c.key)
    for line in db.session.execute(of):
        lines[line.day_close_id].append(line)
    return [_as_closed(row, lines[row.id]) for row in rows]


def _as_closed(row: Any, lines: list[Any]) -> ClosedDay:
    def amounts(kind: str) -> dict[str, int]:
        return {line.key: line.amount_minor for line in lines if line.kind == kind}

    figures = DayFigures(
        amounts("taken"),
        amounts("refunded"),
        {int(line.key): (line.amount_minor, line.vat_minor) for line in lines if line.kind == "invoiced"},
        amounts("held").get("", 0),
    )
    counted = amounts("counted").get("cash")
    return ClosedDay(row.id, row.day_on, row.currency, row.closed_at, row.name, figures, counted)

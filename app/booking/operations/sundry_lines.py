"""The lines of a folio that the house wrote itself: taken back by lines that name them."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import BindParameter, ColumnElement, bindparam, insert, select

from app.booking.models import FolioLine
from app.store import db, write

_folio = FolioLine.__table__
_reversal = _folio.alias("reversal")
_INSERT = insert(_folio)
_SAME = ("booking_id", "kind", "part", "kept", "sundry", "vat_bp", "currency")


OF: BindParameter[int] = bindparam("booking")
IS_TAKEN_BACK: ColumnElement[bool] = (
    select(_reversal.c.id)
    .where(_reversal.c.booking_id == OF, _reversal.c.reverses_id == _folio.c.id)
    .correlate(_folio)
    .exists()
)
"""Whether a later line of the booking `OF` reverses the line."""

_STANDING = (
    select(*_folio.c)
    .where(_folio.c.booking_id == OF, _folio.c.sundry.is_not(None), _folio.c.reverses_id.is_(None), ~IS_TAKEN_BACK)
    .order_by(_folio.c.id)
)


def standing_sundries(booking_id: int) -> Sequence[Any]:
    """The rows of what the house charged beside the quote and has not taken back, in order."""
    return db.session.execute(_STANDING, {"booking": booking_id}).all()


def take_back_sundries(booking_id: int, at: datetime) -> None:
    """Nothing is charged beside the quote any more, but for what was given for goodwill on a kept charge."""
    for line in standing_sundries(booking_id):
        if not line.kept:
            take_back_line(line, at)


def take_back_line(line: Any, at: datetime) -> None:
    """The line is reversed by one that names it."""
    same = {name: getattr(line, name) for name in _SAME}
    opposite = {"amount_minor": -line.amount_minor, "vat_minor": -line.vat_minor}
    label = f"{line.label[:100]}, taken back"
    write(_INSERT, {**same, **opposite, "label": label, "reverses_id": line.id, "written_at": at})

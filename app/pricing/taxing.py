"""VAT and levies with the day from which they hold. What held is never edited: a new row takes over on its day, and
what was quoted keeps its own."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from sqlalchemy import delete, insert, select, update

from app.catalogue.errors import Taken
from app.journal import record
from app.kernel.errors import Refused
from app.pricing import models
from app.store import db, insert_or_ignore, transaction, write
from app.store.version import CATALOGUE, prices_of, raise_versions

KINDS = ("room", "breakfast", "supper", "extra", "dog", "cot")


class Passed(Refused):
    """The day has come: what held on it stands."""

    code = "passed"

    def __init__(self) -> None:
        super().__init__("That holds already, or held. Add what holds from a coming day instead.")


def tax_rates(location_id: int) -> Sequence[Any]:
    """Every VAT rate that the house has stated, by kind and day."""
    table = models.TaxRate.__table__
    return db.session.execute(
        select(*table.c).where(table.c.location_id == location_id).order_by(table.c.kind, table.c.holds_from_on)
    ).all()


def levies(location_id: int) -> Sequence[Any]:
    """Every levy of the house, also those that have ended."""
    table = models.Levy.__table__
    return db.session.execute(select(*table.c).where(table.c.location_id == location_id).order_by(table.c.id)).all()


def state_vat(
    location_id: int, kinds: Sequence[str], rate_bp: int, from_on: date, today: date, *, by: int | None
) -> None:
    """The VAT of these kinds of line is `rate_bp` from that day on.

    Raises `Passed` for a day before today where the house has stated that kind before, and `Taken` when one stands for
    that day already, also of two who state it at once.
    """

    def work() -> None:
        stated = {row.kind for row in tax_rates(location_id)}
        for kind in kinds:
            if from_on < today and kind in stated:
                raise Passed
            row = {"location_id": location_id, "kind": kind, "holds_from_on": from_on, "rate_bp": rate_bp}
            if write(insert_or_ignore(models.TaxRate, row)).rowcount == 0:
                raise Taken("vat_from_on", f"A rate for {kind} stands for that day already. Withdraw it first.")
        after = {"kinds": list(kinds), "rate_bp": rate_bp, "holds_from_on": from_on.isoformat()}
        _noted("vat_stated", location_id, location_id, by, {}, after)

    transaction(work)


def withdraw_vat(location_id: int, kind: str, from_on: date, today: date, *, by: int | None) -> bool:
    """A rate that does not hold yet will not. Raises `Passed` once its day has come; False where there is none."""
    table = models.TaxRate.__table__

    def work() -> bool:
        if from_on <= today:
            raise Passed
        mine = (table.c.location_id == location_id, table.c.kind == kind, table.c.holds_from_on == from_on)
        if write(delete(table).where(*mine)).rowcount == 0:
            return False
        before = {"kind": kind, "holds_from_on": from_on.isoformat()}
        _noted("vat_withdrawn", location_id, location_id, by, before, {})
        return True

    return transaction(work)


def add_levy(location_id: int, values: Mapping[str, Any], *, by: int | None) -> int:
    """A charge that nobody can avoid, in every total for nights from its day on; answers its id."""

    def work() -> int:
        table = models.Levy.__table__
        levy_id = int(write(insert(table).values(location_id=location_id, **values).returning(table.c.id)).scalar_one())
        after = {name: value.isoformat() if isinstance(value, date) else value for name, value in values.items()}
        _noted("levy_added", location_id, levy_id, by, {}, after)
        return levy_id

    return transaction(work)


def end_levy(location_id: int, levy_id: int, until_on: date, today: date, *, by: int | None) -> None:
    """The levy holds for nights before that day and none after. Raises `Passed` for a day before today.

    Of two who end it at once the first is heard.
    """
    table = models.Levy.__table__

    def work() -> None:
        if until_on < today:
            raise Passed
        mine = (table.c.location_id == location_id, table.c.id == levy_id, table.c.holds_until_on.is_(None))
        if write(update(table).where(*mine).values(holds_until_on=until_on)).rowcount:
            _noted("levy_ended", location_id, levy_id, by, {}, {"holds_until_on": until_on.isoformat()})

    transaction(work)


def _noted(
    action: str, location_id: int, subject_id: int, by: int | None, before: Mapping[str, Any], after: Mapping[str, Any]
) -> None:
    raise_versions([CATALOGUE, prices_of(location_id)])
    subject = "levy" if action.startswith("levy") else "tax_rate"
    record(
        action,
        subject,
        subject_id,
        actor="staff",
        actor_id=by,
        location_id=location_id,
        before=dict(before),
        after=dict(after),
    )

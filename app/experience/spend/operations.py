"""Entering what was spent."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from sqlalchemy import delete, select, update

from app.experience.spend.errors import StaleSpend
from app.experience.spend.models import MediaSpend
from app.experience.spend.rules import CHANNELS
from app.journal import record
from app.kernel import clock
from app.kernel.errors import Invalid
from app.store import db, insert_or_ignore, transaction, write

_spend = MediaSpend.__table__


@dataclass(frozen=True, slots=True)
class Entry:
    """A month, by its first day, and what each channel cost in it in minor units; None for a channel not entered."""

    month_on: date
    currency: str
    amounts: Mapping[str, int | None]


def enter_spend(entry: Entry, *, seen: Mapping[str, int], by: int) -> bool:
    """The month's amounts are these; False where they were already. A channel with None has no row: nothing is known.

    `seen` are the amounts that whoever enters them looked at. Raises `StaleSpend` where they are not those that stand;
    of two who change a channel at once the later one gets it, and nothing of theirs is kept. Raises `Invalid` for a day
    that begins no month, a channel that is not on the list or an amount below 0.
    """
    if entry.month_on.day != 1 or not entry.amounts.keys() <= CHANNELS.keys():
        raise Invalid("Enter a month and channels of the list.")
    wanted = {channel: amount for channel, amount in entry.amounts.items() if amount is not None}
    if any(amount < 0 for amount in wanted.values()):
        raise Invalid("Nobody spends less than nothing.")

    def work() -> bool:
        stands = _standing(entry.month_on)
        if stands != dict(seen):
            raise StaleSpend(stands)
        if stands == wanted:
            return False
        if not all(_kept(entry, channel, stands.get(channel), wanted.get(channel)) for channel in sorted(CHANNELS)):
            raise StaleSpend(_standing(entry.month_on))
        record(
            "spend_entered", "media_spend", int(f"{entry.month_on:%Y%m}"), actor="staff", actor_id=by,
            before=stands, after=wanted, currency=entry.currency,
        )  # fmt: skip
        return True

    return transaction(work)


def _standing(month_on: date) -> dict[str, int]:
    rows = db.session.execute(
        select(_spend.c.channel, _spend.c.amount_minor).where(_spend.c.month_on == month_on).with_for_update()
    )
    return {row.channel: row.amount_minor for row in rows}


def _kept(entry: Entry, channel: str, before: int | None, after: int | None) -> bool:
    """The channel has its amount; False where somebody entered one since `before` was read."""
    if before == after:
        return True
    this = (_spend.c.month_on == entry.month_on, _spend.c.channel == channel)
    if after is None:
        return write(delete(_spend).where(*this, _spend.c.amount_minor == before)).rowcount == 1
    values = {"amount_minor": after, "currency": entry.currency, "entered_at": clock.now()}
    if before is None:
        row = {"month_on": entry.month_on, "channel": channel, "version": 1, **values}
        return write(insert_or_ignore(MediaSpend, row)).rowcount == 1
    changed = update(_spend).where(*this, _spend.c.amount_minor == before)
    return write(changed.values(**values, version=_spend.c.version + 1)).rowcount == 1

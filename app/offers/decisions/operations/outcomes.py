"""What came of what was shown."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import bindparam, func, select, update

from app.booking.models import Booking, FolioLine
from app.identity.models import Guest
from app.kernel import clock
from app.offers.decisions.models import OfferDecision
from app.offers.decisions.policy import POLICY
from app.offers.decisions.rules import WINDOW, Made, Open, Outcome, Taking, settled
from app.promotions.models import PromotionUse
from app.store import db, transaction, write
from app.store.version import raise_versions

MOST = 5_000
"""Decisions that are settled in one transaction."""

_decision, _booking, _use = OfferDecision.__table__, Booking.__table__, PromotionUse.__table__
_guest, _line = Guest.__table__, FolioLine.__table__
_SET = ("outcome", "outcome_at", "booking_id", "currency", "revenue_minor", "cost_minor", "reward", "came")
_SETTLE = (
    update(_decision)
    .where(_decision.c.id == bindparam("decision"), _decision.c.came.is_(None))
    .values({name: bindparam(f"new_{name}") for name in _SET})
)


def settle_outcomes() -> int:
    """Every decision that is open says what has come of it by now: taken, kept or lost, whether the guest came, and the
    reward once that is known. Answers how many say something new.

    An offer that is taken is what came of the last time that it was shown within 28 days before; when it was shown
    earlier, that brought nothing. Whoever runs it twice changes nothing the second time.
    """
    now, done, after = clock.now(), 0, 0
    while batch := _open(after):
        after = batch[-1].id
        done += _settle(batch, now)
    return done


def _open(after: int) -> list[Open]:
    rows = db.session.execute(
        select(
            _decision.c.id, _decision.c.guest_id, _decision.c.promotion_id, _decision.c.at, _decision.c.outcome,
            _decision.c.booking_id, _decision.c.reward,
        )
        .where(_decision.c.came.is_(None), _decision.c.id > after)
        .order_by(_decision.c.id)
        .limit(MOST)
    )  # fmt: skip
    return [Open(*row) for row in rows]


def _settle(batch: Sequence[Open], now: datetime) -> int:
    people = _people({one.guest_id for one in batch})
    since = min(one.at for one in batch)
    everyone = {guest_id for own in people.values() for guest_id in own}
    made, takings = _made(everyone, since), _takings(everyone, since)
    changes = []
    for one in batch:
        own = people[one.guest_id]
        bookings = [booking for guest_id in own for booking in made.get(guest_id, ())]
        taking = _taking(one, [taking for guest_id in own for taking in takings.get(guest_id, ())])
        change = settled(one, bookings, taking, now)
        if change is not None:
            changes.append(change)
    if changes:
        rows = _rows(changes)
        transaction(lambda: _write(rows))
    return len(changes)


def _write(rows: Sequence[dict[str, Any]]) -> None:
    """The rows say what came of them, and the policy that ranks hears of rewards that are known now."""
    write(_SETTLE, rows)
    if any(row["new_reward"] is not None for row in rows):
        raise_versions([POLICY])


def _people(guest_ids: Collection[int]) -> dict[int, set[int]]:
    """Everybody under the mail of each guest, themselves first of all."""
    me, same = _guest.alias(), _guest.alias()
    found = {guest_id: {guest_id} for guest_id in guest_ids}
    rows = db.session.execute(
        select(me.c.id, same.c.id)
        .join(same, same.c.email_lower == me.c.email_lower)
        .where(me.c.id.in_(guest_ids), same.c.erased_at.is_(None))
    )
    for guest_id, other in rows:
        found[guest_id].add(other)
    return found


def _made(guest_ids: Collection[int], since: datetime) -> dict[int, list[Made]]:
    found: dict[int, list[Made]] = defaultdict(list)
    rows = db.session.execute(
        select(_booking.c.guest_id, _booking.c.id, _booking.c.booked_at, _booking.c.state).where(
            _booking.c.guest_id.in_(guest_ids), _booking.c.booked_at > since
        )
    )
    for guest_id, *booking in rows:
        found[guest_id].append(Made(*booking))
    return found


def _takings(guest_ids: Collection[int], since: datetime) -> dict[int, list[Taking]]:
    """What the bookings of these guests took since then."""
    found: dict[int, list[Taking]] = defaultdict(list)
    ended_at = func.coalesce(_booking.c.checked_in_at, _booking.c.cancelled_at, _booking.c.no_show_at)
    rows = db.session.execute(
        select(
            _booking.c.guest_id, _use.c.promotion_id, _booking.c.id, _use.c.taken_at, _booking.c.state,
            ended_at.label("ended_at"), _use.c.given_back_at,
        )
        .join(_booking, _booking.c.id == _use.c.owner_id)
        .where(_use.c.owner == "booking", _booking.c.guest_id.in_(guest_ids), _use.c.taken_at > since)
        .order_by(_use.c.taken_at, _use.c.id)
    )  # fmt: skip
    for row in rows:
        found[row.guest_id].append(Taking(*row[1:6], given_back=row.given_back_at is not None))
    return found


def _taking(one: Open, takings: Iterable[Taking]) -> Taking | None:
    """How the offer was taken because of this decision."""
    own = [taking for taking in takings if taking.promotion_id == one.promotion_id]
    if one.booking_id is not None:
        return next((taking for taking in own if taking.booking_id == one.booking_id), None)
    return next((taking for taking in own if one.at < taking.at <= one.at + WINDOW and _is_last(one, taking.at)), None)


def _is_last(one: Open, taken_at: datetime) -> bool:
    """The offer was not shown to the guest again before it was taken."""
    later = select(_decision.c.id).where(
        _decision.c.guest_id == one.guest_id,
        _decision.c.promotion_id == one.promotion_id,
        _decision.c.at < taken_at,
        (_decision.c.at > one.at) | ((_decision.c.at == one.at) & (_decision.c.id > one.id)),
    )
    return db.session.execute(later.limit(1)).first() is None


def _rows(changes: Sequence[Outcome]) -> list[dict[str, Any]]:
    worth = _worth({change.booking_id for change in changes if change.booking_id is not None})
    costs = _costs([change for change in changes if change.booking_id is not None])
    rows = []
    for change in changes:
        currency, revenue = worth.get(change.booking_id or 0, (None, None))
        told = {
            "outcome": change.outcome,
            "outcome_at": change.outcome_at,
            "booking_id": change.booking_id,
            "currency": currency,
            "revenue_minor": revenue,
            "cost_minor": costs.get((change.decision_id, change.booking_id)),
            "reward": change.reward,
            "came": change.came,
        }
        row: dict[str, Any] = {f"new_{name}": value for name, value in told.items()}
        rows.append(row | {"decision": change.decision_id})
    return rows


def _worth(booking_ids: Collection[int]) -> dict[int, tuple[str, int]]:
    """Currency and charges of these bookings."""
    rows = db.session.execute(
        select(_line.c.booking_id, func.max(_line.c.currency), func.sum(_line.c.amount_minor))
        .where(_line.c.booking_id.in_(booking_ids), _line.c.kind == "charge")
        .group_by(_line.c.booking_id)
    )
    return {row[0]: (row[1], int(row[2])) for row in rows}


def _costs(taken: Sequence[Outcome]) -> dict[tuple[int, int | None], int]:
    """What the offer of each decision took off each booking that has it."""
    rows = db.session.execute(
        select(_decision.c.id, _use.c.owner_id, func.max(_use.c.minor))
        .join(_use, (_use.c.promotion_id == _decision.c.promotion_id) & (_use.c.owner == "booking"))
        .where(
            _decision.c.id.in_([change.decision_id for change in taken]),
            _use.c.owner_id.in_({change.booking_id for change in taken}),
        )
        .group_by(_decision.c.id, _use.c.owner_id)
    )
    return {(row[0], row[1]): int(row[2]) for row in rows}

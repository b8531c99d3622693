"""Starting, pausing and stopping. In the journal: `promotion_started`, `promotion_paused`, `promotion_stopped`."""

from __future__ import annotations

from sqlalchemy import update

from app.journal import record
from app.kernel import clock
from app.promotions.errors import Stale, Unknown, WrongStep
from app.promotions.models import Promotion as Row
from app.promotions.queries import PROMOTIONS, read
from app.store import transaction, write
from app.store.version import raise_versions

_row = Row.__table__


def start(promotion_id: int, *, seen_revision: int, by: int | None) -> int:
    """It can be had from now on; its new revision. Raises `WrongStep` unless it is a draft or paused.

    This and the others raise `Stale` when somebody changed it since `seen_revision`, and `Unknown`.
    """
    return _step(promotion_id, ("draft", "paused"), "running", "promotion_started", seen_revision, by)


def pause(promotion_id: int, *, seen_revision: int, by: int | None) -> int:
    """Nobody can have it until it is started again; who pays or has booked keeps it. Raises unless it runs."""
    return _step(promotion_id, ("running",), "paused", "promotion_paused", seen_revision, by)


def stop(promotion_id: int, *, seen_revision: int, by: int | None) -> int:
    """It is over for good; who pays or has booked keeps it. Raises `WrongStep` when it was stopped before."""
    return _step(promotion_id, ("draft", "running", "paused"), "stopped", "promotion_stopped", seen_revision, by)


def _step(
    promotion_id: int, states: tuple[str, ...], state: str, action: str, seen_revision: int, by: int | None
) -> int:
    def work() -> int:
        before = read(promotion_id, lock=True)
        if before is None:
            raise Unknown
        if before.revision != seen_revision:
            raise Stale(before)
        if before.state not in states:
            raise WrongStep(before.state)
        now = clock.now()
        values = {"state": state, "revision": seen_revision + 1}
        stamps = {"running": {"started_at": before.started_at or now}, "stopped": {"stopped_at": now}}
        write(update(_row).where(_row.c.id == promotion_id).values(**values, **stamps.get(state, {})))
        record(action, "promotion", promotion_id, actor="staff", actor_id=by, at=now, before=before.state, after=state)
        raise_versions([PROMOTIONS])
        return seen_revision + 1

    return transaction(work)

"""What is remembered about a guest.

In the journal, of the guest: `preference_said` when they said, corrected or took away something, and `seen_forgotten`
with the `kinds` that are not to be concluded again.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from sqlalchemy import delete, insert, select, update

from app.identity.models import Preference
from app.journal import record
from app.kernel import clock
from app.kernel.errors import Refused
from app.store import db, transaction, write

_preference = Preference.__table__


class PreferenceChanged(Refused):
    """What is remembered is not what was seen any more; `says` is what stands there, None where nothing does."""

    code = "stale"

    def __init__(self, says: str | None) -> None:
        super().__init__(f"Meanwhile it says “{says}”." if says else "It was taken away meanwhile.")
        self.says = says


def say_preference(guest_id: int, kind: str, value: str) -> None:
    """The guest said so, now. It stands in place of what their stays show of that kind."""

    def work() -> None:
        write(insert(_preference), _row(guest_id, kind, value, "said", None))
        record("preference_said", "guest", guest_id, actor_id=guest_id)

    transaction(work)


def note_preference(guest_id: int, kind: str, value: str, location_id: int) -> None:
    """A house noted it."""
    transaction(lambda: write(insert(_preference), _row(guest_id, kind, value, "noted", location_id)))


def correct_preference(preference_id: int, guest_ids: list[int], value: str) -> bool:
    """The guest says it otherwise, now; False when it is none of theirs."""
    statement = (
        update(_preference)
        .where(
            _preference.c.id == preference_id, _preference.c.guest_id.in_(guest_ids), _preference.c.value.is_not(None)
        )
        .values(value=value, source="said", location_id=None, known_at=clock.now())
        .returning(_preference.c.guest_id)
    )

    def work() -> bool:
        guest_id = write(statement).scalar_one_or_none()
        if guest_id is not None:
            record("preference_said", "guest", guest_id, actor_id=guest_id)
        return guest_id is not None

    return transaction(work)


def renote_preference(preference_id: int, guest_ids: list[int], value: str, *, seen: str, location_id: int) -> None:
    """A house knows it otherwise, now: it is `noted` there, whoever said it before.

    Raises `PreferenceChanged` unless it says what was `seen`: of two at once the second is told so.
    """
    mine = (_preference.c.id == preference_id, _preference.c.guest_id.in_(guest_ids))
    changed = (
        update(_preference)
        .where(*mine, _preference.c.value == seen)
        .values(value=value, source="noted", location_id=location_id, known_at=clock.now())
    )

    def work() -> None:
        if not write(changed).rowcount:
            raise PreferenceChanged(db.session.execute(select(_preference.c.value).where(*mine)).scalar_one_or_none())

    transaction(work)


def forget_preference(preference_id: int, guest_ids: list[int], *, told: bool = True) -> bool:
    """It is gone; False when it is none of theirs. Where the guest had said it, nothing is concluded in its place.

    The journal says that they took it away, unless the caller tells it otherwise (`told` False).
    """
    gone = (
        delete(_preference)
        .where(
            _preference.c.id == preference_id, _preference.c.guest_id.in_(guest_ids), _preference.c.value.is_not(None)
        )
        .returning(_preference.c.guest_id, _preference.c.kind, _preference.c.source)
    )

    def work() -> bool:
        row = write(gone).one_or_none()
        if row is not None and told:
            if row.source == "said":
                write(insert(_preference), _row(row.guest_id, row.kind, None, "seen", None))
            record("preference_said", "guest", row.guest_id, actor_id=row.guest_id)
        return row is not None

    return transaction(work)


def forget_seen(guest_id: int, kind: str) -> None:
    """What stays show of this kind is not concluded again."""

    def work() -> None:
        write(insert(_preference), _row(guest_id, kind, None, "seen", None))
        record("seen_forgotten", "guest", guest_id, actor_id=guest_id, kinds=[kind])

    transaction(work)


def forget_all_remembered(guest_id: int, guest_ids: list[int], kinds: Iterable[str]) -> None:
    """Nothing that was said or noted about these guests is kept, and nothing of these kinds is concluded again."""
    wanted = sorted(set(kinds))

    def work() -> None:
        mine = _preference.c.guest_id.in_(guest_ids)
        write(delete(_preference).where(mine, _preference.c.value.is_not(None)))
        known = set(db.session.scalars(select(_preference.c.kind).where(mine, _preference.c.source == "seen")))
        new = [kind for kind in wanted if kind not in known]
        if new:
            write(insert(_preference), [_row(guest_id, kind, None, "seen", None) for kind in new])
        record("seen_forgotten", "guest", guest_id, actor_id=guest_id, kinds=new)

    transaction(work)


def _row(guest_id: int, kind: str, value: str | None, source: str, location_id: int | None) -> dict[str, Any]:
    return {
        "guest_id": guest_id,
        "kind": kind,
        "value": value,
        "source": source,
        "location_id": location_id,
        "known_at": clock.now(),
    }

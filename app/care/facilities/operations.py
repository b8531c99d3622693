"""The only writer of how facilities are. In the journal, of the subject `facility`: `facility_reported`."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import select

from app.care.facilities.errors import ImpossibleTime, StateChanged, UnknownFacility
from app.care.facilities.models import FacilityState
from app.care.facilities.queries import STATUS
from app.care.facilities.rules import FINE
from app.catalogue.models import Facility
from app.journal import record
from app.kernel import clock
from app.store import db, insert_unless_taken, transaction, write
from app.store.version import raise_versions

_state = FacilityState.__table__
_NEVER: Mapping[str, Any] = {"revision": 0, "state": FINE, "since_at": None, "words": "", "notice_id": None}
"""A facility of which nobody has said anything is fine."""


def report(
    facility_id: int,
    state: str,
    words: str = "",
    what_we_do: str = "",
    *,
    location_id: int,
    seen: int | None = None,
    since_at: datetime | None = None,
    until_at: datetime | None = None,
    notice_id: int | None = None,
    by: int | None = None,
    at: datetime | None = None,
) -> int:
    """The facility of that house is so from `since_at` on, now where that is None; answers the revision that says so.

    While the state stays the same it is so since it began. `until_at` is what the house expects. Saying that something
    is fine which is fine changes nothing. `seen` is the revision that whoever reports looked at, None for whatever
    holds: of two at once the later gets `StateChanged`. `at` is when it is said, now where that is None. Raises
    `UnknownFacility` where the house has none whose state is followed, and `ImpossibleTime`. Part of a transaction
    around.
    """

    said_at = at or clock.now()

    def work() -> int:
        _look_for(facility_id, location_id)
        before = _last(facility_id)
        if state == FINE and before["state"] == FINE:
            return int(before["revision"])
        if seen is not None and seen != before["revision"]:
            raise StateChanged
        begun = _begun(before, state, since_at, said_at)
        if until_at is not None and until_at <= max(begun, said_at):
            raise ImpossibleTime("It is said to end in time that has passed. Say when you expect it to be well again.")
        row = {
            "location_id": location_id,
            "facility_id": facility_id,
            "revision": before["revision"] + 1,
            "state": state,
            "words": words[:500],
            "what_we_do": "" if state == FINE else what_we_do[:500],
            "since_at": begun,
            "until_at": None if state == FINE else until_at,
            "notice_id": notice_id,
            "staff_id": by,
            "reported_at": said_at,
        }
        _write(row, before["state"])
        return int(row["revision"])

    return transaction(work)


def _begun(before: Mapping[str, Any], state: str, since_at: datetime | None, now: datetime) -> datetime:
    if before["state"] == state and before["since_at"] is not None:
        same: datetime = before["since_at"]
        return same
    begun = since_at or now
    if begun > now:
        raise ImpossibleTime("It is said to begin in time to come. Write a notice for what is planned.")
    if before["since_at"] is not None and begun < before["since_at"]:
        raise ImpossibleTime("It was said to be otherwise after that. Give a later time.")
    return begun


def _write(row: dict[str, Any], before: str) -> None:
    raise_versions([STATUS])  # first, so that reports are written one after the other and their ids have no late ones
    if write(insert_unless_taken(FacilityState, "facility_id", "revision"), row).scalar() is None:
        raise StateChanged
    record(
        "facility_reported",
        "facility",
        row["facility_id"],
        actor="system" if row["staff_id"] is None else "staff",
        actor_id=row["staff_id"],
        location_id=row["location_id"],
        at=row["reported_at"],
        before=before,
        after=row["state"],
        revision=row["revision"],
        notice_id=row["notice_id"],
    )


def _look_for(facility_id: int, location_id: int) -> None:
    table = Facility.__table__
    mine = (table.c.id == facility_id, table.c.location_id == location_id, table.c.kind.is_not(None))
    if db.session.execute(select(table.c.id).where(*mine, table.c.closed_at.is_(None))).first() is None:
        raise UnknownFacility


def _last(facility_id: int) -> Mapping[str, Any]:
    newest = select(_state).where(_state.c.facility_id == facility_id).order_by(_state.c.revision.desc()).limit(1)
    row = db.session.execute(newest).mappings().one_or_none()
    return _NEVER if row is None else dict(row)

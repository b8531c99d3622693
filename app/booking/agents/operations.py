"""Keeping the list of agents."""

from __future__ import annotations

from sqlalchemy import select, update

from app.booking.agents.models import AgentOfGroup
from app.booking.errors import Stale
from app.journal import record
from app.kernel import clock
from app.kernel.errors import Refused
from app.store import db, insert_unless_taken, transaction, write

_agent = AgentOfGroup.__table__
MOST_COMMISSION_BP = 5000


def add_agent(name: str, email: str | None, commission_bp: int, *, pays: bool, by: int) -> int:
    """The id of an agent who was not on the list. Raises `Refused` for a name that is, also of one taken off it."""

    def work() -> int:
        row = {
            "name": name,
            "name_lower": name.lower(),
            "email": email,
            "commission_bp": commission_bp,
            "pays": pays,
            "version": 1,
            "closed_at": None,
        }
        agent_id = write(insert_unless_taken(AgentOfGroup, "name_lower"), row).scalar()
        if agent_id is None:
            raise Refused("An agent of that name is on the list.", "taken")
        record("agent_added", "agent", agent_id, actor="staff", actor_id=by, commission_bp=commission_bp, pays=pays)
        return int(agent_id)

    return transaction(work)


def edit_agent(
    agent_id: int, email: str | None, commission_bp: int, *, pays: bool, closed: bool, seen_version: int, by: int
) -> None:
    """The agent is kept so; bookings made before keep the commission they were made with.

    Raises `Stale` when somebody has changed it since version `seen_version`, and `Refused` when there is none.
    """

    def work() -> None:
        before = db.session.execute(select(_agent).where(_agent.c.id == agent_id).with_for_update()).one_or_none()
        if before is None:
            raise Refused("There is no such agent.", "unknown")
        if before.version != seen_version:
            raise Stale
        at = (before.closed_at or clock.now()) if closed else None
        values = {"email": email, "commission_bp": commission_bp, "pays": pays, "closed_at": at}
        write(update(_agent).where(_agent.c.id == agent_id).values(**values, version=before.version + 1))
        shown = ("commission_bp", "pays")
        record(
            "agent_changed", "agent", agent_id, actor="staff", actor_id=by, closed=closed,
            before={name: getattr(before, name) for name in shown}, after={name: values[name] for name in shown},
            personal={"email": (before.email, email)} if before.email != email else None,
        )  # fmt: skip

    transaction(work)

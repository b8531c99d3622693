"""The list of agents."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select

from app.booking.agents.models import AgentOfGroup
from app.booking.models import Booking
from app.store import db

_agent, _booking = AgentOfGroup.__table__, Booking.__table__


@dataclass(frozen=True, slots=True)
class Agent:
    """An agent, and how many bookings that are not cancelled they have made."""

    id: int
    name: str
    email: str | None
    commission_bp: int
    pays: bool
    version: int
    closed_at: datetime | None
    bookings: int

    @property
    def commission(self) -> str:
        """`10%`, `12.5%`."""
        return f"{self.commission_bp / 100:g}%"


def agents(*, closed: bool = False) -> list[Agent]:
    """Agents by name; with `closed` those too who were taken off the list. One statement."""
    made = (
        select(func.count())
        .where(_booking.c.source == "agent", _booking.c.channel == _agent.c.name, _booking.c.state != "cancelled")
        .correlate(_agent)
        .scalar_subquery()
    )
    query = select(*(column for column in _agent.c if column.name != "name_lower"), made.label("bookings"))
    if not closed:
        query = query.where(_agent.c.closed_at.is_(None))
    return [Agent(**row) for row in db.session.execute(query.order_by(_agent.c.name_lower)).mappings()]

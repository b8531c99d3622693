"""Signs of life, by the machine's clock: moving the demo's clock ages nobody."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import String, select
from sqlalchemy.orm import Mapped, mapped_column

from app.kernel import clock
from app.store.db import Base, db
from app.store.engines import upsert
from app.store.transaction import transaction, write

WORKER = "worker"
SWEEP = "sweep"
BACKUP = "backup"


class Heartbeat(Base):
    """When something last went well: by the machine's clock, and what the product's clock showed then."""

    __tablename__ = "heartbeat"

    name: Mapped[str] = mapped_column(String(40), primary_key=True)
    beat_at: Mapped[datetime]
    shown_at: Mapped[datetime]


def beat(name: str, shown_at: datetime | None = None) -> None:
    """`age(name)` counts from this moment; `shown_at` is the product's instant for which the work was done."""
    row = {"name": name, "beat_at": clock.machine_now(), "shown_at": shown_at or clock.now()}
    transaction(lambda: write(upsert(Heartbeat, row, ["name"])))


def age(name: str) -> int | None:
    """Whole seconds since `name` last beat; None when it never did."""
    return ages([name])[name]


def ages(names: list[str]) -> dict[str, int | None]:
    """`age` of each name, with one statement."""
    rows = db.session().execute(select(Heartbeat.name, Heartbeat.beat_at).where(Heartbeat.name.in_(names)))
    now = clock.machine_now()
    found = {name: max(0, int((now - beat_at).total_seconds())) for name, beat_at in rows}
    return {name: found.get(name) for name in names}

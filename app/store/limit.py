"""How often something was done lately, counted by the machine's clock for all web processes together."""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlalchemy import Connection, String, case, delete, select
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Mapped, mapped_column

from app.kernel import clock
from app.store.db import Base, db
from app.store.engines import is_sqlite
from app.store.transaction import apart


class Limit(Base):
    """A counter that starts again at `expires_at`. The key is a digest and names nobody."""

    __tablename__ = "limit"

    key: Mapped[str] = mapped_column(String(64), primary_key=True)
    count: Mapped[int]
    expires_at: Mapped[datetime] = mapped_column(index=True)


def count_up(key: str, seconds: int, amount: int = 1) -> int:
    """The counter after `amount` more; exact for any number of callers at once. It lives `seconds`
    from its first use."""
    now = clock.machine_now()
    insert = (sqlite.insert if is_sqlite() else postgresql.insert)(Limit)
    stale = Limit.expires_at <= now
    counting = (
        insert.values(key=key, count=amount, expires_at=now + timedelta(seconds=seconds))
        .on_conflict_do_update(
            index_elements=["key"],
            set_={
                "count": case((stale, amount), else_=Limit.count + amount),
                "expires_at": case((stale, insert.excluded.expires_at), else_=Limit.expires_at),
            },
        )
        .returning(Limit.count)
    )

    def work(connection: Connection) -> int:
        count = int(connection.execute(counting).scalar_one())
        if count == amount:
            connection.execute(delete(Limit).where(Limit.expires_at <= now))
        return count

    return apart(work)


def count_of(key: str) -> tuple[int, datetime]:
    """The counter and when it starts again; 0 and this instant for one that is not running."""
    now = clock.machine_now()
    row = db.session().execute(select(Limit.count, Limit.expires_at).where(Limit.key == key, Limit.expires_at > now))
    found = row.one_or_none()
    return (found[0], found[1]) if found else (0, now)


def forget(key: str | None = None) -> None:
    """The counter, or every one, starts again."""
    everything = delete(Limit) if key is None else delete(Limit).where(Limit.key == key)
    apart(lambda connection: connection.execute(everything))

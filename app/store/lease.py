"""Leases: of several workers one does a job, and when it dies another may."""

from __future__ import annotations

import os
import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta

from sqlalchemy import String, or_, update
from sqlalchemy.orm import Mapped, mapped_column

from app.kernel import clock
from app.store.db import Base
from app.store.engines import insert_or_ignore
from app.store.transaction import transaction, write

HOLDER = f"{os.getpid()}-{secrets.token_hex(6)}"
"""Who this process is."""


class Lease(Base):
    """Something that one holder at a time may do, until an instant of the machine's clock."""

    __tablename__ = "lease"

    name: Mapped[str] = mapped_column(String(40), primary_key=True)
    holder: Mapped[str] = mapped_column(String(40))
    until_at: Mapped[datetime]


def take(name: str, lasting: timedelta, holder: str = HOLDER) -> bool:
    """True when the lease is the holder's until `lasting` from now; False while it is somebody else's.

    Of any number of callers at the same instant one gets it. A holder that takes it again prolongs it.
    """
    return transaction(lambda: _take(name, lasting, holder))


def _take(name: str, lasting: timedelta, holder: str) -> bool:
    now = clock.machine_now()
    row = {"name": name, "holder": holder, "until_at": now + lasting}
    if write(insert_or_ignore(Lease, row)).rowcount == 1:
        return True
    free = update(Lease).where(Lease.name == name, or_(Lease.until_at <= now, Lease.holder == holder))
    return write(free.values(holder=holder, until_at=now + lasting)).rowcount == 1


def give_back(name: str, holder: str = HOLDER) -> None:
    """The lease is free when it was the holder's; else nothing changes."""
    mine = update(Lease).where(Lease.name == name, Lease.holder == holder)
    transaction(lambda: write(mine.values(until_at=clock.machine_now())))


@contextmanager
def held(name: str, lasting: timedelta, holder: str = HOLDER) -> Iterator[bool]:
    """True inside when the lease could be taken; it is given back on leaving, also after an error."""
    got = take(name, lasting, holder)
    try:
        yield got
    finally:
        if got:
            give_back(name, holder)

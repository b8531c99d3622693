"""Counters per (night, resource), the claims they come from, and who sleeps behind which door."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, text
from sqlalchemy.orm import Mapped, mapped_column

from app.store import Base
from app.store.types import BigId, Id


class Resource(Base):
    """Something counted per night: a room type, the covers of a sitting, or an extra with a stock."""

    __tablename__ = "resource"

    id: Mapped[Id]
    location_id: Mapped[int] = mapped_column(BigId, ForeignKey("location.id"))
    room_type_id: Mapped[int | None] = mapped_column(BigId, ForeignKey("room_type.id"), unique=True)
    sitting_id: Mapped[int | None] = mapped_column(BigId, ForeignKey("sitting.id"), unique=True)
    extra_id: Mapped[int | None] = mapped_column(BigId, ForeignKey("extra.id"), unique=True)

    __table_args__ = (
        CheckConstraint(
            "(CASE WHEN room_type_id IS NULL THEN 0 ELSE 1 END) + (CASE WHEN sitting_id IS NULL THEN 0 ELSE 1 END)"
            " + (CASE WHEN extra_id IS NULL THEN 0 ELSE 1 END) = 1",
            "one_thing",
        ),
    )


class Allotment(Base):
    """How many of a resource may be sold on a night, how many are taken, and how many a closure lacks."""

    __tablename__ = "allotment"

    night: Mapped[date] = mapped_column(primary_key=True)
    resource_id: Mapped[int] = mapped_column(BigId, ForeignKey("resource.id"), primary_key=True, autoincrement=False)
    sellable: Mapped[int]
    taken: Mapped[int] = mapped_column(default=0)
    short: Mapped[int] = mapped_column(default=0)

    __table_args__ = (
        CheckConstraint("0 <= taken AND taken <= sellable", "taken"),
        CheckConstraint("short >= 0", "short"),
        # SQLite reads a whole house's counters from the index alone, in half the time. PostgreSQL would have to write
        # the index with every claim, and keeps the short one.
        Index("ix_allotment_resource_night", "resource_id", "night").ddl_if(dialect="postgresql"),
        Index("ix_allotment_runs", "resource_id", "night", "sellable", "taken").ddl_if(dialect="sqlite"),
        {"sqlite_with_rowid": False},
    )


class Claim(Base):
    """The source of every counter: an owner holds `count` of a resource on a night, until `expires_at` if that is set.

    `part` tells the stays of one owner apart (0 for the first).
    """

    __tablename__ = "claim"

    owner: Mapped[str] = mapped_column(String(10), primary_key=True)
    owner_id: Mapped[int] = mapped_column(BigId, primary_key=True, autoincrement=False)
    resource_id: Mapped[int] = mapped_column(BigId, ForeignKey("resource.id"), primary_key=True, autoincrement=False)
    night: Mapped[date] = mapped_column(primary_key=True)
    part: Mapped[int] = mapped_column(primary_key=True, autoincrement=False, default=0)
    count: Mapped[int]
    expires_at: Mapped[datetime | None]

    __table_args__ = (
        CheckConstraint("count > 0", "count"),
        Index(
            "ix_claim_expiring",
            "expires_at",
            sqlite_where=text("expires_at IS NOT NULL"),
            postgresql_where=text("expires_at IS NOT NULL"),
        ),
        {"sqlite_with_rowid": False},
    )


class Watch(Base):
    """Somebody on the waitlist waits for a resource on the nights from `first_on` up to but not including `until_on`.

    Whoever has the lower `watcher_id` waits longer and comes first.
    """

    __tablename__ = "watch"

    watcher_id: Mapped[int] = mapped_column(BigId, primary_key=True, autoincrement=False)
    resource_id: Mapped[int] = mapped_column(BigId, ForeignKey("resource.id"), primary_key=True, autoincrement=False)
    first_on: Mapped[date]
    until_on: Mapped[date]

    __table_args__ = (CheckConstraint("first_on < until_on", "span"), {"sqlite_with_rowid": False})


class Closure(Base):
    """Rooms (or covers, or extras) taken off sale from one night up to but not including another.

    With `room_id` it is one certain door, which is then given to nobody.
    """

    __tablename__ = "closure"

    id: Mapped[Id]
    resource_id: Mapped[int] = mapped_column(BigId, ForeignKey("resource.id"))
    room_id: Mapped[int | None] = mapped_column(BigId, ForeignKey("room.id"), index=True)
    from_on: Mapped[date]
    until_on: Mapped[date]
    count: Mapped[int]
    reason: Mapped[str] = mapped_column(String(200))

    __table_args__ = (
        CheckConstraint("from_on < until_on AND count > 0", "span"),
        CheckConstraint("room_id IS NULL OR count = 1", "one_door"),
    )


class RoomNight(Base):
    """A door given to a stay for a night."""

    __tablename__ = "room_night"

    room_id: Mapped[int] = mapped_column(BigId, ForeignKey("room.id"), primary_key=True, autoincrement=False)
    night: Mapped[date] = mapped_column(primary_key=True)
    stay_id: Mapped[int] = mapped_column(BigId, index=True)


DIRTY, CLEAN, INSPECTED = "dirty", "clean", "inspected"
OUT_OF_SERVICE, OUT_OF_ORDER = "out_of_service", "out_of_order"


class RoomState(Base):
    """How a room stands with housekeeping, and who said so when; a room without a row is inspected.

    Only out of order takes a room off sale, by a closure of its own. `reason` says why a room is out and names nobody.
    """

    __tablename__ = "room_state"

    room_id: Mapped[int] = mapped_column(BigId, ForeignKey("room.id"), primary_key=True, autoincrement=False)
    state: Mapped[str] = mapped_column(String(14))
    reason: Mapped[str] = mapped_column(String(200), default="")
    changed_at: Mapped[datetime]
    changed_by: Mapped[int | None] = mapped_column(BigId)

    __table_args__ = (
        CheckConstraint("state IN ('dirty', 'clean', 'inspected', 'out_of_service', 'out_of_order')", "state"),
    )


class MovedNight(Base):
    """A night on which a stay sleeps in another room type than it bought: its claim and its door are of this type."""

    __tablename__ = "moved_night"

    stay_id: Mapped[int] = mapped_column(BigId, primary_key=True, autoincrement=False)
    night: Mapped[date] = mapped_column(primary_key=True)
    room_type_id: Mapped[int] = mapped_column(BigId, ForeignKey("room_type.id"))


class RoomPromise(Base):
    """What was promised to a stay about its door: a certain one, or one without steps. The packer keeps to it."""

    __tablename__ = "room_promise"

    stay_id: Mapped[int] = mapped_column(BigId, primary_key=True, autoincrement=False)
    room_id: Mapped[int | None] = mapped_column(BigId, ForeignKey("room.id"))
    step_free: Mapped[bool] = mapped_column(default=False)
    promised_at: Mapped[datetime]

    __table_args__ = (CheckConstraint("room_id IS NOT NULL OR step_free", "something"),)

"""What the group has: houses, room types, rooms, facilities, extras, restaurants, and the words about them."""

from __future__ import annotations

from datetime import date, datetime, time

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from app.store import Base
from app.store.types import APPEND_ONLY, BigId, Currency, Id, Name, Slug, Words


class Trader(Base):
    """Who the guest's contract is with; one row. Stands in every footer."""

    __tablename__ = "trader"

    id: Mapped[Id]
    group_name: Mapped[Name]
    name: Mapped[Name]
    address: Mapped[str] = mapped_column(String(300))
    telephone: Mapped[str] = mapped_column(String(30))
    email: Mapped[str] = mapped_column(String(254))
    company_number: Mapped[str] = mapped_column(String(20))
    vat_number: Mapped[str] = mapped_column(String(20))
    demo: Mapped[bool] = mapped_column(default=False)


class Location(Base):
    """A house. Somebody answers from `desk_opens_time` to `desk_closes_time`, eight to eight where it says neither."""

    __tablename__ = "location"

    id: Mapped[Id]
    slug: Mapped[Slug] = mapped_column(unique=True)
    name: Mapped[Name]
    place: Mapped[Name]
    address: Mapped[str] = mapped_column(String(300), default="")
    station: Mapped[str] = mapped_column(String(200), default="")
    telephone: Mapped[str] = mapped_column(String(30), default="")
    email: Mapped[str] = mapped_column(String(254), default="")
    timezone: Mapped[str] = mapped_column(String(40))
    currency: Mapped[Currency]
    position: Mapped[int] = mapped_column(default=0)
    palette: Mapped[str] = mapped_column(String(20), default="combe")
    latitude_e6: Mapped[int | None]
    longitude_e6: Mapped[int | None]
    check_in_time: Mapped[time] = mapped_column(default=time(15))
    check_out_time: Mapped[time] = mapped_column(default=time(11))
    desk_opens_time: Mapped[time | None]
    desk_closes_time: Mapped[time | None]
    days_ahead: Mapped[int] = mapped_column(default=540)
    gap_may_be_sold: Mapped[bool] = mapped_column(default=True)
    open_for_booking: Mapped[bool] = mapped_column(default=True)
    closed_at: Mapped[datetime | None]

    __table_args__ = (CheckConstraint("days_ahead > 0", "days_ahead"),)


class RoomType(Base):
    """A kind of room that is sold as one; `closed_at` takes it off every page and keeps its history."""

    __tablename__ = "room_type"

    id: Mapped[Id]
    location_id: Mapped[int] = mapped_column(BigId, ForeignKey("location.id"))
    slug: Mapped[Slug]
    name: Mapped[Name]
    kind: Mapped[str] = mapped_column(String(20), default="snug")
    position: Mapped[int] = mapped_column(default=0)
    size_m2: Mapped[int | None]
    bed: Mapped[str] = mapped_column(String(120), default="")
    bathroom: Mapped[str] = mapped_column(String(120), default="")
    bath: Mapped[bool] = mapped_column(default=False)
    king_bed: Mapped[bool] = mapped_column(default=False)
    step_free: Mapped[bool] = mapped_column(default=False)
    adults_max: Mapped[int] = mapped_column(default=2)
    heads_max: Mapped[int] = mapped_column(default=2)
    cots_max: Mapped[int] = mapped_column(default=0)
    dogs_max: Mapped[int] = mapped_column(default=0)
    picture: Mapped[str] = mapped_column(String(120), default="")
    picture_alt: Mapped[str] = mapped_column(String(300), default="")
    closed_at: Mapped[datetime | None]

    __table_args__ = (
        UniqueConstraint("location_id", "slug"),
        CheckConstraint("adults_max >= 0 AND heads_max >= adults_max", "capacity"),
        CheckConstraint("cots_max >= 0 AND dogs_max >= 0", "cots_and_dogs"),
    )


class Room(Base):
    """One room with a door; given to a stay by assignment, never what is sold."""

    __tablename__ = "room"

    id: Mapped[Id]
    room_type_id: Mapped[int] = mapped_column(BigId, ForeignKey("room_type.id"))
    name: Mapped[Name]
    position: Mapped[int] = mapped_column(default=0)
    floor: Mapped[int] = mapped_column(default=0)
    step_free: Mapped[bool] = mapped_column(default=False)
    closed_at: Mapped[datetime | None]

    __table_args__ = (UniqueConstraint("room_type_id", "name"),)


class Fact(Base):
    """One cell of the fact grid, the same list of keys for all rooms so that they compare."""

    __tablename__ = "fact"

    room_type_id: Mapped[int] = mapped_column(BigId, ForeignKey("room_type.id"), primary_key=True)
    key: Mapped[str] = mapped_column(String(30), primary_key=True)
    position: Mapped[int] = mapped_column(default=0)
    words: Mapped[str] = mapped_column(String(200))


class Facility(Base):
    """Something a house has: the restaurant, the garden, wifi, the car park.

    One with a `kind` (`catalogue.facilities`) stands on the page that says how the house is, and on its drawn plan at
    `plan`, else where that kind usually stands. `closed_at` takes it off every page and keeps its history.
    """

    __tablename__ = "facility"

    id: Mapped[Id]
    location_id: Mapped[int] = mapped_column(BigId, ForeignKey("location.id"))
    key: Mapped[str] = mapped_column(String(30))
    name: Mapped[Name]
    detail: Mapped[str] = mapped_column(String(300), default="")
    position: Mapped[int] = mapped_column(default=0)
    kind: Mapped[str | None] = mapped_column(String(20))
    plan: Mapped[str | None] = mapped_column(String(20))
    closed_at: Mapped[datetime | None]

    __table_args__ = (UniqueConstraint("location_id", "key"),)


class Extra(Base):
    """Something to add to a stay. `price_minor` is gross, per `basis`; with `stock` it is counted per night."""

    __tablename__ = "extra"

    id: Mapped[Id]
    location_id: Mapped[int] = mapped_column(BigId, ForeignKey("location.id"))
    slug: Mapped[Slug]
    name: Mapped[Name]
    detail: Mapped[str] = mapped_column(String(300), default="")
    basis: Mapped[str] = mapped_column(String(20))
    price_minor: Mapped[int]
    stock: Mapped[int | None]
    most: Mapped[int] = mapped_column(default=1)
    position: Mapped[int] = mapped_column(default=0)
    closed_at: Mapped[datetime | None]

    __table_args__ = (
        UniqueConstraint("location_id", "slug"),
        CheckConstraint("basis IN ('stay', 'night', 'person', 'person_night')", "basis"),
        CheckConstraint("price_minor >= 0 AND most >= 1", "amounts"),
    )


class Sitting(Base):
    """An hour at which a house's restaurant seats people; it belongs to the night on which it begins."""

    __tablename__ = "sitting"

    id: Mapped[Id]
    location_id: Mapped[int] = mapped_column(BigId, ForeignKey("location.id"))
    begins: Mapped[time]
    covers: Mapped[int]

    __table_args__ = (UniqueConstraint("location_id", "begins"), CheckConstraint("covers >= 0", "covers"))


class Produce(Base):
    """What a garden has ready: a row of the almanac. `months` are twelve letters, 1 for ready, January first."""

    __tablename__ = "produce"

    id: Mapped[Id]
    location_id: Mapped[int | None] = mapped_column(BigId, ForeignKey("location.id"))
    name: Mapped[Name]
    ink: Mapped[str] = mapped_column(String(20))
    months: Mapped[str] = mapped_column(String(12))
    position: Mapped[int] = mapped_column(default=0)


class Text(Base):
    """Words about a catalogue row, by language; `subject` is `location`, `room_type`, `restaurant`, `season`, ..."""

    __tablename__ = "text"

    subject: Mapped[str] = mapped_column(String(20), primary_key=True)
    subject_id: Mapped[int] = mapped_column(BigId, primary_key=True, autoincrement=False)
    field: Mapped[str] = mapped_column(String(40), primary_key=True)
    language: Mapped[str] = mapped_column(String(10), primary_key=True)
    words: Mapped[Words]


class Document(Base):
    """Terms, privacy notice, accessibility statement, complaints route. Versions are added, never edited."""

    __tablename__ = "document"

    id: Mapped[Id]
    slug: Mapped[Slug]
    version: Mapped[int]
    language: Mapped[str] = mapped_column(String(10), default="en")
    title: Mapped[Name]
    body: Mapped[Words]
    holds_from_on: Mapped[date]

    __table_args__ = (UniqueConstraint("slug", "version", "language"),)


class OldSlug(Base):
    """A slug from before a rename; the address that carries it redirects to the row's current one."""

    __tablename__ = "old_slug"

    id: Mapped[Id]
    kind: Mapped[str] = mapped_column(String(20))
    location_id: Mapped[int | None] = mapped_column(BigId, ForeignKey("location.id"))
    slug: Mapped[Slug]
    subject_id: Mapped[int] = mapped_column(BigId)

    __table_args__ = (Index("ix_old_slug_lookup", "kind", "slug"),)


class HousePicture(Base):
    """A picture that shows a house in a season, in place of the drawn one."""

    __tablename__ = "house_picture"

    location_id: Mapped[int] = mapped_column(BigId, ForeignKey("location.id"), primary_key=True, autoincrement=False)
    season: Mapped[str] = mapped_column(String(10), primary_key=True)
    picture: Mapped[str] = mapped_column(String(120))
    picture_alt: Mapped[str] = mapped_column(String(300))

    __table_args__ = (CheckConstraint("season IN ('winter', 'spring', 'summer', 'autumn')", "season"),)


class MailWords(Base):
    """What staff put into the mails of a kind: of one house, or of every house that has no words of its own.

    Versions are added, never edited: a mail has the words that stood when its message was made.
    """

    __tablename__ = "mail_words"

    id: Mapped[Id]
    location_id: Mapped[int | None] = mapped_column(BigId, ForeignKey("location.id"))
    kind: Mapped[str] = mapped_column(String(30))
    opening: Mapped[str] = mapped_column(String(2000), default="")
    closing: Mapped[str] = mapped_column(String(2000), default="")
    made_at: Mapped[datetime]

    __table_args__ = ({"info": APPEND_ONLY},)

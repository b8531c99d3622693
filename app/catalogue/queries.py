"""The whole catalogue in memory: small, read by every page, loaded anew when its version rises."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import time
from operator import attrgetter
from typing import Any, TypeVar

from sqlalchemy import select

from app.catalogue import models
from app.store import db
from app.store.version import CATALOGUE, Cached

R = TypeVar("R")
COT = "cot"
"""The slug of the extra that is a cot in the room."""


@dataclass(frozen=True, slots=True)
class Extra:
    id: int
    slug: str
    name: str
    detail: str
    basis: str
    price_minor: int
    stock: int | None
    most: int

    @property
    def of_a_room(self) -> bool:
        """Whether each of several rooms takes its own, as what is priced by the stay: a cot, a dog's bed, a late key.

        What is priced by the person is for everybody, what is priced by the night is the booking's.
        """
        return self.basis == "stay"

    @property
    def is_cot(self) -> bool:
        """Whether it is a cot in the room, whoever sleeps in it."""
        return self.slug == COT


@dataclass(frozen=True, slots=True)
class Sitting:
    id: int
    begins: time
    covers: int


@dataclass(frozen=True, slots=True)
class Facility:
    """`kind` is None for a line about the house that is never anything but true."""

    id: int
    key: str
    name: str
    detail: str
    kind: str | None
    plan: str | None


@dataclass(frozen=True, slots=True)
class RoomType:
    """A room type as pages and rules see it; `rooms` are (id, name) of those in use."""

    id: int
    location_id: int
    slug: str
    name: str
    kind: str
    size_m2: int | None
    bed: str
    bathroom: str
    bath: bool
    king_bed: bool
    step_free: bool
    adults_max: int
    heads_max: int
    cots_max: int
    dogs_max: int
    picture: str
    picture_alt: str
    rooms: tuple[tuple[int, str], ...]
    facts: tuple[tuple[str, str], ...]
    words: dict[str, str]


@dataclass(frozen=True, slots=True)
class House:
    """A location with all that belongs to it. `words` are its texts by field in the group's language.

    `pictures` are (name, what it shows) by season, where staff brought one.
    """

    id: int
    slug: str
    name: str
    place: str
    address: str
    station: str
    telephone: str
    email: str
    timezone: str
    currency: str
    palette: str
    latitude_e6: int | None
    longitude_e6: int | None
    check_in_time: time
    check_out_time: time
    desk_opens_time: time | None
    desk_closes_time: time | None
    days_ahead: int
    gap_may_be_sold: bool
    open_for_booking: bool
    room_types: tuple[RoomType, ...]
    extras: tuple[Extra, ...]
    sittings: tuple[Sitting, ...]
    facilities: tuple[Facility, ...]
    words: dict[str, str]
    pictures: dict[str, tuple[str, str]] = field(default_factory=dict)

    @property
    def location_id(self) -> int:
        return self.id

    def room_type(self, slug: str) -> RoomType | None:
        return next((room_type for room_type in self.room_types if room_type.slug == slug), None)


@dataclass(frozen=True, slots=True)
class Trader:
    group_name: str
    name: str
    address: str
    telephone: str
    email: str
    company_number: str
    vat_number: str
    demo: bool


@dataclass(frozen=True, slots=True)
class Produce:
    id: int
    location_id: int | None
    name: str
    ink: str
    months: str


@dataclass(frozen=True, slots=True)
class Catalogue:
    """Open houses in their order, and lookups by id and slug. `old_slugs` map (kind, location id, slug) to an id."""

    trader: Trader | None
    houses: tuple[House, ...]
    produce: tuple[Produce, ...]
    old_slugs: dict[tuple[str, int | None, str], int]
    by_id: dict[int, House] = field(repr=False)
    room_types: dict[int, RoomType] = field(repr=False)
    by_slug: dict[str, House] = field(repr=False)

    @property
    def cots(self) -> frozenset[int]:
        """The ids of the extras that are cots."""
        return frozenset(extra.id for house in self.houses for extra in house.extras if extra.is_cot)

    def house(self, slug: str) -> House | None:
        return self.by_slug.get(slug)


def catalogue() -> Catalogue:
    """The current catalogue; no statement beyond the versions' when it has not changed."""
    return _CATALOGUE.get()


def _load() -> Catalogue:
    texts: dict[tuple[str, int], dict[str, str]] = defaultdict(dict)
    for text in rows_of(models.Text):
        if text.language == "en":
            texts[text.subject, text.subject_id][text.field] = text.words
    rooms = _by(rows_of(models.Room, models.Room.closed_at.is_(None)), "room_type_id")
    facts = _by(rows_of(models.Fact), "room_type_id")
    room_types = _by(
        (
            _room_type(row, rooms[row.id], facts[row.id], texts["room_type", row.id])
            for row in rows_of(models.RoomType, models.RoomType.closed_at.is_(None))
        ),
        "location_id",
    )
    extras = _by(rows_of(models.Extra, models.Extra.closed_at.is_(None)), "location_id")
    sittings = _by(rows_of(models.Sitting), "location_id")
    facilities = _by(rows_of(models.Facility, models.Facility.closed_at.is_(None)), "location_id")
    pictures: dict[int, dict[str, tuple[str, str]]] = defaultdict(dict)
    for own in rows_of(models.HousePicture):
        pictures[own.location_id][own.season] = (own.picture, own.picture_alt)
    houses = tuple(
        shaped(
            House,
            row,
            room_types=tuple(room_types[row.id]),
            extras=tuple(shaped(Extra, extra) for extra in extras[row.id]),
            sittings=tuple(sorted((shaped(Sitting, s) for s in sittings[row.id]), key=attrgetter("begins"))),
            facilities=tuple(shaped(Facility, facility) for facility in facilities[row.id]),
            words=texts["location", row.id],
            pictures=pictures[row.id],
        )
        for row in rows_of(models.Location, models.Location.closed_at.is_(None))
    )
    trader = next((shaped(Trader, row) for row in rows_of(models.Trader)), None)
    return Catalogue(
        trader=trader,
        houses=houses,
        produce=tuple(shaped(Produce, row) for row in rows_of(models.Produce)),
        old_slugs={(row.kind, row.location_id, row.slug): row.subject_id for row in rows_of(models.OldSlug)},
        by_id={house.id: house for house in houses},
        room_types={room_type.id: room_type for house in houses for room_type in house.room_types},
        by_slug={house.slug: house for house in houses},
    )


def _room_type(
    row: models.RoomType, rooms: list[models.Room], facts: list[models.Fact], words: dict[str, str]
) -> RoomType:
    return shaped(
        RoomType,
        row,
        rooms=tuple((room.id, room.name) for room in rooms),
        facts=tuple((fact.key, fact.words) for fact in facts),
        words=words,
    )


def rows_of(model: type[Any], *where: Any) -> list[Any]:
    """All rows as detached values, by `position` where the table has one."""
    table = model.__table__
    order = [table.c.position] if "position" in table.c else []
    return list(db.session.execute(select(*table.c).where(*where).order_by(*order, *table.primary_key)).all())


def _by(rows: Iterable[Any], attribute: str) -> defaultdict[int, list[Any]]:
    grouped: defaultdict[int, list[Any]] = defaultdict(list)
    for row in rows:
        grouped[getattr(row, attribute)].append(row)
    return grouped


def shaped(kind: type[R], row: Any, **given: Any) -> R:
    """A frozen value of `kind` from a row's columns of the same names and what is given beside them."""
    names = kind.__dataclass_fields__  # type: ignore[attr-defined]
    return kind(**{name: given[name] if name in given else getattr(row, name) for name in names})


_CATALOGUE = Cached(_load, CATALOGUE)

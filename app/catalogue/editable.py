"""What of the catalogue a form edits: a row's columns, and what is kept beside it under names of its own."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Protocol

from sqlalchemy import delete, insert, select

from app.catalogue import models
from app.store import Base, db, upsert, write

State = dict[str, Any]


class Beside(Protocol):
    """Values in another table that belong to the row and are edited with it."""

    def read(self, row_id: int) -> State: ...

    def write(self, row_id: int, state: Mapping[str, Any]) -> None: ...


@dataclass(frozen=True, slots=True)
class Editable:
    """A kind of row. `subject` names it in the journal; `slugged` ones keep a slug that they had as a redirect.

    `house` is the column by which a row belongs to a house; None for what is the group's or belongs to another row.
    """

    subject: str
    model: type[Base]
    columns: tuple[str, ...]
    beside: tuple[Beside, ...] = ()
    house: str | None = "location_id"
    slugged: bool = False


@dataclass(frozen=True, slots=True)
class Words:
    """Texts about a row, `word_title` for its field `title`; a text without words is no row."""

    subject: str
    fields: tuple[str, ...]

    def read(self, row_id: int) -> State:
        text = models.Text.__table__
        found = dict(
            db.session.execute(
                select(text.c.field, text.c.words).where(
                    text.c.subject == self.subject, text.c.subject_id == row_id, text.c.language == "en"
                )
            ).all()
        )
        return {f"word_{field}": found.get(field, "") for field in self.fields}

    def write(self, row_id: int, state: Mapping[str, Any]) -> None:
        keys = ["subject", "subject_id", "field", "language"]
        for field in self.fields:
            own: dict[str, Any] = {"subject": self.subject, "subject_id": row_id, "field": field, "language": "en"}
            if words := state[f"word_{field}"]:
                write(upsert(models.Text, {**own, "words": words}, keys))
            else:
                write(delete(models.Text).filter_by(**own))


@dataclass(frozen=True, slots=True)
class Facts:
    """The cells of a room type's fact grid, `fact_bed` for the key `bed`; without words the cell is not there."""

    keys: tuple[str, ...]

    def read(self, row_id: int) -> State:
        found = dict(
            db.session.execute(
                select(models.Fact.key, models.Fact.words).where(models.Fact.room_type_id == row_id)
            ).all()
        )
        return {f"fact_{key}": found.get(key, "") for key in self.keys}

    def write(self, row_id: int, state: Mapping[str, Any]) -> None:
        write(delete(models.Fact).where(models.Fact.room_type_id == row_id, models.Fact.key.in_(self.keys)))
        rows = [
            {"room_type_id": row_id, "key": key, "position": place, "words": state[f"fact_{key}"]}
            for place, key in enumerate(self.keys)
            if state[f"fact_{key}"]
        ]
        if rows:
            write(insert(models.Fact.__table__), rows)


@dataclass(frozen=True, slots=True)
class SeasonPictures:
    """The pictures of a house by season, `winter_picture` and `winter_alt`; empty where the drawn one stands."""

    def read(self, row_id: int) -> State:
        table = models.HousePicture.__table__
        rows = {row.season: row for row in db.session.execute(select(*table.c).where(table.c.location_id == row_id))}
        state: State = {}
        for season in SEASONS:
            row = rows.get(season)
            state[f"{season}_picture"] = row.picture if row else ""
            state[f"{season}_alt"] = row.picture_alt if row else ""
        return state

    def write(self, row_id: int, state: Mapping[str, Any]) -> None:
        write(delete(models.HousePicture).where(models.HousePicture.location_id == row_id))
        rows = [
            {
                "location_id": row_id,
                "season": season,
                "picture": state[f"{season}_picture"],
                "picture_alt": state[f"{season}_alt"],
            }
            for season in SEASONS
            if state[f"{season}_picture"]
        ]
        if rows:
            write(insert(models.HousePicture.__table__), rows)


FACTS = (
    "size",
    "bed",
    "bathroom",
    "sleeps",
    "way_in",
    "step_free",
    "dogs",
    "noise",
    "warmth",
    "wifi",
    "light",
    "smoking",
)
"""The fact grid, the same for every room type and in this order."""

SEASONS = ("winter", "spring", "summer", "autumn")

LOCATION = Editable(
    "location",
    models.Location,
    (
        "slug", "name", "place", "address", "station", "telephone", "email", "timezone", "currency", "palette",
        "latitude_e6", "longitude_e6", "check_in_time", "check_out_time", "desk_opens_time", "desk_closes_time",
        "days_ahead", "gap_may_be_sold",
    ),
    house="id",
    slugged=True,
)  # fmt: skip
LOCATION_WORDS = Editable(
    "location",
    models.Location,
    (),
    (
        Words(
            "location",
            (
                "title", "summary", "body", "aside", "by_train", "by_car",
                *(f"kitchen_{season}" for season in SEASONS),
                "dining_name", "dining_body", "dining_aside", "dining_hours",
                "wifi_name", "wifi_password", "hours", "requests",
            ),
        ),
    ),
    house="id",
)  # fmt: skip
ROOM_TYPE = Editable(
    "room_type",
    models.RoomType,
    (
        "slug", "name", "kind", "position", "size_m2", "bed", "bathroom", "bath", "king_bed", "step_free",
        "adults_max", "heads_max", "cots_max", "dogs_max",
    ),
    (Facts(FACTS), Words("room_type", ("title", "body", "aside"))),
    slugged=True,
)  # fmt: skip
HOUSE_PICTURES = Editable("location", models.Location, (), (SeasonPictures(),), house="id")
ROOM_TYPE_PICTURE = Editable("room_type", models.RoomType, ("picture", "picture_alt"))
ROOM = Editable("room", models.Room, ("name", "floor", "position", "step_free"), house=None)
FACILITY = Editable("facility", models.Facility, ("name", "detail", "position", "kind", "plan"))
EXTRA = Editable("extra", models.Extra, ("name", "detail", "basis", "price_minor", "stock", "most", "position"))
SITTING = Editable("sitting", models.Sitting, ("covers",))
PRODUCE = Editable("produce", models.Produce, ("name", "ink", "months", "position"))
TRADER = Editable(
    "trader",
    models.Trader,
    ("group_name", "name", "address", "telephone", "email", "company_number", "vat_number"),
    house=None,
)


def state_of(what: Editable, row_id: int, *, lock: bool = False) -> State | None:
    """How the row stands, by the names that a form uses; None when there is none.

    With `lock` it stays so until the transaction ends.
    """
    table = what.model.__table__
    asked = select(table.c.id, *(table.c[name] for name in what.columns)).where(table.c.id == row_id)
    row = db.session.execute(asked.with_for_update() if lock else asked).one_or_none()
    if row is None:
        return None
    state = {name: row._mapping[name] for name in what.columns}
    for beside in what.beside:
        state |= beside.read(row_id)
    return state


def belongs(what: Editable, row_id: int, location_id: int | None) -> bool:
    """Whether the row is there and the house's; for None, the whole group's."""
    table = what.model.__table__
    assert what.house is not None
    owned = select(table.c.id).where(table.c.id == row_id, table.c[what.house] == location_id)
    return db.session.execute(owned).first() is not None

"""What the five houses are, read from the files beside this one. Money is read in pounds and kept in pence."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass, field
from datetime import date, time
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Any

HERE = Path(__file__).resolve().parent
DOCUMENTS = {
    "terms": "Terms of booking",
    "privacy": "Privacy",
    "accessibility": "Accessibility",
    "complaints": "How to complain",
}


@dataclass(frozen=True, slots=True)
class Kind:
    """A room type of a house; `base_minor` is its cheapest night for two with breakfast, before season and weekday."""

    kind: str
    slug: str
    name: str
    title: str
    words: str
    aside: str
    base_minor: int
    rooms: tuple[str, ...]
    size_m2: int
    bed: str
    bathroom: str
    adults: int
    heads: int
    cots: int
    dogs: int
    bath: bool
    step_free: bool
    facts: dict[str, str]
    picture: str
    alt: str

    @property
    def king_bed(self) -> bool:
        return self.bed.lower().startswith(("king", "super king"))


@dataclass(frozen=True, slots=True)
class Sitting:
    begins: time
    covers: int


@dataclass(frozen=True, slots=True)
class House:
    """One house. `plain` holds the words that only pages read."""

    slug: str
    name: str
    palette: str
    closed_week: int
    kinds: tuple[Kind, ...]
    sittings: tuple[Sitting, ...]
    supper_minor: int
    dog_minor: int
    plain: dict[str, Any] = field(compare=False)

    @property
    def rooms(self) -> int:
        return sum(len(kind.rooms) for kind in self.kinds)


@dataclass(frozen=True, slots=True)
class Group:
    houses: tuple[House, ...]
    plain: dict[str, Any] = field(compare=False)
    documents: dict[str, str] = field(compare=False)


def pence(pounds: Decimal | float | int) -> int:
    """Pounds as TOML spells them, in pence."""
    return int(Decimal(str(pounds)) * 100)


def hour(words: str) -> time:
    return time.fromisoformat(words)


def _read(name: str) -> dict[str, Any]:
    return tomllib.loads((HERE / f"{name}.toml").read_text("utf-8"))


def _sleeps(row: dict[str, Any]) -> str:
    adults, heads, cots = row["adults"], row["heads"], row.get("cots", 0)
    more = heads - adults
    children = f", or {adults} and {more} {'child' if more == 1 else 'children'}" if more else ""
    return f"{adults}{children}{', and a cot' if cots else ''}"


def _dogs(row: dict[str, Any], fee: int) -> str:
    most = row.get("dogs", 0)
    if not most:
        return "No. Assistance dogs, always"
    return f"One, £{fee} a stay" if most == 1 else f"Two, £{fee} a stay each"


def _facts(row: dict[str, Any], house: dict[str, Any], fee: int) -> dict[str, str]:
    """The same list for every room, in the order in which it is read."""
    own = {**house["facts"], **row["facts"]}
    return {
        "size": f"{row['size_m2']} m²",
        "bed": row["bed"],
        "bathroom": row["bathroom"],
        "sleeps": _sleeps(row),
        "way_in": own["way_in"],
        "step_free": "Yes, to the bed and the shower" if row.get("step_free") else "No",
        "dogs": _dogs(row, fee),
        "noise": own["noise"],
        "warmth": own["warmth"],
        "wifi": own["wifi"],
        "light": own["light"],
        "smoking": own["smoking"],
    }


def _alt(kind: str, palette: str) -> str:
    inside, view = _read("pictures")["rooms"][kind], _read("pictures")["views"][palette]
    return f"{inside}; {view} outside"


def _kind(row: dict[str, Any], house: dict[str, Any], fee: int) -> Kind:
    kind = row["kind"]
    return Kind(
        kind=kind,
        slug=row.get("slug", {"garden": "garden-room", "family": "family-room"}.get(kind, kind)),
        name=row["name"],
        title=row["title"],
        words=row["words"],
        aside=row["aside"],
        base_minor=pence(row["base"]),
        rooms=tuple(row["rooms"]),
        size_m2=row["size_m2"],
        bed=row["bed"],
        bathroom=row["bathroom"],
        adults=row["adults"],
        heads=row["heads"],
        cots=row.get("cots", 0),
        dogs=row.get("dogs", 0),
        bath=row.get("bath", False),
        step_free=row.get("step_free", False),
        facts=_facts(row, house, fee),
        picture=f"room-{house['palette']}-{kind}.svg",
        alt=f"{row['name']} at {house['name']}: {_alt(kind, house['palette'])}",
    )


def _house(slug: str, group: dict[str, Any]) -> House:
    plain = _read(slug)
    fee = group["party"]["dog_fee"][slug]
    return House(
        slug=slug,
        name=plain["name"],
        palette=plain["palette"],
        closed_week=plain["closed_week"],
        kinds=tuple(_kind(row, plain, fee) for row in plain["room_types"]),
        sittings=tuple(Sitting(hour(at), covers) for at, covers in plain["dining"]["sittings"].items()),
        supper_minor=pence(plain["dining"]["supper"]),
        dog_minor=pence(fee),
        plain=plain,
    )


@cache
def the_group() -> Group:
    """The demo group as its files tell it; read once."""
    plain = _read("group")
    documents = {slug: (HERE / f"{slug}.md").read_text("utf-8") for slug in DOCUMENTS}
    return Group(tuple(_house(slug, plain) for slug in plain["houses"]), plain, documents)


DOCUMENTS_FROM = date(2026, 1, 1)

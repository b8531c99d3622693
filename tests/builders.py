"""Small builders of a group's catalogue, prices and stock. Each says what it made by ids, and may be called twice.

Every test's day is `TODAY`, a Monday. A builder writes rows as they are after opening; what the operations do is
theirs to test.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, time, timedelta

from sqlalchemy import insert, update

from app.catalogue.models import Document, Extra, Location, Room, RoomType, Sitting, Trader
from app.inventory.models import Allotment, Resource
from app.pricing.models import PackagePart, PartyPrice, Rate, RatePlan, Restriction, TaxRate
from app.store import Base, db, transaction
from app.store.version import prices_of, raise_versions

NOW = "2027-03-01T09:00+00:00"
TODAY = date(2027, 3, 1)
FRIDAY = date(2027, 3, 5)
NIGHTS = 90
"""How far ahead a builder opens nights."""


@dataclass
class House:
    """The ids of a house by slug: room types, rate plans, extras, and the resources that are counted."""

    id: int
    slug: str
    room_types: dict[str, int] = field(default_factory=dict)
    plans: dict[str, int] = field(default_factory=dict)
    extras: dict[str, int] = field(default_factory=dict)
    sittings: dict[str, int] = field(default_factory=dict)
    resources: dict[str, int] = field(default_factory=dict)


def add(row: Base) -> int:
    """The row is committed (or part of the transaction around); its id."""

    def work() -> int:
        db.session.add(row)
        db.session.flush()
        return int(row.id)  # type: ignore[attr-defined]

    return transaction(work)


def trader() -> int:
    """The company in every footer, and version 1 of its documents."""
    for slug, title in (
        ("terms", "Terms of booking"),
        ("privacy", "Privacy"),
        ("accessibility", "Accessibility"),
        ("complaints", "Complaints"),
    ):
        add(Document(slug=slug, version=1, title=title, body=f"{title}, in short.", holds_from_on=date(2025, 1, 1)))
    return add(
        Trader(
            group_name="The Quince",
            name="The Quince Houses Limited",
            address="1 Orchard Lane, Totnes TQ9 0AA",
            telephone="01803 496 0100",
            email="hello@quince.example",
            company_number="00000000",
            vat_number="GB000000000",
            demo=True,
        )
    )


def location(slug: str = "combe-harrow", name: str = "Combe Harrow", **columns: object) -> House:
    """A house in England with VAT at 20 %, a child from 2 to 12 at 35 pounds, a dog at 20."""
    given: dict[str, object] = {
        "place": "South Hams, Devon",
        "address": "Harrow, Devon TQ9 0AB",
        "telephone": "01803 496 0101",
        "email": f"{slug}@quince.example",
        "timezone": "Europe/London",
        "currency": "GBP",
    }
    house = House(add(Location(slug=slug, name=name, **(given | columns))), slug)

    def work() -> None:
        for kind in ("room", "breakfast", "supper", "extra", "dog", "cot"):
            db.session.add(TaxRate(location_id=house.id, kind=kind, holds_from_on=date(2020, 1, 1), rate_bp=2000))
        for band, from_age, to_age, amount in (
            ("single", 0, 0, 1500),
            ("adult", 18, 200, 6000),
            ("child", 2, 12, 3500),
            ("child", 13, 17, 4500),
            ("dog", 0, 0, 2000),
            ("cot", 0, 1, 0),
        ):
            db.session.add(
                PartyPrice(location_id=house.id, band=band, from_age=from_age, to_age=to_age, amount_minor=amount)
            )

    transaction(work)
    return house


def room_type(house: House, slug: str = "snug", rooms: int = 3, **columns: object) -> int:
    """A room type for two with `rooms` doors, open for `NIGHTS` nights; its resource has the same slug."""
    given: dict[str, object] = {
        "name": slug.replace("-", " ").capitalize(),
        "picture_alt": "A room with a garden behind the window",
    }
    found = add(RoomType(location_id=house.id, slug=slug, **(given | columns)))
    house.room_types[slug] = found
    for number in range(1, rooms + 1):
        add(
            Room(room_type_id=found, name=f"{slug} {number}", position=number, step_free=bool(columns.get("step_free")))
        )
    resource(house, slug, rooms, room_type_id=found)
    return found


def resource(house: House, slug: str, sellable: int, nights: int = NIGHTS, **what: int) -> int:
    """Something counted (`room_type_id=`, `sitting_id=` or `extra_id=`), `sellable` on each of the next nights."""
    found = add(Resource(location_id=house.id, **what))
    house.resources[slug] = found
    rows = [
        {"night": night, "resource_id": found, "sellable": sellable, "taken": 0, "short": 0} for night in ahead(nights)
    ]
    transaction(lambda: db.session.execute(insert(Allotment), rows))
    return found


def rate_plan(
    house: House,
    slug: str = "flexible",
    amount_minor: int | None = 15000,
    parts: Iterable[str] = (),
    **columns: object,
) -> int:
    """A rate plan of a house; with an amount every room type costs that on each open night.

    `parts` are `breakfast` or `supper`: 15 and 42 pounds an adult, half for a child, inside the price.
    """
    given: dict[str, object] = {"name": slug.capitalize(), "may_pay_at_house": slug == "flexible"}
    found = add(RatePlan(location_id=house.id, slug=slug, **(given | columns)))
    house.plans[slug] = found
    prices = {"breakfast": 1500, "supper": 4200}

    def work() -> None:
        for kind in parts:
            amount = prices[kind]
            db.session.add(
                PackagePart(rate_plan_id=found, kind=kind, adult_minor=amount, child_minor=amount // 2, added=False)
            )

    transaction(work)
    if amount_minor is not None:
        for room_type_id in house.room_types.values():
            rates(room_type_id, found, amount_minor)
    return found


def rates(room_type_id: int, rate_plan_id: int, amount_minor: int, nights: int = NIGHTS) -> None:
    """The same price on each of the next nights."""
    rows = [
        {
            "night": night,
            "room_type_id": room_type_id,
            "rate_plan_id": rate_plan_id,
            "amount_minor": amount_minor,
        }
        for night in ahead(nights)
    ]
    transaction(lambda: db.session.execute(insert(Rate), rows))


def restriction(
    house: House, night: date, scope: str = "location", scope_id: int | None = None, **what: object
) -> None:
    """What `night` forbids, e.g. `closed_to_arrival=True` or `min_stay_arrival=2`."""
    row = Restriction(night=night, scope=scope, scope_id=scope_id or house.id, location_id=house.id, **what)
    transaction(lambda: db.session.add(row))


def prices_changed(house: House) -> None:
    """Rates and restrictions that were written past the operations are read anew."""
    transaction(lambda: raise_versions([prices_of(house.id)]))


def reprice(house: House, amount_minor: int) -> None:
    """Every rate of a house is this amount."""
    mine = Rate.room_type_id.in_(house.room_types.values())
    transaction(lambda: db.session.execute(update(Rate).where(mine).values(amount_minor=amount_minor)))
    prices_changed(house)


def sitting(house: House, begins: time = time(19, 30), covers: int = 20) -> int:
    """An hour of the restaurant; its resource is called like `19:30`."""
    found = add(Sitting(location_id=house.id, begins=begins, covers=covers))
    slug = f"{begins:%H:%M}"
    house.sittings[slug] = found
    resource(house, slug, covers, sitting_id=found)
    return found


def extra(house: House, slug: str = "bicycle", basis: str = "night", price_minor: int = 1800, **columns: object) -> int:
    """Something to add to a stay; with `stock=` it is counted each night."""
    given: dict[str, object] = {"name": slug.replace("-", " ").capitalize(), "most": 4}
    found = add(Extra(location_id=house.id, slug=slug, basis=basis, price_minor=price_minor, **(given | columns)))
    house.extras[slug] = found
    if stock := columns.get("stock"):
        resource(house, slug, int(str(stock)), extra_id=found)
    return found


def ahead(nights: int = NIGHTS) -> list[date]:
    return [TODAY + timedelta(days=day) for day in range(nights)]

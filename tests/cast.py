"""Whole houses for tests, made of the parts in `tests.builders`, and how a test finds them again."""

from datetime import time

from sqlalchemy import select

from app.catalogue.models import Extra, Location, RoomType, Sitting
from app.inventory.models import Resource
from app.pricing.models import PackagePart, RatePlan
from app.store import db, transaction
from tests.builders import House, extra, location, rate_plan, room_type, sitting, trader


def house(slug: str = "combe-harrow", name: str = "Combe Harrow", rooms: int = 3, **columns: object) -> House:
    """A whole house: `rooms` snugs and garden rooms each and one hut with a bath; dogs welcome in the garden rooms.

    Flexible with breakfast at 150 pounds a night, Saver 10 % less, Supper on top; two sittings, a cot, bicycles.
    """
    made = location(slug, name, **columns)
    room_type(made, "snug", rooms, cots_max=1)
    room_type(
        made,
        "garden",
        rooms,
        kind="garden",
        adults_max=3,
        heads_max=4,
        cots_max=1,
        dogs_max=2,
        step_free=True,
    )
    room_type(made, "shepherds-hut", 1, kind="hut", bath=True, king_bed=True)
    flexible = rate_plan(made, "flexible", 15000, parts=("breakfast",), due_now_bp=0, may_pay_at_house=True)
    rate_plan(
        made,
        "saver",
        None,
        base_plan_id=flexible,
        adjust_bp=-1000,
        cancelling="resale",
        resale_fee_minor=2000,
    )
    supper = rate_plan(made, "supper", None, base_plan_id=flexible, due_now_bp=0, may_pay_at_house=True)
    transaction(
        lambda: db.session.add(
            PackagePart(rate_plan_id=supper, kind="supper", adult_minor=4200, child_minor=2100, added=True)
        )
    )
    sitting(made, time(18, 30))
    sitting(made, time(20, 0))
    extra(made, "cot", "stay", 0, stock=1, most=1)
    extra(made, "bicycle", "night", 1800, stock=6)
    extra(made, "flowers", "stay", 3500)
    return made


FIVE = (
    ("combe-harrow", "Combe Harrow"),
    ("withy-moor", "Withy Moor"),
    ("oast-end", "Oast End"),
    ("lyndhay", "Lyndhay"),
    ("saltings", "Saltings"),
)


def group(houses: int = 2, **columns: object) -> list[House]:
    """The trader and the first of five houses; past five they are numbered."""
    trader()
    names = [*FIVE, *((f"house-{number}", f"House {number}") for number in range(6, houses + 1))]
    return [house(slug, name, position=place, **columns) for place, (slug, name) in enumerate(names[:houses])]


def found(slug: str = "combe-harrow") -> House:
    """The house with this slug as it stands in the database, for tests that did not build it themselves."""
    house = House(db.session.execute(select(Location.id).where(Location.slug == slug)).scalar_one(), slug)
    for names, model in (
        (house.room_types, RoomType),
        (house.plans, RatePlan),
        (house.extras, Extra),
    ):
        names.update(db.session.execute(select(model.slug, model.id).where(model.location_id == house.id)).all())
    sittings = db.session.execute(select(Sitting.begins, Sitting.id).where(Sitting.location_id == house.id))
    house.sittings.update({f"{begins:%H:%M}": sitting_id for begins, sitting_id in sittings})
    things = {
        "room_type_id": {i: slug for slug, i in house.room_types.items()},
        "extra_id": {i: slug for slug, i in house.extras.items()},
        "sitting_id": {i: slug for slug, i in house.sittings.items()},
    }
    for row in db.session.scalars(select(Resource).where(Resource.location_id == house.id)):
        for column, slugs in things.items():
            if (thing := getattr(row, column)) is not None:
                house.resources[slugs[thing]] = row.id
    return house

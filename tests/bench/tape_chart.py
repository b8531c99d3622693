"""The tape chart: 300 rooms over 28 days with 1,500 stays"""

from __future__ import annotations

import random
from collections.abc import Iterator
from datetime import date, timedelta
from time import process_time

from flask import Flask
from sqlalchemy import insert

from app.booking.models import BookedStay, Booking
from app.demo.doors import give_doors
from app.identity.models import Guest
from app.inventory.models import Allotment
from app.kernel import clock
from app.pricing.models import Quote
from app.store import db, transaction
from tests import builders
from tests.bench.ground import Ground
from tests.bench.table import Figure
from tests.builders import NOW, TODAY, House
from tests.databases import opened
from tests.staffing import desk
from tests.statements import counted

TYPES, ROOMS, STAYS, DAYS = 30, 10, 1500, 28
FIRST = TODAY - timedelta(days=7)
ROUNDS = 7


def big_house() -> House:
    """Thirty room types of ten rooms, and their stays, each with a door."""
    house = builders.location()
    builders.trader()
    for number in range(TYPES):
        builders.room_type(house, f"type-{number:02}", ROOMS)
    builders.rate_plan(house, "flexible", None)
    transaction(lambda: _book(house))
    transaction(lambda: give_doors(house.room_types.values(), TODAY + timedelta(days=DAYS)))
    return house


def _book(house: House) -> None:
    chance, now = random.Random(28), clock.now()
    kinds, plan = list(house.room_types.values()), house.plans["flexible"]
    left = dict.fromkeys(((kind, night) for kind in kinds for night in range(-2, DAYS + 9)), ROOMS)
    made: list[tuple[int, date, date]] = []
    while len(made) < STAYS:
        kind, first, length = chance.choice(kinds), chance.randrange(-2, DAYS), chance.choice([1, 2, 2, 3, 3, 4, 7])
        span = [(kind, night) for night in range(first, first + length)]
        if min(left[key] for key in span):
            for key in span:
                left[key] -= 1
            made.append((kind, FIRST + timedelta(first), FIRST + timedelta(first + length)))
    guests = [
        {"id": n + 1, "name": f"Guest Number{n}", "email": f"g{n}@example.com", "email_lower": f"g{n}@example.com",
         "language": "en", "created_at": now}
        for n in range(STAYS)
    ]  # fmt: skip
    quote = {
        "id": 1, "location_id": house.id, "currency": "GBP", "total_minor": 0, "due_now_minor": 0, "policy": "",
        "terms_version": 1, "made_at": now,
    }  # fmt: skip
    bookings, stays = [], []
    for n, (kind, arrival, departure) in enumerate(made):
        state = "departed" if departure < TODAY else "in_house" if arrival < TODAY else "confirmed"
        came = {"checked_in_at": now if state != "confirmed" else None}
        came["checked_out_at"] = now if state == "departed" else None
        bookings.append(
            {"id": n + 1, "reference": f"B{n:07}", "location_id": house.id, "guest_id": n + 1, "quote_id": 1,
             "state": state, "arrival_on": arrival, "departure_on": departure, "currency": "GBP", "source": "import",
             "terms_version": 1, "booked_at": now} | came
        )  # fmt: skip
        stays.append(
            {"id": n + 1, "booking_id": n + 1, "room_type_id": kind, "rate_plan_id": plan, "arrival_on": arrival,
             "departure_on": departure, "adults": 2} | came
        )  # fmt: skip
    for model, rows in ((Guest, guests), (Quote, [quote]), (Booking, bookings), (BookedStay, stays)):
        db.session.execute(insert(model), rows)
    earlier = [
        {"night": FIRST + timedelta(days=day), "resource_id": resource, "sellable": ROOMS, "taken": 0, "short": 0}
        for resource in house.resources.values()
        for day in range(7)
    ]
    db.session.execute(insert(Allotment), earlier)


def measured(app: Flask) -> tuple[int, float, int]:
    """Statements, CPU in milliseconds (the least of some rounds) and bars of the chart."""
    clock.configure(NOW)
    jo = desk(app)
    address = f"/staff/combe-harrow/tape-chart?from={FIRST}&days={DAYS}"
    best, count, body = 1e9, 0, ""
    for _ in range(ROUNDS):
        with counted(db.engine) as statements:
            begun = process_time()
            response = jo.client.get(address)
            best = min(best, (process_time() - begun) * 1000)
        count, body = len(statements.reads), response.text
        assert response.status_code == 200
    return count, best, body.count("data-stay=")


def figures(ground: Ground) -> Iterator[Figure]:
    for name, databases in ground.engines.items():
        with opened(databases.config(databases.migrated())) as app:
            big_house()
            count, cpu_ms, bars = measured(app)
        yield Figure(f"bars drawn on {name}", bars, least=STAYS * 0.9)
        yield Figure(f"statements on {name}", count, most=12)
        yield Figure(f"CPU on {name}", cpu_ms, "ms/page", most=300)

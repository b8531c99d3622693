"""Offers: a decision for a page of three places among 40 offers, and the nightly refit of a million decisions"""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from random import Random
from statistics import quantiles
from time import process_time

from app.offers.engine import NAMES, Context, Model, Past, features, from_document, situation, to_document
from app.offers.engine.refit import Outcome, refit
from tests.bench.ground import Ground
from tests.bench.table import Figure

GUESTS, OFFERS, PLACES = 10_000, 40, 3
PAGES = 2_000
DECISIONS = 1_000_000
AT = datetime(2027, 3, 5, 3, tzinfo=UTC)


def past(chance: Random) -> Past:
    stays = chance.choice([0, 0, 0, 1, 1, 2, 3, 5, 12])
    return Past(
        stays=stays, nights=chance.uniform(1, 6), days_since=chance.uniform(0, 900),
        cadence_days=chance.uniform(30, 400), lead_days=chance.uniform(0, 120),
        spend_share=chance.uniform(0.5, 2), adults=chance.uniform(1, 3),
        children=chance.choice([0, 0, 1, 2]), dogs=chance.choice([0, 0, 0, 1]), weekend_share=chance.random(),
        supper_share=chance.random(), extras=chance.uniform(0, 2), cancelled_share=chance.uniform(0, 0.4),
        last_score=chance.randint(4, 10), usual_location_id=chance.randint(1, 5), usual_season="summer",
    )  # fmt: skip


def moment(chance: Random) -> Context:
    return Context(
        place=chance.choice(["home", "results", "room", "checkout", "booking"]), location_id=chance.randint(1, 5),
        nights=chance.randint(1, 7), lead_days=chance.randint(0, 200), weekend=chance.random() < 0.4,
        season=chance.choice(["spring", "summer", "autumn", "winter"]), adults=chance.randint(1, 4),
        children=chance.choice([0, 0, 1]), dogs=chance.choice([0, 0, 1]),
    )  # fmt: skip


def outcomes(number: int, guests: list[Past], chance: Random) -> Iterator[Outcome]:
    """So many decisions over a year, made as they are asked for."""
    for _ in range(number):
        context = moment(chance)
        vector = features(chance.choice(guests), context)
        at = AT - timedelta(days=chance.uniform(0, 365))
        yield Outcome(f"{chance.randint(1, OFFERS)}", vector, float(chance.random() < 0.1), at, situation(context))


def pages(model: Model, guests: list[Past], chance: Random) -> list[float]:
    """Milliseconds of CPU of each page: features, predictions, propensities, choices."""
    offers, took = [str(number + 1) for number in range(OFFERS)], []
    for number in range(PAGES):
        who, context = chance.choice(guests), moment(chance)
        begun = process_time()
        model.rank(offers, features(who, context), PLACES, str(number), situation(context))
        took.append((process_time() - begun) * 1000)
    return took


def figures(ground: Ground) -> Iterator[Figure]:
    chance = Random(20270301)
    guests = [past(chance) for _ in range(GUESTS)]
    model = refit(outcomes(20_000, guests, chance), AT, NAMES)
    document = json.dumps(to_document(model))
    yield Figure(f"features of {GUESTS:,} guests", len(NAMES))
    yield Figure("a model as a document", len(document) / 1000, "kB")
    begun = process_time()
    model = from_document(json.loads(document))
    yield Figure("read by a process, once a version", (process_time() - begun) * 1000, "ms CPU")
    cuts = quantiles(pages(model, guests, chance), n=100)
    yield Figure(f"a page of {PLACES} places among {OFFERS} offers, half of them", cuts[49], "ms CPU")
    yield Figure(f"a page of {PLACES} places among {OFFERS} offers, 99 of 100", cuts[98], "ms CPU", most=5)

    known = list(outcomes(10_000, guests, chance))
    begun = process_time()
    refit((known[number % len(known)] for number in range(DECISIONS)), AT, NAMES)
    yield Figure(f"refit of {DECISIONS:,} decisions", process_time() - begun, "s CPU", most=60)

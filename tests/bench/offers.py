"""Offers: decisions among 40 offers, with the history read and without, what a log adds up to, the nightly refit from
memory and from the database"""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from random import Random
from statistics import quantiles
from time import perf_counter, process_time

from flask import Flask
from sqlalchemy import insert, select

from app.booking.models import Booking
from app.offers.decisions.candidates import undated
from app.offers.decisions.context import Context as Page
from app.offers.decisions.deciding import decide
from app.offers.decisions.models import OfferDecision, OfferModel
from app.offers.decisions.operations.learning import learn
from app.offers.engine import NAMES, Context, Model, Past, features, from_document, situation, to_document
from app.offers.engine.refit import Outcome, refit
from app.offers.proof.queries import measured_all, measured_offers
from app.offers.proof.rules import arm_of
from app.offers.proof.summing import sum_up_decisions
from app.offers.proof.sums import measured_until
from app.store import db, transaction, write
from app.store.version import versions
from tests import cast
from tests.bench.ground import Ground
from tests.bench.table import Figure
from tests.databases import opened
from tests.offers import offer
from tests.pasts import Past as Stay
from tests.pasts import past as write_stay
from tests.staffing import desk
from tests.unit.offers.decided import SALT, guests, hold_out, row

GUESTS, OFFERS, PLACES = 10_000, 40, 3
PAGES = 2_000
DECISIONS = 1_000_000
AT = datetime(2027, 3, 5, 3, tzinfo=UTC)
ZONE = "Europe/London"

REGULARS = 2_000
"""Guests with stays; who is new costs a page less."""

PEAK = Path("/proc/self/clear_refs")
"""Linux forgets a process's peak of memory where 5 is written to it."""

_decision = OfferDecision.__table__
LOGGED, SHOWN, AT_ONCE = 200_000, 12, 5_000
"""Decisions in a log, of so many offers; rows that are written together."""


def past(chance: Random) -> Past:
    stays = chance.choice([0, 0, 0, 1, 1, 2, 3, 5, 12])
    return Past(
        stays=stays, nights=chance.uniform(1, 6), days_since=chance.uniform(0, 900),
        cadence_days=chance.uniform(30, 400), lead_days=chance.uniform(0, 120),
        spend_band=chance.randint(1, 4), adults=chance.uniform(1, 3),
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
    yield from _in_a_database(ground, model)


def peopled() -> None:
    """10,000 guests, of whom every fifth has stayed, and a log of what they were shown over 300 days."""
    chance, house = Random(20270302), cast.group(2)[0]
    for number in range(OFFERS):
        offer(f"offer-{number}", percent_bp=500 + 10 * number)
    everybody = guests(GUESTS)
    hold_out()
    stays = [(guest_id, _stay(chance)) for guest_id in everybody[:REGULARS] for _ in range(chance.randint(1, 5))]
    transaction(lambda: [write_stay(house, guest_id, own, noted=False) for guest_id, own in stays])
    pasts = [past(chance) for _ in range(200)]
    for _ in range(LOGGED // AT_ONCE):
        rows = [_logged(chance, everybody, pasts) for _ in range(AT_ONCE)]
        transaction(lambda rows=rows: write(insert(_decision), rows))  # type: ignore[misc]


def _stay(chance: Random) -> Stay:
    arrival = (AT - timedelta(days=chance.randint(10, 900))).date()
    return Stay(arrival, chance.randint(1, 4), suppers=chance.randint(0, 1))


def _logged(chance: Random, everybody: list[int], pasts: list[Past]) -> dict[str, object]:
    guest_id, context = chance.choice(everybody), moment(chance)
    arm = arm_of(guest_id, SALT)
    shown, other = chance.sample(range(1, SHOWN + 1), 2)
    told = {
        "at": AT - timedelta(days=chance.uniform(1, 300)), "arm": arm, "situation": situation(context),
        "features": features(chance.choice(pasts), context), "eligible": list(range(1, SHOWN + 1)),
        "propensities": [1 / SHOWN] * SHOWN, "propensity": 1 / SHOWN, "came": chance.random() < 0.1,
        "instead_id": None if chance.random() < 0.3 else other, "outcome_at": AT, "reward": 0, "page": "a page of home",
    }  # fmt: skip
    return row(guest_id, shown, **told)


def _in_a_database(ground: Ground, model: Model) -> Iterator[Figure]:
    for name, databases in ground.engines.items():
        with opened(databases.config(databases.copy("offers", peopled))) as app:
            yield from _added_up(name, app)
            yield from _decided(name, model)
            yield from _refitted(name)


def _refitted(name: str) -> Iterator[Figure]:
    """A night over a log of a million, as copies of what is in it, read from the database; both by the clock."""
    names = [column.name for column in _decision.columns if column.name != "id"]
    copied = select(*(_decision.c[name] for name in names)).where(_decision.c.id <= LOGGED)
    for _ in range(DECISIONS // LOGGED - 1):
        transaction(lambda: write(insert(_decision).from_select(names, copied)))
    db.session.remove()
    PEAK.write_text("5")
    before, begun, cpu = peak_mb(), perf_counter(), process_time()
    learnt = learn(AT + timedelta(days=1))
    assert learnt is not None
    yield Figure(f"refit of {DECISIONS:,} rows, {name}", perf_counter() - begun, "s", most=60)
    yield Figure(f"what of it is this process, {name}", process_time() - cpu, "s CPU")
    yield Figure(f"memory that it takes, {name}", peak_mb() - before, "MB")
    assert db.session.scalar(select(OfferModel.n).where(OfferModel.version == learnt.version)) == DECISIONS


def peak_mb() -> float:
    """The most memory that this process had since its peak was last forgotten."""
    [line] = [line for line in Path("/proc/self/status").read_text().splitlines() if line.startswith("VmHWM")]
    return int(line.split()[1]) / 1000


def _added_up(name: str, app: Flask) -> Iterator[Figure]:
    """Both engines by the clock, since one of them works outside this process."""
    begun = perf_counter()
    assert measured_all().times == LOGGED
    assert len(measured_offers()) == SHOWN
    yield Figure(f"what {LOGGED:,} decisions add up to, read from the log, {name}", perf_counter() - begun, "s")
    begun, cpu = perf_counter(), process_time()
    assert sum_up_decisions(ZONE) == LOGGED
    yield Figure(f"summing them up by day, {name}", perf_counter() - begun, "s")
    yield Figure(f"what of it is this process, {name}", process_time() - cpu, "s CPU")
    begun = perf_counter()
    assert measured_until(AT.date(), ZONE).whole.times == LOGGED
    yield Figure(f"what they add up to, from the sums, {name}", perf_counter() - begun, "s", most=1)
    visitor = desk(app, "marketing")
    visitor.client.get("/marketing/")
    begun = perf_counter()
    assert visitor.client.get("/marketing/").status_code == 200
    yield Figure(f"the marketing page over them, {name}", perf_counter() - begun, "s", most=1)


def _decided(name: str, model: Model) -> Iterator[Figure]:
    """The history read, the policy from memory, what is against each offer, and three places drawn; on a page that has
    its connection and knows what has changed."""
    document = {"at": AT, "document": to_document(model), "n": model.n, "adopted": True, "why": ""}
    transaction(lambda: write(insert(OfferModel.__table__), document))
    regulars, took = guests_with_stays(), list[float]()
    for number in range(PAGES):
        db.session.rollback()
        db.session.remove()
        versions()
        begun = process_time()
        page = Page("home", f"page {number}", AT.date(), undated(AT, "Europe/London"))
        assert decide([regulars[number % len(regulars)]], page, AT).choices
        took.append((process_time() - begun) * 1000)
    cuts = quantiles(took[PAGES // 10 :], n=100)
    yield Figure(f"the same with the history read, half of them, {name}", cuts[49], "ms CPU")
    yield Figure(f"the same with the history read, 99 of 100, {name}", cuts[98], "ms CPU", most=5)


def guests_with_stays() -> list[int]:
    return sorted(db.session.scalars(select(Booking.guest_id).distinct()))

"""The statement that counts the reach and the rule that asks one guest agree, on random guests and conditions."""

from __future__ import annotations

import random
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta

from flask import Flask
from sqlalchemy import insert

from app.identity.models import Consent, Guest
from app.kernel.errors import Invalid
from app.kernel.seasons import SEASONS
from app.offers.history.models import GuestHistory
from app.offers.history.rules.facts import FACTS, OFF, History
from app.offers.segments import Conditions, Known, belongs, guests_in, reaches
from app.offers.segments.rules.conditions import NUMBERS, WORDS
from app.promotions.models import Promotion, PromotionUse
from app.store import transaction, write

TODAY = date(2027, 3, 5)
AT = datetime(2027, 3, 1, tzinfo=UTC)
SMALL = {"least_spend_minor": 90_000, "most_spend_minor": 90_000, "least_heads": 5, "most_heads": 5}
MOST = {"least_stays": 5, "most_stays": 5, "least_cancellations": 3, **SMALL}
FLAGS = ("lapsed", "agreed")

Person = tuple[History, Known]


def some_history(chance: random.Random) -> History:
    """New, or with facts of which some are forgotten."""
    if chance.random() < 0.15:
        return History(cancellations=chance.choice([0, 1]), coming=chance.choice([0, 1]))
    stays, last, cadence = chance.randint(1, 6), TODAY - timedelta(chance.randint(0, 900)), chance.randint(20, 400)
    known = {
        "stays": stays, "nights": 2 * stays, "last_departure_on": last, "cadence_days": cadence,
        "lapses_on": last + timedelta(2 * cadence), "location_id": chance.choice([1, 2, 3]),
        "season": chance.choice(SEASONS), "adults": chance.randint(1, 4), "children": chance.choice([0, 0, 1, 2]),
        "dog_stays": chance.choice([0, 0, 1]), "supper_share_bp": chance.choice([0, 4999, 5000, 10_000]),
        "weekend_share_bp": chance.choice([0, 3333, 5000, 10_000]), "lead_days": chance.randint(0, 200),
        "spend_minor": chance.randint(0, 100_000), "cancellations": chance.choice([0, 0, 1, 2]),
        "coming": chance.choice([0, 0, 1]),
    }  # fmt: skip
    kept = {name: value for name, value in known.items() if name in ("stays", "nights") or chance.random() < 0.9}
    return History(**kept)  # type: ignore[arg-type]


def some_conditions(chance: random.Random) -> Conditions:
    """Up to four at once that do not contradict each other."""
    names = chance.sample([*NUMBERS, *WORDS, *FLAGS, "houses", "seasons", "code"], chance.randint(0, 4))
    document: dict[str, object] = {}
    for name in names:
        if name in NUMBERS:
            document[name] = chance.randint(0, MOST.get(name, 500))
        elif name in WORDS:
            document[name] = chance.choice(WORDS[name])
        else:
            several = {"houses": chance.sample([1, 2, 3], 2), "seasons": chance.sample(sorted(set(SEASONS)), 2)}
            document[name] = several.get(name, "HARVEST" if name == "code" else True)
    try:
        return Conditions.of(document)
    except Invalid:
        return some_conditions(chance)


def written(chance: random.Random, guests: int) -> dict[int, Person]:
    """So many guests with their rows; some with history off, some without a row, some who used the code."""
    numbers = {"code": "HARVEST", "slug": "harvest", "title": "Harvest", "kind": "percent", "percent_bp": 1000}
    people: dict[int, Person] = {}

    def work() -> None:
        row = {**numbers, "currency": "GBP", "state": "running", "made_at": AT, "line": "", "weekdays": "0123456"}
        promotion = write(insert(Promotion).returning(Promotion.id), row).scalar_one()
        for number in range(guests):
            off = chance.random() < 0.1
            own = {"name": f"Guest {number}", "created_at": AT, "history_off_at": AT if off else None}
            guest_id = int(write(insert(Guest).returning(Guest.id), own).scalar_one())
            history, agreed, used = some_history(chance), chance.random() < 0.5, chance.random() < 0.3
            if not off and history != History():
                facts = {name: getattr(history, name) for name in FACTS}
                write(insert(GuestHistory), {"guest_id": guest_id, "counted_at": AT, **facts})
            said = [True, False] if not agreed and chance.random() < 0.5 else [agreed]
            for given in said:
                consent = {"guest_id": guest_id, "channel": "offers", "given": given, "text": "Yes", "said_at": AT}
                write(insert(Consent), consent)
            given_back = AT if used and chance.random() < 0.3 else None
            if used:
                use = {"promotion_id": promotion, "owner": "booking", "owner_id": number + 1, "guest_id": guest_id}
                use |= {"minor": 100, "terms": {}, "taken_at": AT, "given_back_at": given_back}
                write(insert(PromotionUse), use)
            codes = {"HARVEST"} if used and given_back is None else set()
            people[guest_id] = OFF if off else history, Known(TODAY, agreed, codes)

    transaction(work)
    return people


def test_reach_and_belonging_agree(app: Flask, count: Callable[[int, int], int]) -> None:
    chance = random.Random(11)
    people = written(chance, count(150, 1000))
    wanted = [some_conditions(chance) for _ in range(count(120, 600))]
    expected = [
        [guest_id for guest_id, (history, known) in people.items() if belongs(history, conditions, known)]
        for conditions in wanted
    ]
    assert [len(ids) for ids in expected] == [
        found for first in range(0, len(wanted), 40) for found in reaches(wanted[first : first + 40], TODAY)
    ]
    for conditions, ids in list(zip(wanted, expected, strict=True))[:20]:
        assert guests_in(conditions, TODAY) == ids
    sizes = {len(ids) for ids in expected}
    assert len(sizes) > 20, "the conditions tell guests apart"

"""Rules hold for whatever a guest has done: eligibility, caps, refusals, opting out, and propensities over a log."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from math import fsum, sqrt
from random import Random

import pytest
from sqlalchemy import update

from app.care.cases.models import Case
from app.identity.models import Consent, Guest
from app.kernel import clock
from app.offers.decisions.context import Candidate, Context
from app.offers.decisions.deciding import decide
from app.offers.decisions.operations import record_shown, refuse_offer
from app.offers.decisions.rules import KINDS_AT, MOST_A_WEEK, MOST_AT, PLACES, REFUSED_FOR
from app.promotions.rules import Promotion
from app.store import db, transaction, write
from tests.builders import add
from tests.cast import found
from tests.offers import offer
from tests.pasts import Past, guest, past
from tests.unit.offers.decisions.test_deciding import hold_out, taught

pytestmark = [pytest.mark.houses(1), pytest.mark.usefixtures("app")]
BEGIN = datetime(2027, 3, 5, 10, tzinfo=UTC)


@pytest.fixture
def engine() -> str:
    return "sqlite"


def offers() -> list[Promotion]:
    return [
        *(offer(f"less-{number}", percent_bp=500 + number) for number in range(3)),
        offer("supper", "supper", percent_bp=10_000),
        offer("late", "later_departure", leaves_by=datetime(2027, 1, 1, 14).time()),
        offer("flowers", "extra", percent_bp=10_000, extra_id=found().extras["flowers"]),
    ]


def somebody(chance: Random, number: int) -> tuple[int, dict[str, bool]]:
    """A guest with whatever past, who may be owed an answer, have agreed to mails, or have opted out."""
    who = guest(f"Guest {number}")
    booking_id = 0
    for _ in range(chance.choice([0, 0, 1, 2, 4])):
        arrival = date(2025, 1, 1) + timedelta(days=chance.randrange(700))
        state = chance.choice(["departed", "departed", "cancelled"])
        booking_id = past(found(), who, Past(arrival, chance.randint(1, 4), state=state, suppers=chance.randint(0, 1)))
    traits = {
        "owed": bool(booking_id) and chance.random() < 0.2,
        "agreed": chance.random() < 0.5,
        "off": chance.random() < 0.2,
    }
    if traits["owed"]:
        add(
            Case(
                location_id=found().id, booking_id=booking_id, guest_id=who, subject="survey", subject_id=number,
                title="Cold", opened_at=BEGIN, due_at=BEGIN,
            )
        )  # fmt: skip
    if traits["agreed"]:
        add(Consent(guest_id=who, channel="offers", given=True, text="Write to me", said_at=BEGIN))
    if traits["off"]:
        transaction(lambda: write(update(Guest).where(Guest.id == who).values(history_off_at=BEGIN)))
    return who, traits


@pytest.mark.long(3)
def test_rules_hold_for_every_guest_and_the_log_is_what_was_drawn(count: Callable[[int, int], int]) -> None:
    chance, running = Random(7), offers()
    taught()
    hold_out(0)
    kinds = {one.id: one.kind for one in running}
    drawn: list[float] = []
    for number in range(count(12, 1_000)):
        who, traits = somebody(chance, number)
        at, refused, seen = BEGIN, dict[int, datetime](), list[tuple[int, datetime]]()
        for step in range(8):
            at += timedelta(hours=chance.choice([2, 30, 100]))
            place = chance.choice(PLACES)
            booked = frozenset(chance.sample(list(kinds), chance.randint(0, 1)))
            shut = chance.choice(running).id
            candidates = tuple(Candidate(one, ("length",) if one.id == shut else ()) for one in running)
            own = Context(place, f"page {step}", at.date(), candidates, booked=booked)
            db.session.rollback()
            shown = decide([who], own, at)
            db.session.rollback()
            record_shown(shown, at.date())
            ids = shown.promotion_ids
            assert len(ids) == len(set(ids)) <= min(3, MOST_AT[place])
            assert not (ids and traits["owed"])
            assert not (ids and place == "mail" and not traits["agreed"])
            assert shut not in ids
            assert not booked & set(ids)
            assert all(kinds[one] in KINDS_AT.get(place, kinds.values()) for one in ids)
            assert not [one for one in ids if one in refused and at - refused[one] < REFUSED_FOR]
            assert (shown.guest_id is None) is traits["off"]
            if traits["off"]:
                assert not shown.features
                continue
            seen += [(one, at) for one in ids]
            lately = Counter(one for one, then in seen if then > at - timedelta(days=7))
            assert all(times <= MOST_A_WEEK for times in lately.values())
            for choice in shown.choices:
                assert fsum(choice.propensities) == pytest.approx(1)
                drawn.append(1 / len(choice.propensities) / choice.propensity)
            if ids and chance.random() < 0.2:
                refuse_offer(who, ids[0])
                refused[ids[0]] = clock.now()
    mean = fsum(drawn) / len(drawn)
    spread = sqrt(fsum((one - mean) ** 2 for one in drawn) / (len(drawn) - 1) / len(drawn))
    assert abs(mean - 1) <= 3 * spread + 1e-9

"""Of random guests every sentence is checked against their own rows, and every order against what they booked."""

from __future__ import annotations

import random
import re
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta

import pytest
from sqlalchemy import text

from app.identity.operations import forget_seen, say_preference, use_history
from app.kernel.words import MONTHS, NUMBERS
from app.offers.history.naming import kinds, names
from app.offers.history.operations import keep_histories
from app.offers.history.queries import histories_of
from app.offers.history.rules.facts import SLEPT
from app.offers.history.rules.kinds import KINDS
from app.offers.history.rules.orders import house_order, room_order
from app.offers.history.rules.reasons import ORDINALS, Context, Offered, Reason, reasons
from app.store import db, transaction
from tests.builders import TODAY
from tests.cast import found
from tests.pasts import Past, guest, past

pytestmark = [pytest.mark.houses(3), pytest.mark.usefixtures("app")]
SLUGS = ("combe-harrow", "withy-moor", "oast-end")
ROOMS = ("snug", "garden", "shepherds-hut")
COUNTS = {word: count for count, word in enumerate(NUMBERS)} | {"both": 2, "once": 1, "twice": 2}


@pytest.fixture
def engine() -> str:
    """Sentences are made in memory; that both engines count alike is tested with the keeping of histories."""
    return "sqlite"


@dataclass(frozen=True)
class Row:
    """A booking of one room as the tables say it, without any rule of histories."""

    id: int
    house: str
    room: str
    arrival: date
    departure: date
    dogs: int
    suppers: int
    extras: frozenset[str]

    @property
    def weekend(self) -> bool:
        nights = (self.departure - self.arrival).days
        return any((self.arrival + timedelta(days=n)).isoweekday() in (5, 6) for n in range(nights))

    def in_month(self, words: str, *, left: bool = False) -> bool:
        day = self.departure if left else self.arrival
        return words == f"{MONTHS[day.month - 1]} {day.year}"


def rows_of(guest_id: int) -> list[Row]:
    """The stays that were slept, the newest first."""
    states = ", ".join(f"'{state}'" for state in SLEPT)
    found = db.session.execute(
        text(f"""
        SELECT b.id, l.name AS house, t.name AS room, b.arrival_on, b.departure_on, s.dogs,
            (SELECT COUNT(*) FROM supper u WHERE u.stay_id = s.id) AS suppers, s.id AS stay
        FROM booking b JOIN stay s ON s.booking_id = b.id JOIN location l ON l.id = b.location_id
            JOIN room_type t ON t.id = s.room_type_id
        WHERE b.guest_id = :guest AND b.state IN ({states}) ORDER BY b.arrival_on DESC, b.id DESC
        """),
        {"guest": guest_id},
    ).all()
    extras = text("SELECT x.name FROM booked_extra e JOIN extra x ON x.id = e.extra_id WHERE e.stay_id = :stay")
    return [
        Row(
            one.id, one.house, one.room, date.fromisoformat(str(one.arrival_on)),
            date.fromisoformat(str(one.departure_on)), one.dogs, one.suppers,
            frozenset(db.session.scalars(extras, {"stay": one.stay})),
        )
        for one in found
    ]  # fmt: skip


def last(rows: list[Row], words: str) -> list[Row]:
    """The stays that `your last three stays` and its like speak of; they must say how many there are."""
    if words in ("your one stay", "your last stay"):
        assert (len(rows) == 1) == (words == "your one stay")
        return rows[:1]
    if words == "both your stays":
        assert len(rows) == 2
        return rows
    if whole := re.fullmatch(r"all (\w+) of your stays", words):
        assert len(rows) == COUNTS.get(whole[1]) or whole[1] == str(len(rows))
        return rows
    part = re.fullmatch(r"(both) your last stays|your last (\w+) stays", words)
    assert part is not None, words
    word = part[1] or part[2]
    return rows[: COUNTS.get(word) or int(word)]


def times(words: str) -> int:
    word = words.removesuffix(" times")
    return COUNTS.get(word) or int(word)


def is_true(told: Reason, rows: list[Row]) -> bool:
    """Whether the sentence holds, read from its words alone."""
    checks: dict[str, Callable[..., bool]] = {
        r"You had supper on (.+)": lambda which: all(one.suppers for one in last(rows, which)),
        r"You have not had supper with us yet": lambda: not any(one.suppers for one in rows),
        r"You took “(.+)” on (.+)": lambda name, which: all(name in one.extras for one in last(rows, which)),
        r"You slept in the (.+) at (.+?) (once|twice|\w+ times)": lambda room, house, n: (
            sum((one.room, one.house) == (room, house) for one in rows) == times(n)
        ),
        r"You have not slept in the (.+) at (.+) yet": lambda room, house: all(
            (one.room, one.house) != (room, house) for one in rows
        ),
        r"You have not been to (.+) yet": lambda house: all(one.house != house for one in rows),
        r"You stayed midweek in (.+)": lambda month: any(one.in_month(month) and not one.weekend for one in rows),
        r"You stayed (\w+) nights? on (.+)": lambda n, which: all(
            (one.departure - one.arrival).days == (COUNTS.get(n) or int(n)) for one in last(rows, which)
        ),
        r"You stayed (\w+) nights or more (.+)": lambda least, n: (
            sum((one.departure - one.arrival).days >= COUNTS[least] for one in rows) == times(n)
        ),
        r"You came with a dog (.+)": lambda n: sum(one.dogs > 0 for one in rows) == times(n),
        r"You were last with us in (.+)": lambda month: max(rows, key=lambda one: one.departure).in_month(
            month, left=True
        ),
        r"You stayed at (.+?) (once|twice|\w+ times)": lambda house, n: (
            sum(one.house == house for one in rows) == times(n)
        ),
        r"You came in (.+)": lambda month: any(one.in_month(month) for one in rows),
        r"This would be your (\w+) stay with us": lambda nth: ORDINALS.index(nth) == len(rows),
        r"You stayed with us (.+)": lambda n: times(n) == len(rows),
    }
    for pattern, check in checks.items():
        if match := re.fullmatch(pattern, told.words):
            return check(*match.groups())
    raise AssertionError(f"not on the list: {told.words}")


def somebody(chance: random.Random) -> int:
    """A guest with none to nine bookings of all sorts, some wishes, and rarely a history that is not to be used."""
    one = guest(f"Guest {chance.random()}")
    alike = chance.random() < 0.5
    suppers, extras = chance.randint(0, 2), chance.sample(["bicycle", "flowers"], chance.randint(0, 2))
    for _ in range(chance.choice([0, 1, 1, 2, 2, 3, 5, 9])):
        state = chance.choice(["departed"] * 7 + ["cancelled", "no_show", "in_house"])
        arrival = TODAY - timedelta(days=chance.randint(5, 1_200))
        past(
            found(chance.choice(SLUGS)),
            one,
            Past(
                arrival, chance.randint(2, 4), chance.choice(ROOMS), state, chance.randint(0, 90),
                dogs=chance.choice([0, 0, 1]),
                suppers=suppers if alike else chance.randint(0, 2),
                extras=tuple(extras if alike else chance.sample(["bicycle", "flowers"], chance.randint(0, 2))),
            ),
        )  # fmt: skip
    if chance.random() < 0.2:
        forget_seen(one, chance.choice(KINDS))
    if chance.random() < 0.1:
        say_preference(one, "house", "Withy Moor")
    if chance.random() < 0.1:
        use_history([one], on=False)
    return one


def offers(chance: random.Random) -> list[Offered]:
    house = found(chance.choice(SLUGS))
    extra = chance.choice(["bicycle", "flowers"])
    here = frozenset({house.id})
    return [
        Offered("supper"),
        Offered("extra", here, extra_id=house.extras[extra]),
        Offered("better_room", here, room_type_id=house.room_types[chance.choice(ROOMS)]),
        Offered("another_house", here),
        Offered("longer", nights=3),
        Offered("percent", dogs=True),
        Offered("percent", midweek=True),
    ]


def test_each_sentence_is_true_of_the_rows_that_prove_it(count: Callable[[int, int], int]) -> None:
    chance = random.Random(23)
    everybody = transaction(lambda: [somebody(chance) for _ in range(count(30, 1_000))])
    histories, told = histories_of(everybody), Counter[str]()
    for one in everybody:
        history, rows = histories[one], rows_of(one)
        context = Context(TODAY, TODAY + timedelta(days=chance.randint(1, 300)), names=names())
        for offered in offers(chance):
            for reason in reasons(history, offered, context):
                assert is_true(reason, rows), (reason, rows)
                assert reason.proof
                assert set(reason.proof) <= {row.id for row in rows}
                told[reason.code] += 1
        if history.off or not rows:
            assert reasons(history, Offered("supper"), context) == []
        ordered(one, rows)
    assert len(told) >= 14, f"too few sentences were ever said: {told}"


def ordered(one: int, rows: list[Row]) -> None:
    """Houses stand by what the guest said, else by how often they stayed there; off and forgotten is as given."""
    history, houses = histories_of([one])[one], tuple(names().houses)
    order = house_order(history, houses, names())
    assert sorted(order.ids) == sorted(houses)
    if history.off or "house" in history.forgotten:
        assert (order.ids, order.because) == (houses, None)
        return
    if "house" in history.said:
        assert names().houses[order.ids[0]] == history.said["house"]
        return
    counts = Counter(row.house for row in rows)
    stayed = [counts[names().houses[house]] for house in order.ids]
    assert stayed == sorted(stayed, reverse=True)
    assert (order.because is not None) == bool(rows)
    assert set(order.proof) == {row.id for row in rows if row.house == names().houses[order.ids[0]]}
    rooms = tuple(found().room_types.values())
    own = room_order(history, rooms, kinds(), names().rooms)
    assert sorted(own.ids) == sorted(rooms)


def test_kept_histories_say_what_a_fresh_reading_says(count: Callable[[int, int], int]) -> None:
    chance = random.Random(42)
    everybody = transaction(lambda: [somebody(chance) for _ in range(count(10, 300))])
    keep_histories()
    kept = {row.guest_id: row for row in db.session.execute(text("SELECT * FROM guest_history"))}
    for one, history in histories_of(everybody).items():
        if history.off or not history.own:
            assert one not in kept
        else:
            row = kept[one]
            assert (row.stays, row.nights, row.supper_stays, row.location_id, row.cadence_days, row.spend_minor) == (
                history.stays, history.nights, history.supper_stays, history.location_id, history.cadence_days,
                history.spend_minor,
            )  # fmt: skip

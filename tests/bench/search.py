"""Searching over the demo group's five houses, and over fifty."""

from __future__ import annotations

import random
import re
from collections.abc import Iterable, Iterator, Sequence
from contextlib import suppress
from datetime import timedelta
from urllib.parse import parse_qs, urlsplit

from werkzeug.datastructures import MultiDict

from app.availability import sets
from app.availability.boards import fresh_boards
from app.availability.search import RoomFit, SetFit, SetRoom
from app.booking.operations import place_booking, start_checkout
from app.booking.rules import Basket, ChosenStay
from app.catalogue.queries import catalogue
from app.config import Config
from app.kernel import clock
from app.kernel.errors import Refused
from app.kernel.party import Party
from app.kernel.stay import Stay
from app.pricing.queries import price_list
from app.store import db
from app.web.search import read_search
from app.web.warming import warm
from tests import cast
from tests.bench.ground import Ground
from tests.bench.load import Connection, load
from tests.bench.table import Figure
from tests.builders import TODAY
from tests.databases import opened
from tests.page import Visitor

SEARCHES = 200
BOOKED_EVERY = 50
COMPARED_EVERY = 20
SAID = re.compile(
    r'data-location="(?P<house>[^"]+)" data-room-type="(?P<kind>[^"]+)"(?! data-rooms)|>(?P<left>\d+) left<'
    r'|<li class="rate" data-rate-plan="(?P<plan>[^"]+)"|<data class="price" value="(?P<total>\d+)"'
)
UNCOUNTED = "Sec-GPC: 1\r\n"
"""Whoever searches here objects to being counted: what counting costs a page is measured in `counting`."""

LIMITS_OFF = {"limit_holds": "100000 per minute"}


def figures(ground: Ground) -> Iterator[Figure]:
    """Reads, CPU and requests a second for first and repeated searches, and what fifty houses cost."""
    five = ground.sqlite.config(ground.sqlite.copy("demo", seeded, **LIMITS_OFF), **LIMITS_OFF)
    fifty = ground.sqlite.config(ground.sqlite.copy("fifty", lambda: cast.group(50)))
    few = ground.sqlite.config(ground.sqlite.copy("five", lambda: cast.group(5)))
    yield Figure("reading statements, five houses", reads(few), "", most=8)
    yield Figure("reading statements, fifty houses", reads(fifty), "", most=8)
    yield from searching(ground, five)
    yield from growing(ground, few, fifty)


def seeded() -> None:
    """The demo group of the tests' own day."""
    from app.demo.seed import bring_to

    bring_to()


def reads(config: Config) -> int:
    """Reading statements of one page of results."""
    with opened(config) as app:
        page = Visitor(app).get("/stays?arrival=2027-03-05&departure=2027-03-07", reads=100)
        return len(page.statements.reads)


def addresses(count: int = SEARCHES, seed: int = 7) -> list[str]:
    """Different searches as guests make them: dates within half a year, one to seven nights, mixed parties."""
    draw = random.Random(seed)
    found: dict[str, None] = {}
    while len(found) < count:
        arrival = TODAY + timedelta(days=draw.randrange(1, 180))
        departure = arrival + timedelta(days=draw.choice((1, 1, 2, 2, 2, 3, 4, 7)))
        more = draw.choice(("", "", "", "&children=4", "&children=4,7", "&dogs=1", "&needs=bath"))
        found[f"/stays?arrival={arrival}&departure={departure}&adults={draw.choice((1, 2, 2, 2, 3))}{more}"] = None
    return list(found)


def unpeopled(paths: Iterable[str]) -> list[str]:
    """The dates of these searches."""
    return [path.partition("&adults")[0] for path in paths]


def searching(ground: Ground, config: Config) -> Iterator[Figure]:
    """The 200 searches with a booking every 50, the same again, and every 20th answer of these held against the tables:
    while bookings are made nobody can say what an answer should have been."""
    asked = addresses()
    with opened(config) as app, ground.server(config) as server:
        warm(app)  # whoever books is a process that has been at work, as the servers are
        for path in addresses(40, seed=8):
            Connection(server.address, UNCOUNTED).get(path)

        def between(number: int) -> None:
            if number % BOOKED_EVERY == BOOKED_EVERY - 1:
                with app.app_context():
                    book()

        first = load(server.address, server.pid, asked, between, UNCOUNTED)
        kept = dict.fromkeys(range(0, SEARCHES, COMPARED_EVERY), b"")
        again = load(server.address, server.pid, asked, headers=UNCOUNTED, kept=kept)
        one = Connection(server.address, UNCOUNTED)
        sets_of_two = [f"{path}&adults=4&rooms=2" for path in unpeopled(asked[:: SEARCHES // 5])]
        answers = [*((asked[number], body) for number, body in kept.items()), *((p, one.get(p)) for p in sets_of_two)]
        wrong = sum(differs(path, body) for path, body in answers)
        counted = load(server.address, server.pid, asked)
    bare = ground.bare
    yield Figure("different searches, CPU", first.cpu_ms, "ms/request", most=6)
    yield Figure("different searches, requests", first.per_second, "requests/s")
    yield Figure("different searches to a bare page, requests", first.per_second / bare.per_second, "", least=1 / 15)
    yield Figure("the same searches again, CPU", again.cpu_ms, "ms/request")
    yield Figure(
        "the same searches again to a bare page, requests", again.per_second / bare.per_second, "", least=1 / 5
    )
    yield Figure("the same searches once more, each counted as a visit, CPU", counted.cpu_ms, "ms/request")
    yield Figure("answers that differ from a calculation without caches", wrong, "", most=0)


def book() -> None:
    """Somebody books a room that is free in one of the houses; another process than the servers does it."""
    draw = random.Random(db.session.execute(db.text("SELECT count(*) FROM booking")).scalar_one())
    for _ in range(20):
        house = draw.choice(catalogue().houses)
        stay = Stay.of(TODAY + timedelta(days=draw.randrange(3, 170)), 2)
        plans = [p for p in price_list(house.id).plans if p.may_pay_at_house]
        chosen = ChosenStay(draw.choice(house.room_types).id, plans[0].id, stay, Party(2))
        with suppress(Refused):
            place_booking(start_checkout(Basket(house.id, (chosen,), at_house=True)).checkout_id)
            return


Sold = tuple[str, tuple[tuple[str, int], ...], str, int]
"""What a page sells: the house, its room type (a set's room types) and how many are left, the plan and the total."""


def differs(path: str, body: bytes) -> bool:
    """True when what an answer sells is not what a calculation sells that reads every table anew."""
    return sold_on(body.decode()) != sold_anew(path)


def sold_on(page: str) -> list[Sold]:
    """What a page of results sells, as it says it."""
    found: list[Sold] = []
    house, plan = "", ""
    rooms: list[list[str]] = []
    priced = False
    for said in SAID.finditer(re.sub(r"<!-- offers -->.*?<!-- /offers -->", "", page, flags=re.DOTALL)):
        if said["kind"]:
            rooms = [] if priced else rooms
            house, priced = said["house"], False
            rooms.append([said["kind"]])
        elif said["left"] and rooms:
            rooms[-1].append(said["left"])
        elif said["plan"]:
            plan, priced = said["plan"], True
        elif plan:
            found.append((house, tuple(sorted((kind, int(left)) for kind, left in rooms)), plan, int(said["total"])))
            plan = ""
    return sorted(found)


def sold_anew(path: str) -> list[Sold]:
    """What the tables say that a page at this address sells."""
    db.session.rollback()
    db.session().info.clear()
    query = MultiDict((name, value) for name, values in parse_qs(urlsplit(path).query).items() for value in values)
    asked = read_search(query, [house.slug for house in catalogue().houses], TODAY)
    assert asked.stay is not None
    found: list[Sold] = []
    for board in fresh_boards(catalogue().houses):
        fit = sets.search_house(board, asked.stay, asked.party, asked.rooms, clock.now())
        sold: list[RoomFit | SetFit] = [*fit.rooms, *([fit.together] if fit.together else [])]
        for own in sold:
            rooms: Sequence[RoomFit | SetRoom] = own.rooms if isinstance(own, SetFit) else (own,)
            left = tuple(sorted((room.room_type.slug, room.left) for room in rooms))
            found += [(board.house.slug, left, rate.plan.slug, rate.total_minor) for rate in own.rates]
    return sorted(found)


def growing(ground: Ground, few: Config, fifty: Config) -> Iterator[Figure]:
    """The same page of five houses out of five and out of fifty."""
    names = "".join(f"&location={slug}" for slug, _ in cast.FIVE)
    nights = [TODAY + timedelta(days=day) for day in range(1, 61)]
    paths = [f"/stays?arrival={night}&departure={night + timedelta(days=2)}{names}" for night in nights]
    spent = []
    for config in (few, fifty):
        with ground.server(config) as server:
            load(server.address, server.pid, [f"{path}&adults=1" for path in paths], headers=UNCOUNTED)
            spent.append(load(server.address, server.pid, paths, headers=UNCOUNTED).cpu_ms)
    yield Figure("searching fifty houses to searching five, CPU", spent[1] / spent[0], "", most=4)

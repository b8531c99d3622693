"""What counting a visit adds to a page: the same pages without and with it, A B A B"""

from __future__ import annotations

from collections.abc import Iterator
from statistics import median
from time import process_time

from flask.testing import FlaskClient

from app.web.warming import compile_templates, warm
from tests import cast
from tests.bench.ground import Ground
from tests.bench.table import Figure
from tests.databases import opened
from tests.statements import counted

WEEKEND = "arrival=2027-03-05&departure=2027-03-07"
PAGES = (
    "/",
    f"/stays?{WEEKEND}",
    f"/houses/combe-harrow/rooms/snug?{WEEKEND}",
    f"/stays?{WEEKEND}&sort=house",
    f"/houses/withy-moor?{WEEKEND}",
)
VISITS = 40
ROUNDS = 4
OBJECTS = {"Sec-GPC": "1"}


def figures(ground: Ground) -> Iterator[Figure]:
    """Statements and CPU of a page of search, for a visitor who objects (A) and for one who is counted (B)."""
    for name, databases in ground.engines.items():
        with opened(databases.config(databases.copy("houses-2", lambda: cast.group(2)))) as app:
            compile_templates(app)
            warm(app)
            client = app.test_client()
            spend(client, 0)
            plain, written = statements(client, **OBJECTS), statements(client)
            yield Figure(f"{name}: statements that counting adds", written - plain, "a page", most=2)
            turns = [(spend(client, turn, **OBJECTS), spend(client, turn)) for turn in range(1, ROUNDS + 1)]
        for turn, (without, counting) in enumerate(turns, 1):
            yield Figure(f"{name}: CPU, turn {turn}, A not counted", without, "ms/page")
            yield Figure(f"{name}: CPU, turn {turn}, B counted", counting, "ms/page")
        yield Figure(f"{name}: CPU that counting adds", median(b - a for a, b in turns), "ms/page")


def statements(client: FlaskClient, **headers: str) -> int:
    with counted() as sent:
        client.get(PAGES[1], headers={"User-Agent": f"Counting {len(headers)}"} | headers)
    return len(sent.reads) + len(sent.writes)


def spend(client: FlaskClient, turn: int, **headers: str) -> float:
    """Milliseconds of CPU a page, over visits of five pages each."""
    begun = process_time()
    for number in range(VISITS):
        agent = f"Mozilla/5.0 (X11; Linux x86_64) Browser/{turn}.{number}"
        for page in PAGES:
            assert client.get(page, headers={"User-Agent": agent} | headers).status_code == 200
    return (process_time() - begun) * 1000 / (VISITS * len(PAGES))

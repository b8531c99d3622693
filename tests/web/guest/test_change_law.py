"""The law of the change pages: what a page says is what is charged and given back, to the penny."""

from __future__ import annotations

import random
from collections.abc import Callable
from datetime import timedelta

import pytest

from app.booking.cancellation import purse_of
from app.insight import verify
from tests import cast
from tests.builders import FRIDAY
from tests.cards import asked_back, balance, paid
from tests.page import Page, Visitor
from tests.web.guest.desk import fresh
from tests.web.guest.manage import READS, book, kept, new_total, state_of

SetClock = Callable[[str], None]


def changes(chance: random.Random, plan: str) -> dict[str, object]:
    """Something that a guest might ask for."""
    house = cast.found()
    rates = [own for own in house.plans if (own == "saver") == (plan == "saver")]
    arrival = FRIDAY + timedelta(days=chance.randint(-3, 4))
    asked: dict[str, object] = {"arrival": arrival, "departure": arrival + timedelta(days=chance.randint(1, 4))}
    if chance.random() < 0.5:
        asked["rate"] = f"{chance.choice(['snug', 'garden', 'shepherds-hut'])}.{chance.choice(rates)}"
    if chance.random() < 0.4:
        asked |= {"adults": chance.randint(1, 2), "children": chance.choice(["", "4"]), "dogs": chance.randint(0, 1)}
    if chance.random() < 0.4:
        asked[f"extra-{house.extras['flowers']}"] = chance.randint(0, 2)
    if chance.random() < 0.4:
        asked[f"supper-{arrival}"] = house.sittings["20:00"]
    return asked


def promised(page: Page) -> int:
    """What the page says goes back, in minor units; 0 where it says nothing of it."""
    words = page.words("form", id="confirm")
    before, said, _ = words.partition(" goes back to where you paid from")
    return int(before.rpartition("£")[2].replace(".", "").replace(",", "")) if said else 0


def refunds() -> int:
    return sum(amount for amount, _ in asked_back())


@pytest.mark.parametrize(
    ("plan", "paid_minor", "seed"), [("flexible", 30000, 1), ("flexible", 10000, 2), ("saver", 0, 3)]
)
def test_what_is_shown_is_what_is_charged_and_given_back(
    visitor: Visitor, set_clock: SetClock, count: Callable[[int, int], int], plan: str, paid_minor: int, seed: int
) -> None:
    chance = random.Random(seed)
    booking_id, url = book("garden", plan)
    if paid_minor:
        paid(booking_id, paid_minor)
    made = 0
    for step in range(count(6, 40)):
        if step == 4:
            set_clock("2027-03-01T20:00+00:00")
        page = visitor.client.get(f"{url}/amendment", query_string=changes(chance, plan))
        assert page.status_code in (200, 422)
        shown = visitor.get(f"{url}/amendment?{page.request.query_string.decode()}", page.status_code, READS)
        if not shown.all("form", id="confirm"):
            continue
        before, total, back = refunds(), new_total(shown), promised(shown)
        fresh()
        visitor.submit(shown.form(id="confirm"))
        made += 1
        now = kept(booking_id)
        assert now.quote.total_minor == total
        assert refunds() - before == back, shown.words("form", id="confirm")
        assert now.purse == purse_of(booking_id), "what the page reads is what the operations count with"
        assert state_of(booking_id) == ("confirmed", made)
    last = visitor.get(f"{url}/cancellation", reads=READS)
    shown_back, before = int(last.one("data", class_="refund-sum").attrib["value"]), refunds()
    visitor.submit(last.form(id="cancel"))
    assert refunds() - before == shown_back
    assert balance(booking_id) == -refunds(), "all that is charged and not kept goes back, and no more"
    assert [check.detail for check in verify.run() if not check.ok] == []
    assert made, "no change was possible, so nothing was proved"
    assert refunds() or paid_minor < 30000, "nothing went back, so half of it was not proved"

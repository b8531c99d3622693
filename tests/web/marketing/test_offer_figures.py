"""What an offer did, on its page and in the list: with its interval and n, or in words that it cannot be told."""

from __future__ import annotations

from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import insert

from app.offers.decisions.models import OfferUnshown
from app.offers.proof.rules import arm_of
from app.promotions.models import Promotion as Row
from app.promotions.queries import PROMOTIONS
from app.promotions.rules import Promotion
from app.store import transaction, write
from app.store.version import raise_versions
from tests.builders import TODAY
from tests.cast import found
from tests.page import Visitor
from tests.staffing import desk
from tests.unit.insight.answers import stay
from tests.unit.offers.decided import SALT, START, guests, hold_out, log, row
from tests.web.marketing.offered import LIST, made

OTHER = 999


@pytest.fixture
def nell(app: Flask) -> Visitor:
    return desk(app, "marketing")


def seen(offer: Promotion, number: int, every: int, held_every: int) -> tuple[int, int]:
    """So many guests who would see the offer; one in `every` (of the held out in `held_every`) came. The sides."""
    hold_out()
    booking_id, rows = stay(found(), START.date()), []
    counts = {"offers": 0, "holdout": 0}
    for place, guest_id in enumerate(guests(number)):
        arm = arm_of(guest_id, SALT, 0.5, 0.5)
        counts[arm] += 1
        came = counts[arm] % (every if arm == "offers" else held_every) == 0
        shown, other = (offer.id, OTHER) if arm == "offers" else (OTHER, offer.id)
        kept = {"outcome": "kept", "outcome_at": START, "booking_id": booking_id, "currency": "GBP"}
        kept |= {"revenue_minor": 40_000, "cost_minor": 4_000}
        told = {"at": START + timedelta(hours=place), "arm": arm, "instead_id": other, "came": came}
        rows.append(row(guest_id, shown, **told, **(kept if came and arm == "offers" else {})))
    log(rows)
    return counts["offers"], counts["holdout"]


def test_an_offer_that_works_says_by_how_much(nell: Visitor) -> None:
    one = made()
    offers, held = seen(one, 400, 2, 10)
    page = nell.get(f"{LIST}/{one.slug}", reads=20)
    assert "It works: bookings it made, not bookings it found" in page.text
    assert f"({offers // 2} of {offers}). Of those held out" in page.text
    assert f"({held // 10} of {held})" in page.text
    assert "at 95%, an interval that stays valid however often you look" in page.text
    worth = f"{400 * (offers // 2):,}", f"{40 * (offers // 2):,}"
    assert f"kept {offers // 2}: £{worth[0]} with VAT, after the £{worth[1]} that it took off" in page.text
    assert "The interval left zero on" in page.text
    days = page.one("table", id="lift-table").findall("tbody/tr")
    assert len(days) > 10
    assert all(cell.get("data-value") for day in days for cell in list(day)[3:])
    line = nell.get(LIST, reads=16).one("table", class_="offers-list").findall("tbody/tr")[0]
    assert "Works" in "".join(line.itertext())
    lines = nell.client.get(f"{LIST}/{one.slug}/days.csv").text.splitlines()
    assert len(lines) > len(days)
    assert (
        nell.client.get(f"{LIST}/{one.slug}/groups.csv").text.splitlines()[1].startswith("When they stayed,New to us,")
    )


def test_few_guests_are_grey_and_no_verdict_is_given(nell: Visitor) -> None:
    one = made()
    seen(one, 20, 2, 3)
    page = nell.get(f"{LIST}/{one.slug}", reads=20)
    assert "Cannot tell yet" in page.h1 + page.text
    assert "n under 30" in page.text
    assert "No verdict" in page.text
    assert page.all("tr", class_="thin")
    line = nell.get(LIST, reads=16).one("table", class_="offers-list").findall("tbody/tr")[0]
    assert line.get("class") == "thin"


def test_why_it_was_not_shown_is_counted_for_28_days(nell: Visitor) -> None:
    one = made()
    days = {"audience": (TODAY, 4), "full": (TODAY - timedelta(days=27), 9), "refused": (TODAY - timedelta(days=28), 7)}
    rows = [{"day_on": on, "promotion_id": one.id, "reason": reason, "times": n} for reason, (on, n) in days.items()]
    transaction(lambda: write(insert(OfferUnshown), rows))
    lines = nell.client.get(f"{LIST}/{one.slug}/reasons.csv").text.splitlines()
    assert lines == ["reason,times", "No room for the dates,9", "Not in its audience,4"]
    assert "No room for the dates" in nell.get(f"{LIST}/{one.slug}", reads=20).text


def test_a_guard_rail_that_is_reached_says_so(nell: Visitor) -> None:
    one = made(uses_most=3, budget_minor=10_000)

    def used_up() -> None:
        write(Row.__table__.update().values(used=3, spent_minor=4_000))
        raise_versions([PROMOTIONS])

    transaction(used_up)
    page = nell.get(f"{LIST}/{one.slug}", reads=20)
    assert [item.attrib["class"] for item in page.all("li", class_="no")] == ["no"]
    assert "Stops at three uses. So far: 3, reached" in page.text
    assert "Stops at £100. Spent: £40" in page.text

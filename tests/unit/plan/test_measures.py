"""What each measure counts, and what it leaves out."""

from __future__ import annotations

from collections import Counter
from datetime import date, timedelta

import pytest
from sqlalchemy import insert, update

from app.booking import operations as booking
from app.booking.models import Booking
from app.care import add_task, finish_task
from app.experience.funnel.models import Event, Visit
from app.insight.performance import Performance, Period, nights_sold
from app.kernel import clock
from app.plan.measures import (
    MEASURES,
    MONEY,
    RATE,
    Figure,
    compared,
    figure_of,
    measured,
    measured_by_house,
    sales_measured,
)  # fmt: skip
from app.plan.pulse.models import PulseCount
from app.promotions.models import Promotion, PromotionUse
from app.store import db, transaction, write
from tests.baskets import basket
from tests.builders import TODAY, add
from tests.cards import placed
from tests.cast import found
from tests.unit.offers.decided import guests, log, row
from tests.web.marketing.answered import answer
from tests.web.marketing.visited import visits

pytestmark = pytest.mark.houses(2)
MARCH = (date(2027, 3, 1), date(2027, 3, 31))


@pytest.fixture
def engine() -> str:
    return "sqlite"


def booked(house: str = "combe-harrow", name: str = "Anna Whitlock") -> int:
    """A stay of two nights from 5 March."""
    mail = f"{name.split(maxsplit=1)[0].lower()}@example.com"
    return placed(basket(found(house)), {"name": name, "email": mail}).booking_id


def take_offer(booking_id: int, **columns: object) -> None:
    """The booking has an offer that took something off."""
    offer = {"slug": f"offer-{booking_id}", "title": "Offer", "kind": "percent", "currency": "GBP"}
    promotion_id = add(Promotion(**offer, percent_bp=1000, made_at=clock.now()))
    use = {"promotion_id": promotion_id, "owner": "booking", "owner_id": booking_id, "minor": 100, "terms": {}}
    add(PromotionUse(**use, taken_at=clock.now(), **columns))


def of(measure: str, what: str = "", house: str | None = None) -> tuple[int, float | None]:
    one: Figure = measured(measure, what, MARCH, [found(house).id] if house else None)
    return one.n, one.value


@pytest.mark.usefixtures("app")
class TestCounting:
    def test_answers_count_by_house_and_by_the_day_of_departure(self) -> None:
        answer(booked(), nps=9, csat_supper=5, worth=3, expected=3)
        answer(booked("withy-moor", "Tom Tregear"), nps=3, csat_supper=2)
        assert of("csat", "supper") == (2, 0.5)
        assert of("csat", "supper", "combe-harrow") == (1, 1.0)
        assert of("nps") == (2, 0.0)
        assert of("promoters") == (2, 0.5)
        assert of("worth") == (1, 0.0)
        assert of("expected") == (1, 1.0), "as expected is as promised"
        assert of("answered") == (2, 1.0)
        assert measured("nps", "", (date(2027, 3, 8), date(2027, 3, 31)), None).n == 0, "they left on the seventh"
        by_house = measured_by_house("nps", "", MARCH, [found().id, found("withy-moor").id])
        assert [one.value for one in by_house.values()] == [100.0, -100.0]

    def test_offers_count_by_the_bookings_that_took_one_and_the_guests_who_came(self) -> None:
        took, other = booked(), booked("withy-moor", "Tom Tregear")
        take_offer(took)
        take_offer(other, given_back_at=clock.now())
        assert of("with_offer") == (2, 0.5)
        assert of("with_offer", house="combe-harrow") == (1, 1.0)
        one, two, three = guests(3)
        march = clock.now()
        log([row(one, 1, came=True, at=march), row(one, 1, came=False, at=march), row(two, 1, came=False, at=march)])
        log([row(three, 1, came=True, at=march, arm="holdout"), row(two, 1, came=True), row(three, 1, at=march)])
        assert of("came", "offers") == (2, 0.5)
        assert of("came", "holdout") == (1, 1.0)
        assert of("came", "offers", "combe-harrow") == (0, None), "guests are of no house"

    def test_a_signal_counts_visits_once_and_robots_never(self) -> None:
        visits(TODAY, found().id, results=4)
        who = db.session.query(Visit.visit).first()
        row = {
            "visit": who[0], "at": clock.now(), "name": "claim_expired", "device": "phone", "source": "direct",
            "version": 1, "implied": False, "returning": False, "is_bot": False,
        }  # fmt: skip
        transaction(lambda: write(insert(Event.__table__), [row, row]))
        assert of("signal", "claim_expired") == (4, 0.25)
        assert of("signal", "claim_expired", "withy-moor") == (0, None)
        assert not MEASURES["signal"].more_is_better

    def test_sales_are_those_of_the_reports_with_how_sure_they_are(self) -> None:
        booking.cancel_booking(booked(name="Mia Penrose"))
        ours = booked()
        booked("withy-moor", "Tom Tregear")
        ids = [found().id, found("withy-moor").id]
        sold = sum(nights_sold(ids, Period(*MARCH)).values(), Performance())
        assert of("occupancy") == (62, pytest.approx(sold.occupancy)), "31 nights at two houses"
        assert of("adr") == (4, pytest.approx((sold.adr_minor or 0) / 100)), "only nights with a room sold"
        assert of("revpar")[1] == pytest.approx((sold.revpar_minor or 0) / 100)
        assert of("revenue")[1] == pytest.approx((sold.revenue_a_room_minor or 0) / 100)
        assert of("cover") == (0, None)
        assert {key: one.value for key, one in sales_measured(MARCH, ids).items()} == {
            key: of(key)[1] for key in ("occupancy", "adr", "revpar", "revenue", "cover")
        }
        adr, full = measured("adr", "", MARCH, None), measured("occupancy", "", MARCH, [found().id])
        assert adr.words == f"£{adr.value:.2f}"
        assert full.low is not None
        assert full.high is not None
        assert 0 <= full.low < (full.value or 0) < full.high <= 1
        assert of("length_of_stay") == (2, 2.0)
        assert of("cancelled") == (3, pytest.approx(1 / 3))
        assert of("direct") == (3, 1.0)
        transaction(lambda: write(update(Booking).where(Booking.id == ours).values(source="agent")))
        assert of("direct") == (3, pytest.approx(2 / 3))

    def test_a_request_counts_once_it_is_done_or_its_time_is_over(self) -> None:
        ours, soon = booked(), clock.now() + timedelta(hours=1)
        made = {
            word: add_task("request", "booking", ours, word, location_id=found().id, occasion=word, due_at=due_at)
            for word, due_at in (("done", soon), ("late", clock.now()), ("open", soon))
        }
        finish_task(made["done"], actor="staff")
        assert of("put_right") == (2, 0.5)


@pytest.mark.usefixtures("app")
def test_how_staff_find_work_is_told_of_months_that_are_over() -> None:
    """Of one that runs, two looks would tell what the one said who tapped in between."""
    place = found().id
    months = ((date(2027, 2, 1), 5), (TODAY.replace(day=1), 1))
    rows = [{"month_on": month, "location_id": place, "ease": ease, "answers": 6} for month, ease in months]
    transaction(lambda: write(insert(PulseCount), rows))
    year = (date(2027, 1, 1), date(2027, 12, 31))
    assert (measured("pulse", "", year, [place]).n, measured("pulse", "", year, [place]).value) == (6, 1.0)
    assert measured("pulse", "", MARCH, [place]).n == 0


def test_two_kinds_of_figure_are_not_compared() -> None:
    share, nps = figure_of("share", Counter({1: 3}), 1), figure_of("nps", Counter({9: 3}), 9)
    with pytest.raises(ValueError, match="different kinds"):
        compared(share, nps)


def test_four_weeks_of_nights_are_judged_by_their_interval() -> None:
    """Each weekday has come four times: a house that sold as ever did not change, one that swings cannot be told."""
    steady, swinging = Counter({(8, 10): 14, (9, 10): 14}), Counter({(2, 10): 14, (10, 10): 14})
    for nights, words in ((steady, "no change"), (swinging, "cannot tell yet, needs about 330 more nights")):
        before, after = figure_of(RATE, nights, 0), figure_of(RATE, nights + Counter({(9, 10): 1}), 0)
        assert compared(before, after).words_of("nights") == words
    week = figure_of(RATE, Counter({(8, 10): 4, (9, 10): 3}), 0)
    assert (week.lacks, compared(week, week).more) == (21, 21)


@pytest.mark.parametrize(
    ("kind", "difference", "words"),
    [
        ("share", 0.09, "+9 points"),
        ("share", -0.031, "−3.1 points"),
        ("share", 0.01, "+1 point"),
        ("nps", 12.4, "+12 points"),
        ("mean", -0.44, "−0.4"),
        ("rate", 0.031, "+3.1 points"),
        ("money", -3.1, "−£3.10"),
        ("money", 8.4, "+£8.40"),
    ],
)
def test_a_difference_is_told_in_its_unit(kind: str, difference: float, words: str) -> None:
    if kind in (RATE, MONEY):
        assert figure_of(kind, Counter({(5, 1): 40}), 4, "GBP").difference_words(difference) == words
        return
    assert figure_of(kind, Counter({5: 40}), 4).difference_words(difference) == words

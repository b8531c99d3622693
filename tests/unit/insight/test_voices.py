"""What guests said, against a count of their own, with nobody, with few and with many answers."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from random import Random

import pytest

from app.experience.estimates import mean, nps
from app.experience.surveys.models import Survey
from app.insight.period import Filters
from app.insight.voices import comments, drivers, ease, parts, responses, stay_nps, voices
from app.store import db, transaction
from tests import cast
from tests.statements import counted
from tests.unit.insight.answers import asked, stay

pytestmark = [pytest.mark.houses(2), pytest.mark.usefixtures("app")]

ONE_ENGINE = pytest.mark.parametrize("engine", ["sqlite"])
FEBRUARY = Filters(date(2027, 2, 1), date(2027, 2, 28), (date(2027, 1, 4), date(2027, 1, 31)))
INSIDE, BEFORE = date(2027, 2, 10), date(2027, 1, 10)


def many(**given: object) -> None:
    transaction(lambda: [asked(cast.found(), INSIDE, **given) for _ in range(5)])  # type: ignore[arg-type]


@ONE_ENGINE
def test_nobody_has_answered() -> None:
    found = voices(FEBRUARY)
    assert found.stay.total.n == 0
    assert found.stay.total.score is None
    assert found.stay.weighted.score is None
    assert found.stay.change is not None
    assert found.stay.change.verdict == "no data"
    assert [house.nps.n for house in found.stay.houses] == [0, 0]
    assert found.stay.headline == "Nobody has answered yet"
    assert [one.mean.n for one in found.ease] == [0, 0, 0, 0]
    assert found.expectation.satisfied.share is None
    assert [one.answered.share for one in found.responses] == [None] * 4
    assert (found.drivers.n, found.drivers.needs, found.drivers.drivers) == (0, 100, ())
    assert found.expected_ces.mean is None
    assert "Too few" in found.expected_ces.words
    assert comments(FEBRUARY).total == 0


def test_nps_by_house_and_against_the_days_before() -> None:
    combe, withy = cast.found(), cast.found("withy-moor")

    def work() -> None:
        for score in (10, 10, 9, 7, 6):
            asked(combe, INSIDE, nps=score)
        for score in (0, 8):
            asked(withy, date(2027, 2, 28), nps=score)
        asked(withy, date(2027, 2, 1), nps=None, ces=5)
        asked(combe, date(2027, 3, 1), nps=0)
        asked(combe, date(2027, 1, 31), nps=3)
        asked(combe, BEFORE, nps=10)
        asked(combe, date(2027, 1, 3), nps=0)

    transaction(work)
    found = stay_nps(FEBRUARY)
    assert found.total == nps(3, 2, 2)
    assert found.before == nps(1, 0, 1)
    assert [(one.name, one.nps) for one in found.houses] == [
        ("Combe Harrow", nps(3, 1, 1)),
        ("Withy Moor", nps(0, 1, 1)),
    ]
    assert [one.month_on for one in found.trend][:2] == [date(2026, 3, 1), date(2026, 4, 1)]
    assert [(one.month_on.month, one.nps.n) for one in found.trend][-3:] == [(12, 0), (1, 3), (2, 7)]
    alone = stay_nps(Filters(FEBRUARY.since_on, FEBRUARY.until_on, location_ids=(withy.id,)))
    assert [one.name for one in alone.houses] == ["Withy Moor"]
    assert (alone.total.n, alone.change) == (2, None)
    assert stay_nps(Filters(FEBRUARY.since_on, FEBRUARY.until_on, location_ids=())).total.n == 0


@ONE_ENGINE
def test_weighted_by_who_stayed() -> None:
    """As the two houses of the worked numbers, a tenth as large: 20 stays with 10 answers, 80 with 10."""
    combe, withy = cast.found(), cast.found("withy-moor")

    def work() -> None:
        for place, scores, stays in ((combe, (10,) * 5 + (7,) * 5, 20), (withy, (10,) * 3 + (7,) * 4 + (0,) * 3, 80)):
            for score in scores:
                asked(place, INSIDE, nps=score)
            for _ in range(stays - len(scores)):
                stay(place, INSIDE)
        stay(withy, INSIDE, state="cancelled")
        stay(combe, BEFORE)
        stay(combe, date(2027, 3, 1))

    transaction(work)
    found = stay_nps(FEBRUARY)
    assert found.total.score == 25
    assert found.weighted.score == pytest.approx(10)
    assert found.stays == 100
    assert found.weighted.n_eff == pytest.approx(14.7, abs=0.01)


@ONE_ENGINE
def test_a_house_that_stands_apart_is_named() -> None:
    combe, withy = cast.found(), cast.found("withy-moor")

    def work() -> None:
        for place, score in [(combe, 10)] * 30 + [(withy, 3)] * 30:
            asked(place, INSIDE, nps=score)

    transaction(work)
    assert stay_nps(FEBRUARY).headline == "Withy Moor is the house to look at"


def test_who_answered_and_who_did_not() -> None:
    combe = cast.found()

    def work() -> None:
        for number in range(40):
            asked(combe, INSIDE, **({"nps": 9} if number < 30 else {}))
            asked(combe, INSIDE, source="phone", **({"nps": 9} if number < 6 else {}))
        asked(combe, INSIDE, opened=True)
        asked(combe, INSIDE, source="agent", nps=9, origin="import")
        asked(combe, BEFORE, nps=9)
        asked(combe, date(2027, 5, 1), moment="booking", sent_on=INSIDE, ces=6)

    transaction(work)
    found = {one.name: one for one in responses(FEBRUARY)}
    after = found["After the stay"]
    assert (after.sent, after.opened.k, after.answered.k) == (81, 37, 36)
    assert (found["When booking"].sent, found["When booking"].answered.k) == (1, 1)
    assert found["When cancelling"].sent == 0
    told = stay_nps(FEBRUARY)
    assert [(one.name, one.sent, one.answered.k) for one in told.by_channel] == [
        ("Booked on the site", 41, 30),
        ("Booked by phone", 40, 6),
    ]
    assert told.silent == "Booked by phone: 15% of 40 answered, of all others 73%."


def test_ease_at_each_moment_side_by_side() -> None:
    combe = cast.found()

    def work() -> None:
        for ces in (7, 6, 7, 5, 3, 7, 6, 2, 5, 7):
            asked(combe, date(2027, 6, 1), moment="booking", sent_on=INSIDE, ces=ces)
        asked(combe, date(2027, 6, 1), moment="booking", sent_on=date(2027, 1, 31), ces=1)
        asked(combe, INSIDE, ces=4)

    transaction(work)
    found = {one.moment: one for one in ease(FEBRUARY)}
    booking = found["booking"]
    assert (booking.mean.mean, round(booking.mean.low or 0, 4)) == (5.5, 4.2270)
    assert booking.agree.k == 8
    assert booking.counts == (0, 1, 1, 0, 2, 2, 4)
    assert booking.before == mean([1])
    assert found["stay"].mean.n == 1
    assert list(found) == ["booking", "amendment", "cancellation", "stay"]


def test_an_answer_of_the_last_evening_is_of_that_day_in_the_house() -> None:
    """The clocks of the house, not of Greenwich: 28 March 2027 is one hour short."""
    combe = cast.found()
    asked(combe, date(2027, 6, 1), moment="booking", sent_on=date(2027, 3, 28), ces=7)
    last = datetime.fromisoformat("2027-03-28T23:30+01:00")
    for at, held in ((last, 1), (last + timedelta(hours=1), 0)):
        transaction(lambda at=at: db.session.execute(Survey.__table__.update().values(sent_at=at)))
        assert ease(Filters(date(2027, 3, 1), date(2027, 3, 28)))[0].mean.n == held


def test_parts_of_a_stay() -> None:
    combe = cast.found()

    def work() -> None:
        for csat in (5, 4, 4, 3, 5, 2, 5, 4, 1, 5):
            asked(combe, INSIDE, csat_room=csat, expected=3, worth=None)
        asked(combe, BEFORE, csat_room=5)
        asked(combe, date(2027, 6, 1), moment="booking", sent_on=INSIDE, csat_room=5)

    transaction(work)
    found = parts(FEBRUARY)
    room = found["csat_room"]
    assert (room.name, room.satisfied.k, room.satisfied.n) == ("Room", 7, 10)
    assert round(room.satisfied.low or 0, 4) == 0.3968
    assert room.counts == (1, 1, 1, 3, 4)
    assert room.before is not None
    assert room.before.n == 1
    assert found["expected"].counts == (0, 0, 10, 0, 0)
    assert found["worth"].satisfied.share is None


@ONE_ENGINE
def test_drivers_need_a_hundred_answers_of_the_last_year() -> None:
    combe, random = cast.found(), Random("drivers")

    def work() -> None:
        for number in range(120):
            room, garden = random.randint(1, 5), random.randint(1, 5)
            worth = 6 - room
            left_on = date(2026, 3, 1) + timedelta(days=number)
            asked(combe, left_on, nps=min(10, room * 2), csat_room=room, csat_garden=garden, worth=worth)

    transaction(work)
    found = drivers(FEBRUARY)
    assert (found.n, found.needs) == (120, 0)
    assert [one.weight > 0.45 for one in found.drivers] == [True, True, False], "one thing under two names"
    assert {one.key: one.falls for one in found.drivers} == {"csat_room": False, "csat_garden": False, "worth": True}
    assert drivers(Filters(date(2026, 1, 1), date(2026, 4, 1))).needs > 0


@ONE_ENGINE
def test_filters_of_visits_are_named_and_not_applied() -> None:
    many(nps=9)
    filters = Filters(FEBRUARY.since_on, FEBRUARY.until_on, device="phone", returning=False)
    assert filters.of_visits == ("device", "new or returning")
    assert voices(filters).stay.total.n == 5


@ONE_ENGINE
def test_a_page_reads_with_few_statements() -> None:
    many(nps=9, ces=6, csat_room=4, words="Good.")
    voices(FEBRUARY)
    with counted(db.engine) as statements:
        voices(FEBRUARY)
        comments(FEBRUARY)
    assert len(statements.reads) <= 14, str(statements)

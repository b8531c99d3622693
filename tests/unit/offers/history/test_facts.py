"""What bookings say of a guest."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, time, timedelta

import pytest

from app.offers.history.models import GuestHistory
from app.offers.history.rules.facts import FACTS, History, PastStay, Scores, history_from
from app.offers.history.rules.kinds import FORGETS, KINDS
from app.offers.history.rules.popularity import Month, Popularity, Population, from_document, popular_first, to_document

TODAY = date(2027, 3, 1)
FORBIDDEN = ("nation", "age", "gender", "sex", "health", "allerg", "religion", "name", "device", "need", "assist")


def stay(arrival: date, nights: int = 2, number: int = 0, **more: object) -> PastStay:
    given = {"booked_on": arrival - timedelta(days=20), "state": "departed", "location_id": 1, "room_type_ids": (10,)}
    departure = arrival + timedelta(days=nights)
    return PastStay(number or arrival.toordinal(), arrival_on=arrival, departure_on=departure, **(given | more))  # type: ignore[arg-type]


THREE = [
    stay(date(2026, 10, 16), suppers=2, supper_hours=(time(20), time(20)), charged_minor=60_000),
    stay(date(2026, 4, 17), location_id=2, room_type_ids=(20,), adults=1, charged_minor=30_000, extra_ids=(7,)),
    stay(date(2025, 10, 13), nights=4, suppers=1, dogs=1, charged_minor=70_000),
]


def test_nothing_booked_is_new_and_claims_nothing() -> None:
    found = history_from([])
    assert found == History()
    assert found.state == "new"
    assert (found.supper_share_bp, found.weekend_share_bp, found.night_minor, found.last_nps) == (None,) * 4
    assert found.recency_days(TODAY) is None
    assert not found.lapsed(TODAY)


def test_every_fact_of_three_stays() -> None:
    found = history_from(THREE, Scores(9, date(2026, 10, 20), 7, date(2026, 9, 1)))
    assert found.state == "known"
    assert (found.stays, found.nights, found.houses) == (3, 8, 2)
    assert (found.location_id, found.room_type_id, found.last_location_id) == (1, 10, 1)
    assert (found.first_arrival_on, found.last_departure_on) == (date(2025, 10, 13), date(2026, 10, 18))
    assert found.cadence_days == 182
    assert found.season == "autumn"
    assert (found.adults, found.children, found.dog_stays) == (2, 0, 1)
    assert (found.supper_stays, found.supper_share_bp, found.extra_stays) == (2, 6666, 1)
    assert (found.weekend_nights, found.weekend_share_bp, found.midweek_stays) == (4, 5000, 1)
    assert (found.spend_minor, found.night_minor, found.currency) == (160_000, 20_000, "GBP")
    assert (found.lead_days, found.recency_days(TODAY)) == (20, 134)
    assert (found.last_nps, found.last_ces) == (9, 7)


def test_one_stay_has_no_rhythm() -> None:
    found = history_from(THREE[:1])
    assert (found.state, found.cadence_days, found.lapses_on) == ("first", None, None)
    assert not found.lapsed(date(2040, 1, 1))


def test_lapsed_is_twice_the_own_cadence_after_leaving_unless_something_is_booked() -> None:
    found = history_from(THREE)
    assert found.lapses_on == date(2026, 10, 18) + timedelta(days=364)
    assert not found.lapsed(found.lapses_on - timedelta(days=1))
    assert found.lapsed(found.lapses_on)
    coming = history_from([*THREE, stay(date(2028, 1, 7), state="confirmed")])
    assert (coming.coming, coming.next_arrival_on) == (1, date(2028, 1, 7))
    assert not coming.lapsed(found.lapses_on)


def test_what_did_not_come_about_is_no_stay() -> None:
    gone = [
        stay(date(2026, 5, 1), state="cancelled", cancelled_on=date(2026, 4, 2), suppers=2),
        stay(date(2026, 6, 1), state="no_show"),
    ]
    found = history_from(gone)
    assert (found.stays, found.cancellations, found.no_shows, found.last_cancelled_on) == (0, 1, 1, date(2026, 4, 2))
    assert found.state == "new"
    assert found.supper_stays == 0


def test_two_stays_on_one_day_and_400_stays_are_counted() -> None:
    twins = history_from([stay(TODAY, number=1), stay(TODAY, number=2)])
    assert twins.cadence_days == 1
    many = history_from([stay(date(2020, 1, 3) + timedelta(days=7 * n)) for n in range(400)])
    assert (many.stays, many.nights, many.cadence_days, many.midweek_stays) == (400, 800, 7, 0)


def test_of_equals_the_latest_is_usual() -> None:
    assert history_from(THREE[:2]).location_id == 1
    assert history_from(THREE[1:]).location_id == 2


@pytest.mark.parametrize("kind", KINDS)
def test_what_is_forgotten_is_not_known(kind: str) -> None:
    whole = history_from(
        [*THREE, stay(date(2026, 5, 1), state="cancelled", cancelled_on=date(2026, 4, 2))],
        Scores(9, TODAY, 7, TODAY),
    )
    found = history_from(whole.own, Scores(9, TODAY, 7, TODAY), forgotten=[kind])
    for name in FACTS:
        blank = getattr(History(), name)
        assert getattr(found, name) == (blank if name in FORGETS[kind] else getattr(whole, name))
    assert any(getattr(found, name) != getattr(whole, name) for name in FORGETS[kind])


def test_every_fact_but_what_is_coming_can_be_forgotten() -> None:
    assert set(FACTS) - {name for names in FORGETS.values() for name in names} == {"coming", "next_arrival_on"}


def test_the_table_has_these_facts_and_none_that_is_forbidden() -> None:
    assert {column.name for column in GuestHistory.__table__.c} == {*FACTS, "guest_id", "counted_at"}
    words = {word for name in FACTS for word in name.split("_")}
    assert not [word for word in words if word.startswith(FORBIDDEN)]


def test_spend_bands_are_quarters_of_what_a_night_came_to() -> None:
    mean = Population(night_edges=(10_000, 20_000, 30_000))
    assert [mean.spend_band(minor) for minor in (9_999, 10_000, 29_999, 30_000)] == [1, 2, 3, 4]
    assert mean.spend_band(None) is None
    assert Population().spend_band(10_000) is None


def test_popularity_is_what_was_written() -> None:
    counted = Popularity({1: 3, 2: 5}, {10: 2}, {3: Month(30, 16, {7: 15})}, Population(night_edges=(1, 2, 3)))
    document = to_document(counted)
    texted = {**document, "houses": {"1": 3, "2": 5}, "room_types": {"10": 2}}
    assert from_document(texted) == counted
    older = texted | {"population": texted["population"] | {"heads": 2.0}}
    assert from_document(older) == counted, "what is not counted any more is passed over"
    assert popular_first([1, 2, 3], counted.houses) == [2, 1, 3]
    assert counted.most_take_supper(3)
    assert not counted.most_take(7, 3)
    assert not counted.most_take_supper(4)
    few = replace(counted, months={3: Month(29, 29)})
    assert not few.most_take_supper(3)

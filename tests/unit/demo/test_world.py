"""The demo group's bookings: the same for the same day, never too many, and as real guests book."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta

import pytest

from app.demo.calendar import limits, permitted
from app.demo.distributions import the_distributions
from app.demo.group import House, the_group
from app.demo.occupancy import fits, span
from app.demo.world import PAST, Booked, shown

TODAY = datetime(2026, 11, 21, tzinfo=UTC)
Facts = dict[str, tuple[object, ...]]


@pytest.fixture(scope="module")
def bookings() -> list[Booked]:
    return shown(TODAY)


@pytest.fixture(scope="module")
def houses() -> dict[str, House]:
    return {house.slug: house for house in the_group().houses}


def facts(bookings: list[Booked]) -> Facts:
    """All that a booking is, by reference; guests by mail, since a person object goes on collecting stays."""
    return {
        b.reference: (
            b.visit,
            b.guest.email,
            b.guest.name,
            b.dogs,
            b.plan,
            b.paid_now,
            b.suppers,
            b.extras,
            b.children,
        )
        for b in bookings
    }


def slept(bookings: list[Booked], first: date, until: date) -> Counter[tuple[str, date]]:
    return Counter(
        (b.visit.house, night)
        for b in bookings
        if b.visit.cancelled_at is None
        for night in span(b.visit.arrival, b.visit.nights)
        if first <= night < until
    )


def share_sold(bookings: list[Booked], counts: Callable[[date], bool]) -> float:
    until = TODAY.date()
    first = until - timedelta(days=PAST - 60)
    sold = slept(bookings, first, until)
    nights = [night for night in span(first, (until - first).days) if counts(night)]
    rooms = sum(house.rooms for house in the_group().houses)
    return sum(count for (_, night), count in sold.items() if counts(night)) / (rooms * len(nights))


def test_the_same_instant_gives_the_same_bookings(bookings: list[Booked]) -> None:
    assert facts(shown(TODAY)) == facts(bookings)


def test_a_week_later_the_world_only_has_more(bookings: list[Booked]) -> None:
    later = TODAY + timedelta(days=7)
    then, now = facts(shown(later)), facts(bookings)
    first = later.date() - timedelta(days=PAST)
    assert {b.reference for b in bookings if b.visit.arrival >= first} <= then.keys()
    assert all(then[reference] == now[reference] for reference in then.keys() & now.keys())
    assert then.keys() - now.keys()


def test_references_tell_bookings_apart(bookings: list[Booked]) -> None:
    assert len({b.reference for b in bookings}) == len(bookings)


def test_past_nights_are_sold_as_in_a_good_year(bookings: list[Booked]) -> None:
    assert 0.75 <= share_sold(bookings, lambda _: True) <= 0.85
    assert share_sold(bookings, lambda night: night.weekday() in (4, 5)) > 0.95


def test_coming_nights_fill_as_they_draw_near(bookings: list[Booked], houses: dict[str, House]) -> None:
    sold = slept(bookings, TODAY.date(), TODAY.date() + timedelta(days=270))
    months = [sum(n for (_, night), n in sold.items() if (night - TODAY.date()).days // 45 == m) for m in range(6)]
    assert months[0] > 2 * months[5] > 0
    full = [key for key, count in sold.items() if count == houses[key[0]].rooms and key[1].weekday() == 5]
    assert len(full) >= 3


def test_no_room_type_is_ever_oversold(bookings: list[Booked]) -> None:
    """At each booking and cancellation in turn, what is held on a night is at most the rooms of its type."""
    rooms = {(house.slug, kind.slug): len(kind.rooms) for house in the_group().houses for kind in house.kinds}
    events = [(b.visit.booked_at, 1, b) for b in bookings]
    events += [(b.visit.cancelled_at, -1, b) for b in bookings if b.visit.cancelled_at]
    held: Counter[tuple[str, str, date]] = Counter()
    for _, change, b in sorted(events, key=lambda event: event[:2]):
        for night in span(b.visit.arrival, b.visit.nights):
            held[b.visit.house, b.visit.kind, night] += change
            assert held[b.visit.house, b.visit.kind, night] <= rooms[b.visit.house, b.visit.kind]


def test_sittings_and_counted_extras_are_never_oversold(bookings: list[Booked], houses: dict[str, House]) -> None:
    covers: Counter[tuple[str, int, date]] = Counter()
    cots: Counter[tuple[str, date]] = Counter()
    for b in bookings:
        for night, sitting in b.suppers:
            covers[b.visit.house, sitting, night] += b.covers
        for night in span(b.visit.arrival, b.visit.nights):
            cots[b.visit.house, night] += b.cots
    assert all(count <= houses[house].sittings[sitting].covers for (house, sitting, _), count in covers.items())
    assert max(cots.values()) <= 2


def test_every_stay_is_permitted_and_fits_its_room(bookings: list[Booked], houses: dict[str, House]) -> None:
    for b in bookings:
        house = houses[b.visit.house]
        kind = next(kind for kind in house.kinds if kind.slug == b.visit.kind)
        assert b.visit.nights in permitted(house, b.visit.arrival, 28)
        assert fits(kind, b.visit.party)
        assert b.dogs <= kind.dogs
        assert b.visit.booked_at.date() <= b.visit.arrival


def test_the_week_in_january_is_empty(bookings: list[Booked], houses: dict[str, House]) -> None:
    sold = slept(bookings, date(2025, 5, 1), date(2028, 1, 1))
    assert not [night for (slug, night) in sold if limits(houses[slug], night).closed]


def test_a_third_of_the_guests_return(bookings: list[Booked]) -> None:
    stays = Counter(b.guest.number for b in bookings)
    assert 0.28 <= sum(count > 1 for count in stays.values()) / len(stays) <= 0.40


def test_lead_times_lengths_and_cancellations_follow_the_real_ones(bookings: list[Booked]) -> None:
    tables = the_distributions()
    past = [b.visit for b in bookings if b.visit.arrival < TODAY.date()]
    kept = [visit for visit in past if visit.cancelled_at is None]
    leads = sorted((visit.arrival - visit.booked_at.date()).days for visit in kept)
    for rank in (0.25, 0.5, 0.75, 0.9):
        assert leads[int(len(leads) * rank)] == pytest.approx(tables.kept.lead_at(rank), rel=0.12, abs=2)
    assert 1 - len(kept) / len(past) == pytest.approx(0.3625, abs=0.02)
    assert sum(visit.no_show for visit in kept) / len(kept) == pytest.approx(tables.no_show_share, abs=0.005)
    nights = Counter(visit.nights for visit in kept)
    real = {1: 0.22, 2: 0.20, 3: 0.21, 4: 0.14, 7: 0.067}
    assert all(nights[n] / len(kept) == pytest.approx(share, abs=0.09) for n, share in real.items())
    assert sum(visit.party[0] == 2 for visit in kept) / len(kept) == pytest.approx(0.726, abs=0.05)

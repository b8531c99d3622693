"""What a decision sees of a guest, and what it never sees."""

from __future__ import annotations

from dataclasses import fields, replace
from math import isfinite

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.offers.engine import BASE, NAMES, NOBODY, Context, Past, features, season_of, situation
from app.offers.engine.features import GUESTS_HAVE, SPREADS

MOMENT = Context(place="results", location_id=2, nights=3, lead_days=20, season="summer", adults=2)
REGULAR = Past(
    stays=4, nights=2.0, days_since=200.0, cadence_days=180.0, lead_days=10.0, spend_band=4, adults=2.0,
    children=0.0, dogs=1.0, weekend_share=0.9, supper_share=1.0, extras=1.0, cancelled_share=0.0, last_score=10.0,
    usual_location_id=2, usual_season="summer",
)  # fmt: skip
NUMBER = st.one_of(st.none(), st.floats(0, 1e6))
PASTS = st.builds(
    Past,
    stays=st.integers(0, 400),
    **{one.name: NUMBER for one in fields(Past) if one.name not in {"stays", "usual_location_id", "usual_season"}},
)
CONTEXTS = st.builds(
    Context,
    place=st.sampled_from(["home", "results", "room", "checkout", "booking", "account", "mail"]),
    nights=st.one_of(st.none(), st.integers(1, 400)),
    lead_days=st.one_of(st.none(), st.integers(0, 800)),
    weekend=st.booleans(),
    season=st.sampled_from([None, "spring", "summer", "autumn", "winter"]),
    adults=st.one_of(st.none(), st.integers(1, 8)),
    children=st.integers(0, 6),
    dogs=st.integers(0, 3),
)


@given(PASTS, CONTEXTS)
def test_features_are_known_names_and_small_numbers(past: Past, context: Context) -> None:
    found = features(past, context)
    assert found[BASE] == 1
    assert set(found) <= set(NAMES)
    assert all(isfinite(value) and 0 < abs(value) <= 1 for value in found.values())


@given(CONTEXTS)
def test_new_is_a_state_of_its_own(context: Context) -> None:
    assert [name for name in features(NOBODY, context) if name.startswith("past:")] == ["past:new"]
    assert "past:new" not in features(REGULAR, context)


def test_a_thin_history_is_drawn_to_what_guests_do() -> None:
    strengths = [features(replace(REGULAR, stays=stays), MOMENT)["past:supper_share"] for stays in (1, 4, 40)]
    assert strengths == sorted(strengths)
    assert strengths[0] == pytest.approx(strengths[2] * (1 / 3) / (40 / 42))
    counted = GUESTS_HAVE | {"supper_share": REGULAR.supper_share}
    assert "past:supper_share" not in features(REGULAR, MOMENT, counted), "as everybody does"


def test_nothing_forbidden_is_seen() -> None:
    forbidden = (
        "nation",
        "country",
        "age",
        "gender",
        "sex",
        "health",
        "allerg",
        "relig",
        "name",
        "device",
        "mail",
        "language",
    )
    words = [*NAMES, *(one.name for one in (*fields(Past), *fields(Context)))]
    assert not [word for word in words if any(bad in word.replace("usual", "").split(":")[-1] for bad in forbidden)]


def test_names_are_each_once_and_all_can_be() -> None:
    assert len(set(NAMES)) == len(NAMES) <= 35
    assert GUESTS_HAVE.keys() == SPREADS.keys() <= {one.name for one in fields(Past)}
    odd = Context(
        place="booking",
        location_id=2,
        nights=9,
        lead_days=1,
        weekend=True,
        season="winter",
        adults=3,
        children=1,
        dogs=1,
    )
    seen = set(features(REGULAR, odd)) | set(features(REGULAR, MOMENT)) | set(features(NOBODY, MOMENT))
    seen |= set(features(REGULAR, Context(place="checkout", adults=1, season="spring")))
    seen |= set(features(replace(REGULAR, nights=4.0, adults=3.0, cancelled_share=0.5, last_score=3.0), MOMENT))
    assert set(NAMES) <= seen


def test_the_situation_is_party_dates_and_length() -> None:
    assert situation(Context(place="home")) == "undated"
    assert situation(MOMENT) == "pair week short"
    assert situation(replace(MOMENT, children=1, weekend=True, nights=7)) == "family weekend long"
    assert situation(replace(MOMENT, place="checkout")) == situation(MOMENT)


def test_seasons_of_the_year() -> None:
    assert [season_of(month) for month in range(1, 13)] == [
        *["winter"] * 2, *["spring"] * 3, *["summer"] * 3, *["autumn"] * 3, "winter",
    ]  # fmt: skip

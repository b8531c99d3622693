"""A model is the same again from its document, and one that is damaged says so."""

from __future__ import annotations

import json
from collections.abc import Callable
from copy import deepcopy
from datetime import timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.offers.engine import NoModel, from_document, to_document, untaught
from app.offers.engine.refit import refit
from tests.unit.offers.engine.test_posterior import AT, NAMES, outcomes

DOCUMENT = to_document(refit(outcomes(80), AT, NAMES))


def test_a_model_is_the_same_again() -> None:
    model = from_document(json.loads(json.dumps(DOCUMENT)))
    assert to_document(model) == DOCUMENT
    assert model.fitted_at == AT
    assert model.rank("abcd", {"supper": 2.0, "one": 1.0}, 3, "s", "pair") == refit(outcomes(80), AT, NAMES).rank(
        "abcd", {"supper": 2.0, "one": 1.0}, 3, "s", "pair"
    )


def test_a_model_of_before_is_read_with_the_setting_that_it_lacks() -> None:
    before = damaged(lambda d: d["settings"].pop("telling"))
    assert from_document(before).settings == from_document(DOCUMENT).settings


def test_an_untaught_model_is_kept_too() -> None:
    assert from_document(to_document(untaught(NAMES))).predict("a", {}) == untaught(NAMES).predict("a", {})


@pytest.mark.parametrize("document", [None, {}, [], "", 7, {"form": 2}, {"form": 1}, {**DOCUMENT, "form": "1"}])
def test_what_is_no_model_is_no_model(document: object) -> None:
    with pytest.raises(NoModel):
        from_document(document)


def damaged(change: Callable[[dict[str, Any]], object]) -> dict[str, Any]:
    document = deepcopy(DOCUMENT)
    change(document)
    return document


@pytest.mark.parametrize(
    "change",
    [
        lambda d: d.pop("names"),
        lambda d: d["names"].append("more"),
        lambda d: d["names"].__setitem__(1, d["names"][0]),
        lambda d: d["settings"].pop("floor"),
        lambda d: d["settings"].__setitem__("floor", 2),
        lambda d: d["settings"].__setitem__("telling", 1),
        lambda d: d["variances"].__setitem__(0, None),
        lambda d: d["variances"].__setitem__(0, -1.0),
        lambda d: d["variances"].pop(),
        lambda d: d["offers"]["a"].pop("mean"),
        lambda d: d["offers"]["a"]["mean"].__setitem__(0, float("nan")),
        lambda d: d["offers"]["a"]["mean"].__setitem__(0, "0.1"),
        lambda d: d["offers"]["a"]["mean"].__setitem__(0, True),
        lambda d: d["offers"]["a"]["covariance"].pop(),
        lambda d: d["offers"]["a"]["covariance"].__setitem__(0, float("inf")),
        lambda d: d["offers"]["a"]["covariance"].__setitem__(0, -0.1),
        lambda d: d["offers"]["a"].__setitem__("noise", 0),
        lambda d: d.__setitem__("offers", []),
        lambda d: d.__setitem__("popularity", [["pair", "a", 1.0]]),
        lambda d: d.__setitem__("popularity", [["pair", "a", -1.0, 0.0]]),
        lambda d: d.__setitem__("fitted_at", "yesterday"),
        lambda d: d.__setitem__("n", "many"),
    ],
)
def test_damage_is_found(change: Callable[[dict[str, Any]], object]) -> None:
    with pytest.raises(NoModel):
        from_document(damaged(change))


@given(st.integers(0, len(json.dumps(DOCUMENT)) - 2))
def test_a_document_that_breaks_off_is_damaged(end: int) -> None:
    """What a database gives back of a text that was cut: nothing that parses, or a text."""
    with pytest.raises((NoModel, ValueError)):
        from_document(json.loads(json.dumps(DOCUMENT)[:end]))


def test_a_model_forgets_what_it_is_no_longer_taught() -> None:
    """Erasing somebody is leaving their outcomes out of the next refit."""
    rows = outcomes(80)
    gone = [row for row in rows if row.offer != "a"]
    document = to_document(refit(gone, AT + timedelta(days=1), NAMES))
    assert "a" not in document["offers"]
    assert {offer for _, offer, *_ in document["popularity"]} == {"b", "c"}

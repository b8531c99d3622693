"""What browsers tell of their pages, and what others send there."""

from __future__ import annotations

import json
from typing import Any

import pytest
from flask import Flask
from hypothesis import given
from hypothesis import strategies as st

from app.web.funnel.beacon import BEACON_BYTES, read_signals
from tests.page import Visitor
from tests.web.guest.funnel import rows, sizes, told

INP = {"n": 1, "name": "inp", "value": 180}
ANY_JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=60),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=12), inner, max_size=4),
    max_leaves=12,
)


@pytest.fixture(autouse=True)
def tokens_are_needed(app: Flask, no_token_needed: None) -> None:
    app.config["WTF_CSRF_ENABLED"] = True


def tell(visitor: Visitor, *signals: Any, page: Any = "k3x9q2", step: Any = "search", **headers: str) -> int:
    body = json.dumps({"page": page, "step": step, "signals": list(signals)})
    answer = visitor.client.post("/beacon", data=body, content_type="application/json", headers=headers)
    assert answer.data == b""
    return answer.status_code


def test_what_a_page_was_like_and_what_was_in_the_way(visitor: Visitor) -> None:
    visitor.get("/")
    signals = [
        INP,
        {"n": 2, "name": "cls", "value": 40},
        {"n": 3, "name": "correction", "code": "email"},
        {"n": 4, "name": "left_at_field", "code": "phone"},
        {"n": 5, "name": "rage_click", "code": "button"},
    ]
    assert tell(visitor, *signals) == 204
    assert told() == [
        "search",
        "inp:search",
        "cls:search",
        "correction:email",
        "left_at_field:phone",
        "rage_click:button",
    ]
    assert [row.duration_ms for row in rows()[1:3]] == [180, 40]


def test_a_beacon_that_arrives_twice_counts_once(visitor: Visitor) -> None:
    visitor.get("/")
    assert [tell(visitor, INP, INP), tell(visitor, INP), tell(visitor, INP, page="other")] == [204] * 3
    assert told() == ["search", "inp:search", "inp:search"]


def test_what_is_not_known_is_not_written(visitor: Visitor) -> None:
    visitor.get("/")
    for signal in (
        {"n": 1, "name": "booked", "code": "x"},
        {"n": 1, "name": "denied", "code": "full"},
        {"n": 1, "name": ["inp"], "value": 1},
        {"n": 1, "name": "inp", "value": -1},
        {"n": 1, "name": "inp", "value": 10**9},
        {"n": 1, "name": "inp", "value": 1.5},
        {"n": 1, "name": "inp", "value": True},
        {"n": 1, "name": "inp"},
        {"n": -1, "name": "inp", "value": 1},
        {"n": 1, "name": "correction", "code": "anna@example.com"},
        {"n": 1, "name": "correction", "code": "07700900461"},
        {"n": 1, "name": "correction", "code": "Anna Whitlock"},
        {"n": 1, "name": "correction", "code": "x" * 41},
        {"n": 1, "name": "correction", "code": "email\u0000"},
        "inp",
    ):
        assert tell(visitor, signal) == 204, signal
    assert told() == ["search"]


def test_what_is_no_beacon_is_a_400(visitor: Visitor) -> None:
    for body in (
        b"", b"nonsense", b"[]", b"{}", b"null", b"\xff\xfe", b"[" * 15_000, b"9" * 15_000, b'{"signals": {}}',
        b'{"signals": [], "page": "k3x9", "step": "nowhere"}', b'{"signals": [], "page": "K", "step": "search"}',
        b'{"signals": [], "page": "k3x9", "step": ["search"]}',
    ):  # fmt: skip
        assert visitor.client.post("/beacon", data=body).status_code == 400, body[:40]


def test_16_kb_are_enough(visitor: Visitor) -> None:
    assert visitor.client.post("/beacon", data=b"x" * (BEACON_BYTES + 1)).status_code == 413
    assert visitor.client.get("/beacon").status_code == 405


def test_no_visit_no_event(visitor: Visitor) -> None:
    assert tell(visitor, INP) == 204
    assert sizes()["event"] == sizes()["visit"] == 0


def test_another_site_tells_nothing(visitor: Visitor) -> None:
    visitor.get("/")
    assert tell(visitor, INP, **{"Sec-Fetch-Site": "cross-site"}) == 204
    assert told() == ["search"]


def test_a_page_tells_so_much_and_no_more(visitor: Visitor) -> None:
    visitor.get("/")
    for page in range(3):
        tell(visitor, *({"n": n, "name": "inp", "value": n} for n in range(200)), page=f"page{page}")
    assert len(rows()) == 1 + 3 * 40


@given(
    ANY_JSON,
    st.lists(st.dictionaries(st.sampled_from(["n", "name", "code", "value"]), ANY_JSON, max_size=4), max_size=4),
)
def test_whatever_is_sent_is_read_or_refused(anything: Any, signals: list[Any]) -> None:
    read_signals(anything)
    found = read_signals({"page": "k3x9q2", "step": "search", "signals": signals})
    assert found is not None
    assert all(signal.code is not None and len(signal.code) <= 64 for signal in found)

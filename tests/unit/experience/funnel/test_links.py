"""Where a visit went after its results."""

from __future__ import annotations

from collections import Counter

from app.experience.funnel.rules.links import links_of

WALKS = [
    ("search", "results"),
    ("search", "results", "results", "search", "room"),
    ("results", "room", "room", "details", "payment", "booked"),
    ("results", "room", "results", "room"),
    ("results", "details"),
    ("search", "room"),
]


def test_links_follow_the_results_and_end_where_the_visit_did() -> None:
    assert Counter(link for walk in WALKS for link in links_of(walk)) == {
        (0, "results", "left"): 1, (0, "results", "again"): 1, (0, "results", "room"): 2, (0, "results", "details"): 1,
        (1, "again", "room"): 1, (1, "room", "details"): 1, (1, "room", "again"): 1, (1, "details", "left"): 1,
        (2, "again", "room"): 1, (2, "room", "left"): 1, (2, "details", "booked"): 1,
    }  # fmt: skip

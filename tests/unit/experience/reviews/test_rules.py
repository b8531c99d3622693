"""Who may review, what kind of stay it was, and a chain from which nothing vanishes unseen."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.experience.reviews.rules import (
    ERASED,
    GENESIS,
    KINDS_OF_ENTRY,
    Link,
    chain_faults,
    content_digest,
    kind_of_stay,
    linked,
    may_review,
    months_after,
    read_chain,
)
from app.kernel.errors import Invalid
from app.kernel.party import Party
from tests.reviewing import chain_file

AT = datetime(2027, 3, 8, 10, tzinfo=UTC)


@pytest.mark.parametrize(
    ("parties", "kind"),
    [
        ([Party(1)], "alone"),
        ([Party(2)], "couple"),
        ([Party(1), Party(1)], "couple"),
        ([Party(2, (4,))], "family"),
        ([Party(2, cots=1)], "family"),
        ([Party(2), Party(1)], "friends"),
    ],
)
def test_the_kind_of_stay_follows_from_who_came(parties: list[Party], kind: str) -> None:
    assert kind_of_stay(parties) == kind


@pytest.mark.parametrize(
    ("today", "may"),
    [("2026-11-29", False), ("2026-11-30", True), ("2027-02-28", True), ("2027-03-01", False)],
)
def test_three_months_are_to_the_day_and_february_is_short(today: str, may: bool) -> None:
    assert may_review(date(2026, 11, 30), date.fromisoformat(today)) is may


def test_months_go_both_ways() -> None:
    assert months_after(date(2027, 3, 31), -1) == date(2027, 2, 28)
    assert months_after(date(2027, 3, 1), -36) == date(2024, 3, 1)


@st.composite
def chains(draw: st.DrawFn) -> list[Link]:
    links: list[Link] = []
    for number in range(1, draw(st.integers(1, 8)) + 1):
        kind = draw(st.sampled_from(KINDS_OF_ENTRY))
        content = None if kind == ERASED else content_digest("salt", {"words": draw(st.text(max_size=5))})
        at = AT + timedelta(seconds=number)
        before = links[-1].digest if links else GENESIS
        links.append(linked(number, at, kind, draw(st.integers(1, 3)), content, before))
    return links


@given(chains())
def test_a_chain_holds_and_survives_its_own_file(links: list[Link]) -> None:
    assert list(chain_faults(links)) == []
    assert read_chain(json.dumps(chain_file(links))) == (links, [])


@given(chains(), st.data())
def test_any_edited_member_is_found(links: list[Link], data: st.DataObject) -> None:
    place = data.draw(st.integers(0, len(links) - 1))
    link = links[place]
    changed = data.draw(
        st.sampled_from(
            [
                replace(link, number=link.number + 1),
                replace(link, at=link.at.replace("2027", "2026")),
                replace(link, kind=next(kind for kind in KINDS_OF_ENTRY if kind != link.kind)),
                replace(link, review=link.review + 1),
                replace(link, content="f" * 64),
                replace(link, previous="f" * 64),
                replace(link, digest="f" * 64),
            ]
        )
    )
    assert list(chain_faults([*links[:place], changed, *links[place + 1 :]]))


@given(chains(), st.data())
def test_any_entry_that_is_taken_out_or_swapped_is_found(links: list[Link], data: st.DataObject) -> None:
    place = data.draw(st.integers(0, len(links) - 1))
    whole = chain_file(links)
    without = {**whole, "entries": whole["entries"][:place] + whole["entries"][place + 1 :]}
    read, faults = read_chain(json.dumps(without))
    assert [*faults, *chain_faults(read)]
    if place:
        swapped = [*links]
        swapped[place - 1], swapped[place] = swapped[place], swapped[place - 1]
        assert list(chain_faults(swapped))


@given(chains())
def test_an_edit_that_mends_its_own_digest_breaks_the_next(links: list[Link]) -> None:
    first = linked(1, AT, links[0].kind, 99, links[0].content, GENESIS)
    assert bool(list(chain_faults([first, *links[1:]]))) is (len(links) > 1)
    assert first.digest != links[0].digest


@pytest.mark.parametrize(
    "text",
    ["", "[]", "{}", "nonsense", '{"format": "quince-reviews-1", "entries": [{}]}', "[" * 100_000, b"\xff\xfe\x00",
     '{"format": "other", "entries": []}', '{"format": "quince-reviews-1", "entries": 7}',
     '{"format":"quince-reviews-1","entries":[{"number":"1","at":"","kind":"","review":1,"content":null,"previous":"",'
     '"digest":""}]}'],
)  # fmt: skip
def test_what_is_no_chain_is_said_to_be_none(text: str | bytes) -> None:
    with pytest.raises(Invalid, match="no chain of reviews"):
        read_chain(text)

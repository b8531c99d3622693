"""Whom an offer is for: everybody, a segment, or conditions of its own, with the reach of what is typed."""

from __future__ import annotations

import pytest
from flask import Flask

from app.offers.segments import Conditions, make_segment, set_audience
from tests.page import Visitor
from tests.staffing import desk
from tests.web.marketing.offered import LIST, made, whom


@pytest.fixture
def nell(app: Flask) -> Visitor:
    return desk(app, "marketing")


def test_the_audience_is_a_segment_or_conditions_with_their_reach(nell: Visitor) -> None:
    one, url = made(), f"{LIST}/autumn/audience"
    page = nell.get(url)
    counted = nell.submit(page.form().fill(who="own", least_stays="1"), press="count=1")
    assert "Guests with at least one stay." in counted.text
    assert whom(one).empty
    page = nell.submit(counted.form())
    assert page.url == f"{LIST}/autumn"
    assert "Guests with at least one stay." in page.text
    assert whom(one) == Conditions(least_stays=1)
    segment_id = make_segment("Regulars", Conditions(least_stays=3), by=None)
    page = nell.submit(nell.get(url).form().fill(who=str(segment_id)))
    assert "Guests with at least three stays. The segment Regulars." in page.text
    page = nell.submit(nell.get(url).form().fill(who="everybody"))
    assert "All guests." in page.text


def test_conditions_that_contradict_each_other_are_refused(nell: Visitor) -> None:
    made()
    page = nell.get(f"{LIST}/autumn/audience")
    refused = nell.submit(page.form().fill(who="own", least_stays="3", most_stays="2"), 422)
    assert "The most stays are fewer than the least" in refused.text
    assert refused.one("input", name="least_stays").attrib["value"] == "3"


def test_an_audience_that_somebody_else_changed_is_shown_before_it_is_kept(nell: Visitor) -> None:
    one = made()
    page = nell.get(f"{LIST}/autumn/audience")
    set_audience(one.id, Conditions(dogs="with"), by=None)
    stale = nell.submit(page.form().fill(who="own", least_stays="1"), 409)
    assert "It is now for: Guests who have brought a dog." in stale.text
    nell.submit(stale.form())
    assert whom(one) == Conditions(least_stays=1)

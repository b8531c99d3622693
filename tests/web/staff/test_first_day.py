"""The first day of a new group: an administrator, and nothing else yet."""

import pytest
from flask import Flask

from tests import markup, trees
from tests.staffing import desk

DESKS = ("/staff", "/marketing")
LEFT_ALONE = ("/staff/sign", "/staff/switch", "/staff/second-factor")


@pytest.mark.houses(0)
def test_every_page_of_the_desks_stands_without_a_house(app: Flask) -> None:
    client = desk(app, "administrator").client
    rules = {rule.rule for rule in app.url_map.iter_rules() if "GET" in (rule.methods or ()) and "<" not in rule.rule}
    opened = 0
    for path in sorted(rule for rule in rules if rule.startswith(DESKS) and not rule.startswith(LEFT_ALONE)):
        answer = client.get(path)
        assert answer.status_code < 500, path
        if answer.mimetype == "text/html" and not answer.location:
            assert markup.faults(trees.parsed(answer.text)) == [], path
            opened += 1
    assert opened > 40
    assert "An administrator adds and opens houses" in client.get("/staff/bookings").text


@pytest.mark.houses(0)
@pytest.mark.parametrize("path", ["/", "/stays?arrival=2027-03-05&departure=2027-03-07", "/bookings/find", "/privacy"])
def test_so_do_those_of_guests(app: Flask, path: str) -> None:
    answer = app.test_client().get(path)
    assert answer.status_code < 500
    assert markup.faults(trees.parsed(answer.text)) == []

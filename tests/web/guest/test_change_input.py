"""What may be changed, and when: what cannot be read is said, stays, and changes nothing."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest

from app.booking import operations as booking
from app.kernel.stay import Stay
from tests import cast
from tests.builders import FRIDAY
from tests.page import Visitor
from tests.web.guest.manage import READS, book, kept, look, state_of

SetClock = Callable[[str], None]
SATURDAY = FRIDAY + timedelta(days=1)
THREE = {"arrival": "2027-03-04", "departure": "2027-03-07"}
BAD = ["-1", "0", "40", "10" * 20, "\x00", "💐", "2027-02-30", "2020-01-01", "2027-04-30", "garden.gold", "x" * 500]
FIELDS = ["part", "arrival", "departure", "adults", "children", "cots", "dogs", "needs", "rate", "supper-2027-03-05"]


@pytest.mark.parametrize(
    ("asked", "sentence"),
    [
        ({"arrival": "2027-03-07", "departure": "2027-03-05"}, "after the day you arrive"),
        ({"arrival": "2027-02-20", "departure": "2027-02-22"}, "That day has gone by"),
        ({"arrival": "2027-03-05", "departure": "2027-04-03"}, "28 nights or fewer"),
        ({"adults": "40"}, "Choose 1 to 12 adults"),
        ({"part": "7"}, "Choose one of the rooms of this booking"),
        ({"rate": "palace.flexible"}, "Choose a room and a rate from the list"),
        ({"supper-2027-03-05": "99"}, "Choose an hour for supper"),
    ],
)
def test_what_cannot_be_read_is_said_and_stays(visitor: Visitor, asked: dict[str, str], sentence: str) -> None:
    booking_id, url = book()
    page = visitor.get(f"{url}/amendment", status=422, reads=READS, query_string=asked)
    assert sentence in page.words(class_="errors")
    assert page.all("form", id="confirm") == []
    if "arrival" in asked:
        assert page.one("input", id="a-departure").attrib["value"] == asked["departure"]
    posted = visitor.post(f"{url}/amendment", asked | {"seen": "30000", "seen_revision": "0"}, status=422)
    assert sentence in posted.words(class_="errors")
    assert state_of(booking_id) == ("confirmed", 0)


@pytest.mark.parametrize("value", BAD)
def test_bad_input_is_no_error_of_ours(visitor: Visitor, value: str) -> None:
    booking_id, url = book()
    house = cast.found()
    for name in (*FIELDS, f"extra-{house.extras['bicycle']}", "shown"):
        sent = {name: [value, "2"]}
        assert visitor.client.get(f"{url}/amendment", query_string=sent).status_code in (200, 422), name
        assert visitor.client.post(f"{url}/amendment", data=sent).status_code in (409, 422), name
    assert state_of(booking_id) == ("confirmed", 0)


def test_in_the_house_only_the_end_and_what_is_added(visitor: Visitor, set_clock: SetClock) -> None:
    booking_id, url = book("snug", stay=Stay.of(FRIDAY, 3))
    set_clock("2027-03-05T16:00+00:00")
    booking.check_in(booking_id)
    set_clock("2027-03-06T10:00+00:00")
    page = look(visitor, url, departure="2027-03-09")
    assert page.all("input", type="radio", name="rate") == []
    assert page.all("input", id="a-arrival") == []
    visitor.submit(page.form(id="confirm"))
    assert kept(booking_id).chosen.stay == Stay.of(FRIDAY, 4)
    refused = visitor.get(f"{url}/amendment?departure=2027-03-05", status=422, reads=READS)
    assert "after the day you arrive" in refused.text


@pytest.mark.parametrize("page", ["amendment", "extras"])
def test_a_stay_that_is_over_or_cancelled_has_nothing_to_change(
    visitor: Visitor, set_clock: SetClock, page: str
) -> None:
    booking_id, url = book()
    other, other_url = book()
    booking.cancel_booking(other)
    assert visitor.get(f"{other_url}/{page}").h1 == "This booking is cancelled"
    set_clock("2027-03-08T10:00+00:00")
    assert visitor.get(f"{url}/{page}").h1 == "That stay is over"
    visitor.post(f"{url}/{page}", {"seen": "30000", "seen_revision": "0"}, status=409)
    assert state_of(booking_id) == ("confirmed", 0)

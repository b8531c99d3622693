"""Changing a booking by its secret link: both prices side by side, and what was seen is what is charged."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from urllib.parse import parse_qs, urlsplit

from sqlalchemy import update

from app.booking.cancellation import purse_of
from app.kernel.party import Party
from app.kernel.stay import Stay
from app.pricing.models import Rate
from app.store import transaction, write
from app.store.version import prices_of, raise_versions
from tests import cast
from tests.baskets import basket
from tests.builders import FRIDAY
from tests.cards import asked_back, paid, placed, taken
from tests.page import Visitor
from tests.web.guest.manage import READS, act, book, book_two, kept, look, new_total, state_of

SetClock = Callable[[str], None]
SATURDAY = FRIDAY + timedelta(days=1)
THREE = {"arrival": "2027-03-04", "departure": "2027-03-07"}


def dearer(pounds: int) -> None:
    """Every rate of the first house costs this much more from now on."""
    house = cast.found()

    def work() -> None:
        own = Rate.rate_plan_id.in_(house.plans.values())
        write(update(Rate).where(own).values(amount_minor=Rate.amount_minor + pounds * 100))
        raise_versions([prices_of(house.id)])

    transaction(work)


def test_until_something_is_changed_there_is_nothing_to_press(visitor: Visitor) -> None:
    _, url = book()
    page = look(visitor, url)
    assert "Nothing is changed yet" in page.text
    assert page.all("form", id="confirm") == []
    assert page.one("input", id="a-arrival").attrib["value"] == "2027-03-05"


def test_a_night_more_both_prices_and_the_difference(visitor: Visitor) -> None:
    booking_id, url = book()
    paid(booking_id, 30000)
    dearer(10)
    page = look(visitor, url, **THREE)
    before, after = (data.attrib["value"] for data in page.one(class_="compare").iter("data"))
    assert (before, after) == ("30000", "46000"), "kept nights keep their price, the new one has today's"
    assert "Thu 4 March, added£160.00" in page.text
    assert "£160.00 more. £160.00 is due at the house. Free to cancel until noon, Tue 2 March" in page.text
    form = page.form(id="confirm")
    assert act(page) == "Add Thursday for £160"

    done = visitor.submit(form)

    assert "Changed: dates" in done.text
    assert "£300.00 before, £460.00 now" in done.text
    assert done.prices() == [46000]
    assert kept(booking_id).quote.total_minor == 46000
    assert purse_of(booking_id).due_minor == 16000


def test_a_night_less_comes_back(visitor: Visitor) -> None:
    booking_id, url = book()
    paid(booking_id, 30000)
    page = look(visitor, url, departure="2027-03-06")
    assert "£150.00 goes back to where you paid from" in page.text
    assert act(page) == "Change it, £150 comes back"
    visitor.submit(page.form(id="confirm"))
    assert asked_back() == [(15000, "amended")]
    assert "£150.00 is on its way" in visitor.get(url, reads=10).text


def test_every_room_and_rate_that_can_be_had_with_the_total_that_it_leads_to(visitor: Visitor) -> None:
    booking_id, url = book("snug", extras={"flowers": 1})
    page = look(visitor, url, **THREE)
    radios = page.all("input", type="radio", name="rate")
    assert len(radios) == 6, "three room types at two rates: a stay does not become a Saver"
    for radio in radios[::3]:
        label = next(one for one in page.all("label") if radio in list(one.iter()))
        said = int(next(label.iter("data")).attrib["value"])
        assert new_total(look(visitor, url, **THREE, rate=radio.attrib["value"])) == said
    assert state_of(booking_id) == ("confirmed", 0)


def test_what_is_taken_says_so_with_real_dates(visitor: Visitor) -> None:
    booking_id, url = book("shepherds-hut")
    placed(basket(cast.found(), "shepherds-hut", stay=Stay.of(FRIDAY - timedelta(days=1), 1)))
    page = look(visitor, url, **THREE)
    assert "Shepherds Hut is taken on Thursday 4 March" in page.text.replace("hut", "Hut")
    assert page.all("form", id="confirm") == []
    options = page.one("ul", aria_label="Other dates")
    for link, data in zip(list(options.iter("a")), list(options.iter("data")), strict=True):
        asked = parse_qs(urlsplit(link.attrib["href"]).query)
        assert asked["arrival"][0] > "2027-03-04" or asked["departure"][0] <= "2027-03-04"
        assert new_total(visitor.get(link.attrib["href"], reads=READS)) == int(data.attrib["value"])
    assert state_of(booking_id) == ("confirmed", 0)


def test_ones_own_room_is_not_in_the_way(visitor: Visitor) -> None:
    booking_id, url = book("shepherds-hut")
    page = look(visitor, url, arrival="2027-03-06", departure="2027-03-08")
    assert len(page.all("input", id="rate-shepherds-hut-flexible")) == 1
    visitor.submit(page.form(id="confirm"))
    assert kept(booking_id).chosen.stay == Stay.of(SATURDAY, 2)
    assert (taken("shepherds-hut", FRIDAY), taken("shepherds-hut", SATURDAY)) == (0, 1)


def test_a_price_that_moved_refuses_and_leaves_the_booking_alone(visitor: Visitor) -> None:
    booking_id, url = book()
    form = look(visitor, url, **THREE).form(id="confirm")
    dearer(5)
    refused = visitor.submit(form, status=409)
    moved = refused.one(data_reason="price_changed")
    assert "£450.00" in "".join(moved.itertext())
    assert "£455.00" in "".join(moved.itertext())
    assert state_of(booking_id) == ("confirmed", 0)
    visitor.submit(refused.form(id="confirm"))
    assert kept(booking_id).quote.total_minor == 45500


def test_of_two_pages_the_second_is_told_that_it_is_stale(visitor: Visitor) -> None:
    booking_id, url = book()
    first = look(visitor, url, **THREE).form(id="confirm")
    second = look(visitor, url, departure="2027-03-08").form(id="confirm")
    visitor.submit(first)
    refused = visitor.submit(second, status=409)
    assert refused.one(data_reason="stale") is not None
    assert state_of(booking_id) == ("confirmed", 1)
    visitor.submit(first)
    assert state_of(booking_id) == ("confirmed", 1), "pressed twice it is changed once"


def test_somebody_quicker_refuses_and_shows_what_is_left(visitor: Visitor) -> None:
    booking_id, url = book("garden")
    form = look(visitor, url, rate="shepherds-hut.flexible").form(id="confirm")
    placed(basket(cast.found(), "shepherds-hut"), {"name": "Ben", "email": "ben@example.com"})
    refused = visitor.submit(form, status=409)
    assert "Somebody was quicker. Nothing was changed" in refused.text
    hut = next(one for one in refused.all("li") if one.get("data-room-type") == "shepherds-hut")
    assert hut.attrib["data-reason"] == "full"
    assert state_of(booking_id) == ("confirmed", 0)
    assert taken("garden", FRIDAY) == 1


def test_party_supper_and_extras_in_one_change(visitor: Visitor) -> None:
    booking_id, url = book("garden")
    house = cast.found()
    eight = house.sittings["20:00"]
    asked = {"children": "4", "dogs": "1", "supper-2027-03-05": eight, f"extra-{house.extras['bicycle']}": 2}
    page = look(visitor, url, **asked)
    visitor.submit(page.form(id="confirm"))
    own = kept(booking_id)
    assert own.chosen.party == Party(2, (4,), dogs=1)
    assert own.chosen.suppers == ((FRIDAY, eight),)
    assert dict(own.chosen.extras) == {house.extras["bicycle"]: 2}
    assert own.quote.total_minor == new_total(page)
    assert taken("20:00", FRIDAY) == 3
    assert "Changed: guests, supper and extras" in visitor.get(url, reads=10).text


def test_a_box_that_is_not_sent_was_not_ticked(visitor: Visitor) -> None:
    booking_id, url = book("garden", extras={"cot": 1}, party=Party(2, needs=frozenset({"step-free"})))
    page = look(visitor, url, shown="1", adults="1")
    visitor.submit(page.form(id="confirm"))
    assert kept(booking_id).chosen.extras == ()
    assert kept(booking_id).chosen.party == Party(1)


def test_where_something_is_due_at_once_the_change_leads_to_paying(visitor: Visitor) -> None:
    booking_id, url = book("garden", "saver")
    page = look(visitor, url, **THREE)
    assert "£135.00 is due now: you pay on the next page" in page.text
    done = visitor.submit(page.form(id="confirm"))
    assert done.h1 == "£135 to pay"
    assert purse_of(booking_id).due_minor == 13500


def test_one_room_of_two_all_of_them_and_one_more(visitor: Visitor) -> None:
    booking_id, url = book_two()
    page = look(visitor, url, part=1, departure="2027-03-06")
    assert page.h1 == "Change the Snug"
    visitor.submit(page.form(id="confirm"))
    assert [own.chosen.stay.nights for own in kept(booking_id).live] == [2, 1]

    everything = look(visitor, url, arrival="2027-03-05", departure="2027-03-08")
    visitor.submit(everything.form(id="confirm"))
    assert [own.chosen.stay.nights for own in kept(booking_id).live] == [3, 3]

    more = look(visitor, url, part="new", rate="shepherds-hut.flexible")
    assert more.h1 == "Add a room at Combe Harrow"
    visitor.submit(more.form(id="confirm"))
    own = kept(booking_id)
    assert len(own.live) == 3
    assert own.quote.total_minor == new_total(more)
    assert taken("shepherds-hut", FRIDAY) == 1


def test_in_place_only_the_part_comes_back(visitor: Visitor) -> None:
    _, url = book()
    for page, part in (("amendment", "amendment-preview"), ("extras", "extras-preview")):
        htmx = {"HX-Request": "true", "HX-Target": part}
        answer = visitor.client.get(f"{url}/{page}", query_string=THREE, headers=htmx)
        assert answer.status_code == 200
        assert f'id="{part}"' in answer.text
        assert "<html" not in answer.text


def test_all_rooms_at_once_find_other_dates_where_these_are_taken(visitor: Visitor) -> None:
    booking_id, url = book_two("garden", "shepherds-hut")
    taken_then = Stay.of(FRIDAY + timedelta(days=14), 2)
    placed(basket(cast.found(), "shepherds-hut", stay=taken_then))
    page = look(visitor, url, arrival=taken_then.arrival, departure=taken_then.departure)
    links = list(page.one("ul", aria_label="Other dates").iter("a"))
    totals = [int(data.attrib["value"]) for data in page.one("ul", aria_label="Other dates").iter("data")]
    for link, total in zip(links, totals, strict=True):
        assert new_total(visitor.get(link.attrib["href"], reads=READS)) == total
    assert links
    assert state_of(booking_id) == ("confirmed", 0)


def test_a_room_more_while_in_the_house_begins_today(visitor: Visitor, set_clock: SetClock) -> None:
    booking_id, url = book("garden")
    set_clock("2027-03-06T10:00+00:00")
    page = look(visitor, url, part="new")
    assert act(page) == "Add the Garden for £150"
    visitor.submit(page.form(id="confirm"))
    assert [own.chosen.stay.arrival for own in kept(booking_id).live] == [FRIDAY, SATURDAY]


def test_a_saver_night_given_up_waits_and_the_booking_shows_it(visitor: Visitor) -> None:
    booking_id, url = book("shepherds-hut", "saver", stay=Stay.of(FRIDAY, 3))
    page = look(visitor, url, departure="2027-03-07")
    assert "Up to £115.00 comes back as the nights you give up are resold, £20 taken off once" in page.text
    assert act(page) == "Change it, £135 less"
    done = visitor.submit(page.form(id="confirm"))
    assert "Sun 7 March£135.00On sale" in done.text
    assert "£135.00 waits until its nights are resold" in done.text
    assert (asked_back(), kept(booking_id).quote.total_minor) == ([], 27000)


def test_too_late_a_night_given_up_is_kept_and_that_is_said_first(visitor: Visitor, set_clock: SetClock) -> None:
    booking_id, url = book()
    paid(booking_id, 30000)
    set_clock("2027-03-04T09:00+00:00")
    page = look(visitor, url, departure="2027-03-06")
    assert "£150.00 is kept: it is too late to give up nights for nothing" in page.text
    visitor.submit(page.form(id="confirm"))
    assert asked_back() == []
    assert "£150.00 is kept for what was given up" in visitor.get(url, reads=10).text

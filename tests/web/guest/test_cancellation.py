"""Cancelling by the secret link: what comes back is shown first, and that is what comes back."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from urllib.parse import parse_qs, urlsplit

import pytest
from sqlalchemy import select, update

from app.booking import operations as booking
from app.journal.models import Entry, PersonalEntry
from app.kernel.stay import Stay
from app.pricing.models import RatePlan
from app.store import transaction, write
from app.store.version import CATALOGUE, prices_of, raise_versions
from tests import cast
from tests.baskets import WEEKEND, basket
from tests.builders import FRIDAY
from tests.cards import asked_back, paid, placed
from tests.page import Page, Visitor
from tests.web.guest.desk import fresh
from tests.web.guest.manage import book, book_two, kept, state_of

SetClock = Callable[[str], None]
READS = 18
BAD = ["-1", "99", "one", "10" * 20, "\x00", "💐", "0,1", " "]
TOO_LATE = "2027-03-04T09:00+00:00"


def shown(page: Page) -> int:
    return int(page.one("data", class_="refund-sum").attrib["value"])


def test_what_is_shown_first_is_what_comes_back(visitor: Visitor) -> None:
    booking_id, url = book()
    paid(booking_id, 30000)
    page = visitor.get(f"{url}/cancellation", reads=READS)
    assert (page.h1, shown(page)) == ("Cancel your stay?", 30000)
    assert "Cancelling is free until noon, Wed 3 March" in page.text
    assert page.words("button", class_="btn") == "Cancel, £300 comes back"
    assert asked_back() == [], "looking does nothing"

    done = visitor.submit(page.form(id="cancel"))

    assert done.h1 == "Combe Harrow, cancelled"
    assert "£300.00 is on its way to where you paid from" in done.text
    assert (state_of(booking_id), asked_back()) == (("cancelled", 1), [(30000, "cancelled")])


def test_nothing_was_paid_and_nothing_is_owed(visitor: Visitor) -> None:
    _, url = book()
    own = visitor.get(url)
    assert "Nothing was paid, so nothing is kept, nothing comes back and nothing is owed." in own.text
    assert "You see first what comes back" not in own.text
    page = visitor.get(f"{url}/cancellation", reads=READS)
    assert page.words("button", class_="btn") == "Cancel, nothing is owed"
    assert "Nothing was taken and nothing is owed" in visitor.submit(page.form(id="cancel")).text


def test_too_late_says_what_is_kept(visitor: Visitor, set_clock: SetClock) -> None:
    booking_id, url = book()
    paid(booking_id, 30000)
    set_clock(TOO_LATE)
    page = visitor.get(f"{url}/cancellation", reads=READS)
    assert shown(page) == 0
    assert "the £300 you paid is kept" in page.text
    assert "Cancelling was free until noon, Wed 3 March" in page.text
    assert page.words("button", class_="btn") == "Cancel, nothing comes back"
    done = visitor.submit(page.form(id="cancel"))
    assert "£300.00 is kept." in done.text
    assert asked_back() == []


def test_the_deadline_that_passes_between_look_and_press_refuses(visitor: Visitor, set_clock: SetClock) -> None:
    booking_id, url = book()
    paid(booking_id, 30000)
    page = visitor.get(f"{url}/cancellation", reads=READS)
    set_clock(TOO_LATE)
    refused = visitor.submit(page.form(id="cancel").fill(words="The car broke"), status=409)
    moved = refused.one(data_reason="refund_changed")
    assert moved.get("role") == "alert"
    assert "£300.00" in refused.text
    assert "£0.00" in refused.text
    assert "The car broke" in "".join(refused.one("textarea").itertext())
    assert state_of(booking_id) == ("confirmed", 0)
    assert visitor.submit(refused.form(id="cancel")).h1 == "Combe Harrow, cancelled"


def test_a_booking_that_changed_meanwhile_refuses(visitor: Visitor) -> None:
    booking_id, url = book_two()
    page = visitor.get(f"{url}/cancellation", reads=READS)
    booking.cancel_booking(booking_id, parts=[1])
    refused = visitor.submit(page.form(id="cancel"), status=409)
    assert refused.one(data_reason="stale") is not None
    assert state_of(booking_id) == ("confirmed", 1)


def test_pressing_twice_cancels_once(visitor: Visitor) -> None:
    booking_id, url = book()
    form = visitor.get(f"{url}/cancellation", reads=READS).form(id="cancel")
    visitor.submit(form)
    again = visitor.submit(form)
    assert again.h1 == "Combe Harrow, cancelled"
    assert state_of(booking_id) == ("cancelled", 1)
    assert visitor.get(f"{url}/cancellation").h1 == "Cancelled already"


def test_one_room_of_two(visitor: Visitor) -> None:
    booking_id, url = book_two()
    paid(booking_id, 60000)
    everything = visitor.get(f"{url}/cancellation", reads=READS)
    assert shown(everything) == 60000
    page = visitor.get(everything.link("Only room 2: Snug"), reads=READS)
    assert (page.h1, shown(page)) == ("Cancel the Snug?", 30000)
    done = visitor.submit(page.form(id="cancel"))
    assert done.h1 == "Combe Harrow, in four days"
    assert "Room 2Snug, cancelled" in done.text
    assert done.prices() == [30000]
    assert [own.part for own in kept(booking_id).live] == [0]
    form = page.form(id="cancel")
    assert visitor.submit(form).h1 == "Combe Harrow, in four days", "pressed again it stays as it is"
    assert asked_back() == [(30000, "cancelled")]


def test_the_reason_is_kept_where_erasure_finds_it(visitor: Visitor) -> None:
    _, url = book()
    form = visitor.get(f"{url}/cancellation", reads=READS).form(id="cancel")
    visitor.submit(form.fill(why="Illness, or family", words="Flu, all of us"))
    rows = fresh().execute(select(PersonalEntry.field, PersonalEntry.after)).all()
    assert [tuple(row) for row in rows] == [("reason", "Illness, or family: Flu, all of us")]
    facts = fresh().scalars(select(Entry.facts).where(Entry.action == "cancelled")).one()
    assert "Flu" not in str(facts)


def test_a_reason_that_cannot_be_kept_is_said_so_and_stays(visitor: Visitor) -> None:
    booking_id, url = book()
    form = visitor.get(f"{url}/cancellation", reads=READS).form(id="cancel")
    page = visitor.submit(form.fill(why="because", words="x" * 1001), status=422)
    assert "Use 1,000 characters at most; this has 1,001" in page.text
    assert "Choose a reason from the list, or none" in page.text
    assert "x" * 1001 in "".join(page.one("textarea").itertext())
    assert state_of(booking_id) == ("confirmed", 0)


def test_a_press_that_saw_nothing_does_nothing(visitor: Visitor) -> None:
    booking_id, url = book()
    for sent in ({}, {"seen_refund": "1e5", "seen_revision": "0"}, {"seen_refund": "0", "seen_revision": "-1"}):
        assert "Look at what comes back first" in visitor.post(f"{url}/cancellation", sent, status=409).text
    assert state_of(booking_id) == ("confirmed", 0)


@pytest.mark.parametrize("name", ["part", "seen_refund", "seen_revision", "why", "words"])
def test_bad_input_is_no_error_of_ours(visitor: Visitor, name: str) -> None:
    booking_id, url = book_two()
    good = {"part": "", "seen_refund": "0", "seen_revision": "0"}
    for value in BAD:
        looked = visitor.client.get(f"{url}/cancellation", query_string={name: value})
        assert looked.status_code in (200, 422), value
        answer = visitor.client.post(f"{url}/cancellation", data=good | {name: [value, "7"]})
        assert answer.status_code in (303, 409, 422), value
        if answer.status_code == 303:
            booking_id, url = book_two()
        assert state_of(booking_id) == ("confirmed", 0), value


def test_move_instead_is_real_and_its_total_is_the_one_on_the_page_it_leads_to(visitor: Visitor) -> None:
    booking_id, url = book("shepherds-hut", extras={"flowers": 1})
    taken = Stay.of(FRIDAY + timedelta(days=7), 2)
    placed(basket(cast.found(), "shepherds-hut", stay=taken))
    page = visitor.get(f"{url}/cancellation", reads=READS)
    moves = page.one("ul", aria_label="Other dates")
    links = [a.attrib["href"] for a in moves.iter("a")]
    totals = [int(data.attrib["value"]) for data in moves.iter("data")]
    assert links
    for link, total in zip(links, totals, strict=True):
        asked = parse_qs(urlsplit(link).query)
        assert asked["arrival"] != [taken.arrival.isoformat()], "that weekend is gone"
        assert total in visitor.get(link, reads=40).prices()
    moved = visitor.submit(visitor.get(links[0], reads=40).form(id="confirm"))
    assert moved.one(class_="manage").attrib["data-state"] == "confirmed"
    assert kept(booking_id).quote.total_minor == totals[0]


def test_two_rooms_move_where_two_are_free(visitor: Visitor) -> None:
    _, url = book_two("garden", "garden")
    next_week = Stay.of(FRIDAY + timedelta(days=7), 2)
    for _ in range(2):
        placed(basket(cast.found(), "garden", stay=next_week))
    page = visitor.get(f"{url}/cancellation", reads=READS)
    moves = page.one("ul", aria_label="Other dates")
    assert f"arrival={next_week.arrival}" not in str([a.attrib["href"] for a in moves.iter("a")]), (
        "one of three is left"
    )
    link = next(moves.iter("a")).attrib["href"]
    assert "part=" not in link
    assert visitor.get(link, reads=40).form(id="confirm")


def test_other_houses_take_the_booking_or_are_booked_anew_where_its_rate_does_not_go(visitor: Visitor) -> None:
    _, url = book()
    page = visitor.get(f"{url}/cancellation", reads=READS)
    assert [a.attrib["href"] for a in page.one("ul", aria_label="Move to another house").iter("a")] == [
        f"{url}/houses/withy-moor"
    ]
    other = cast.found("withy-moor")
    gone = update(RatePlan).where(RatePlan.id == other.plans["flexible"]).values(on_sale=False)
    transaction(lambda: (write(gone), raise_versions([CATALOGUE, prices_of(other.id)])))

    page = visitor.get(f"{url}/cancellation", reads=40)

    link = next(page.one("ul", aria_label="Other houses").iter("a")).attrib["href"]
    assert link.startswith("/houses/withy-moor/")
    assert f"arrival={WEEKEND.arrival}" in link
    assert ", not free to cancel" in page.text, "the cheapest there is a Saver"
    assert visitor.get(link, reads=30).status == 200


def test_a_saver_waits_to_be_resold_and_the_page_says_how_it_fares(visitor: Visitor) -> None:
    booking_id, url = book("shepherds-hut", "saver", stay=Stay.of(FRIDAY, 3))
    page = visitor.get(f"{url}/cancellation", reads=READS)
    assert shown(page) == 0
    assert "Up to £385 comes back as your nights are resold" in page.text
    assert page.words("button", class_="btn") == "Cancel, and put the nights on sale"
    done = visitor.submit(page.form(id="cancel"))
    assert [row.attrib["data-state"] for row in done.one(id="resale").iter("tr") if "data-state" in row.attrib] == [
        "open",
        "open",
        "open",
    ]
    placed(basket(cast.found(), "shepherds-hut", stay=Stay.of(FRIDAY, 1)), {"name": "Ben", "email": "b@example.com"})
    seen = visitor.get(url, reads=10)
    assert "For £150.00" in seen.text
    assert "£115.00 is on its way" in seen.text
    assert "£270.00 waits for its nights to be resold. £20.00 is kept." in seen.text
    assert "Fri 5 March resold" in seen.text
    assert asked_back() == [(11500, "resold")]
    assert state_of(booking_id)[0] == "cancelled"


def test_a_night_that_passed_unsold_says_so(visitor: Visitor, set_clock: SetClock) -> None:
    booking_id, url = book("shepherds-hut", "saver")
    booking.cancel_booking(booking_id)
    set_clock("2027-03-06T12:00+00:00")
    page = visitor.get(url, reads=10)
    assert "Not resoldThe night has passed" in page.text
    assert "One is on sale" in page.text


@pytest.mark.parametrize("when", ["2027-03-06T12:00+00:00", "2027-05-01T12:00+00:00"])
def test_a_stay_that_has_begun_cannot_be_cancelled_here(visitor: Visitor, set_clock: SetClock, when: str) -> None:
    booking_id, url = book()
    set_clock(when)
    assert visitor.get(f"{url}/cancellation").h1 == "It is too late for that here"
    visitor.post(f"{url}/cancellation", {"seen_refund": "0", "seen_revision": "0"}, status=409)
    assert state_of(booking_id) == ("confirmed", 0)


def test_forged_and_foreign_tokens_find_nothing(visitor: Visitor) -> None:
    booking_id, url = book()
    token = url.rsplit("/", 1)[1]
    altered = f"{token[:-1]}{'A' if token[-1] != 'A' else 'B'}"
    for page in ("amendment", "cancellation", "extras"):
        for bad in (altered, token.replace("-1-", "-2-", 1), "1-1-x"):
            assert visitor.client.get(f"/bookings/{bad}/{page}").status_code == 404
            assert visitor.client.post(f"/bookings/{bad}/{page}").status_code == 404
    assert state_of(booking_id) == ("confirmed", 0)

"""A stay that ended is reviewed by its own link, shown a day later with the house's answer, and removed in the open."""

from __future__ import annotations

import json
from datetime import date
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select

from app.booking import operations as booking
from app.experience.reviews.models import Review, ReviewReport
from app.experience.reviews.operations import answer_review, decide_appeal, remove_review
from app.experience.reviews.queries.chain import database_faults
from app.identity.operations import erase_guests
from app.kernel.party import Party
from app.web.links import link_token
from app.web.review_links import review_path
from app.worker.visits import change_salts
from tests.page import Page, Visitor
from tests.reviewing import NEXT_DAY, SHOWN, SetClock, reviewed, stayed
from tests.staffing import hired
from tests.web.guest.desk import fresh
from tests.web.guest.stays import booked
from tests.web.guest.surveying import asked

BEDS = [
    ("snug", "combe-harrow"), ("garden", "combe-harrow"), ("shepherds-hut", "combe-harrow"), ("snug", "withy-moor"),
    ("garden", "withy-moor"),
]  # fmt: skip
SENT = {"arrival": "5", "supper": "4", "words": "Best leeks of my life."}


def reviews() -> list[Review]:
    return list(fresh().scalars(select(Review).order_by(Review.id)))


def written(visitor: Visitor, booking_id: int, status: int = 200, **typed: str) -> Page:
    return visitor.post(review_path(booking_id), typed or SENT, status=status)


def test_writing_changing_until_it_is_shown_and_then_no_more(visitor: Visitor, set_clock: SetClock) -> None:
    booking_id = stayed(set_clock, party=Party(2, dogs=1))
    url = review_path(booking_id)
    page = visitor.get(url, reads=6)
    assert "only “March 2027, a couple with a dog”" in page.text
    done = visitor.submit(page.form(action=url).fill(**SENT))
    assert done.h1 == "Thank you, Anna."
    assert "Everybody reads it from 10am on Tue 9 March" in done.text
    assert "Best leeks" not in visitor.get("/reviews").text, "nobody reads it yet"
    again = visitor.get(url)
    assert "Best leeks of my life." in again.text
    changed = visitor.submit(again.form(action=url).fill(words="Best leeks of anybody’s life.", leaving="2"))
    assert "Best leeks of anybody’s life." in changed.text
    (review,) = reviews()
    assert (review.arrival, review.supper, review.leaving, review.room) == (5, 4, 2, None)
    assert (review.kind, review.dogs, review.nights) == ("couple", True, 2)
    set_clock(SHOWN)
    shown = visitor.get("/reviews", reads=9)
    assert "“Best leeks of anybody’s life.”" in shown.text
    assert "Two nights in March 2027, a couple with a dog" in shown.text
    late = written(visitor, booking_id, status=409)
    assert "stays as it is" in late.text
    assert reviews()[0].words == "Best leeks of anybody’s life."
    assert database_faults() == []


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ({"words": "Fine"}, "Give one of the moments a number"),
        ({"room": "5"}, "Say it in a few words"),
        ({"room": "6", "words": "Fine"}, "Choose a number from 1 to 5"),
        ({"room": "5", "words": "a" * 10_000}, "Use 2,000 characters at most"),
        ({"room": "5", "words": "Cheap pills at https://pills.example"}, "Leave out web addresses"),
    ],
)
def test_what_is_wrong_is_said_and_what_was_typed_stays(
    visitor: Visitor, set_clock: SetClock, typed: dict[str, str], sentence: str
) -> None:
    page = written(visitor, stayed(set_clock), status=422, **typed)
    assert sentence in page.text
    assert typed.get("words", "")[:50] in page.text
    assert reviews() == []


def test_scripts_are_words_like_others(visitor: Visitor, set_clock: SetClock) -> None:
    words = "<script>alert(1)</script> \x00</blockquote> 🥬 שלום"
    written(visitor, stayed(set_clock), arrival="3", words=words)
    set_clock(SHOWN)
    page = visitor.get("/reviews")
    assert "<script>alert(1)</script> </blockquote> 🥬 שלום" in page.text
    assert "alert(1)" not in "".join(script.text or "" for script in page.all("script"))


def test_only_by_a_good_link_of_a_stay_that_is_over_within_three_months(visitor: Visitor, set_clock: SetClock) -> None:
    booking_id = stayed(set_clock)
    other = link_token("survey_stay", booking_id, 0)
    for token in (other, link_token("review", 99, 0), "1-0-x"):
        visitor.get(f"/review/{token}", status=404)
    set_clock("2027-06-08T10:00+00:00")
    assert visitor.get(review_path(booking_id), status=410).h1 == "Too long ago to review"
    written(visitor, booking_id, status=410)
    set_clock("2027-06-07T10:00+00:00")
    written(visitor, booking_id)
    assert len(reviews()) == 1


def test_a_stay_that_is_not_over_or_never_was_cannot_be_reviewed(visitor: Visitor, set_clock: SetClock) -> None:
    booking_id, _ = booked()
    assert visitor.get(review_path(booking_id), status=410).h1 == "No stay to review"
    written(visitor, booking_id, status=410)
    booking.cancel_booking(booking_id)
    set_clock(NEXT_DAY)
    assert visitor.get(review_path(booking_id), status=410).h1 == "No stay to review"
    written(visitor, booking_id, status=410)
    assert reviews() == []


def test_everybody_is_invited_alike_whatever_they_scored(visitor: Visitor, set_clock: SetClock) -> None:
    booking_id, url = asked(set_clock)
    for score in ("10", "0"):
        page = visitor.post(url, {"nps": score})
        (link,) = [each for each in page.all("a") if "/review/" in each.attrib.get("href", "")]
        assert link.attrib["href"] == review_path(booking_id)
        assert "Everybody is asked, whatever they said here." in page.text
    assert "We asked 1 since" in visitor.get("/reviews").text
    assert "nobody of them wrote" in visitor.get("/reviews").text


def test_the_house_answers_below(visitor: Visitor, set_clock: SetClock) -> None:
    review_id = reviewed(stayed(set_clock))
    answer_review(review_id, "Come back for the beans.", seen_at=None, by=hired("manager"))
    set_clock(SHOWN)
    change_salts()
    page = visitor.get("/houses/combe-harrow")
    assert "Come back for the beans. Priya, Combe Harrow" in page.text
    assert "Best leeks of my life" in page.text


def test_sums_have_n_and_dates_and_no_mean_under_the_floor(visitor: Visitor, set_clock: SetClock) -> None:
    for number, (room_type, house) in enumerate(BEDS[:-1]):
        reviewed(stayed(set_clock, room_type, house=house), f"Number {number}", supper=4, room=5)
    set_clock(SHOWN)
    few = visitor.get("/reviews").text
    assert "Four reviews, stays that ended in March 2027. Too few for a mean: from five on one stands here." in few
    reviewed(stayed(set_clock, BEDS[-1][0], house=BEDS[-1][1]), "The last", supper=1)
    set_clock(SHOWN)
    page = visitor.get("/reviews")
    assert "3.8 of 5: five reviews, stays that ended in March 2027." in page.text, "the mean of 4.5 four times and 1"
    assert "Supper80%n 5" in page.text.replace("\n", "")


def test_machines_read_real_sums_alone(visitor: Visitor, set_clock: SetClock) -> None:
    for number in range(5):
        if number == 4:
            set_clock(SHOWN)
            assert "aggregateRating" not in markup_of(visitor.get("/reviews?location=combe-harrow"))
        reviewed(stayed(set_clock, ("snug", "garden", "shepherds-hut")[number % 3]), f"Number {number}", supper=4)
    set_clock("2027-03-09T10:31+00:00")
    found = markup_of(visitor.get("/reviews?location=combe-harrow"))
    change_salts()
    for page in ("/houses/combe-harrow", "/houses/combe-harrow/rooms/snug"):
        assert "stays that ended in March 2027" in visitor.get(page).text, "sums with their n and dates stand there too"
    for told in (found, markup_of(visitor.get("/houses/combe-harrow"))):
        rating: Any = told["aggregateRating"]
        assert (rating["ratingValue"], rating["reviewCount"], rating["bestRating"]) == ("4.0", 5, 5)
        assert (told["@context"], told["@type"]) == ("https://schema.org", "Hotel")
        every: Any = told["review"]
        for one in every:
            assert one["reviewRating"]["@type"] == "Rating"
            assert 1 <= float(one["reviewRating"]["ratingValue"]) <= 5
            assert one["author"]["name"]
            assert date.fromisoformat(one["datePublished"]) == date(2027, 3, 8)
    assert "aggregateRating" not in markup_of(visitor.get("/houses/combe-harrow/rooms/snug")), "two are too few"


def markup_of(page: Page) -> dict[str, object]:
    scripts = [one.text or "" for one in page.all("script") if one.attrib.get("type") == "application/ld+json"]
    found: dict[str, object] = json.loads(scripts[0]) if scripts else {}
    return found


def test_a_removed_review_leaves_its_reason_and_its_author_may_appeal(visitor: Visitor, set_clock: SetClock) -> None:
    booking_id = stayed(set_clock)
    review_id = reviewed(booking_id, "The cook, Sam, burnt it.")
    set_clock(SHOWN)
    remove_review(review_id, "private", "It names one of us.", by=1)
    page = visitor.get("/reviews")
    assert "Sam" not in page.text
    assert "Removed on Tuesday 9 March 2027. It names somebody, or tells what is private to somebody." in page.text
    visitor.get(f"/reviews/{review_id}/report", status=404)
    url = review_path(booking_id)
    own = visitor.get(url)
    assert "It names one of us." in own.text
    empty = visitor.post(f"{url}/appeal", {"appeal_words": ""}, status=422)
    assert "Say why it should be shown again" in empty.text
    after = visitor.submit(own.form(action=f"{url}/appeal").fill(appeal_words="Sam is a dog."))
    assert "You appealed: “Sam is a dog.”" in after.text
    decide_appeal(review_id, "So he is.", restore=True, by=2)
    assert "Sam, burnt it" in visitor.get("/reviews").text
    assert "it was put back" in visitor.get(url).text
    visitor.post(f"{url}/appeal", {"appeal_words": "Again"}, status=409)


def test_anybody_may_report_with_limits_and_nobody_is_named(app: Flask, visitor: Visitor, set_clock: SetClock) -> None:
    review_id = reviewed(stayed(set_clock))
    set_clock(SHOWN)
    url = f"/reviews/{review_id}/report"
    assert "Choose the rule that it breaks" in visitor.post(url, {"reason": "rude"}, status=422).text
    assert "Choose the rule that it breaks" in visitor.post(url, {}, status=422).text
    for _ in range(3):
        assert visitor.post(url, {"reason": "fake", "words": "Same as another"}).h1 == "Reported"
    assert len(list(fresh().scalars(select(ReviewReport)))) == 1, "the same report is kept once"
    visitor.post(url, {"reason": "advert"})
    visitor.post(url, {"reason": "advert"}, status=429)
    visitor.post("/reviews/99999999999999999999/report", {"reason": "fake"}, status=404)


def test_a_forgotten_guest_takes_the_words_along(visitor: Visitor, set_clock: SetClock) -> None:
    booking_id = stayed(set_clock)
    reviewed(booking_id)
    set_clock(SHOWN)
    erase_guests([1])
    page = visitor.get("/reviews")
    assert "Best leeks" not in page.text
    assert "Taken away at its guest’s wish." in page.text
    visitor.get(review_path(booking_id), status=404)


def test_a_link_is_used_a_dozen_times_an_hour_at_most(visitor: Visitor, set_clock: SetClock) -> None:
    """One link makes one review, and whoever sends it again and again waits."""
    booking_id = stayed(set_clock)
    for number in range(12):
        written(visitor, booking_id, arrival="5", words=f"Leeks {number}")
    written(visitor, booking_id, status=429, arrival="5", words="Leeks for ever")
    assert [review.words for review in reviews()] == ["Leeks 11"]
    assert database_faults() == []


@pytest.mark.parametrize("query", ["page=0", "page=99999999999", "page=x", "location=nowhere", "page=2&page=3"])
def test_odd_addresses_answer(visitor: Visitor, set_clock: SetClock, query: str) -> None:
    set_clock(NEXT_DAY)
    assert visitor.get(f"/reviews?{query}").h1 == "From people who stayed"

"""Offers where guests meet them: strangers see what is popular, a guest their own, and it is logged."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest
from sqlalchemy import select, update

from app.care.cases.models import Case
from app.identity.models import Guest
from app.offers.decisions.models import OfferDecision, OfferRefusal
from app.offers.segments import Conditions, edit_segment, make_segment, set_audience
from app.promotions.operations import stop
from app.promotions.rules import Promotion
from app.store import transaction, write
from tests.builders import add
from tests.cast import found
from tests.offers import offer
from tests.page import Page, Visitor
from tests.pasts import pasts
from tests.web.guest.desk import fresh
from tests.web.guest.signing_in import known, sign_in

WEEKEND = "arrival=2027-03-05&departure=2027-03-07&adults=2"
ROOM = f"/houses/combe-harrow/rooms/snug?{WEEKEND}"
PLACES = ("/", f"/stays?{WEEKEND}", ROOM)
READS = 24


def three() -> list[Promotion]:
    return [offer(slug, line="The garden is quiet.") for slug in ("one-less", "two-less", "three-less")]


def cards(page: Page) -> list[str]:
    return [card.get("data-offer", "") for card in page.all("article", class_="offercard")]


def logged() -> list[tuple[str, int]]:
    rows = fresh().execute(select(OfferDecision.place, OfferDecision.promotion_id).order_by(OfferDecision.id))
    return [(row.place, row.promotion_id) for row in rows]


def met() -> list[tuple[str, int]]:
    """What was logged after signing in, which leads to the account."""
    return [row for row in logged() if row[0] != "account"]


@pytest.mark.parametrize("url", PLACES)
def test_a_stranger_sees_the_popular_ones_and_nothing_is_kept(visitor: Visitor, url: str) -> None:
    offers = three()
    page = visitor.get(url)
    assert cards(page) == [one.slug for one in offers[: 1 if url == ROOM else 3]]
    assert "Not this one" not in page.text
    assert "Why you see this" not in page.text
    assert logged() == []
    assert len(visitor.get(url).statements.reads) == 1


@pytest.mark.parametrize("url", PLACES[:2])
def test_an_offer_that_cannot_be_had_gives_its_place_to_the_next(visitor: Visitor, url: str) -> None:
    offer("scarce", least_left=99)
    offers = three()
    assert cards(visitor.get(url)) == [one.slug for one in offers]


def test_a_page_for_everybody_follows_a_change_of_whom_an_offer_is_for(visitor: Visitor) -> None:
    own, *others = three()
    segment_id = make_segment("Everyone", Conditions(), by=None)
    set_audience(own.id, segment_id, by=None)
    assert cards(visitor.get(PLACES[1])) == [own.slug, *(one.slug for one in others)]
    edit_segment(segment_id, "Came back", Conditions(least_stays=2), seen_revision=1, by=None)
    assert cards(visitor.get(PLACES[1])) == [one.slug for one in others]
    set_audience(own.id, None, by=None)
    assert cards(visitor.get(PLACES[1])) == [own.slug, *(one.slug for one in others)]


@pytest.mark.parametrize("url", PLACES)
def test_a_guest_sees_their_own_with_a_reason_and_the_log_says_so_once(visitor: Visitor, url: str) -> None:
    three()
    who = known()
    pasts(found(), who, (date(2026, 5, 5), date(2026, 10, 5)), nights=2)
    sign_in(visitor)
    page = visitor.get(url, reads=READS)
    shown = cards(page)
    assert len(shown) == (1 if url == ROOM else 3)
    assert len(page.all(class_="offercard__why")) == len(shown)
    assert "Not this one" in page.text
    assert len(met()) == len(shown)
    assert cards(visitor.get(url, reads=READS)) == shown
    assert len(met()) == len(shown)


def test_not_this_one_holds_everywhere_until_it_is_undone(visitor: Visitor) -> None:
    three()
    known()
    sign_in(visitor)
    page = visitor.get("/", reads=READS)
    first = cards(page)[0]
    form = page.form(action=f"/offers/{first}/refusal")
    after = visitor.submit(form)
    assert "Not this one" in after.text
    for url in PLACES:
        assert first not in cards(visitor.get(url, reads=READS))
    visitor.submit(after.form(action=f"/offers/{first}/refusal/undo"))
    assert first in cards(visitor.get("/", reads=READS))
    rows = fresh().execute(select(OfferRefusal.undone_at)).all()
    assert [row.undone_at is not None for row in rows] == [True]


def test_only_a_guest_can_refuse_and_back_is_an_address_of_ours(visitor: Visitor) -> None:
    one = three()[0]
    asked = visitor.client.post(f"/offers/{one.slug}/refusal", data={"back": "https://example.org"})
    assert asked.headers["Location"] == "/sign-in"
    known()
    sign_in(visitor)
    form = visitor.get("/", reads=READS).form(action=f"/offers/{one.slug}/refusal")
    visitor.submit(form)
    undo = visitor.get("/offers", reads=READS).form(action=f"/offers/{one.slug}/refusal/undo")
    answer = visitor.client.post(undo.action, data=undo.data() | {"back": "//example.org"})
    assert answer.headers["Location"].endswith("/offers")
    assert visitor.client.post("/offers/no-such/refusal", data=form.data()).status_code == 404


def test_history_off_shows_what_a_stranger_sees_and_logs_nothing(visitor: Visitor) -> None:
    offers = three()
    who = known()
    pasts(found(), who, (date(2026, 5, 5),), nights=2)
    transaction(lambda: write(update(Guest).where(Guest.id == who).values(history_off_at=datetime.now(UTC))))
    sign_in(visitor)
    page = visitor.get("/", reads=READS)
    assert cards(page) == [one.slug for one in offers]
    assert "Why you see this" not in page.text
    assert logged() == []


def test_with_an_open_case_nothing_is_offered(visitor: Visitor) -> None:
    three()
    who, at = known(), datetime(2027, 3, 1, tzinfo=UTC)
    booking_id = pasts(found(), who, (date(2026, 5, 5),))[0]
    add(
        Case(
            location_id=found().id, booking_id=booking_id, guest_id=who, subject="survey", subject_id=1, title="Cold",
            opened_at=at, due_at=at,
        )
    )  # fmt: skip
    sign_in(visitor)
    for url in PLACES:
        assert cards(visitor.get(url, reads=READS)) == []
    assert logged() == []


def test_a_stopped_offer_is_gone_from_the_next_page(visitor: Visitor) -> None:
    offers = three()
    assert offers[0].slug in cards(visitor.get("/"))
    stop(offers[0].id, seen_revision=offers[0].revision, by=None)
    assert offers[0].slug not in cards(visitor.get("/"))


def test_all_offers_stand_on_a_page_of_their_own_with_their_terms(visitor: Visitor) -> None:
    offer("midweek", weekdays="0123", least_nights=3, most_heads=2, houses=(found().id,))
    offer("secret", code="SECRET", by_code_only=True)
    page = visitor.get("/offers")
    assert cards(page) == ["midweek"]
    for words in ("At Combe Harrow", "nights of Monday to Thursday", "From three nights on", "two people at most"):
        assert words in page.text
    assert visitor.get("/offers").statements.reads == visitor.get("/offers").statements.reads


def test_the_page_of_offers_without_any(visitor: Visitor) -> None:
    assert "Nothing is for less just now" in visitor.get("/offers").text


def held(visitor: Visitor) -> Page:
    """A checkout of two nights in a snug."""
    return visitor.submit(visitor.get(ROOM, reads=READS).form(id="book"))


def test_the_checkout_offers_one_quietly_and_one_press_puts_it_into_the_price(visitor: Visitor) -> None:
    offer("flowers", "extra", percent_bp=10_000, extra_id=found().extras["flowers"])
    offer("a-tenth-less")
    known()
    sign_in(visitor)
    page = held(visitor)
    shown = cards(page)
    assert len(shown) == 1
    acts = [button.get("value", "") for button in page.all("button", name="act")]
    act = next(act for act in acts if act.startswith("offer-"))
    after = visitor.submit(page.form(id="details"), press=f"act={act}")
    assert cards(after) == []
    assert "is in your price" in after.text
    assert after.prices()[-1] <= page.prices()[-1]
    assert [place for place, _ in logged()].count("checkout") == 1


def test_an_offer_that_is_gone_leaves_the_checkout_as_it_was(visitor: Visitor) -> None:
    less = offer("a-tenth-less")
    page = held(visitor)
    stop(less.id, seen_revision=less.revision, by=None)
    after = visitor.submit(page.form(id="details"), 409, press=f"act=offer-{less.id}")
    assert "It is over. Your price is as it was." in after.text
    assert after.prices() == page.prices()
    after = visitor.submit(page.form(id="details"), 409, press="act=offer-999")
    assert "There is no such offer" in after.text


def test_who_may_take_an_offer_is_asked_again_before_its_price(visitor: Visitor) -> None:
    less = offer("a-tenth-less")
    transaction(lambda: set_audience(less.id, Conditions(least_stays=2), by=None))
    url = f"/stays?{WEEKEND}&offer={less.slug}"
    stranger = visitor.get(url, reads=READS)
    assert "Sign in, and if it is for you, it is in the prices. These are the full prices." in stranger.text
    assert stranger.link("Sign in") == "/sign-in"
    assert cards(visitor.get("/offers")) == []
    who = known()
    booked = pasts(found(), who, (date(2026, 5, 5), date(2026, 10, 5)))
    sign_in(visitor)
    assert "is in these prices" in visitor.get(url, reads=READS).text
    at = datetime(2027, 3, 1, tzinfo=UTC)
    add(
        Case(
            location_id=found().id, booking_id=booked[0], guest_id=who, subject="survey", subject_id=1, title="Cold",
            opened_at=at, due_at=at,
        )
    )  # fmt: skip
    assert "put right" in visitor.get(url, reads=READS).text


def test_the_account_has_offers_too(visitor: Visitor) -> None:
    three()
    known()
    sign_in(visitor)
    assert len(cards(visitor.get("/account", reads=30))) == 3
    assert {place for place, _ in logged()} == {"account"}

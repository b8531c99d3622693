"""Staff make an offer, say whom it is for, start, pause and stop it; what cannot be is said and nothing is lost."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from flask import Flask

from app.booking.capacity import close_house
from app.booking.models import Booking
from app.catalogue.queries import catalogue
from app.offers.segments import Conditions, set_audience
from app.promotions.operations import change, start, stop
from app.promotions.queries import by_slug
from app.promotions.rules import Wanted
from app.store import db
from tests.cast import found
from tests.page import Page, Visitor
from tests.pasts import Past, guest, past
from tests.staffing import desk
from tests.web.marketing.offered import LIST, made, now, sent

NEW = "/marketing/offers/new?kind=percent"
TYPED: dict[str, Any] = {
    "title": "Three nights in March",
    "line": "The garden is quiet and so is the bar.",
    "percent_bp": "15",
    "nights_from_on": "2027-03-08",
    "nights_until_on": "2027-03-31",
    "least_nights": "3",
    "uses_most": "40",
    "budget_minor": "2000",
    "floor_minor": "98",
}


@pytest.fixture
def nell(app: Flask) -> Visitor:
    return desk(app, "marketing")


@pytest.fixture
def priya(app: Flask) -> Visitor:
    return desk(app, "manager")


def typed(visitor: Visitor, status: int = 200, page: Page | None = None, **fields: Any) -> Page:
    page = page or visitor.get(NEW)
    return visitor.submit(page.form().fill(**TYPED | fields), status)


def test_an_offer_is_made_and_stays_a_draft(nell: Visitor) -> None:
    assert "There is no offer yet" in nell.get(LIST).text
    kinds = nell.get("/marketing/offers/new")
    page = typed(nell, page=nell.get(kinds.link("Per cent off")))
    assert page.url == "/marketing/offers/three-nights-in-march/audience"
    one = now("three-nights-in-march")
    assert (one.state, one.percent_bp, one.houses, one.weekdays) == ("draft", 1500, (), "0123456")
    assert (one.uses_most, one.budget_minor, one.floor_minor, one.least_nights) == (40, 200_000, 9800, 3)
    shown = nell.get(f"{LIST}/three-nights-in-march", reads=16)
    for words in (
        "Nobody can see it yet",
        "15% off every night that counts. At every house.",
        "For nights from Mon 8 March 2027 to Wed 31 March 2027.",
        "From three nights on.",
        "No room under £98 a night",
        "Stops at 40 uses. So far: 0",
        "Stops at £2,000. Spent: £0",
        "All guests.",
    ):
        assert words in shown.text
    assert "Three nights in March" in nell.get(LIST).text


WRONG: tuple[tuple[dict[str, Any], str], ...] = (
    ({"title": ""}, "Give it a title"),
    ({"title": "x" * 10_000}, "Use 120 characters at most; this has 10,000"),
    ({"line": "y" * 10_000}, "Use 200 characters at most; this has 10,000"),
    ({"percent_bp": "150"}, "Per cent off: enter a share from 0.01 to 100, like 20"),
    ({"percent_bp": "many"}, "Per cent off: enter a share from 0.01 to 100, like 20"),
    ({"nights_until_on": "2027-03-01"}, "The last night is before the first"),
    ({"book_from_on": "2027-04-02"}, "Its nights are over before anybody can book it"),
    ({"book_from_on": "2027-03-02", "book_until_on": "2027-03-01"}, "The last day to book is before the first"),
    ({"nights_from_on": "2027-02-30"}, "First night: enter a day like 2027-03-05"),
    ({"most_nights": "2"}, "The longest stay is shorter than the shortest"),
    ({"each_most": "41"}, "One guest cannot use it more often than everybody together"),
    ({"by_code_only": "y"}, "Give it the code without which nobody has it"),
    ({"code": "a" * 10_000}, "A code has 3 to 40 letters and numbers, and hyphens between them"),
    ({"weekdays": []}, "Choose at least one day of the week"),
    ({"houses": ["99999999999999999999"]}, "Choose from your houses"),
    ({"uses_most": "-1"}, "Uses in all, at most: enter a whole number from 1 to 1,000,000"),
)


def test_what_cannot_be_is_said_and_what_was_typed_stays(nell: Visitor) -> None:
    empty = nell.get(NEW)
    for fields, sentence in WRONG:
        page = typed(nell, 422, empty, **fields)
        assert sentence in page.text, fields
        assert page.one("input", name="uses_most").attrib["value"] == fields.get("uses_most", "40"), fields
        assert page.one("title").text.startswith("Error: "), fields  # type: ignore[union-attr]
    assert by_slug("three-nights-in-march") is None


def test_all_that_is_wrong_is_said_at_once(nell: Visitor) -> None:
    page = typed(nell, 422, title="", percent_bp="150", nights_until_on="2027-03-01", most_nights="2", code="!")
    problems = [a.text for a in page.one("div", class_="errors").iter("a")]
    assert len(problems) == 5
    assert "The last night is before the first" in problems


def test_control_characters_go_and_everything_else_stays(nell: Visitor) -> None:
    typed(nell, title="Three\x00 nights \x1b for <b>two</b>", line="Schön 🌱 \u202eright to left")
    assert "Three nights for <b>two</b>" in nell.get(LIST).text


def test_a_code_of_another_offer_is_taken_in_any_spelling(nell: Visitor) -> None:
    made(code="HARVEST")
    assert "Another offer has that code" in typed(nell, 422, code=" har vest ").text


def test_two_offers_of_one_title_have_addresses_of_their_own(nell: Visitor) -> None:
    typed(nell)
    assert typed(nell).url == "/marketing/offers/three-nights-in-march-2/audience"
    assert typed(nell, title="New").url == "/marketing/offers/new-2/audience"


def test_an_offer_runs_rests_and_ends(nell: Visitor) -> None:
    one = made()
    page = nell.get(f"{LIST}/{one.slug}", reads=16)
    page = nell.submit(page.form(action=f"{LIST}/{one.slug}/start"))
    assert now(one.slug).state == "running"
    assert "Nobody was shown it yet" in page.text
    assert "Nothing has been learnt yet" in nell.get(LIST).text
    page = nell.submit(page.form(action=f"{LIST}/{one.slug}/pause"))
    assert now(one.slug).state == "paused"
    page = nell.submit(page.form(action=f"{LIST}/{one.slug}/stop"))
    assert now(one.slug).state == "stopped"
    assert page.all("form", action=f"{LIST}/{one.slug}/start") == []
    again = nell.post(f"{LIST}/{one.slug}/start", sent(page, revision="4"), 409)
    assert "This cannot be done with an offer that is stopped" in again.text
    nell.post(f"{LIST}/{one.slug}/edit", sent(page, revision="4", title="Again", weekdays="0"), 409)


def test_a_button_pressed_on_a_page_that_is_old_does_nothing(nell: Visitor) -> None:
    one = made()
    page = nell.get(f"{LIST}/{one.slug}", reads=16)
    start(one.id, seen_revision=one.revision, by=None)
    refused = nell.submit(page.form(action=f"{LIST}/{one.slug}/start"), 409)
    assert "Somebody else changed this" in refused.text


def test_two_who_change_it_at_once_see_both_versions(nell: Visitor) -> None:
    one = made(uses_most=10)
    page = nell.get(f"{LIST}/{one.slug}/edit")
    change(one.id, Wanted(one.slug, "Winter for less", "percent", percent_bp=1000, houses=one.houses, uses_most=12),
           seen_revision=one.revision, by=None)  # fmt: skip
    stale = nell.submit(page.form().fill(title="Spring for less"), 409)
    rows = list(stale.one("table", class_="versions").iter("tr"))[1:]
    told = [[cell.text for cell in row] for row in rows]
    assert told == [["Title", "Spring for less", "Winter for less"], ["Uses in all, at most", "10", "12"]]
    nell.submit(stale.form())
    assert (now(one.slug).title, now(one.slug).uses_most) == ("Spring for less", 10)


def test_what_an_offer_gives_stands_once_it_has_begun(nell: Visitor) -> None:
    one = made()
    start(one.id, seen_revision=one.revision, by=None)
    page = nell.get(f"{LIST}/{one.slug}/edit")
    assert page.all("input", name="percent_bp") == []
    assert "It has begun" in page.text
    nell.post(f"{LIST}/{one.slug}/edit", page.form().fill(title="Better words").data() | {"percent_bp": "90"})
    assert (now(one.slug).title, now(one.slug).percent_bp) == ("Better words", 1000)


@pytest.mark.parametrize(
    ("kind", "field"),
    [
        ("amount", "amount_minor"), ("longer", "percent_bp"), ("supper", "percent_bp"), ("extra", "extra_id"),
        ("better_room", "room_type_id"), ("later_departure", "leaves_by"), ("another_house", "percent_bp"),
    ],
)  # fmt: skip
def test_every_kind_has_a_form_of_its_own(nell: Visitor, kind: str, field: str) -> None:
    page = nell.get(f"/marketing/offers/new?kind={kind}")
    names = {control.get("name") for control in next(page.tree.iter("main")).iter() if control.get("name")}
    assert field in names
    given = {"percent_bp": "50", "amount_minor": "40", "leaves_by": "13:00"}
    given |= {"extra_id": str(found().extras["bicycle"]), "room_type_id": str(found().room_types["garden"])}
    fields = {name: value for name, value in given.items() if name in names}
    page = nell.submit(page.form().fill(title="For a kind", houses=[str(found().id)], least_nights="2", **fields))
    assert page.url == "/marketing/offers/for-a-kind/audience"
    assert now("for-a-kind").kind == kind
    assert "For a kind" in nell.get(f"{LIST}/for-a-kind", reads=16).text


def test_an_offer_of_a_house_that_closed_never_becomes_one_of_all(nell: Visitor) -> None:
    one = made(houses=(found("withy-moor").id,))
    close_house(catalogue().by_id[one.houses[0]], by=None)
    page = nell.get(f"{LIST}/{one.slug}/edit", reads=30)
    assert "Choose houses from the list" in nell.submit(page.form().fill(title="Elsewhere"), 422).text
    nell.submit(page.form().fill(title="Elsewhere", houses=[str(found().id)]))
    assert now(one.slug).houses == (found().id,)


def test_a_manager_runs_offers_of_their_own_house_alone(priya: Visitor, nell: Visitor) -> None:
    own, other, every = made("own"), made("other", houses=(found("withy-moor").id,)), made("every", houses=())
    assert "Choose one of your houses at least" in typed(priya, 422).text
    assert "Choose from your houses" in typed(priya, 422, houses=[str(found("withy-moor").id)]).text
    typed(priya, houses=[str(found().id)])
    page = priya.get(LIST)
    assert [a.get("href") for a in page.all("a", class_="row")] == [
        f"{LIST}/three-nights-in-march", f"{LIST}/every", f"{LIST}/own",
    ]  # fmt: skip
    priya.get(f"{LIST}/{other.slug}", 404)
    assert priya.get(f"{LIST}/{every.slug}", reads=16).all("form", action=f"{LIST}/every/start") == []
    priya.post(f"{LIST}/{every.slug}/start", sent(page, revision="1"), 403)
    priya.post(f"{LIST}/{own.slug}/start", sent(page, revision="1"))
    assert now("own").state == "running"
    assert LIST in {a.get("href") for a in priya.get("/staff/combe-harrow/today", reads=40).all("a")}
    nell.get(f"{LIST}/{other.slug}", reads=16)


def test_the_list_is_filtered_by_state_and_goes_into_a_file(nell: Visitor) -> None:
    one, two = made(), made("winter")
    stop(two.id, seen_revision=two.revision, by=None)
    page = nell.get(f"{LIST}?state=stopped")
    assert [a.get("href") for a in page.all("a", class_="row")] == [f"{LIST}/winter"]
    assert "No offer is paused" in nell.get(f"{LIST}?state=paused").text
    lines = nell.client.get(f"{LIST}.csv").text.splitlines()
    assert len(lines) == 3
    assert lines[1] == "Autumn for less,Not started,Combe Harrow,Per cent off,0,,,,,,,,,GBP"
    for table in ("days", "groups", "reasons"):
        assert nell.client.get(f"{LIST}/{one.slug}/{table}.csv").status_code == 200


def test_many_offers_are_one_statement_each_of_everything(nell: Visitor) -> None:
    for number in range(12):
        one = made(f"offer-{number}")
        set_audience(one.id, Conditions(least_stays=number), by=None)
    nell.get(LIST, reads=13)


def test_a_preview_says_what_is_against_it_and_changes_nothing(priya: Visitor, nell: Visitor) -> None:
    one = made(line="Quiet.", least_nights=3)
    booked = past(found(), guest("Anna Whitlock"), Past(date(2026, 10, 5)))
    reference = db.session.query(Booking.reference).filter_by(id=booked).scalar()
    url = f"{LIST}/{one.slug}/preview"
    page = nell.get(url)
    assert "As a stranger would see it" in page.text
    assert "Nothing is against it." in page.text
    assert "It is a draft" in page.text
    short = nell.get(f"{url}?arrival=2027-03-10&departure=2027-03-12", reads=20)
    assert "They would not see it: Too short or too long a stay." in short.text
    set_audience(one.id, Conditions(least_stays=2), by=None)
    page = priya.get(priya.get(f"{url}?q=whit").link("Anna Whitlock"), reads=24)
    assert page.h1 == "As Anna Whitlock would see it"
    assert "They would not see it: Not in its audience." in page.text
    assert nell.get(f"{url}?booking={reference}", reads=24).h1 == f"As The guest of {reference} would see it"
    nobody = nell.get(f"{url}?q=whit").text
    assert all(said in nobody for said in ("No booking at your houses has that reference", "by a booking’s reference"))
    assert "Nobody at your houses" in desk(nell.app, "manager", "withy-moor").get(
        f"{LIST}/{made('every', houses=()).slug}/preview?q={reference}"
    ).text  # fmt: skip
    assert nell.get(f"{url}?arrival=2027-02-30&departure=soon", 422).all(role="alert")
    lines = nell.client.get(nell.get(f"{url}?arrival=2027-03-10&departure=2027-03-12", reads=20).link("CSV")).text
    assert lines.splitlines()[0] == "offer,place,chance,against"
    assert "Autumn for less,,,Too short or too long a stay; Not in its audience" in lines
    assert "Not in its audience" in priya.client.get(page.link("CSV")).text

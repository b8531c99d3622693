"""What a search with an offer or a code leads to: kept for nobody, the same price everywhere, and no code by trying."""

from __future__ import annotations

import pytest

from app.booking import operations as booking
from app.web.offers.trying import MOST
from tests import cast
from tests.baskets import basket
from tests.offers import now, offer
from tests.page import Page, Visitor
from tests.staffing import desk
from tests.web.guest.test_offers_and_codes import STAY, start

pytestmark = pytest.mark.houses(2)


def test_results_with_an_offer_are_never_kept_where_others_find_them(visitor: Visitor) -> None:
    """Nothing that was made with an offer or a code is laid on the shelf, under whatever name."""
    offer("less", code="QUINCE10", percent_bp=1000)
    shelf = visitor.app.extensions["shelf"]
    kept: list[str] = []
    shelf.put = lambda minute, name, body: kept.append(body)
    for path in ("/stays", "/houses/combe-harrow", "/houses/combe-harrow/rooms/snug"):
        visitor.get(f"{path}?{STAY}", reads=20)
        assert kept, "a page without an offer is kept: the shelf was looked at"
        kept.clear()
        for asked in ("offer=less", "code=quince10", "code=nobody", "offer=nothing"):
            visitor.get(f"{path}?{STAY}&{asked}", reads=20)
            assert not kept, f"{path}?{asked}"


def of_the_day(page: Page) -> int:
    """What the calendar says of the day that was asked for."""
    [told] = [int(own.attrib["value"]) for own in page.one("a", aria_current="date").iter("data")]
    return told


def test_a_calendar_and_other_dates_are_at_the_prices_with_the_offer(visitor: Visitor) -> None:
    """A day of the calendar costs what the results say when it is chosen; where it is full, other dates do, too."""
    offer("less", code="QUINCE10", percent_bp=1000)
    for path in ("/houses/combe-harrow", "/houses/combe-harrow/rooms/snug"):
        page = visitor.get(f"{path}?{STAY}&code=quince10", reads=20)
        assert "with “Less” where it holds" in page.text
        assert (of_the_day(page), of_the_day(visitor.get(f"{path}?{STAY}", reads=20))) == (24300, 27000)
        assert 24300 in visitor.get(page.one("a", aria_current="date").attrib["href"], reads=20).prices()
    full = "/houses/combe-harrow/rooms/shepherds-hut"
    visitor.submit(visitor.get(f"{full}?{STAY}", reads=20).form(id="book"))
    assert 27000 in visitor.get(f"{full}?{STAY}", reads=20).prices()
    assert set(visitor.get(f"{full}?{STAY}&code=quince10", reads=20).prices()) == {24300}


def test_nobody_finds_a_code_by_trying(visitor: Visitor) -> None:
    """Twenty different ones may be wrong in ten minutes, in addresses and checkouts together; then none is looked up,
    right or wrong. The same one again counts once, and staff may go on."""
    offer("less", code="QUINCE10", percent_bp=1000)
    held = start(visitor, "")
    for _ in range(MOST):
        visitor.get(f"/stays?{STAY}&code=wrong", reads=20)
    for number in range(MOST - 2):
        visitor.get(f"/stays?{STAY}&code=TRY{number}", reads=20)
    assert 27600 in visitor.get(f"/stays?{STAY}&code=quince10", reads=20).prices()
    visitor.submit(held.form(id="details").fill(code="quinze"), 422, press="act=code")
    shut = visitor.get(f"/stays?{STAY}&code=quince10", reads=20)
    assert 27600 not in shut.prices()
    [note] = list(shut.all(role="status", data_reason="too_many_codes"))
    assert "Wait ten minutes" in "".join(note.itertext())
    told = visitor.submit(held.form(id="details").fill(code="quince10"), 429, press="act=code")
    assert told.prices() == [30000]
    assert told.form(id="details").data()["code"] == ["quince10"]
    assert 27600 in desk(visitor.app, "reception").get(f"/staff/phone?{STAY}&code=quince10", reads=30).prices()


def test_an_offer_stays_away_where_few_rooms_are_left(visitor: Visitor) -> None:
    """Three snugs, and it wants three: it is in their price until one of them is held on one of the nights."""
    own = offer("quiet", least_left=3)
    url = f"/houses/combe-harrow/rooms/snug?{STAY}&offer=quiet"
    assert 27600 in visitor.get(url, reads=20).prices()
    assert (
        "Too little is left on one of these nights" in visitor.get(url.replace("snug", "shepherds-hut"), reads=20).text
    )
    found = visitor.get(f"/stays?{STAY}&location=combe-harrow&offer=quiet", reads=20)
    booking.start_checkout(basket(cast.found(), "snug"))
    page = visitor.get(url, reads=20)
    assert "Too little is left on one of these nights" in page.text
    assert 27600 not in page.prices()
    house = cast.found()
    late = f"{house.room_types['snug']}:{house.plans['flexible']}:27600"
    gone = visitor.submit(found.form(id="choose"), 409, press=f"rate={late}")
    assert gone.one(role="alert").attrib["data-reason"] == "few_left"
    assert gone.prices() == [30000]
    assert now(own.id).used == 0
    assert "quiet" not in [card.get("data-offer") for card in page.all("article", class_="offercard")]


def test_an_offer_among_the_results_is_for_what_passes_the_filters(visitor: Visitor) -> None:
    offer("less", percent_bp=1000)

    def totals(filters: str = "") -> list[int]:
        """Of the offers that stand there."""
        cards = visitor.get(f"/stays?{STAY}{filters}", reads=20).all(class_="offercard")
        return [int(next(card.iter("data")).attrib["value"]) for card in cards]

    assert totals() == [24300]
    assert totals("&supper=in") == [27000 + 2 * 2 * 4200]
    assert totals("&total=100") == []

"""A guest moves to another house: both prices first, one press, one booking all the while."""

from __future__ import annotations

from collections.abc import Callable

from sqlalchemy import update

from app.booking import operations as booking
from app.pricing.models import Rate
from app.store import transaction, write
from app.store.version import prices_of, raise_versions
from tests import cast, markup
from tests.baskets import basket
from tests.cards import asked_back, folio, paid, placed
from tests.page import Visitor
from tests.web.guest.manage import act, book, book_two, kept, new_total, state_of

READS = 24
BAD = ["", "garden.garden", "no-such", "\x00", "💐", "10" * 200]


def costs_there(amount_minor: int) -> None:
    """Every room and night of the other house costs this much from now on."""
    house = cast.found("withy-moor")
    rates = update(Rate).where(Rate.room_type_id.in_(house.room_types.values())).values(amount_minor=amount_minor)
    transaction(lambda: (write(rates), raise_versions([prices_of(house.id)])))


def there(url: str) -> str:
    return f"{url}/houses/withy-moor"


def test_what_was_shown_side_by_side_is_what_happens(visitor: Visitor) -> None:
    booking_id, url = book(extras={"flowers": 1})
    paid(booking_id, 30500)
    costs_there(12000)
    before = kept(booking_id)
    cancelling = visitor.get(f"{url}/cancellation", reads=18)
    [link] = [a.attrib["href"] for a in cancelling.one("ul", aria_label="Move to another house").iter("a")]

    page = visitor.get(link, reads=READS)

    assert page.h1 == "Move to Withy Moor"
    shown = [markup.words(row) for row in page.one("div", class_="compare").iter("tr")]
    assert [row for row in shown if "March" in row or "Mar" in row], "each night on both sides"
    assert (new_total(page), act(page)) == (27500, "Move to Withy Moor, £30 comes back")
    other = page.link("Snug, £275")
    page = visitor.get(other, reads=READS)
    done = visitor.submit(page.form(id="confirm"))

    now = kept(booking_id)
    assert (now.reference, now.basket.location_id) == (before.reference, cast.found("withy-moor").id)
    assert now.chosen.room_type_id == cast.found("withy-moor").room_types["snug"]
    assert (now.quote.total_minor, asked_back()) == (27500, [(3000, "amended")])
    assert "Changed: another house and room" in done.text
    assert visitor.submit(page.form(id="confirm")).h1 == done.h1, "pressed again it stays as it is"
    assert state_of(booking_id) == ("confirmed", 1)


def test_what_is_refused_leaves_the_old_booking_and_says_why(visitor: Visitor) -> None:
    booking_id, url = book()
    before = (kept(booking_id), folio(booking_id))
    form = visitor.get(f"{there(url)}?rooms=snug", reads=READS).form(id="confirm")
    costs_there(21000)
    dearer = visitor.submit(form, status=409)
    assert dearer.one(data_reason="price_changed") is not None
    assert new_total(dearer) == 42000
    form = dearer.form(id="confirm")
    for _ in range(3):
        placed(basket(cast.found("withy-moor"), "snug"))
    gone = visitor.submit(form, status=409)
    assert gone.one(data_reason="full") is not None
    assert (kept(booking_id), folio(booking_id)) == before
    for wrong in BAD:
        assert visitor.get(there(url), reads=READS, query_string={"rooms": wrong}).form(id="confirm")
        visitor.post(there(url), data={"rooms": wrong, "seen": "x"}, status=409)
    assert (kept(booking_id), folio(booking_id)) == before
    visitor.get(f"{url}/houses/no-such-house", status=404)
    assert visitor.get(f"{url}/houses/combe-harrow").h1 == "It is at Combe Harrow already"
    booking.cancel_booking(booking_id)
    assert "This booking is cancelled" in visitor.get(there(url)).text


def test_two_rooms_on_a_saver_go_together_and_the_difference_is_paid_next(
    visitor: Visitor, set_clock: Callable[[str], None]
) -> None:
    booking_id, url = book_two(plan="saver")
    costs_there(20000)
    page = visitor.get(there(url), reads=READS)
    assert "is due now: you pay on the next page" in page.text
    total = new_total(page)
    paying = visitor.submit(page.form(id="confirm"))
    assert "to pay" in paying.h1
    now = kept(booking_id)
    assert (now.quote.total_minor, len(now.live)) == (total, 2)
    set_clock("2027-03-08T09:00+00:00")
    assert "stay is over" in visitor.get(there(url)).text

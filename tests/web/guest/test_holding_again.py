"""A room that a visitor holds, or held, is chosen or held again."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

from app.booking import operations as booking
from app.booking.models import Checkout
from app.inventory import operations as inventory
from app.store import transaction
from tests import cast
from tests.builders import FRIDAY
from tests.page import Visitor
from tests.web.guest.desk import ANNA, choose, count


def test_choosing_a_held_room_again_at_another_price_says_both(visitor: Visitor) -> None:
    house = cast.found()
    held = choose(visitor)
    again = choose(visitor, rate=f"{house.room_types['shepherds-hut']}:{house.plans['flexible']}:27000")
    assert again.url.split("?")[0] == held.url
    assert [heading.text for heading in again.one(class_="compare").iter("h2")] == ["You just saw", "Your hold is at"]
    assert "£270" in again.text
    assert "£300" in again.text
    assert "You hold this room already" in again.text
    assert count(Checkout) == 1


def test_a_hold_is_taken_again_without_what_has_gone_and_says_so_at_its_field(
    visitor: Visitor, set_clock: Callable[[str], None]
) -> None:
    """No promise of the room is made that the button does not keep; supper has another hour, a bicycle no price."""
    house = cast.found()
    held = choose(visitor, "supper")
    bicycle = f"extra-{house.extras['bicycle']}"
    supper = f"supper-{FRIDAY.isoformat()}"
    held = visitor.submit(held.form(id="details").fill(**ANNA, **{bicycle: "1"}), press="act=update")
    total = held.prices()
    set_clock("2027-03-01T09:16+00:00")
    booking.sweep_expired()
    for slug in ("20:00", "bicycle"):
        resource = house.resources[slug]
        transaction(lambda of=resource: inventory.close(of, FRIDAY, FRIDAY + timedelta(days=1), 20, "paint"))

    late = visitor.get(held.url)
    assert late.h1 == "Your hold has ended"
    again = visitor.submit(late.form(), status=409)

    assert again.form(id="details").data()[supper] == [str(house.sittings["18:30"])]
    assert again.prices() != total
    assert [problem.attrib["href"] for problem in again.one(class_="errors").iter("a")] == [f"#{supper}", f"#{bicycle}"]
    assert "Your hour for supper has gone. 6.30 is held instead" in again.text
    assert "Gone meanwhile, and not in the price: Bicycle" in again.text
    booked = visitor.submit(again.form(id="details"), press="act=owe")
    assert booked.h1.startswith("Booked.")

"""What guests choose in tests: one stay or several in the first house of the cast."""

from __future__ import annotations

from app.booking.rules import Basket, ChosenStay
from app.kernel.party import Party
from app.kernel.stay import Stay
from tests.builders import FRIDAY, House

WEEKEND = Stay.of(FRIDAY, 2)
COUPLE = Party(2)


def basket(
    house: House,
    room_type: str = "shepherds-hut",
    plan: str = "flexible",
    stay: Stay = WEEKEND,
    party: Party = COUPLE,
    extras: dict[str, int] | None = None,
    suppers: tuple[tuple[object, str], ...] = (),
) -> Basket:
    """A stay with extras by slug and count; it is owed at the house where the plan allows."""
    chosen = ChosenStay(
        house.room_types[room_type],
        house.plans[plan],
        stay,
        party,
        suppers=tuple((night, house.sittings[sitting]) for night, sitting in suppers),  # type: ignore[misc]
        extras=tuple((house.extras[slug], count) for slug, count in (extras or {}).items()),
    )
    return Basket(house.id, (chosen,), at_house=plan != "saver")


def several(house: House, *rooms: Basket) -> Basket:
    """The stays of these baskets as one."""
    stays = tuple(chosen for one in rooms for chosen in one.stays)
    return Basket(house.id, stays, at_house=all(one.at_house for one in rooms))

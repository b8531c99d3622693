"""Houses and rooms in the order of a guest who is recognised; everybody else has the order most people book in."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from app.availability.search import HouseFit, RoomFit, by_price
from app.catalogue.queries import catalogue
from app.identity.queries import SignedIn, guests_of
from app.offers.history.naming import kinds, names
from app.offers.history.queries import history_of, popularity
from app.offers.history.rules.facts import History
from app.offers.history.rules.orders import OwnOrder, house_order, room_order, stays_at
from app.offers.history.rules.popularity import popular_first
from app.web.search import Search
from app.web.session import who_if_known


@dataclass(frozen=True, slots=True)
class Own:
    """A guest who is recognised. `order` is that of the houses, with its reason; their history may be `off`."""

    who: SignedIn
    guest_ids: tuple[int, ...]
    history: History
    order: OwnOrder

    @property
    def sentence(self) -> str:
        """Why houses stand as they do: `you stayed at Combe Harrow twice, both in spring`; empty without a reason."""
        return self.order.because or ""

    def rooms(self, fits: Sequence[RoomFit]) -> list[RoomFit]:
        """The rooms of a house, the cheapest first but for those that are the guest's own kind."""
        cheapest = sorted(fits, key=lambda fit: fit.cheapest_minor)
        order = room_order(self.history, [fit.room_type.id for fit in cheapest], kinds(), names().rooms)
        place = {room_type_id: number for number, room_type_id in enumerate(order.ids)}
        return sorted(cheapest, key=lambda fit: place[fit.room_type.id])

    def slept_in(self, room_type_id: int) -> bool:
        """They stayed in a room of this type."""
        slept = any(room_type_id in one.room_type_ids for one in self.history.slept())
        return slept and not {"room"} & self.history.set_aside

    def stays_at(self, location_id: int) -> str:
        return stays_at(self.history, location_id, names())


def popular_houses() -> tuple[int, ...]:
    """Every house, the most booked of the last twelve months first."""
    return tuple(popular_first((house.id for house in catalogue().houses), popularity().houses))


def own_order() -> Own | None:
    """Whoever is recognised on this request; None for a stranger, without a look at the database."""
    who = who_if_known()
    if who is None:
        return None
    guest_ids = tuple(guests_of(who))
    history = history_of(*guest_ids)
    return Own(who, guest_ids, history, house_order(history, popular_houses(), names()))


def sort_of(search: Search, own: Own | None) -> str:
    """The order that holds: the one that was asked for, else the guest's own where there is a reason for one, else the
    order most people book in for a guest whose history is off, else the cheapest first."""
    mine = own is not None and bool(own.sentence)
    if search.sort and (search.sort != "yours" or mine):
        return search.sort
    if mine:
        return "yours"
    return "popular" if own is not None and own.history.off else "price"


def in_order(fits: list[HouseFit], sort: str, own: Own | None) -> list[HouseFit]:
    """The houses as `sort` says; those without rooms come last."""
    if sort == "price":
        return by_price(fits)
    order: Iterable[int] = ()
    if sort == "popular":
        order = popular_houses()
    elif sort == "yours" and own is not None:
        order = own.order.ids
    place = {location_id: number for number, location_id in enumerate(order)}
    return sorted(fits, key=lambda fit: (fit.cheapest_minor is None, place.get(fit.board.house.id, len(place))))

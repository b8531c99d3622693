"""The room is free and no table with it: what is said, and what can be held instead."""

from __future__ import annotations

from collections import Counter
from datetime import date

from app.availability.alternatives import Filters
from app.availability.boards import board
from app.booking.errors import CannotBeSold
from app.booking.rules import Basket
from app.catalogue.queries import catalogue
from app.guest.checkouts.no_door import Gone
from app.inventory import SoldOut
from app.inventory.queries import resources
from app.kernel.stay import Stay
from app.kernel.words import long_day, number
from app.pricing.queries import price_list

WITH_SUPPER = Filters(lambda _: True, supper=True)
"""What somebody who wants supper takes instead."""


def no_table_on(basket: Basket, refused: SoldOut | CannotBeSold | None = None) -> date | None:
    """The first night on which everybody who is to have supper finds no table, while the rooms are free for all of
    theirs; None where something else stands in the way."""
    house = catalogue().by_id.get(basket.location_id)
    if house is None or (refused is not None and refused.code != "full"):
        return None
    own, dates = board(house), Stay(basket.arrival, basket.departure)
    rooms = Counter(chosen.room_type_id for chosen in basket.stays)
    if not own.reaches(dates) or any(
        own.left(kind, own.index(dates.arrival), own.index(dates.departure)) < count for kind, count in rooms.items()
    ):
        return None
    if isinstance(refused, SoldOut):
        return refused.night if refused.resource_id in resources().of_sitting.values() else None
    return next((night for night in dates if own.stock.covers[own.index(night)] < _seated(basket, night)), None)


def no_table(basket: Basket, night: date, *, without: bool) -> Gone:
    """Said of the rooms that were chosen; `without` is true where they can be had without supper."""
    house, heads = catalogue().by_id[basket.location_id], _seated(basket, night)
    several = len(basket.stays) > 1
    free, them = ("The rooms are", "them") if several else ("The room is", "it")
    do = f"Take {them} without supper, or come another evening." if without else "Come another evening."
    title = f"No table{f' for {number(heads)}' if heads else ''} is left on {long_day(night)}"
    return Gone(title, "full", f"Supper at {house.name} is sold out that evening. {free} free. {do}")


def _seated(basket: Basket, night: date) -> int:
    """How many are to sit down together on a night."""
    plans = price_list(basket.location_id).by_id
    return sum(
        chosen.party.heads
        for chosen in basket.stays
        if night in chosen.stay and (plans[chosen.rate_plan_id].supper_included or night in dict(chosen.suppers))
    )

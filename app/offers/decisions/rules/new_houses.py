"""Another of the houses: only one where the guest has not been. Pure."""

from __future__ import annotations

from app.offers.history.rules.facts import History
from app.promotions.rules import Promotion

ANOTHER_HOUSE = "another_house"


def new_to(promotion: Promotion, history: History) -> tuple[int, ...]:
    """The houses of the promotion at which it holds for this guest: of one for another house those where they never
    slept, as far as that may be known; of any other all of its houses, where () are all."""
    if promotion.kind != ANOTHER_HOUSE or "house" in history.set_aside:
        return promotion.houses
    been = {one.location_id for one in history.slept()}
    return tuple(location_id for location_id in promotion.houses if location_id not in been)


def not_new(promotion: Promotion, history: History, location_id: int | None = None) -> list[str]:
    """`audience` where no house of a promotion for another one is new to the guest, `house` where `location_id`, which
    is asked about, is not; else nothing."""
    if promotion.kind != ANOTHER_HOUSE:
        return []
    left = new_to(promotion, history)
    if not left:
        return ["audience"]
    return ["house"] if location_id is not None and location_id not in left else []

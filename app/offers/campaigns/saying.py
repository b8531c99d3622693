"""The true sentence about an offer that stands in a guest's letter."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from app.offers.history.naming import names
from app.offers.history.queries import histories_of
from app.offers.history.rules.reasons import Context, Offered, reason
from app.offers.segments.queries import for_dogs
from app.promotions.queries import promotion_of


def true_reasons(guest_ids: Sequence[int], promotion_id: int | None, today: date) -> dict[int, str]:
    """By guest the largest true reason for the offer; who has none is left out. A few statements for all of them."""
    promotion = promotion_of(promotion_id) if promotion_id is not None else None
    if promotion is None or not guest_ids:
        return {}
    offer, context = Offered.of(promotion, dogs=for_dogs(promotion.id)), Context(today, names=names())
    told = {guest_id: reason(history, offer, context) for guest_id, history in histories_of(guest_ids).items()}
    return {guest_id: f"{found.words}." for guest_id, found in told.items() if found is not None}

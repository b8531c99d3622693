"""What a caller is mailed about the room that is held for them."""

from __future__ import annotations

from datetime import datetime

from flask import current_app

from app.booking.queries import checkout_of
from app.catalogue.closed import house_of, room_type_of
from app.kernel.words import span
from app.outbox import Announced
from app.web.filters import instant
from app.web.links import link_token
from app.web.mail.about import stay_rows
from app.web.mail.letter import Letter, NoLongerApplies
from app.web.quotes import quote_view


def phone_hold(message: Announced) -> Letter:
    """What is held for a caller, until when, what it costs, and where to look, agree and pay."""
    checkout = checkout_of(message.subject_id)
    if checkout is None or checkout.state in ("booked", "lapsed"):
        raise NoLongerApplies("The room is not held for the caller any more.")
    basket, quote = checkout.basket, checkout.quote
    house = house_of(basket.location_id)
    until = instant(datetime.fromisoformat(message.facts["held_until_at"]), house.timezone)
    names = [room_type_of(own.room_type_id).name for own in basket.stays]
    view = {
        "until_words": until,
        "rows": stay_rows(house, basket),
        "quote": quote_view(
            quote.lines,
            currency=quote.currency,
            due_now_minor=quote.due_now_minor,
            balance_on=quote.balance_on,
            policy_text=quote.policy,
            free_until_at=quote.free_until_at,
            timezone=house.timezone,
            names=names,
        ),
        "terms_version": quote.terms_version,
        "several": len(basket.stays) > 1,
        "link": f"{current_app.config['SETTINGS'].address}/checkout/"
        f"{link_token('checkout', checkout.id, checkout.version)}",
    }
    return Letter(f"Held until {until}: {house.name}, {span(basket.arrival, basket.departure)}", view, house)

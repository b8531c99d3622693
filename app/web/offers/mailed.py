"""The one offer that the mail before arrival may carry, for guests who agreed to marketing by mail."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from flask import current_app

from app.booking.queries import PlacedBooking
from app.catalogue.closed import house_of
from app.kernel import clock
from app.kernel.party import together
from app.kernel.stay import Stay
from app.offers.decisions.adding import for_basket
from app.offers.decisions.context import Context, page_key
from app.offers.decisions.deciding import decide
from app.offers.decisions.queries import known_of, people_of_booking
from app.offers.decisions.rules import Shown, unfit
from app.offers.history.queries import history_of
from app.promotions.queries import promotion_of
from app.promotions.rules import Promotion
from app.web.offers.cards import SWITCH, offer_card, with_reason
from app.web.search import Search
from app.web.stop_links import stop_path

CHANNEL = "offers"


@dataclass(frozen=True, slots=True)
class MailedOffer:
    """What the templates of the mail say. `why` is the reason without its full stop, `fact` what it rests on; both may
    be empty."""

    title: str
    line: str
    why: str
    fact: str
    switch_url: str
    path: str
    stop_url: str


def choose_for_mail(booking: PlacedBooking, occasion: str) -> tuple[dict[str, Any], Shown | None]:
    """The facts that go with the mail, and what is to be logged when it is announced; nothing for whoever has not
    agreed, and where nothing fits."""
    candidates = for_basket(booking.basket, "mail", clock.now())
    if not any(not one.refusals for one in candidates):
        return {}, None
    guest_ids, basket = people_of_booking(booking.id), booking.basket
    context = Context(
        "mail",
        page_key(booking.id, occasion),
        clock.today(house_of(basket.location_id).timezone),
        candidates,
        Stay(basket.arrival, basket.departure),
        together(own.party for own in basket.stays),
        basket.location_id,
        frozenset(basket.promotions),
    )
    shown = decide(guest_ids, context, clock.now())
    own = promotion_of(shown.promotion_ids[0]) if guest_ids and shown.choices else None
    if own is None:
        return {}, shown if shown.guest_id is not None else None
    card = with_reason(
        offer_card(own, None, Search()),
        own,
        history_of(*guest_ids),
        context.today,
        arrival_on=basket.arrival,
        location_id=basket.location_id,
    )
    return {"offer": own.id, "why": card.why, "fact": card.fact}, shown if shown.guest_id is not None else None


def offer_in_mail(booking: PlacedBooking, facts: dict[str, Any]) -> MailedOffer | None:
    """The offer that was chosen for the mail, at the instant of sending: only while the guest agrees, nothing is
    against it, and it can be had."""
    own = promotion_of(int(facts.get("offer") or 0))
    guest_ids = people_of_booking(booking.id)
    if own is None or not guest_ids or not _still(booking, own, guest_ids):
        return None
    base = current_app.config["SETTINGS"].address
    why, fact = (str(facts.get(name) or "") for name in ("why", "fact"))
    stop = f"{base}{stop_path(min(guest_ids), CHANNEL)}"
    return MailedOffer(own.title, own.line, why, fact, f"{base}{SWITCH}", f"/offers/{own.slug}", stop)


def _still(booking: PlacedBooking, own: Promotion, guest_ids: list[int]) -> bool:
    now = clock.now()
    against = unfit(own.id, known_of(guest_ids, now, booking.basket.promotions), "mail")
    if [reason for reason in against if reason != "shown_enough"]:
        return False
    return any(one.promotion.id == own.id and not one.refusals for one in for_basket(booking.basket, "mail", now))

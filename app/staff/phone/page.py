"""What the page of a caller's hold shows."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass

from app.booking.phone_holds import PhoneHold
from app.booking.queries import HeldCheckout
from app.booking.rules import basket_as_json
from app.catalogue.closed import house_of
from app.kernel import clock
from app.kernel.words import money
from app.pricing.rules import all_dues, dues_of, total_minor
from app.staff.phone.held import HoldRow, hold_row
from app.web.quotes import QuoteView, quote_view
from app.web.stay_words import StayView, stay_view


@dataclass(frozen=True, slots=True)
class Act:
    """A button that ends the call, and the sentence beside it."""

    value: str
    label: str
    sentence: str


@dataclass(frozen=True, slots=True)
class HoldPage:
    """The names that `staff/phone/hold.html` uses. `saw` is what a form says that it saw of the hold."""

    row: HoldRow
    view: StayView
    quote: QuoteView
    may_owe: bool
    card: Act | None
    owe: Act | None
    agents: bool
    read_out: str
    saw: str
    held_words: str


def hold_page(hold: PhoneHold, checkout: HeldCheckout, *, agents: bool) -> HoldPage:
    """The page of a hold that is live or lapsed."""
    house, stays, kept = house_of(hold.location_id), checkout.basket.stays, checkout.quote
    view = stay_view(house.id, *stays)
    quote = quote_view(
        kept.lines,
        currency=kept.currency,
        due_now_minor=kept.due_now_minor,
        balance_on=kept.balance_on,
        policy_text=kept.policy,
        free_until_at=kept.free_until_at,
        timezone=house.timezone,
        names=[room.room_type.name for room in view.rooms],
    )
    due = _due_now(checkout, view)
    may_owe = all(room.plan.may_pay_at_house for room in view.rooms) or not due
    total = quote.total_text
    owe = Act("owe", f"Book, {total} owed at the house", "Nothing is taken now.") if may_owe else None
    card = Act("card", f"{money(due, kept.currency)} is taken: book", "Take the card on the house’s machine first.")
    return HoldPage(
        row=hold_row(hold, clock.now()),
        view=view,
        quote=quote,
        may_owe=may_owe,
        card=card if due else None,
        owe=owe,
        agents=agents and may_owe,
        read_out=_read_out(view, quote),
        saw=saw(checkout),
        held_words="Held" if hold.link_sent_at is None else "Held, link sent",
    )


def saw(checkout: HeldCheckout) -> str:
    """A digest of what stands in a hold: when a form brings another, somebody has changed the hold meanwhile."""
    stands = [basket_as_json(checkout.basket), dict(checkout.details), checkout.quote.total_minor]
    return hashlib.sha256(json.dumps(stands, sort_keys=True).encode()).hexdigest()[:16]


def _due_now(checkout: HeldCheckout, view: StayView) -> int:
    """What the plans want at once from somebody who does not owe it at the house."""
    today = clock.today(house_of(checkout.basket.location_id).timezone)
    dues = (
        dues_of(
            total_minor([line for line in checkout.quote.lines if line.part == part]),
            room.plan,
            checkout.basket.stays[part].stay.arrival,
            today,
        )
        for part, room in enumerate(view.rooms)
    )
    return all_dues(dues).now_minor


def _read_out(view: StayView, quote: QuoteView) -> str:
    policy = quote.policy_text.rstrip(".")
    return (
        f"“You are booking {view.name} at {view.house.name}, {view.arrival_text} to {view.departure_text}, for "
        f"{view.party_text}. It costs {quote.total_text} in all, with VAT. {policy}. Our terms of booking hold; they "
        "are on our site and with your confirmation. Shall I book it?”"
    )

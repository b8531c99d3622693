"""What the checkout page shows, put together from a checkout and its form."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from app.booking.paying import OWNER
from app.booking.queries import HeldCheckout
from app.booking.rules import HOLD, LONGEST_HOLD
from app.catalogue.closed import house_of
from app.catalogue.queries import Extra, RoomType
from app.guest.checkouts.reminding import is_reminded
from app.kernel import clock
from app.kernel.words import at_hour, counted, money, short_day
from app.payments import payments_of
from app.pricing.rules import Dues, all_dues, dues_of, total_minor
from app.web.checkout.choices import BASES
from app.web.checkout.form import DetailsForm
from app.web.filters import instant
from app.web.quotes import QuoteView, quote_view
from app.web.stay_words import HouseView, RoomView, StayView, stay_view

VISIBLE_SUPPERS, VISIBLE_EXTRAS = 2, 3
"""With name, mail and mobile these make eight fields in sight; the rest is folded away."""


@dataclass(frozen=True, slots=True)
class Notice:
    """Something that went wrong with the payment, first on the page; `code` is what became of which attempt."""

    title: str
    sentence: str
    code: str = ""
    attempt: int = 0


@dataclass(frozen=True, slots=True)
class Changed:
    """A price that is another than the guest saw."""

    old_text: str
    new_text: str
    sentence: str
    old_title: str = "The price was"
    new_title: str = "It is now"


@dataclass(frozen=True, slots=True)
class ExtraView:
    name: str
    detail: str
    price_text: str


@dataclass(frozen=True, slots=True)
class CheckoutPage:
    """The names that `guest/checkout.html` uses."""

    url: str
    check_url: str
    house: HouseView
    room_type: RoomType
    name: str
    slugs: str
    rooms: tuple[RoomView, ...]
    rate_plan_slug: str
    rate_plan_name: str
    arrival_text: str
    departure_text: str
    party_text: str
    stays_url: str
    room_url: str
    held_words: str
    held_until: datetime
    held_until_text: str
    seconds_left: int
    can_extend: bool
    quote: QuoteView
    supper_fields: list[Any]
    more_supper_fields: list[Any]
    supper_words: str
    supper_later: bool
    extra_fields: list[tuple[ExtraView, Any]]
    more_extra_fields: list[tuple[ExtraView, Any]]
    folded_open: bool
    payment_words: str
    pay_act: str
    pay_label: str
    owe_label: str | None
    policy_text: str
    reminded: bool


def checkout_page(checkout: HeldCheckout, form: DetailsForm, token: str) -> CheckoutPage:
    """The page of a checkout that holds its rooms."""
    house, stays = house_of(checkout.basket.location_id), checkout.basket.stays
    view = stay_view(house.id, *stays)
    may_owe = all(room.plan.may_pay_at_house for room in view.rooms)
    quote = quote_view(
        checkout.quote.lines,
        currency=checkout.quote.currency,
        due_now_minor=checkout.quote.due_now_minor,
        balance_on=checkout.quote.balance_on,
        policy_text=checkout.quote.policy,
        free_until_at=checkout.quote.free_until_at,
        timezone=house.timezone,
        names=[room.room_type.name for room in view.rooms],
        may_owe=may_owe,
    )
    now = clock.now()
    suppers, extras = (
        form.supper_fields,
        [(_extra(extra, own, quote.currency), own) for extra, own in form.extra_fields],
    )
    included = any(room.plan.supper_included for room in view.rooms)
    due = _due(checkout, view, clock.today(house.timezone))
    act, label, owe = _buttons(quote, due, may_owe=may_owe)
    return CheckoutPage(
        url=f"/checkout/{token}",
        check_url=f"/checkout/{token}/field",
        house=view.house,
        room_type=view.room_type,
        name=view.name,
        slugs=" ".join(dict.fromkeys(room.room_type.slug for room in view.rooms)),
        rooms=view.rooms if len(view.rooms) > 1 else (),
        rate_plan_slug=view.plan.slug,
        rate_plan_name=view.plan_name,
        arrival_text=view.arrival_text,
        departure_text=view.departure_text,
        party_text=view.party_text,
        stays_url=view.stays_url,
        room_url=view.room_url,
        held_words=f"Your {counted(len(stays), 'room')} are" if len(stays) > 1 else f"The {view.name} is",
        held_until=checkout.held_until_at,
        held_until_text=_until(checkout.held_until_at.replace(second=0, microsecond=0), now, house.timezone),
        seconds_left=max(int((checkout.held_until_at - now).total_seconds()), 0),
        can_extend=checkout.held_until_at + HOLD <= checkout.hold_began_at + LONGEST_HOLD,
        quote=quote,
        supper_fields=suppers[:VISIBLE_SUPPERS],
        more_supper_fields=suppers[VISIBLE_SUPPERS:],
        supper_words="Included in your rate. Held with the room."
        if included
        else "Held with the room. Pay for what you eat.",
        supper_later=any(chosen.suppers for chosen in stays) and not included,
        extra_fields=extras[:VISIBLE_EXTRAS],
        more_extra_fields=extras[VISIBLE_EXTRAS:],
        folded_open=_folded_has_errors(form),
        payment_words=(
            "You pay on the next page, which is the payment provider’s. We never see or keep the card number."
            if act == "pay"
            else f"Nothing is taken now. We mail you a link on {short_day(due.balance_on)}."
            if due.balance_on
            else "Nothing is taken now. The house takes cards and cash when you leave."
        ),
        pay_act=act,
        pay_label=label,
        owe_label=owe,
        policy_text=quote.policy_text,
        reminded=is_reminded(),
    )


def payment_notice(checkout: HeldCheckout, timezone: str) -> Notice | None:
    """What became of the newest attempt to pay, where the guest has to know; one more statement."""
    attempts = payments_of(OWNER, checkout.id)
    held = f"your room is still held until {at_hour(checkout.held_until_at, timezone)}"
    if not attempts or attempts[-1].state in ("asked", "open"):
        return None
    number = attempts[-1].attempt
    if attempts[-1].state == "declined":
        sentence = f"Nothing was charged and {held}. Try again, or with another card."
        return Notice("Your bank said no", sentence, "declined", number)
    if attempts[-1].state == "expired":
        return Notice("That payment was not finished", f"Nothing was charged and {held}.", "expired", number)
    sum_text = money(attempts[-1].amount_minor, attempts[-1].currency)
    return Notice(
        "Your payment came too late",
        f"Nothing is booked by it, and all {sum_text} goes back to your card, usually within ten working days.",
    )


def changed_price(old_minor: int, new_minor: int, currency: str, sentence: str) -> Changed:
    return Changed(money(old_minor, currency), money(new_minor, currency), sentence)


def _until(at: datetime, now: datetime, timezone: str) -> str:
    """The hour, and the day where a hold by telephone reaches past this one."""
    here = ZoneInfo(timezone)
    same_day = at.astimezone(here).date() == now.astimezone(here).date()
    return at_hour(at, timezone) if same_day else instant(at, timezone)


def _due(checkout: HeldCheckout, view: StayView, today: date) -> Dues:
    """What would be paid when, by a guest who does not owe it at the house."""
    return all_dues(
        dues_of(
            total_minor([line for line in checkout.quote.lines if line.part == part]),
            room.plan,
            checkout.basket.stays[part].stay.arrival,
            today,
        )
        for part, room in enumerate(view.rooms)
    )


def _buttons(quote: QuoteView, due: Dues, *, may_owe: bool) -> tuple[str, str, str | None]:
    """(act, its words, words of the second button where every rate may be owed instead)."""
    owed = f"Book and owe {quote.total_text} at the house"
    if due.now_minor == 0:
        when = f"on {short_day(due.balance_on)}" if due.balance_on else "at the house"
        return "owe", f"Book and owe {quote.total_text} {when}", None
    pay = f"Pay {money(due.now_minor, quote.currency)} and book"
    if due.balance_on:
        pay = f"{pay}, owe {money(quote.total_minor - due.now_minor, quote.currency)} on {short_day(due.balance_on)}"
    return "pay", pay, owed if may_owe else None


def _extra(extra: Extra, field: Any, currency: str) -> ExtraView:
    price = f"{money(extra.price_minor, currency)}{BASES[extra.basis]}" if extra.price_minor else "Free"
    return ExtraView(field.label.text, extra.detail, price)


def _folded_has_errors(form: DetailsForm) -> bool:
    folded = [form.arrival_time, form.notes, form.allergies_consent, *form.supper_fields[VISIBLE_SUPPERS:]]
    folded += [own for _, own in form.extra_fields[VISIBLE_EXTRAS:]]
    folded += [own for person in form.allergies for own in person]
    return any(own.errors for own in folded)

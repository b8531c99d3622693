"""One caller's hold: who they are, what they add, and how the call ends."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from flask import request
from werkzeug.wrappers import Response

from app.booking import operations as booking
from app.booking import paying
from app.booking.agents import agents
from app.booking.errors import AlreadyBooked, CannotBeSold, HoldLapsed, NotPaid, PriceChanged, ReferenceTaken
from app.booking.phone_holds import phone_hold
from app.booking.queries import HeldCheckout, booking_of, booking_of_checkout, checkout_of
from app.booking.rules import Basket
from app.care.choices.accepting import place_knowing
from app.catalogue.queries import House
from app.identity.staff.rules import Actor
from app.inventory import SoldOut
from app.kernel.errors import Refused
from app.promotions.errors import OfferGone
from app.staff.phone.form import CallerForm, caller_form
from app.staff.phone.page import hold_page, saw
from app.staff.phone.shared import ACTION, blueprint
from app.web import funnel
from app.web.access import staff
from app.web.checkout import reading
from app.web.checkout.filling import checkout_form, choice_is_wrong, keep_typed, refuse_gone, say_gone
from app.web.offers import codes
from app.web.provider import configured
from app.web.respond import form_page, not_found, page, see_other

ADDRESS = "/staff/<slug:house>/phone/<id:hold_id>"
PAGE, BOOKED = "staff/phone/hold.html", "staff/phone/booked.html"
BOOKING, OWED = ("owe", "card", "agent"), ("owe", "agent")
READ_OUT = ("owe", "card")
"""How a call ends for a caller who books at once; whoever pays by the link reads it there, an agent's guest by mail."""


@blueprint.get(ADDRESS)
@staff(ACTION)
def show_hold(actor: Actor, house: House, hold_id: int) -> Response:
    """Who is calling and what they add; what became of it once it is booked."""
    checkout = _found(house, hold_id)
    if checkout.state == "booked":
        return _booked(actor, house, checkout)
    return _page(actor, house, checkout, _form(checkout))


@blueprint.post(ADDRESS)
@staff(ACTION)
def end_call(actor: Actor, house: House, hold_id: int) -> Response:
    """Keep what was typed, mail the way to pay, or book; a hold that has lapsed is taken again first."""
    checkout = _found(house, hold_id)
    act = request.form.get("act", "")
    if checkout.state == "booked":
        return _booked(actor, house, checkout)
    try:
        if act == "renew":
            gone = codes.dropped(request.form.get("drop", ""))
            bare = None if gone is None else codes.without_offers(checkout.basket, [gone])
            return _renew(actor, house, checkout, bare)
        if act == "code" or codes.dropped(act) is not None:
            return _offer(actor, house, checkout, codes.dropped(act))
        return _typed(actor, house, checkout, act)
    except AlreadyBooked as already:
        return _late(actor, house, _found(house, hold_id), already)
    except (HoldLapsed, SoldOut, CannotBeSold, NotPaid, ReferenceTaken, OfferGone) as refused:
        now = _found(house, hold_id)
        return _page(actor, house, now, _form(now, stored=act == "renew"), 409, refused=refused)


@blueprint.post(f"{ADDRESS}/extension")
@staff(ACTION)
def extend(actor: Actor, house: House, hold_id: int) -> Response:
    """Held longer; 409 where it is over."""
    checkout = _found(house, hold_id)
    try:
        booking.extend_for_caller(checkout.id, by=actor.staff_id)
    except Refused as refused:
        now = _found(house, hold_id)
        if now.state == "booked":
            return _booked(actor, house, now, 409)
        return _page(actor, house, now, _form(now, stored=True), 409, refused=refused)
    return see_other("/staff/phone#held")


@blueprint.post(f"{ADDRESS}/release")
@staff(ACTION)
def release(actor: Actor, house: House, hold_id: int) -> Response:
    """On sale again; a payment page that the caller opened takes no money from now on."""
    checkout = _found(house, hold_id)
    if checkout.state == "booked" or _withdrawn(checkout) or not booking.release_for_caller(hold_id, by=actor.staff_id):
        return _booked(actor, house, _found(house, hold_id), 409)
    return see_other("/staff/phone#held")


def _renew(actor: Actor, house: House, checkout: HeldCheckout, bare: Basket | None) -> Response:
    """Held again; the fields of what has gone meanwhile say so."""
    renewed = booking.renew_checkout(checkout.id, by=actor.staff_id, basket=bare)
    if not renewed.gone:
        return see_other(request.path)
    now = _found(house, checkout.id)
    form = _form(now, stored=True)
    say_gone(form, renewed.gone)
    moved = PriceChanged(renewed.was_minor, renewed.total_minor) if renewed.was_minor != renewed.total_minor else None
    return _page(actor, house, now, form, 409, changed=moved)


def _typed(actor: Actor, house: House, checkout: HeldCheckout, act: str) -> Response:
    """What was typed is kept, the room is held as chosen, and then the act is done."""
    form = _form(checkout)
    if request.form.get("saw") != saw(checkout):
        form.validate()
        return _page(actor, house, checkout, form, 409, moved=True)
    if act not in ("link", *BOOKING):
        keep_typed(checkout, form)
        if choice_is_wrong(form):
            return _page(actor, house, checkout, form, 422)
    else:
        good = form.validate()
        keep_typed(checkout, form, checked=True)
        if not good or not form.ask_for(act):
            return _page(actor, house, _found(house, checkout.id), form, 422)
    wanted = replace(checkout.basket, stays=form.chosen(checkout.basket.stays), at_house=act in OWED)
    if wanted != checkout.basket:
        if _withdrawn(checkout):
            raise AlreadyBooked(checkout.id)
        try:
            booking.revise_checkout(checkout.id, wanted, by=actor.staff_id)
        except SoldOut as gone:
            refuse_gone(form, gone)
            return _page(actor, house, _found(house, checkout.id), form, 409)
    now = _found(house, checkout.id)
    seen = checkout.quote.total_minor
    if act in ("link", *BOOKING) and now.quote.total_minor != seen:
        return _page(actor, house, now, form, 409, changed=PriceChanged(seen, now.quote.total_minor))
    if act in READ_OUT and not reading.has_read(now):
        return _page(actor, house, now, form, 409, unread=True)
    return _done(actor, house, now, form, act)


def _offer(actor: Actor, house: House, checkout: HeldCheckout, promotion_id: int | None) -> Response:
    """The price with the caller's code, or without an offer; what was typed is kept."""
    form = _form(checkout, stored="name" not in request.form)
    if "name" in request.form:
        keep_typed(checkout, form)
    if _withdrawn(checkout):
        raise AlreadyBooked(checkout.id)
    try:
        if promotion_id is None:
            codes.add_code(checkout, by=actor.staff_id)
        else:
            codes.drop(checkout, promotion_id, by=actor.staff_id)
    except codes.CodeRefused as refused:
        return _page(actor, house, checkout, form, refused.status, code=refused)
    now = _found(house, checkout.id)
    return _page(actor, house, now, _form(now, stored=True))


def _done(actor: Actor, house: House, checkout: HeldCheckout, form: CallerForm, act: str) -> Response:
    if act == "link":
        booking.send_pay_link(checkout.id, by=actor.staff_id)
        return see_other("/staff/phone#held")
    if act in BOOKING:
        if _withdrawn(checkout):
            raise AlreadyBooked(checkout.id)
        deal, total = form.deal(act, actor.staff_id, agents()), checkout.quote.total_minor
        if act == "agent":
            placed = booking.place_for_agent(checkout.id, house.id, total, deal)
        else:
            placed = place_knowing(checkout.id, total, deal)
        if not placed.new:
            raise AlreadyBooked(placed.booking_id)
        return see_other(f"/staff/{house.slug}/phone/{checkout.id}")
    return _page(actor, house, checkout, form)


def _found(house: House, hold_id: int) -> HeldCheckout:
    """A hold for a caller of this house; another's is a 404."""
    checkout = checkout_of(hold_id) if phone_hold(house.id, hold_id) else None
    if checkout is None:
        raise not_found()
    return checkout


def _form(checkout: HeldCheckout, *, stored: bool = False) -> CallerForm:
    """As it was sent; as it stands where that is asked for."""
    return checkout_form(checkout, checkout.details, caller_form(agents()), sent=not stored)


def _withdrawn(checkout: HeldCheckout) -> bool:
    """No payment page of the caller takes money any more; True when one was quicker and it is booked."""
    provider = configured()
    if provider is None or not paying.has_open_pages(checkout.id):
        return False
    settled = paying.withdraw(provider, checkout.id, with_booking=funnel.with_booking)
    return bool(settled and settled.placed)


def _page(
    actor: Actor, house: House, checkout: HeldCheckout, form: CallerForm, status: int | None = None, **more: Any
) -> Response:
    hold = phone_hold(house.id, checkout.id)
    assert hold is not None, "looked up before"
    gone, code = more.get("refused"), more.pop("code", None)
    names = {
        "refused": None,
        "moved": False,
        "changed": None,
        "unread": False,
        "codes": codes.code_view(checkout, code),
    } | more
    names["why"] = codes.gone_words(gone) if isinstance(gone, OfferGone) else ""
    names["drop"] = f"drop-{gone.promotion_id}" if isinstance(gone, OfferGone) else ""
    names["reading"] = reading.to_read(checkout)
    shown = hold_page(hold, checkout, agents=len(form.agent.choices) > 1)
    return form_page(PAGE, form, status, actor=actor, house=house, here="phone", hold=shown, stands=hold, **names)


def _late(actor: Actor, house: House, checkout: HeldCheckout, already: AlreadyBooked) -> Response:
    """Somebody was quicker, or the agent's reference is booked: then what was held beside it is let go."""
    if checkout.state != "booked":
        booking.release_for_caller(checkout.id, by=actor.staff_id)
        placed = booking_of(already.booking_id)
        assert placed is not None, "it is booked already"
        return page(BOOKED, 409, actor=actor, house=house, here="phone", booking=placed, late=True)
    return _booked(actor, house, checkout, 409)


def _booked(actor: Actor, house: House, checkout: HeldCheckout, status: int = 200) -> Response:
    """It is a booking, with its reference; a 409 says that somebody else was quicker, and that no card is to be
    taken."""
    found = booking_of_checkout(checkout.id)
    placed = booking_of(found[0]) if found else None
    assert placed is not None, "a booked checkout has its booking"
    return page(BOOKED, status, actor=actor, house=house, here="phone", booking=placed, late=status == 409)

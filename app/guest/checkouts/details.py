"""Details and payment on one page, and its buttons."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from flask import request
from werkzeug.wrappers import Response

from app.booking import operations as booking
from app.booking import paying
from app.booking.errors import AlreadyBooked, CannotBeSold, HoldLapsed, PriceChanged
from app.booking.queries import HeldCheckout
from app.catalogue.closed import house_of
from app.guest.checkouts import page as view
from app.guest.checkouts.filled import form_of
from app.guest.checkouts.gone import offer_gone_page
from app.guest.checkouts.lapsed import lapsed_page, sold_out_page
from app.guest.checkouts.payment import payment_url
from app.guest.checkouts.shared import again, blueprint, found, has_lapsed, to_booking
from app.guest.checkouts.telling import note_changed, note_checkout, note_declined, note_page
from app.guest.offering.checkout import add_offer, asked_for, checkout_offer
from app.inventory import SoldOut
from app.payments import ProviderAway
from app.promotions.errors import OfferGone
from app.web import funnel
from app.web.access import by_token
from app.web.checkout import reading
from app.web.checkout.filling import choice_is_wrong, keep_typed, refuse_gone, say_gone
from app.web.checkout.form import DetailsForm
from app.web.forms import typed_sum
from app.web.limits import holds
from app.web.links import Link
from app.web.offers import codes
from app.web.provider import provider
from app.web.respond import form_page, see_other, see_provider

PAGE = "guest/checkout.html"
BOOKING = ("pay", "owe")
MOVED = "The price has changed since you last saw it."
HELD = "You hold this room already: this is the price it had when you chose it, with whatever you have added since."


@blueprint.get("/checkout/<token:token>")
@by_token("checkout")
def show(link: Link) -> Response:
    """Details and payment; the booking once there is one; the same room again once the hold has ended."""
    checkout = found(link)
    if checkout.state == "booked":
        return to_booking(checkout.id)
    note_checkout(checkout)
    if has_lapsed(checkout):
        return lapsed_page(checkout, link.token, status=200)
    form = form_of(checkout)
    was = typed_sum(request.args.get("was", ""))
    changed = None
    if was is not None and was != checkout.quote.total_minor:
        changed = _held_at(was, checkout) if "held" in request.args else _changed(was, checkout, MOVED)
    return _page(checkout, form, link.token, changed=changed, asked=True)


@blueprint.post("/checkout/<token:token>")
@by_token("checkout")
def submit(link: Link) -> Response:
    """One of the form's buttons was pressed: hold longer, update the price, pay, owe, or take a lapsed hold again.

    Only the two buttons that name the debt book; whatever else comes, as from the Enter key, updates the price.
    """
    checkout = found(link)
    if checkout.state == "booked":
        return to_booking(checkout.id)
    note_checkout(checkout)
    try:
        return _act(checkout, link.token, request.form.get("act", ""))
    except AlreadyBooked:
        return to_booking(checkout.id)
    except HoldLapsed:
        return lapsed_page(found(link), link.token, status=409)
    except OfferGone as gone:
        return _gone(found(link), link.token, gone)
    except ProviderAway as away:
        if has_lapsed(checkout):
            return lapsed_page(checkout, link.token, status=409)
        notice = view.Notice("The payment page does not answer", str(away))
        return _page(found(link), form_of(checkout), link.token, status=409, declined=notice)
    except (SoldOut, CannotBeSold) as refused:
        return sold_out_page(refused, checkout.basket)


def _act(checkout: HeldCheckout, token: str, act: str) -> Response:
    if act == "renew":
        return _renew(checkout, token)
    if has_lapsed(checkout):
        keep_typed(checkout, form_of(checkout))
        raise HoldLapsed
    if act == "extend":
        return _extend(checkout, token)
    if (promotion_id := codes.dropped(act)) is not None:
        return _drop(checkout, token, promotion_id)
    if (promotion_id := asked_for(act)) is not None:
        return _add_offer(checkout, token, promotion_id)
    if act == "code" or codes.new_code(checkout):
        return _add_code(checkout, token)
    return _finish(checkout, token, act) if act in BOOKING else _update(checkout, token)


@holds
def _renew(checkout: HeldCheckout, token: str) -> Response:
    """The room is held again, and the fields of what has gone meanwhile say so; a payment page that was opened for the
    old hold takes no money from now on."""
    _withdraw(checkout)
    gone = codes.dropped(request.form.get("drop", ""))
    bare = codes.without_offers(checkout.basket, [gone]) if gone is not None else None
    renewed = booking.renew_checkout(checkout.id, basket=bare)
    old, new = renewed.was_minor, renewed.total_minor
    if renewed.gone:
        now = again(checkout)
        form = form_of(now, sent=False)
        say_gone(form, renewed.gone)
        changed = _changed(old, now, "The price is without what has gone meanwhile.") if old != new else None
        return _page(now, form, token, status=409, changed=changed)
    return see_other(f"/checkout/{token}?was={old}" if old != new else f"/checkout/{token}")


def _extend(checkout: HeldCheckout, token: str) -> Response:
    booking.extend_checkout(checkout.id)
    form = form_of(checkout)
    keep_typed(checkout, form)
    return _page(again(checkout), form, token)


@holds
def _add_code(checkout: HeldCheckout, token: str) -> Response:
    """The price with the code that was typed; what is wrong with it stands at its field, and the price stays."""
    form = form_of(checkout)
    keep_typed(checkout, form)
    if checkout.state == "paying":
        _withdraw(checkout)
    try:
        codes.add_code(checkout)
    except codes.CodeRefused as refused:
        return _page(checkout, form, token, status=refused.status, refused=refused)
    now = again(checkout)
    return _page(now, form_of(now), token)


def _add_offer(checkout: HeldCheckout, token: str, promotion_id: int) -> Response:
    """The price with the offer, or as it was and why."""
    form = form_of(checkout)
    keep_typed(checkout, form)
    if checkout.state == "paying":
        _withdraw(checkout)
    if not (trouble := add_offer(checkout, promotion_id)):
        return see_other(f"/checkout/{token}")
    notice = view.Notice("That offer cannot be had", trouble)
    return _page(again(checkout), form, token, status=409, declined=notice)


def _drop(checkout: HeldCheckout, token: str, promotion_id: int) -> Response:
    """The price without an offer; what else was typed is kept, also where the button stood on a page without it."""
    if "name" in request.form:
        keep_typed(checkout, form_of(checkout))
    if checkout.state == "paying":
        _withdraw(checkout)
    codes.drop(checkout, promotion_id)
    return see_other(f"/checkout/{token}")


def _gone(checkout: HeldCheckout, token: str, gone: OfferGone) -> Response:
    """An offer in the price cannot be had any more: both prices, and the way on at the full one."""
    url, drop = f"/checkout/{token}", f"drop-{gone.promotion_id}"
    fields = [("act", "renew"), ("drop", drop)] if has_lapsed(checkout) else [("act", drop)]
    bare = codes.without_offers(checkout.basket, [gone.promotion_id], checkout.id)
    return offer_gone_page(gone, checkout.quote.total_minor, bare, url, fields, url)


def _update(checkout: HeldCheckout, token: str) -> Response:
    """The price with what is chosen now; nothing else is judged yet."""
    form = form_of(checkout)
    keep_typed(checkout, form)
    if choice_is_wrong(form):
        return _page(checkout, form, token, status=422)
    form = _revise(checkout, form, at_house=checkout.basket.at_house)
    return _page(again(checkout), form, token, status=409 if form.problems else 200)


def _finish(checkout: HeldCheckout, token: str, act: str) -> Response:
    """Pay or owe: every field is right, the price is the one on the button, and then it is booked or paid for."""
    form = form_of(checkout)
    good = form.validate()
    keep_typed(checkout, form, checked=True)
    if not good:
        return _page(checkout, form, token, status=422)
    seen = typed_sum(request.form.get("seen", ""))
    seen = checkout.quote.total_minor if seen is None else seen
    form = _revise(checkout, form, at_house=act == "owe")
    if form.problems:
        return _page(again(checkout), form, token, status=409)
    now = again(checkout)
    if now.quote.total_minor != seen:
        changed = _changed(seen, now, "What you chose has changed the price since you last saw it.")
        return _page(now, form, token, status=409, changed=changed)
    if not reading.has_read(now):
        return _page(now, form, token, status=409, unread=True)
    funnel.reached("payment")
    try:
        if now.quote.due_now_minor == 0:
            funnel.place_booking(now.id, seen)
            return to_booking(now.id)
        return see_provider(payment_url(now, seen, token))
    except PriceChanged as moved:
        changed = _changed(moved.old_minor, again(now), str(moved))
        return _page(again(now), form, token, status=409, changed=changed)


def _revise(checkout: HeldCheckout, form: DetailsForm, *, at_house: bool) -> DetailsForm:
    """The checkout holds what the form chose; where something has gone, the old hold stands and the field says so."""
    wanted = replace(checkout.basket, stays=form.chosen(checkout.basket.stays), at_house=at_house)
    if wanted == checkout.basket:
        return form
    if checkout.state == "paying":
        _withdraw(checkout)
    try:
        booking.revise_checkout(checkout.id, wanted)
    except SoldOut as gone:
        refuse_gone(form, gone)
    return form


def _withdraw(checkout: HeldCheckout) -> None:
    if paying.has_open_pages(checkout.id):
        settled = paying.withdraw(provider(), checkout.id, with_booking=funnel.with_booking)
        if settled and settled.placed:
            raise AlreadyBooked(settled.placed.booking_id)


def _page(
    checkout: HeldCheckout,
    form: DetailsForm,
    token: str,
    status: int = 200,
    *,
    asked: bool = False,
    refused: codes.CodeRefused | None = None,
    **more: Any,
) -> Response:
    """The checkout page. `asked` looks up what became of the last payment; `refused` is a code in no price."""
    if asked:
        timezone = house_of(checkout.basket.location_id).timezone
        more["declined"] = declined = view.payment_notice(checkout, timezone)
        note_declined(checkout, declined)
    note_page(checkout, form)
    shown = view.checkout_page(checkout, form, token)
    more = {"declined": None, "changed": None, "unread": False, "codes": codes.code_view(checkout, refused)} | more
    more["added"] = checkout_offer(checkout)
    more["reading"] = reading.to_read(checkout)
    return form_page(PAGE, form, status, checkout=shown, **more)


def _held_at(seen_minor: int, checkout: HeldCheckout) -> view.Changed:
    """Chosen again at another price than that of the hold, which has not changed."""
    told = view.changed_price(seen_minor, checkout.quote.total_minor, checkout.quote.currency, HELD)
    return replace(told, old_title="You just saw", new_title="Your hold is at")


def _changed(old_minor: int, checkout: HeldCheckout, sentence: str) -> view.Changed:
    note_changed(checkout, old_minor)
    return view.changed_price(old_minor, checkout.quote.total_minor, checkout.quote.currency, sentence)

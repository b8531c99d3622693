"""A rate is chosen, for one room or several: the first step of a checkout."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from flask import current_app, request
from werkzeug.wrappers import Response

from app.booking import operations as booking
from app.booking.errors import CannotBeSold
from app.booking.rules import Basket, ChosenStay
from app.catalogue.queries import catalogue
from app.guest.checkouts.gone import offer_gone_page
from app.guest.checkouts.lapsed import sold_out_page
from app.guest.checkouts.shared import blueprint
from app.guest.checkouts.telling import note_choice
from app.guest.denied import note_problems
from app.inventory import SoldOut
from app.kernel import clock
from app.kernel.stay import Stay
from app.promotions.errors import OfferGone
from app.web.access import public
from app.web.csrf import visitor_digest
from app.web.errors import Words, error_page
from app.web.limits import holds
from app.web.links import link_token
from app.web.offers import AskedOffers, asked_offers
from app.web.offers.codes import never_shown
from app.web.rate_choice import Choice, read_choice
from app.web.referral import kept_referral
from app.web.respond import see_other
from app.web.search import Search, read_search


@blueprint.post("/checkout")
@public
@holds
def start() -> Response:
    """A rate was chosen: hold it and go to its checkout; 409 with what is left when it has gone."""
    search = read_search(request.form, catalogue().by_slug, _today())
    note_problems(search)
    chosen = read_choice(request.form.get("rate", ""), search.party)
    basket = _basket(chosen, search.stay) if chosen and search.stay else None
    if search.problems or chosen is None or basket is None:
        sentence = search.problems[0].sentence if search.problems else "Choose dates, a room and a rate"
        return error_page(422, Words("Something needs another look", f"{sentence.rstrip('.')}. Nothing is held yet."))
    note_choice(basket)
    asked = asked_offers(search)
    try:
        started, new = _start(replace(basket, promotions=asked.ids), chosen, search)
    except OfferGone as gone:
        return _gone(gone, basket, chosen, search, asked)
    except (SoldOut, CannotBeSold) as refused:
        return sold_out_page(refused, basket, search, asked.promotions)
    token = link_token("checkout", started.checkout_id, started.version)
    was = chosen.seen_minor
    if was is None or was == started.total_minor:
        return see_other(f"/checkout/{token}")
    return see_other(f"/checkout/{token}?was={was}" if new else f"/checkout/{token}?was={was}&held=1")


def _start(basket: Basket, chosen: Choice, search: Search) -> tuple[booking.Started, bool]:
    """The basket is held with the offers that it names. One that never was in the price which the guest saw is left
    out; raises `OfferGone` for one that was, and what `start_once` raises."""
    try:
        return booking.start_once(visitor_digest(), basket, referral=kept_referral(search.referral))
    except OfferGone as gone:
        bare = never_shown(basket, gone, chosen.seen_minor)
        if bare is None:
            raise
        return _start(bare, chosen, search)


def _gone(gone: OfferGone, basket: Basket, chosen: Choice, search: Search, asked: AskedOffers) -> Response:
    """409: both prices, and a button that starts without the offer."""
    bare = replace(search, code="") if asked.by_code_id == gone.promotion_id else replace(search, offer="")
    left = [one for one in asked.promotions if one.id != gone.promotion_id]
    value = request.form.get("rate", "")
    rate = value.rpartition(":")[0] if value.count(":") == 2 else value
    try:
        return offer_gone_page(
            gone,
            chosen.seen_minor,
            replace(basket, promotions=tuple(one.id for one in left)),
            "/checkout",
            bare.asked(),
            bare.url(),
            rate=rate,
        )
    except (SoldOut, CannotBeSold) as refused:
        return sold_out_page(refused, basket, bare, left)


def _basket(chosen: Choice, stay: Stay) -> Basket | None:
    """The rooms that were chosen; None unless all of them are in one house that we know."""
    room_types = [catalogue().room_types.get(room_type) for room_type, _ in chosen.rooms]
    houses = {room_type.location_id if room_type else None for room_type in room_types}
    house = houses.pop()
    if houses or house is None:
        return None
    return Basket(house, tuple(ChosenStay(own, chosen.plan_id, stay, party) for own, party in chosen.rooms))


def _today() -> date:
    """The group's own day."""
    return clock.today(current_app.config["SETTINGS"].group_timezone)

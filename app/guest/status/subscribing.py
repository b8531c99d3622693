"""`/status/<location>/subscription`: asking to hear of a house; `/status/subscriptions/<token>`: confirming, stopping.

Programs that look through mails follow links, so a GET only shows how things stand.
"""

from __future__ import annotations

import wtforms
from flask import Blueprint, Response, request
from werkzeug.wrappers import Response as BaseResponse

from app.care.status.models import StatusSubscription
from app.care.status.operations import ask_to_hear, confirm_hearing, stop_hearing
from app.care.status.subscribed import Subscription, subscription_of
from app.catalogue.closed import house_of
from app.catalogue.queries import House, catalogue
from app.kernel import clock
from app.web.access import by_token, public
from app.web.csrf import protect
from app.web.forms import AsEmail, AsLongAs, Form, Required, SeveralOf
from app.web.limits import asking, count_try
from app.web.links import Link
from app.web.respond import form_page, not_found, page, see_other
from app.web.status_links import PURPOSE, subscription_path
from app.web.status_words import named

blueprint = Blueprint("status_subscriptions", __name__)
URL = "/status/subscriptions/<token:token>"
ONE_CLICK = "List-Unsubscribe"
ASKED_A_DAY, DAY_S = 5, 86_400
"""Questions to one address, from wherever they are asked for."""


class SubscriptionForm(Form):
    email = wtforms.EmailField(
        "Email", [Required(AsEmail.SENTENCE), AsEmail(), AsLongAs(StatusSubscription.email_lower)]
    )
    facilities = SeveralOf("About", choices=[], sentence="Choose from what the house has")


@blueprint.get("/status/<slug:location>/subscription")
@public
def form(location: str) -> BaseResponse:
    """Which address, and about what."""
    house = _house(location)
    return _page(house, _choosing(SubscriptionForm(), house))


@blueprint.post("/status/<slug:location>/subscription")
@public
@asking
def ask(location: str) -> BaseResponse:
    """A mail asks whether that was them; the answer here is the same whatever is known of the address."""
    house = _house(location)
    typed = _choosing(SubscriptionForm.typed(), house)
    if not typed.validate():
        return _page(house, typed)
    count_try(f"status:{typed.email.data.lower()}", ASKED_A_DAY, DAY_S)
    ask_to_hear(typed.email.data, house.id, [int(chosen) for chosen in typed.facilities.data or ()])
    return see_other(f"/status/{house.slug}/subscription/asked")


@blueprint.get("/status/<slug:location>/subscription/asked")
@public
def asked(location: str) -> Response:
    """What happens now; it knows nothing of what was asked."""
    return page("guest/status/asked.html", house=_house(location))


@blueprint.get(URL)
@by_token(PURPOSE)
def show(link: Link) -> Response:
    """How it stands, with the button that confirms it or stops it."""
    own = _own(link)
    house = house_of(own.location_id)
    names = [one.name for one in house.facilities if one.id in own.facilities]
    shown = {"own": own, "house": house, "url": subscription_path(own.id), "may_confirm": own.may_confirm(clock.now())}
    return page("guest/status/standing.html", 200, about=named(names, 20) if names else "Everything there", **shown)


@blueprint.post(f"{URL}/confirm")
@by_token(PURPOSE)
def confirm(link: Link) -> BaseResponse:
    """The address hears of each change from now on."""
    confirm_hearing(_own(link).id)
    return see_other(subscription_path(link.id))


@blueprint.post(URL)
@protect.exempt
@by_token(PURPOSE)
def stop(link: Link) -> BaseResponse:
    """Nothing more comes, whoever presses and however often."""
    stop_hearing(_own(link).id)
    if ONE_CLICK in request.form:
        return Response("Stopped. No more of these mails come.\n", content_type="text/plain; charset=utf-8")
    return see_other(subscription_path(link.id))


def _own(link: Link) -> Subscription:
    own = subscription_of(link.id)
    if own is None:
        raise not_found()
    return own


def _house(location: str) -> House:
    house = catalogue().house(location)
    if house is None:
        raise not_found()
    return house


def _choosing(form: SubscriptionForm, house: House) -> SubscriptionForm:
    form.facilities.choices = [(str(one.id), one.name) for one in house.facilities if one.kind is not None]
    return form


def _page(house: House, form: SubscriptionForm) -> Response:
    return form_page("guest/status/subscription.html", form, house=house)

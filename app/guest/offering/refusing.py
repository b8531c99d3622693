"""`/offers/<offer>/refusal`: "not this one", and taking that back."""

from __future__ import annotations

from flask import Blueprint, request
from werkzeug.wrappers import Response

from app.identity.queries import SignedIn, guests_of
from app.offers.decisions.operations import refuse_offer, undo_refusal
from app.promotions.queries import by_slug
from app.promotions.rules import Promotion
from app.web.access import guest
from app.web.respond import htmx, is_own, not_found, part, see_other

blueprint = Blueprint("refusing", __name__)
GONE = "guest/offers/_refused.html"


@blueprint.post("/offers/<slug:offer>/refusal")
@guest
def refuse(who: SignedIn, offer: str) -> Response:
    """The offer is not shown to this guest for 30 days, on no page and in no mail; then back to the page."""
    promotion = _found(offer)
    refuse_offer(min(guests_of(who)), promotion.id)
    if htmx:
        return part(GONE, offer=promotion, back=_back())
    return see_other(f"/offers?refused={promotion.slug}#refused")


@blueprint.post("/offers/<slug:offer>/refusal/undo")
@guest
def undo(who: SignedIn, offer: str) -> Response:
    """It may be shown again."""
    promotion = _found(offer)
    undo_refusal(guests_of(who), promotion.id)
    return see_other(_back())


def _found(slug: str) -> Promotion:
    promotion = by_slug(slug)
    if promotion is None or promotion.state == "draft":
        raise not_found()
    return promotion


def _back() -> str:
    """The page that the guest came from, if it is one of ours."""
    back = request.form.get("back", "")
    return back if is_own(back) else "/offers"

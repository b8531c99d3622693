"""`/offers`: everything that anybody may take, with its terms."""

from __future__ import annotations

from dataclasses import dataclass

from flask import Blueprint, Response, current_app, render_template, request

from app.availability.boards import all_boards
from app.guest.offering.rows import with_own
from app.guest.pages import Made, kept_page, state_of
from app.kernel import clock
from app.offers.decisions.candidates import example, undated
from app.offers.decisions.queries import known_of
from app.offers.segments.queries import audiences
from app.promotions.queries import every
from app.web import respond
from app.web.access import public
from app.web.offers.cards import OfferCard, offer_card
from app.web.search import Search

blueprint = Blueprint("offers", __name__)
REFUSED = "guest/offers/_said_no.html"


@dataclass(frozen=True, slots=True)
class Refused:
    """An offer that this guest said no to."""

    slug: str
    title: str


@blueprint.get("/offers")
@public
def listed() -> Response:
    """Every offer that is for everybody, with its terms; a guest who is signed in sees what they said no to besides."""
    boards = all_boards()

    def make() -> Made:
        body = respond.body_of("guest/offers/offers.html", offers=open_to_all())
        return Made(body, None)

    return with_own(kept_page(state_of(boards), make), _refused)


def open_to_all() -> list[OfferCard]:
    """The offers that nobody is kept from, in their own order, each with the next stay that it is good for."""
    now, boards, search = clock.now(), all_boards(), Search()
    fits = [one.promotion for one in undated(now, current_app.config["SETTINGS"].group_timezone) if not one.refusals]
    kept = audiences([promotion.id for promotion in fits])
    return [
        offer_card(promotion, example(promotion, boards, now), search)
        for promotion in fits
        if promotion.id not in kept or kept[promotion.id].conditions.empty
    ]


def _refused(guest_ids: list[int]) -> str:
    refused = known_of(guest_ids, clock.now()).refused
    found = [promotion for promotion_id, promotion in every().items() if promotion_id in refused]
    if not found:
        return ""
    return render_template(
        REFUSED, refused=[Refused(one.slug, one.title) for one in found], just=request.args.get("refused", "")
    )

"""`/offers`: everything that anybody may take, with its terms."""

from __future__ import annotations

from dataclasses import dataclass

from flask import Blueprint, Response, current_app, render_template, request

from app.availability.boards import all_boards
from app.guest.offering.rows import with_own
from app.guest.pages import Made, kept_page, state_of
from app.kernel import clock
from app.offers.decisions.candidates import example, undated
from app.offers.decisions.context import Context
from app.offers.decisions.deciding import against
from app.offers.decisions.queries import known_of
from app.offers.segments.queries import audiences
from app.promotions.queries import every
from app.web import respond
from app.web.access import public
from app.web.offers.cards import OfferCard, offer_card
from app.web.search import Search

blueprint = Blueprint("offers", __name__)
FOR_YOU = "guest/offers/_for_you.html"
REFUSED = "guest/offers/_said_no.html"


@dataclass(frozen=True, slots=True)
class Refused:
    """An offer that this guest said no to."""

    slug: str
    title: str


@blueprint.get("/offers")
@public
def listed() -> Response:
    """Every offer that is for everybody, with its terms; a guest who is signed in sees besides those that are
    for them, and what they said no to."""
    boards = all_boards()

    def make() -> Made:
        body = respond.body_of("guest/offers/offers.html", offers=open_to_all())
        return Made(body, None)

    return with_own(kept_page(state_of(boards), make), _own)


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


def _own(guest_ids: list[int]) -> str:
    return for_you(guest_ids) + _refused(guest_ids)


def for_you(guest_ids: list[int]) -> str:
    """The offers that are for some, with their terms, as far as this guest is one of them."""
    now, zone, boards = clock.now(), current_app.config["SETTINGS"].group_timezone, all_boards()
    candidates = tuple(one for one in undated(now, zone) if not one.refusals)
    kept = audiences([one.promotion.id for one in candidates])
    some = tuple(one for one in candidates if one.promotion.id in kept and not kept[one.promotion.id].conditions.empty)
    if not some:
        return ""
    reasons = against(guest_ids, Context("account", "", clock.today(zone), some), now)
    own = [one.promotion for one in some if not {"audience", "open_case"} & set(reasons[one.promotion.id])]
    cards = [offer_card(promotion, example(promotion, boards, now), Search()) for promotion in own]
    return render_template(FOR_YOU, offers=cards) if cards else ""


def _refused(guest_ids: list[int]) -> str:
    refused = known_of(guest_ids, clock.now()).refused
    found = [promotion for promotion_id, promotion in every().items() if promotion_id in refused]
    if not found:
        return ""
    return render_template(
        REFUSED, refused=[Refused(one.slug, one.title) for one in found], just=request.args.get("refused", "")
    )

"""`/stays`: the search over all houses or one."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from flask import Blueprint, Response, request
from markupsafe import Markup

from app.availability.alternatives import next_weekend
from app.availability.board import Board
from app.availability.boards import all_boards
from app.availability.promoted_search import with_promotions
from app.availability.search import HouseFit
from app.availability.sets import search as find_rooms
from app.availability.sight import sight
from app.catalogue.queries import catalogue
from app.guest.denied import denied_by, note_search
from app.guest.find import find_fields
from app.guest.offering.rows import results_offers, row_of, with_own
from app.guest.own_order import own_order, popular_houses
from app.guest.pages import Made, kept_page, own_page
from app.guest.results import spans_shown, stay_results
from app.kernel import clock
from app.web import respond
from app.web.access import public
from app.web.offers import asked_offers, offer_notes
from app.web.search import Search, read_search

blueprint = Blueprint("stays", __name__)
OFFERS_TITLE = "For these dates"


@blueprint.get("/stays")
@public
def stays() -> Response:
    """Every house's answer to the search; 422 with the next bookable weekend when the search cannot be read.

    A guest who is recognised sees a page of their own, which is kept for nobody.
    """
    houses = catalogue().houses
    today = clock.today(houses[0].timezone) if houses else clock.now().date()
    search = read_search(request.args, [house.slug for house in houses], today)
    boards = all_boards(search.locations)
    note_search(search, page="stays")
    stay = search.stay or next_weekend(_asked(boards, search), today, search.party, search.rooms)
    own, asked = own_order(), asked_offers(search)

    def row(guest_ids: Collection[int], fits: Sequence[HouseFit]) -> str:
        cards = results_offers(guest_ids, fits, search, stay)
        return row_of(cards, OFFERS_TITLE, quiet=True, within=True)

    def make() -> Made:
        found = find_rooms(boards, stay, search.party, search.rooms)
        fits = [with_promotions(fit, asked.promotions, fit.board.first) for fit in found]
        results = stay_results(fits, search, stay, own)
        body = respond.body_of(
            "guest/stays.html",
            results=results,
            search=search,
            find=find_fields(search, stay, boards),
            has_errors=bool(search.problems),
            notes=offer_notes(asked, search, fits, "/stays"),
            offers_row=Markup(row((), fits)),  # nosec B704
        )
        return Made(
            body,
            "results" if any(house.sells for house in results.houses) else "search",
            422 if search.problems else 200,
            sight(boards, spans_shown(fits, results)).text,
            denied_by(fits, search),
        )

    popular = popular_houses() if search.sort == "popular" else ()
    alone = own is not None or search.code or search.offer
    days = (stay.arrival.toordinal(), stay.departure.toordinal())
    answer = own_page(make) if alone else kept_page((days, popular), make, boards)
    return with_own(answer, lambda ids: row(ids, find_rooms(boards, stay, search.party, search.rooms)))


def _asked(boards: Sequence[Board], search: Search) -> list[Board]:
    return [board for board in boards if not search.locations or board.house.slug in search.locations]

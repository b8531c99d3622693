"""`/`: the houses, the next bookable weekend, and what is ready in the gardens."""

from __future__ import annotations

from dataclasses import dataclass

from flask import Blueprint, Response, request
from markupsafe import Markup

from app.availability.alternatives import next_weekend
from app.availability.board import Board
from app.availability.boards import all_boards
from app.availability.search import search as find_rooms
from app.catalogue.queries import Produce
from app.guest.find import find_fields
from app.guest.greeting import greeted
from app.guest.house_page import produce_of
from app.guest.offering.rows import home_offers, row_of, with_own
from app.guest.own_order import own_order, popular_houses
from app.guest.pages import Made, kept_page, state_of
from app.guest.results import HouseResult, house_result
from app.kernel import clock
from app.kernel.stay import Stay
from app.kernel.words import MONTHS, counted, number, span
from app.web import funnel, respond
from app.web.access import public
from app.web.search import Search, read_referral
from app.web.seasons import season_of

blueprint = Blueprint("home", __name__)
TITLE, OWN_TITLE = "What people take just now", "Offers for you"


@dataclass(frozen=True, slots=True)
class HomePage:
    """What the home page shows; prices are totals for two, Friday to Sunday of the next bookable weekend."""

    houses: tuple[HouseResult, ...]
    stay_words: str
    total_words: str
    produce: list[Produce]
    month: int
    month_name: str
    season: str
    count_words: str


@blueprint.get("/")
@public
def home() -> Response:
    """The home page: houses in the order most people book in. A guest who is signed in is greeted on it, and has them
    in their own; that page is kept too, as it says nothing of whose order it is."""
    boards = all_boards()
    search = Search(referral=read_referral(request.args))
    funnel.about(None, None, page="home")
    own = own_order()
    order = own.order.ids if own else popular_houses()

    def make() -> Made:
        today = boards[0].first if boards else clock.now().date()
        stay = next_weekend(boards, today, search.party)
        shown = respond.body_of(
            "guest/home.html",
            home=_home_page(boards, search, stay, order),
            search=search,
            find=find_fields(search, stay, boards),
            offers_row=Markup(row_of(home_offers((), boards, search), TITLE)),  # nosec B704
        )
        return Made(shown, "search")

    def row(guest_ids: list[int]) -> str:
        return row_of(home_offers(guest_ids, boards, search), OWN_TITLE)

    return with_own(greeted(kept_page((state_of(boards), order), make), own), row)


def _home_page(boards: list[Board], search: Search, stay: Stay, order: tuple[int, ...]) -> HomePage:
    fits = find_rooms(boards, stay, search.party)
    place = {location_id: number for number, location_id in enumerate(order)}
    ordered = sorted(fits, key=lambda fit: (fit.cheapest_minor is None, place.get(fit.board.house.id, len(place))))
    today = boards[0].first if boards else stay.arrival
    return HomePage(
        houses=tuple(house_result(fit, search, stay, every_room=False) for fit in ordered),
        stay_words=f"Prices for {search.party_text}, {span(stay.arrival, stay.departure)}.",
        total_words=f"total, {counted(stay.nights, 'night')}",
        produce=produce_of(None),
        month=today.month,
        month_name=MONTHS[today.month - 1],
        season=season_of(today),
        count_words=number(len(boards)).capitalize(),
    )

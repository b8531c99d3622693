"""`/houses/<location>` and `/houses/<location>/rooms/<room_type>`."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import replace
from typing import Any

from flask import Blueprint, request
from markupsafe import Markup
from werkzeug.wrappers import Response as BaseResponse

from app.availability import sets
from app.availability.alternatives import next_weekend
from app.availability.board import Board
from app.availability.boards import boards
from app.availability.promoted_search import with_promotions
from app.availability.search import HouseFit, search_house
from app.care.notices.would_touch import coming_to_party
from app.catalogue.queries import House, RoomType, catalogue
from app.guest import markup
from app.guest.calendars import price_calendar, read_month
from app.guest.cards import house_card
from app.guest.denied import denied_by, note_search
from app.guest.find import find_fields
from app.guest.house_page import dining_of, house_page, produce_of, rooms_of, ways_to
from app.guest.offering.rows import room_offers, row_of, with_own
from app.guest.offers import room_offer
from app.guest.pages import Made, kept_page, own_page, state_of
from app.guest.said import said_of
from app.kernel import clock
from app.kernel.stay import Stay
from app.kernel.words import MONTHS
from app.web import respond
from app.web.access import public
from app.web.coming import coming_views
from app.web.offers import asked_offers, offer_notes
from app.web.search import Search, read_search
from app.web.seasons import season_of

blueprint = Blueprint("houses", __name__, url_prefix="/houses")


@blueprint.get("/<slug:location>")
@public
def house(location: str) -> BaseResponse:
    """A house with its words, its rooms for the dates asked for, and its calendar."""
    found = catalogue().house(location)
    if found is None:
        return _moved("location", None, location)
    search, board = _read(found), boards([found])[0]
    note_search(search, found.id, page="house", aside=True)

    def make() -> Made:
        today = board.first
        stay = search.stay or next_weekend([board], today, search.party, search.rooms)
        now = clock.now()
        asked = asked_offers(search)
        fit = with_promotions(
            sets.search_house(board, stay, search.party, search.rooms, now), asked.promotions, board.first
        )
        single = with_promotions(search_house(board, stay, search.party, now), asked.promotions, board.first)
        card = house_card(found, season_of(today))
        page = house_page(fit, card, search, stay)
        said = said_of(found, today)
        body = respond.body_of(
            "guest/house.html",
            house=card,
            page=page,
            rooms=rooms_of(single, card, search, stay),
            notes=offer_notes(asked, search, [fit], card.path),
            dining=dining_of(found),
            produce=produce_of(found),
            month=today.month,
            month_name=MONTHS[today.month - 1],
            ways=ways_to(found),
            calendar=price_calendar(
                board, search, stay, card.path, read_month(_month(), stay.arrival), promotions=fit.promotions
            ),
            reviews=said,
            json_ld=markup.hotel(found, card, page.cheapest_minor) | said.markup,
            **_asked(search, stay, board),
        )
        return Made(body, "search", 422 if search.problems else 200, denied=denied_by([fit], search))

    return own_page(make) if search.code or search.offer else kept_page(state_of([board]), make)


@blueprint.get("/<slug:location>/rooms/<slug:room_type>")
@public
def room_type(location: str, room_type: str) -> BaseResponse:
    """A room type with its facts, its price for the dates asked for, and its calendar."""
    found = catalogue().house(location)
    if found is None:
        return _moved("location", None, location, f"/rooms/{room_type}")
    kind = found.room_type(room_type)
    if kind is None:
        return _moved("room_type", found.id, room_type)
    search, board = _read(found), boards([found])[0]
    note_search(search, found.id, page=f"room {kind.id}")

    def make() -> Made:
        stay = _stay(search, board, kind)
        now = clock.now()
        asked = asked_offers(search)
        fit = with_promotions(search_house(board, stay, search.party, now), asked.promotions, board.first)
        card = house_card(found, season_of(board.first))
        shown = card.room_types[kind.id]
        said = said_of(found, board.first, kind.id)
        offer = room_offer(fit, card, kind, search, stay, request.args.get("rate", ""), now, asked.promotions)
        body = respond.body_of(
            "guest/room_type.html",
            house=card,
            house_url=search.url(card.path, stay),
            room_type=shown,
            fact_rows=shown.fact_rows,
            season=season_of(board.first),
            offer=offer,
            coming=coming_views(coming_to_party(found, [kind.id], stay, search.party), found),
            notes=offer_notes(asked, search, [fit_of(fit, kind)], shown.path),
            asked=search.asked(stay),
            calendar=price_calendar(
                board, search, stay, shown.path, read_month(_month(), stay.arrival), kind, fit.promotions
            ),
            reviews=said,
            json_ld=markup.hotel_room(found, card, shown, offer) | said.markup,
            offers_row=Markup(row(())),  # nosec B704
            **_asked(search, stay, board),
        )
        return Made(body, "room", 422 if search.problems else 200, denied=denied_by([fit], search, kind))

    def row(guest_ids: Collection[int]) -> str:
        stay = _stay(search, board, kind)
        fit = search_house(board, stay, search.party, clock.now())
        cards = room_offers(guest_ids, fit, kind.id, search, stay, f"/houses/{found.slug}/rooms/{kind.slug}")
        return row_of(cards, "An offer for it", quiet=True)

    answer = own_page(make) if search.code or search.offer else kept_page(state_of([board]), make)
    return with_own(answer, row)


def fit_of(fit: HouseFit, kind: RoomType) -> HouseFit:
    """The house's answer about one room type."""
    return replace(fit, rooms=tuple(room for room in fit.rooms if room.room_type.id == kind.id), together=None)


def _stay(search: Search, board: Board, kind: RoomType) -> Stay:
    """The dates that were asked for, else the next weekend for which this room type can be bought."""
    return search.stay or next_weekend([board], board.first, search.party, only=kind)


def _read(house: House) -> Search:
    return read_search(request.args, [house.slug], clock.today(house.timezone))


def _month() -> str:
    return request.args.get("month", "")


def _asked(search: Search, stay: Any, board: Any) -> Mapping[str, Any]:
    return {
        "search": search,
        "find": find_fields(search, stay, [board]),
        "has_errors": bool(search.problems),
    }


def _moved(kind: str, location_id: int | None, slug: str, rest: str = "") -> BaseResponse:
    """A redirect to the current address of what a former slug named; 404 when nothing had it."""
    known = catalogue()
    subject = known.old_slugs.get((kind, location_id, slug))
    if kind == "location" and subject in known.by_id:
        return respond.moved(f"/houses/{known.by_id[subject].slug}{rest}")
    if kind == "room_type" and subject in known.room_types:
        now = known.room_types[subject]
        return respond.moved(f"/houses/{known.by_id[now.location_id].slug}/rooms/{now.slug}")
    raise respond.not_found()

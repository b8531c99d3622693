"""Cards on the home page, among the results, on a room page and in the account.

The first three pages are made once for everybody, with the most popular offers between two marks; a guest who is signed
in gets their own in that place as the page leaves.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from dataclasses import replace
from datetime import date, datetime
from functools import cache

from flask import Response, current_app, request

from app.availability.board import Board
from app.availability.boards import all_boards
from app.availability.search import HouseFit
from app.guest.filters import kept_rooms
from app.identity.queries import SignedIn, guests_of
from app.kernel import clock
from app.kernel.party import Party
from app.kernel.stay import Stay
from app.offers.decisions.candidates import Offered, example, for_stay, found_for_stay, standing, undated
from app.offers.decisions.context import Candidate, Context, page_key
from app.offers.decisions.rules.new_houses import new_to
from app.offers.history.queries import history_of
from app.offers.history.rules.facts import History
from app.promotions.queries import promotion_of
from app.web.csrf import with_token
from app.web.offers.cards import OfferCard, offer_card, with_reason
from app.web.offers.showing import offers_for
from app.web.respond import fragment
from app.web.search import Search
from app.web.session import who_if_known

ROW = "guest/offers/_offer_row.html"
BEGIN, END = "<!-- offers -->", "<!-- /offers -->"
"""Between them stand the offers of a page that is made for everybody."""

UNDATED = ("home", "account")
"""Places where nobody has said when they come: an offer stands there with the next stay that it is good for."""

SEARCHED = ("results", "room")
"""Places beside stays that were looked for: of nobody's offers only those that are shown are held against them."""

Find = Callable[[int], Offered | None]
"""A stay that can be bought with an offer, by the promotion's id."""


def with_own(answer: Response, row: Callable[[list[int]], str]) -> Response:
    """The page with the guest's own offers, `row` of their ids; a stranger's as it is, without a look at anything."""
    known = who_if_known()
    if known is None or answer.status_code != 200:
        return answer
    before, begin, rest = answer.get_data(as_text=True).partition(BEGIN)
    _, end, after = rest.partition(END)
    if end:
        answer.set_data(f"{before}{begin}{with_token(row(guests_of(known)))}{end}{after}")
    return answer


def home_offers(guest_ids: Collection[int], boards: Sequence[Board], search: Search) -> list[OfferCard]:
    """Up to three offers where nobody has said when they come, each for the next stay that it is good for."""
    today, now = _today(), clock.now()
    context = Context("home", page_key("home"), today, undated(now, _zone()))
    return cards_of(guest_ids, context, search, _examples(boards, now, search.party))


def account_row(who: SignedIn) -> str:
    """The same in the account, as HTML; nothing is read while no offer runs."""
    if not standing():
        return ""
    today, now, search = _today(), clock.now(), Search()
    context = Context("account", page_key("account"), today, undated(now, _zone()))
    return row_of(
        cards_of(guests_of(who), context, search, _examples(all_boards(), now, search.party)),
        "Offers for you",
        quiet=True,
    )


def results_offers(guest_ids: Collection[int], fits: Sequence[HouseFit], search: Search, stay: Stay) -> list[OfferCard]:
    """Up to three offers for the stay that was asked for, each with a room and rate that pass the filters; none beside
    a code or an offer that is in the prices."""
    wanted = [fit for fit in fits if not search.locations or fit.board.house.slug in search.locations]
    if is_asked_for(search) or search.problems:
        return []
    if search.filtered:
        wanted = [replace(fit, rooms=rooms) for fit in wanted if (rooms := kept_rooms(fit, search))]
        if not wanted:
            return []
    candidates, find = _candidates(guest_ids, wanted)
    context = _dated("results", page_key(sorted(search.locations), stay, search.party, search.rooms), stay, search)
    return cards_of(guest_ids, replace(context, candidates=candidates), search, find)


def room_offers(
    guest_ids: Collection[int], fit: HouseFit, room_type_id: int, search: Search, stay: Stay, path: str
) -> list[OfferCard]:
    """The offer of a room page, for the stay that it shows."""
    if is_asked_for(search) or search.problems:
        return []
    candidates, find = _candidates(guest_ids, [fit], room_type_id)
    context = _dated("room", page_key(room_type_id, stay, search.party), stay, search)
    context = replace(context, candidates=candidates, location_id=fit.board.house.id)
    return cards_of(guest_ids, context, search, find, path)


def _candidates(
    guest_ids: Collection[int], fits: Sequence[HouseFit], room_type_id: int | None = None
) -> tuple[tuple[Candidate, ...], Find]:
    """The offers that may stand beside these stays. Of a guest's each is looked at, as the log has what was against it;
    of nobody's only as many as are shown, since their page is the one that is asked for most."""
    if guest_ids:
        candidates, offered = for_stay(fits, clock.now(), room_type_id)
        return candidates, offered.get
    return tuple(map(Candidate, standing())), found_for_stay(fits, clock.now(), room_type_id)


def row_of(cards: Sequence[OfferCard], title: str, *, quiet: bool = False, within: bool = False) -> str:
    """The row as HTML; nothing where there are no cards."""
    if not cards:
        return ""
    return fragment(ROW, offers=cards, offers_title=title, quiet=quiet, within=within)


def is_asked_for(search: Search) -> bool:
    """Whether the search names an offer or a code."""
    return bool(search.code or search.offer)


def _dated(place: str, page: str, stay: Stay, search: Search) -> Context:
    return Context(place, page, _today(), stay=stay, party=search.party)


def _examples(boards: Sequence[Board], now: datetime, party: Party) -> Find:
    def find(promotion_id: int) -> Offered | None:
        promotion = promotion_of(promotion_id)
        return example(promotion, boards, now, party) if promotion else None

    return find


def cards_of(
    guest_ids: Collection[int], context: Context, search: Search, find: Find, path: str = "/stays"
) -> list[OfferCard]:
    """The cards of a page's offers in their order, each with the reason why this guest sees it."""
    if not any(not one.refusals for one in context.candidates) and not guest_ids:
        return []
    history = history_of(*guest_ids) if guest_ids and context.candidates else History()
    cards, find, back = [], cache(find), request.full_path.rstrip("?")
    asks = context.place in UNDATED or (context.place in SEARCHED and not guest_ids)
    stands = (lambda promotion_id: find(promotion_id) is not None) if asks else None
    for promotion_id in offers_for(guest_ids, context, stands).promotion_ids:
        promotion, offered = promotion_of(promotion_id), find(promotion_id)
        if promotion is None:
            continue
        if offered and promotion.houses and offered.location_id not in new_to(promotion, history):
            offered = None
        card = offer_card(promotion, offered, search, path=path, refusable=bool(guest_ids))
        arrival_on = offered.stay.arrival if offered else None
        location_id = offered.location_id if offered else None
        card = with_reason(card, promotion, history, context.today, arrival_on=arrival_on, location_id=location_id)
        cards.append(card._replace(back=back))
    return cards


def _zone() -> str:
    return str(current_app.config["SETTINGS"].group_timezone)


def _today() -> date:
    """The group's own day."""
    return clock.today(_zone())

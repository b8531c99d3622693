"""What a guest would see of an offer on any dates: their order, what is against each offer, and the reason."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from urllib.parse import urlencode

from flask import Response, current_app, request

from app.availability.boards import all_boards
from app.availability.sets import search as find_rooms
from app.catalogue.queries import catalogue
from app.identity.staff.rules import Actor
from app.kernel import clock
from app.marketing.offers.guests import Somebody, found_guests, sees_names, somebody
from app.marketing.offers.kinds import reason_words
from app.marketing.offers.shared import ACTION, HERE, address, blueprint, found, today
from app.offers.decisions.candidates import Offered, for_stay, standing, undated
from app.offers.decisions.context import Candidate, Context
from app.offers.decisions.deciding import against, decide
from app.offers.decisions.rules import HOLDOUT, Shown
from app.offers.history.queries import history_of
from app.promotions.rules import Promotion
from app.web.access import staff
from app.web.csv_file import csv_file, unreadable
from app.web.forms import clean_line
from app.web.offers.cards import OfferCard, offer_card, with_reason
from app.web.respond import page
from app.web.search import Search, read_search

LONGEST = 120
TYPED = ("at", "location", "arrival", "departure", "adults", "children")
HOME, RESULTS = "home", "results"
AT = {"": "Home or results", "checkout": "Checkout", "booking": "Page of a booking", "mail": "Mail before arrival"}
"""Where it is looked at: the first by whether there are dates."""
HERE_NOT = "Not of a kind that can be taken there"
HEAD = ("offer", "place", "chance", "against")


@dataclass(frozen=True, slots=True)
class Line:
    """An offer in the order of the page. `place` counts from 1, 0 where it is not on the page; `chance` is that of its
    place, None where it is not on the page."""

    promotion: Promotion
    place: int
    chance: float | None
    reasons: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Preview:
    """What somebody would see: `lines` in order, `card` of the offer itself, and how it was decided in words."""

    lines: tuple[Line, ...]
    card: OfferCard
    reasons: tuple[str, ...]
    arm: str


@blueprint.get("/marketing/offers/<slug:offer>/preview")
@staff(ACTION, anywhere=True)
def show_preview(actor: Actor, offer: str) -> Response:
    """Nothing is logged and nobody is told; 422 where the dates cannot be read."""
    one = found(actor, offer)
    houses = catalogue().houses
    search = read_search(request.args, [house.slug for house in houses], today())
    q = clean_line(request.args.get("q", ""))[:LONGEST]
    who = somebody(actor, request.args.get("booking", ""))
    return page(
        "marketing/offers/preview.html",
        422 if search.problems else 200,
        actor=actor,
        here=HERE,
        one=one,
        url=address(one, "preview"),
        back=address(one),
        file=f"{address(one, 'preview.csv')}?{urlencode(_asked(who, search))}",
        q=q,
        people=found_guests(actor, q) if q else [],
        by_name=sees_names(actor),
        who=who,
        search=search,
        has_errors=bool(search.problems),
        houses=houses,
        preview=_previewed(one, who, search),
        places=AT,
        at=_at(),
    )


@blueprint.get("/marketing/offers/<slug:offer>/preview.csv")
@staff(ACTION, anywhere=True, proven=True)
def order_file(actor: Actor, offer: str) -> Response:
    """Every offer in the order of somebody, or of a stranger."""
    one = found(actor, offer)
    search = read_search(request.args, [house.slug for house in catalogue().houses], today())
    if search.problems:
        raise unreadable(" ".join(problem.sentence for problem in search.problems))
    lines = _previewed(one, somebody(actor, request.args.get("booking", "")), search).lines
    rows = [(line.promotion.title, line.place or None, line.chance, "; ".join(line.reasons)) for line in lines]
    return csv_file(f"{one.slug}-preview.csv", HEAD, rows)


def _previewed(one: Promotion, who: Somebody | None, search: Search) -> Preview:
    at = clock.now()
    as_running = replace(one, state="running")
    offers = (as_running, *(own for own in standing() if own.id != one.id))
    candidates, offered = _candidates(offers, search, one)
    location = catalogue().house(search.location) if search.location else None
    context = Context(
        _at() or (RESULTS if search.stay else HOME), "preview", today(), candidates, search.stay, search.party,
        location.id if location else None,
    )  # fmt: skip
    ids = who.guest_ids if who else ()
    shown, reasons = decide(ids, context, at), against(ids, context, at)
    card = offer_card(as_running, offered.get(one.id), search)
    if ids:
        card = with_reason(
            card, as_running, history_of(*ids), today(), location_id=context.location_id,
            arrival_on=search.stay.arrival if search.stay else None,
        )  # fmt: skip
    lines = _lines(offers, shown, reasons)
    against_it = tuple(map(reason_words, reasons[one.id])) if one.id in reasons else (HERE_NOT,)
    return Preview(lines, card, against_it, _arm_words(shown, who))


def _at() -> str:
    wanted = request.args.get("at", "")
    return wanted if wanted in AT else ""


def _asked(who: Somebody | None, search: Search) -> list[tuple[str, str]]:
    """The parameters that ask for the same again."""
    own = {"at": _at(), **search.typed}
    typed = [(name, own[name]) for name in TYPED if own.get(name)]
    return [("booking", who.reference), *typed] if who else typed


def _candidates(
    offers: tuple[Promotion, ...], search: Search, one: Promotion
) -> tuple[tuple[Candidate, ...], dict[int, Offered]]:
    at = clock.now()
    if search.stay is None:
        return undated(at, current_app.config["SETTINGS"].group_timezone, offers), {}
    boards = [board for board in all_boards() if search.location in ("", board.house.slug)]
    return for_stay(find_rooms(boards, search.stay, search.party), at, offers=offers)


def _lines(offers: tuple[Promotion, ...], shown: Shown, reasons: Mapping[int, tuple[str, ...]]) -> tuple[Line, ...]:
    """Those on the page in its order, then those that fit but found no place, then those that are held back."""
    choices = {choice.promotion_id: choice for choice in shown.choices}
    rows = [
        Line(
            one,
            choices[one.id].position + 1 if one.id in choices else 0,
            choices[one.id].propensity if one.id in choices else None,
            tuple(map(reason_words, reasons.get(one.id, ()))),
        )
        for one in offers
        if one.id in reasons
    ]
    return tuple(sorted(rows, key=lambda line: (not line.place, line.place, bool(line.reasons))))


def _arm_words(shown: Shown, who: Somebody | None) -> str:
    if who is None:
        return "A stranger sees the most popular offers for the dates. Nothing is kept about it."
    if shown.guest_id is None:
        return "Their history is not used: they see the most popular offers, and nothing is kept about it."
    if shown.arm == HOLDOUT:
        return "They are held out: they see the most popular offers, so that there is something to compare with."
    if not shown.policy_version:
        return "Nothing was learnt yet: they see the most popular offers."
    return "Ranked by what they booked before. The order is drawn anew each time; these are the chances of this draw."

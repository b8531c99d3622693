"""`/waitlist/<token>`: one's own place in the line, and what is held there."""

from __future__ import annotations

import re
from dataclasses import dataclass

from flask import Response, request
from werkzeug.wrappers import Response as BaseResponse

from app.availability.board import Board
from app.availability.boards import board
from app.availability.search import priced_stay, reasons_against
from app.booking.errors import CannotBeSold
from app.booking.queries import checkout_of
from app.booking.waitlist import operations as waitlist
from app.booking.waitlist.errors import NotHeld
from app.booking.waitlist.queries import Entry, Offered, place_in_line
from app.care.notices.queries import notices_for
from app.care.notices.rules import ANNOUNCED, WAITLIST
from app.catalogue.closed import house_of, room_type_of
from app.catalogue.queries import RoomType, catalogue
from app.guest.cards import house_card
from app.guest.waitlist.shared import blueprint, found
from app.inventory import SoldOut
from app.kernel import clock
from app.kernel.errors import Refused
from app.kernel.money import rounded_half_up
from app.kernel.party import Party
from app.kernel.stay import Stay
from app.kernel.words import money
from app.pricing.rules import Plan, policy_of, stay_lines, total_minor
from app.web.access import by_token
from app.web.csrf import visitor_digest
from app.web.limits import holds
from app.web.links import Link, link_token
from app.web.respond import page, see_other
from app.web.search import Search
from app.web.seasons import season_of
from app.web.waitlist_words import again_url, held_words, place_words, rows_of, stay_words, until_words

PURPOSE = "waitlist"
TEMPLATE = "guest/waitlist/entry.html"
RATE = re.compile(r"([1-9]\d{0,17}):(\d{1,9})", re.ASCII)
"""Rate plan, and the total that the guest saw."""
NEVER = {"no_rate", "in_the_past", "too_far_ahead"}
"""Reasons that hold even against what is held."""


@dataclass(frozen=True, slots=True)
class RateRow:
    """A rate at which the place can be taken today."""

    plan_slug: str
    name: str
    value: str
    total_minor: int
    total_text: str
    per_night_text: str
    policy_text: str


@blueprint.get("/<token:token>")
@by_token(PURPOSE)
def show(link: Link) -> Response:
    """The place in the line; while something is held, until when, what it costs, and the button to take it."""
    return _page(found(link), link)


@blueprint.post("/<token:token>/leave")
@by_token(PURPOSE)
def leave(link: Link) -> BaseResponse:
    """Out of the line; what was held goes to the next."""
    waitlist.leave(found(link).id)
    return see_other(f"/waitlist/{link.token}")


@blueprint.post("/<token:token>/take")
@by_token(PURPOSE)
@holds
def take(link: Link) -> BaseResponse:
    """The place goes on to a checkout; 409 when the hour has passed."""
    entry = found(link)
    chosen = RATE.fullmatch(request.form.get("rate", ""))
    if chosen is None:
        return see_other(f"/waitlist/{link.token}")
    try:
        started = waitlist.take(entry.id, int(chosen[1]), asked_by=visitor_digest())
    except (NotHeld, CannotBeSold, SoldOut) as refused:
        return _page(found(link), link, refused)
    token = link_token("checkout", started.checkout_id, started.version)
    moved = started.total_minor != int(chosen[2])
    return see_other(f"/checkout/{token}?was={chosen[2]}" if moved else f"/checkout/{token}")


def _page(entry: Entry, link: Link, refused: Refused | None = None) -> Response:
    held = entry.offered if entry.state == "offered" else None
    return page(
        TEMPLATE,
        409 if refused else 200,
        entry=entry,
        notices=_notices(entry),
        refused=refused,
        url=f"/waitlist/{link.token}",
        rows=rows_of(entry.wish),
        place_words=place_words(place_in_line(entry.id)) if entry.state == "waiting" else "",
        **_taken(entry),
        again_url=again_url(entry.wish),
        **(_held(entry, held) if held else {"rates": ()}),
    )


def _notices(entry: Entry) -> list[tuple[str, str]]:
    """What is not as usual on the nights that somebody waits for: its title, and what it means for them."""
    if entry.state not in ("waiting", "offered"):
        return []
    own = [one for one in notices_for(entry.id, WAITLIST) if one.state == ANNOUNCED]
    return [
        (one.title, " ".join(filter(None, (one.meaning, one.said, *(reason["says"] for reason in one.why)))))
        for one in own
    ]


def _held(entry: Entry, held: Offered) -> dict[str, object]:
    house = house_of(held.location_id)
    card = house_card(house, season_of(held.stay.arrival))
    return {
        "house": card,
        "room_type": card.room_types.get(held.rooms[0][0]),
        "room_name": held_words(held),
        "rooms": [(room_type_of(kind).name, Search(party=party).party_text) for kind, party in held.rooms],
        "until_words": until_words(held.held_until_at, house.timezone, clock.now()),
        "stay_words": stay_words(held.stay),
        "party_words": Search(party=entry.wish.party).party_text,
        "rates": _rates(entry, held),
    }


def _rates(entry: Entry, held: Offered) -> tuple[RateRow, ...]:
    """Every plan that has a rate for all the rooms today; rules that came after the offer do not forbid it."""
    house, known = catalogue().by_id.get(held.location_id), catalogue().room_types
    if house is None or any(kind not in known for kind, _ in held.rooms):
        return ()
    current = board(house)
    rooms = [(known[kind], party) for kind, party in held.rooms]
    rows = []
    for plan in current.prices_of.plans:
        if not _is_sold(current, plan, held.stay, rooms):
            continue
        stays = (priced_stay(current, room_type, plan, held.stay, party) for room_type, party in rooms)
        total = sum(total_minor(stay_lines(own, current.prices_of.vat_bp)) for own in stays)
        policy = policy_of(plan, held.stay.arrival, house.timezone, house.currency, clock.now())
        rows.append(
            RateRow(
                plan.slug,
                plan.name,
                f"{plan.id}:{total}",
                total,
                money(total, house.currency),
                f"{money(rounded_half_up(total, held.stay.nights), house.currency)} a night",
                policy.brief,
            )
        )
    return tuple(sorted(rows, key=lambda row: row.total_minor))


def _is_sold(current: Board, plan: Plan, stay: Stay, rooms: list[tuple[RoomType, Party]]) -> bool:
    """Whether the plan has a rate for these rooms, and where it has supper, covers for all on every night."""
    tried = (reasons_against(current, room_type, plan, stay, party, counting=False) for room_type, party in rooms)
    if any(NEVER & set(reasons) for reasons in tried):
        return False
    covers = current.covers(current.index(stay.arrival), current.index(stay.departure))
    return not plan.supper_included or covers >= sum(party.heads for _, party in rooms)


def _taken(entry: Entry) -> dict[str, object]:
    """The checkout that the place went on to, for whoever comes back by the mail, and whether that is booked."""
    checkout = checkout_of(entry.checkout_id) if entry.checkout_id else None
    if checkout is None:
        return {"checkout_url": "", "booked": False}
    url = f"/checkout/{link_token('checkout', checkout.id, checkout.version)}"
    return {"checkout_url": url, "booked": checkout.state == "booked"}

"""`/staff/<house>/walk-in`: somebody stands at the desk and wants a bed for tonight."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import Any

import wtforms
from flask import request
from werkzeug.datastructures import MultiDict
from werkzeug.wrappers import Response

from app.availability.boards import board
from app.availability.search import HouseFit, search_house
from app.booking.errors import CannotBeSold, NotPaid, PriceChanged
from app.booking.models import Booking
from app.booking.reception.neighbours import still_inside
from app.booking.rooms.suiting import kept_for, offered_by, suited_among, wanted_of
from app.booking.rules import Basket, ChosenStay, Details
from app.care.choices.accepting import walk_in_knowing
from app.care.notices.coming import Coming, read_key, was_read
from app.care.notices.would_touch import coming_to, coming_to_party
from app.catalogue.queries import House
from app.identity.models import Guest
from app.identity.staff.rules import Actor
from app.inventory import SoldOut
from app.inventory.packing.queries import free_rooms
from app.inventory.room_states import room_states
from app.kernel import clock
from app.kernel.stay import LONGEST_STAY, Stay
from app.kernel.words import listed, money
from app.staff.arrivals.form import HOW
from app.staff.arrivals.shared import blueprint
from app.web.access import staff
from app.web.coming import coming_views
from app.web.forms import AsEmail, AsLongAs, AsTelephone, Form, OneOf, Required
from app.web.rate_choice import Choice, read_choice
from app.web.reasons import Reason, reason_words
from app.web.respond import form_page, see_other
from app.web.search import Problem, Search, read_search

PAGE = "staff/arrivals/walk_in.html"
OWED = "owed"


class WalkInForm(Form):
    """Who they are, what they take, and how they pay."""

    rate = wtforms.StringField("Room and rate")
    name = wtforms.StringField("Name", [Required("Enter their name"), AsLongAs(Guest.name)])
    email = wtforms.EmailField("Email", [AsEmail(), AsLongAs(Guest.email)], description="Their papers go there")
    phone = wtforms.TelField("Telephone", [AsTelephone(), AsLongAs(Guest.phone)])
    notes = wtforms.StringField("Notes", [AsLongAs(Booking.notes)], description="The guest sees them, too")
    settle = OneOf("How it is paid", choices=[*HOW, (OWED, "Owed until they leave")], sentence="Choose one of these")
    terms_read = wtforms.BooleanField("They have seen the price and the terms, and said yes.")

    def require_chosen(self, chosen: Choice | None) -> bool:
        """Whether a room, a way to pay and their yes are there."""
        if chosen is None:
            self.refuse("rate", "Choose a room and a rate")
        if not self.settle.data:
            self.refuse("settle", "Say how it is paid")
        if not self.terms_read.data:
            self.refuse("terms_read", "Show them the price and the terms, and tick this when they say yes")
        return not self.errors


@dataclass(frozen=True, slots=True)
class RateRow:
    """One rate of a room with its total; `value` is what choosing it posts."""

    value: str
    name: str
    total_minor: int
    total_text: str
    policy: str
    chosen: bool


@dataclass(frozen=True, slots=True)
class RoomRow:
    """One room type that has a bed for them; `ready` says which doors."""

    name: str
    ready: str
    rates: list[RateRow]


@blueprint.get("/staff/<slug:house>/walk-in")
@staff("make_bookings")
def walk_in(actor: Actor, house: House) -> Response:
    """What the house has from tonight for this party, at the price that the site says."""
    form = WalkInForm(None)
    return _page(actor, house, request.args, form)


@blueprint.post("/staff/<slug:house>/walk-in")
@staff("make_bookings")
def take_in(actor: Actor, house: House) -> Response:
    """They have a room, and stand on the page on which they are checked in; 409 with what is left where it went."""
    form = WalkInForm.typed()
    search, stay = _search(house, request.form)
    chosen = read_choice(form.rate.data or "", search.party)
    well = form.validate()
    if not form.require_chosen(chosen) or not well or search.problems or stay is None or chosen is None:
        return _page(actor, house, request.form, form, 422)
    owed = form.settle.data == OWED
    rooms = tuple(ChosenStay(room_type, chosen.plan_id, stay, party) for room_type, party in chosen.rooms)
    details = Details(form.name.data, form.email.data or None, form.phone.data or None, None, form.notes.data or None)
    basket = Basket(house.id, rooms, at_house=owed)
    notices = coming_to(basket)
    if not was_read(notices, request.form.get("read", "")):
        return _page(actor, house, request.form, form, 409, unread=True)
    try:
        placed = walk_in_knowing(
            basket,
            details,
            notices,
            method="" if owed else form.settle.data,
            seen_minor=chosen.seen_minor or 0,
            by=actor.staff_id,
        )
    except NotPaid:
        form.refuse("settle", "That rate is paid at once. Take it, or choose another rate")
        return _page(actor, house, request.form, form, 422)
    except PriceChanged as moved:
        old, new = (money(minor, house.currency, pence=True) for minor in (moved.old_minor, moved.new_minor))
        return _page(actor, house, request.form, form, 409, f"The price has changed from {old} to {new}. Look again.")
    except (SoldOut, CannotBeSold) as refused:
        return _page(actor, house, request.form, form, 409, f"{refused} Nothing is booked; choose from what is left.")
    return see_other(f"/staff/{house.slug}/bookings/{placed.reference}/check-in")


def _page(
    actor: Actor,
    house: House,
    asked: MultiDict[str, str],
    form: WalkInForm,
    status: int | None = None,
    refused: str = "",
    *,
    unread: bool = False,
) -> Response:
    search, stay = _search(house, asked)
    fit = None if stay is None or search.problems else search_house(board(house), stay, search.party, clock.now())
    notices = _coming(house, fit) if fit else []
    problems = [(problem.name, problem.sentence) for problem in search.problems]
    return form_page(
        PAGE,
        form,
        422 if problems else status,
        actor=actor,
        house=house,
        here="arrivals",
        refused=refused,
        asked=_typed(asked),
        typed=request.method == "POST",
        problems=problems,
        stay=stay,
        party_text=search.party_text,
        rooms=_rooms(house, fit, form) if fit else [],
        reason=_reason(house, fit) if fit and not fit.rooms else None,
        coming=coming_views(notices, house),
        read=read_key(notices),
        ticked=bool(notices) and request.form.get("read") == read_key(notices),
        unread=unread,
    )


def _coming(house: House, fit: HouseFit) -> list[Coming]:
    """What would touch them in any of the rooms that they may take."""
    return coming_to_party(house, [room.room_type.id for room in fit.rooms], fit.stay, fit.party)


def _typed(asked: MultiDict[str, str]) -> dict[str, str]:
    names = {"nights": "1", "adults": "2", "children": "", "cots": "0", "dogs": "0", "needs": ""}
    return {name: (asked.get(name) or usual)[:40] for name, usual in names.items()}


def _search(house: House, asked: MultiDict[str, str]) -> tuple[Search, Stay | None]:
    """The party that is asked, and its nights from tonight."""
    today = clock.today(house.timezone)
    typed = _typed(asked)
    nights = int(typed["nights"]) if typed["nights"].isascii() and typed["nights"].isdigit() else 0
    known = {name: typed[name] for name in ("adults", "children", "cots", "dogs", "needs")}
    search = read_search(MultiDict(known), [house.slug], today)
    if not 1 <= nights <= LONGEST_STAY:
        wrong = Problem("nights", f"Choose 1 to {LONGEST_STAY} nights")
        return _with(search, wrong), None
    return search, Stay(today, today + timedelta(days=nights))


def _with(search: Search, problem: Problem) -> Search:
    return Search(party=search.party, problems=(*search.problems, problem))


def _rooms(house: House, fit: HouseFit, form: WalkInForm) -> list[RoomRow]:
    states, inside = room_states(house.id), still_inside(house.id, fit.stay.arrival)
    offered, kept = offered_by(states), kept_for(list(fit.stay))
    rows = []
    for room in fit.rooms:
        doors = suited_among(free_rooms(room.room_type.id, list(fit.stay)), wanted_of(fit.party), offered, kept)
        empty = [states[door.id] for door in doors if door.id in states and door.id not in inside]
        ready = [room.name for room in empty if room.ready]
        rates = [
            RateRow(
                f"{room.room_type.id}:{rate.plan.id}:{rate.total_minor}",
                rate.plan.name,
                rate.total_minor,
                money(rate.total_minor, house.currency, pence=True),
                rate.policy.brief,
                (form.rate.data or "").startswith(f"{room.room_type.id}:{rate.plan.id}:"),
            )
            for rate in room.rates
        ]
        words = f"{listed(ready[:4])} ready" if ready else "none ready yet" if doors else "no one door free"
        rows.append(RoomRow(room.room_type.name, words, rates))
    return rows


def _reason(house: House, fit: HouseFit) -> Reason | None:
    code: Any = fit.binding
    return reason_words(code, board(house), fit.stay, fit.party) if code else None

"""The page of an offer: whether it works, for whom, its guard rails, and why it was not shown."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

from flask import Response, current_app

from app.availability.boards import all_boards
from app.catalogue.queries import catalogue
from app.identity.staff.rules import Actor
from app.kernel import clock
from app.marketing.offers.kinds import KINDS, STATES, reason_words
from app.marketing.offers.rails import gives, rails
from app.marketing.offers.shared import ACTION, HERE, address, blueprint, found, runs, today, where
from app.marketing.segments.words import in_words
from app.offers.decisions.candidates import example
from app.offers.decisions.queries import split, unshown
from app.offers.proof.measured import OneOffer
from app.offers.proof.one import measured_offer
from app.offers.segments import audience_of, reach
from app.promotions.rules import Promotion
from app.web.access import staff
from app.web.csv_file import csv_file
from app.web.offers.cards import offer_card
from app.web.respond import page
from app.web.search import Search

UNSHOWN_DAYS = 28
DAY_HEAD = ("day", "shown", "held_out", "lift", "low", "high")
GROUP_HEAD = ("by", "guests", "shown", "came", "held_out", "held_out_came", "lift", "low", "high", "verdict")


@blueprint.get("/marketing/offers/<slug:offer>")
@staff(ACTION, anywhere=True)
def show_one(actor: Actor, offer: str) -> Response:
    """What it did so far."""
    return offer_page(actor, found(actor, offer))


@blueprint.get("/marketing/offers/<slug:offer>/days.csv")
@staff(ACTION, anywhere=True, proven=True)
def days_file(actor: Actor, offer: str) -> Response:
    """The lift by day."""
    one = found(actor, offer)
    rows = [(row.day_on, row.offers, row.held, row.lift, row.low, row.high) for row in _measured(one).days]
    return csv_file(f"{one.slug}-days.csv", DAY_HEAD, rows)


@blueprint.get("/marketing/offers/<slug:offer>/groups.csv")
@staff(ACTION, anywhere=True, proven=True)
def groups_file(actor: Actor, offer: str) -> Response:
    """For whom it works."""
    one = found(actor, offer)
    rows = [
        (
            group.by, group.name, own.lift.offers, own.came_offers, own.lift.held, own.came_held, own.lift.lift,
            own.lift.low, own.lift.high, own.lift.words,
        )
        for group in _measured(one).groups
        for own in (group.compared,)
    ]  # fmt: skip
    return csv_file(f"{one.slug}-groups.csv", GROUP_HEAD, rows)


@blueprint.get("/marketing/offers/<slug:offer>/reasons.csv")
@staff(ACTION, anywhere=True, proven=True)
def reasons_file(actor: Actor, offer: str) -> Response:
    """Why it was not shown, in 28 days."""
    one = found(actor, offer)
    return csv_file(f"{one.slug}-reasons.csv", ("reason", "times"), _reasons(one, today()))


def offer_page(actor: Actor, one: Promotion, status: int = 200, **more: Any) -> Response:
    """The page as it stands; `refused` says why nothing was changed."""
    figures, audience, day = _measured(one), audience_of(one.id), today()
    as_running = replace(one, state="running")
    next_stay = example(as_running, all_boards(), clock.now()) if one.state != "stopped" else None
    card = offer_card(as_running, next_stay, Search())
    return page(
        "marketing/offers/offer.html",
        status,
        actor=actor,
        here=HERE,
        one=one,
        url=address(one),
        kind=KINDS[one.kind],
        state=STATES[one.state],
        where=where(one),
        may_run=runs(actor, one),
        gives=gives(one, thing_of(one)),
        card=card,
        figures=figures if figures.whole.times or figures.whole.lift.n else None,
        audience=audience,
        audience_words=in_words(audience.conditions),
        reach=reach(audience.conditions, day),
        split=split(),
        rails=rails(one, day, next_stay.with_minor // next_stay.stay.nights if next_stay else None),
        reasons=_reasons(one, day),
        zone=_zone(),
        **{"refused": None, **more},
    )


def thing_of(one: Promotion) -> str:
    """The name of the extra or the room that it is about."""
    for house in catalogue().houses:
        things = house.extras if one.extra_id else house.room_types if one.room_type_id else ()
        named = next((thing.name for thing in things if thing.id in (one.extra_id, one.room_type_id)), "")
        if named:
            return named
    return ""


def _reasons(one: Promotion, day: date) -> list[tuple[str, int]]:
    since = day - timedelta(days=UNSHOWN_DAYS - 1)
    return [(reason_words(row.reason), row.times) for row in unshown(since, day, one.id)]


def _measured(one: Promotion) -> OneOffer:
    return measured_offer(one.id, _zone())


def _zone() -> str:
    return str(current_app.config["SETTINGS"].group_timezone)

"""Which offers somebody finds at the desk, and which of them they run."""

from __future__ import annotations

from datetime import date

from flask import Blueprint, current_app
from werkzeug.exceptions import Forbidden

from app.catalogue.closed import house_of
from app.catalogue.queries import House, catalogue
from app.identity.staff.rules import Actor, can, places
from app.kernel import clock
from app.promotions.queries import by_slug, every
from app.promotions.rules import Promotion
from app.web.respond import not_found

blueprint = Blueprint("offers_desk", __name__)
ACTION = "run_offers"
HERE = "offers"
ADDRESS = "/marketing/offers"


def own_houses(actor: Actor) -> list[House]:
    """The houses whose offers this person runs, in their order."""
    own = places(actor, ACTION, (house.id for house in catalogue().houses))
    return [catalogue().by_id[location_id] for location_id in own]


def runs(actor: Actor, promotion: Promotion) -> bool:
    """Whether they may change, start and stop it: the group's people all, a manager those of their houses alone."""
    if can(actor, ACTION):
        return True
    own = {house.id for house in own_houses(actor)}
    return bool(promotion.houses) and own.issuperset(promotion.houses)


def found_offers(actor: Actor) -> list[Promotion]:
    """Every offer that holds at one of their houses, running ones first, then the newest."""
    own = {house.id for house in own_houses(actor)}
    mine = [one for one in every().values() if can(actor, ACTION) or not one.houses or own.intersection(one.houses)]
    order = ("running", "paused", "draft", "stopped")
    return sorted(mine, key=lambda one: (order.index(one.state), -one.id))


def found(actor: Actor, slug: str) -> Promotion:
    """One of them by its slug; to all others it is not there."""
    promotion = by_slug(slug)
    if promotion is None or promotion not in found_offers(actor):
        raise not_found()
    return promotion


def run_by(actor: Actor, slug: str) -> Promotion:
    """One that they run; 403 for one that they only see."""
    promotion = found(actor, slug)
    if not runs(actor, promotion):
        raise Forbidden
    return promotion


def address(promotion: Promotion, page: str = "") -> str:
    """Of the page of an offer, or of one below it."""
    return f"{ADDRESS}/{promotion.slug}{f'/{page}' if page else ''}"


def where(promotion: Promotion) -> str:
    """`Withy Moor`, `Withy Moor and Oast End`, `All houses`."""
    names = [house_of(location_id).name for location_id in promotion.houses]
    return " and ".join(filter(None, (", ".join(names[:-1]), *names[-1:]))) or "All houses"


def today() -> date:
    """The group's own day."""
    return clock.today(current_app.config["SETTINGS"].group_timezone)

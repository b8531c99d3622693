"""`/status` and `/status/<location>`, each also as `.json` and `.atom`: how the houses are, for everybody."""

from __future__ import annotations

import json
from collections.abc import Sequence

from flask import Blueprint, current_app
from werkzeug.wrappers import Response as BaseResponse

from app.care.facilities.rules import FINE, STATES, worst
from app.care.status import Board
from app.catalogue.queries import House, catalogue
from app.guest.status import feeds
from app.guest.status.kept import kept_feed, kept_page, known_feed, known_part
from app.guest.status.own import PLACE, with_own
from app.guest.status.plan import plan_of
from app.guest.status.rows import Sheet, sheet_of
from app.kernel import clock
from app.kernel.words import counted
from app.web import respond
from app.web.access import public
from app.web.status_words import named
from app.web.trader import trader

blueprint = Blueprint("status", __name__)


@blueprint.get("/status")
@public
def houses() -> BaseResponse:
    """Every house with its plan and what is not fine there."""
    if (lately := known_part("houses-status")) is not None:
        return lately
    known = catalogue().houses

    def make(found: Board) -> dict[str, object]:
        sheets = _sheets(known, found)
        return {
            "sheets": [(sheet, plan_of(sheet.name, sheet.rows)) for sheet in sheets],
            "title": _title(sheets),
            "state": worst(sheet.state for sheet in sheets),
        }

    return kept_page(known, "guest/status/houses.html", "houses-status", make)


@blueprint.get("/status/<slug:location>")
@public
def house(location: str) -> BaseResponse:
    """One house: its plan, its facilities, what is planned, the last ninety days, and how the others are."""
    if (lately := known_part("house-status")) is not None:
        return lately
    own, known = catalogue().house(location), catalogue().houses
    if own is None:
        return _moved(location)

    def make(found: Board) -> dict[str, object]:
        sheets = _sheets(known, found)
        sheet = next(sheet for sheet in sheets if sheet.slug == own.slug)
        others = [other for other in sheets if other is not sheet]
        return {"sheet": sheet, "plan": plan_of(sheet.name, sheet.rows), "others": others, "own_place": PLACE}

    return kept_page(known, "guest/status/house.html", "house-status", make, lambda body: with_own(body, own))


@blueprint.get("/status.json", defaults={"ending": "json"}, endpoint="houses_json")
@blueprint.get("/status.atom", defaults={"ending": "atom"}, endpoint="houses_atom")
@public
def houses_feed(ending: str) -> BaseResponse:
    """Every house, for programs."""
    if (lately := known_feed()) is not None:
        return lately
    return _as_json(catalogue().houses) if ending == "json" else _as_atom(catalogue().houses)


@blueprint.get("/status/<feed:feed>")
@public
def house_feed(feed: tuple[str, str]) -> BaseResponse:
    """One house, for programs."""
    if (lately := known_feed()) is not None:
        return lately
    slug, ending = feed
    own = catalogue().house(slug)
    if own is None:
        return _moved(slug, f".{ending}")
    return _as_json([own], own) if ending == "json" else _as_atom([own], own)


def _as_json(wanted: Sequence[House], one: House | None = None) -> BaseResponse:
    """What the pages say, as values."""

    def make(found: Board) -> str:
        told = feeds.as_json(wanted, found, clock.now(), _base())
        said = told[0] if one else {"states": STATES, "houses": told}
        return json.dumps(said, ensure_ascii=False, separators=(",", ":"))

    return kept_feed(wanted, make, "application/json")


def _as_atom(wanted: Sequence[House], one: House | None = None) -> BaseResponse:
    """Every change, for feed readers."""

    def make(found: Board) -> str:
        now, group = clock.now(), trader().group_name
        url = f"{_base()}/status/{one.slug}" if one else f"{_base()}/status"
        title = f"How {one.name} is" if one else f"{group}: how the houses are"
        return feeds.atom(title, url, group, feeds.entries(wanted, found, now, _base()), now)

    return kept_feed(wanted, make, "application/atom+xml; charset=utf-8")


def _sheets(known: Sequence[House], found: Board) -> list[Sheet]:
    now = clock.now()
    return [sheet_of(house, found, now) for house in known]


def _title(sheets: Sequence[Sheet]) -> str:
    amiss = [sheet.name for sheet in sheets if sheet.state != FINE]
    if not amiss:
        return f"All {counted(len(sheets), 'house')} are well" if len(sheets) > 1 else "Everything works"
    return f"Not all is well at {named(amiss, 9)}"


def _moved(slug: str, ending: str = "") -> BaseResponse:
    """To the house that had this slug before; 404 when none did."""
    known = catalogue()
    now = known.by_id.get(known.old_slugs.get(("location", None, slug), 0))
    if now is None:
        raise respond.not_found()
    return respond.moved(f"/status/{now.slug}{ending}")


def _base() -> str:
    return str(current_app.config["SETTINGS"].address)

"""`/waitlist`: standing in the line for nights that are sold."""

from __future__ import annotations

from datetime import date

from flask import Response, current_app, request
from werkzeug.datastructures import MultiDict
from werkzeug.wrappers import Response as BaseResponse

from app.booking.waitlist import operations as waitlist
from app.booking.waitlist.errors import FreeNow
from app.booking.waitlist.queries import place_in_line
from app.catalogue.queries import RoomType, catalogue
from app.guest.waitlist.form import JoinForm, day_of, join_form, only_room, wish_of
from app.guest.waitlist.shared import blueprint, found
from app.kernel import clock
from app.kernel.errors import Refused
from app.kernel.words import tallied
from app.web.access import by_token, public
from app.web.errors import Words, error_page
from app.web.limits import asking
from app.web.links import Link, link_token
from app.web.respond import form_page, page, see_other
from app.web.search import Search, read_search
from app.web.waitlist_words import any_words, place_words, rows_of, stay_words

TEMPLATE = "guest/waitlist/join.html"
JOINED = "waitlist-joined"
"""The purpose of the link to the page after joining. Whoever joins under somebody's mail sees it, so that it shows the
place in the line and lets nobody leave or take anything: that is for the link in the mail."""

PARTY = ("adults", "children", "cots", "dogs", "needs", "rooms")
"""Who comes, and in how many rooms, stands in hidden fields, as the search had it."""


@blueprint.get("")
@public
def ask() -> Response:
    """Which nights, where, and for whom; filled in from the search that found nothing."""
    search = _search(request.args)
    given = {name: day for name in ("earliest", "latest") if (day := day_of(request.args.get(name, "")))}
    nights = {"nights": request.args["nights"]} if "nights" in request.args else {}
    rooms = {"room_types": request.args.getlist("room_types")}
    return _page(join_form(search, {**given, **nights, **rooms}), search, _only(search, request.args))


@blueprint.post("")
@public
@asking
def join() -> BaseResponse:
    """In the line, and told where; 409 when there is room now, or never."""
    search = _search(request.form)
    form, only = join_form(search, {}), _only(search, request.form)
    if wrong := next((problem for problem in search.problems if problem.name in PARTY), None):
        return error_page(
            422, Words("Something needs another look", f"{wrong.sentence.rstrip('.')}. You are not in the line yet.")
        )
    wish = wish_of(form, search, only) if form.validate() else None
    if wish is None:
        return _page(form, search, only)
    try:
        joined = waitlist.join(wish, form.name.data, form.email.data)
    except Refused as refused:
        return _page(form, search, only, refused)
    return see_other(f"/waitlist/joined/{link_token(JOINED, joined.entry_id, joined.version)}")


@blueprint.get("/joined/<token:token>")
@by_token(JOINED)
def joined(link: Link) -> Response:
    """Where somebody stands, and what happens next."""
    entry = found(link)
    words = place_words(place_in_line(entry.id)) if entry.state == "waiting" else ""
    return page("guest/waitlist/joined.html", entry=entry, place_words=words, rows=rows_of(entry.wish))


def _page(form: JoinForm, search: Search, only: RoomType | None, refused: Refused | None = None) -> Response:
    free = None
    if isinstance(refused, FreeNow):
        free = _free(refused, search)
    hidden = [pair for pair in search.asked() if pair[0] in PARTY]
    return form_page(
        TEMPLATE,
        form,
        409 if refused else None,
        party_words=search.party_text,
        any_words=any_words(search.party, search.rooms),
        hidden=[*hidden, *([("room_type", only.slug), ("location", search.location)] if only else [])],
        only=only,
        house=catalogue().house(search.location) if only else None,
        refused=refused,
        free=free,
        stays_url=search.url(),
    )


def _free(found: FreeNow, search: Search) -> tuple[str, str]:
    """What can be had at once, and where it is booked: a room's own page, or the results of its house for a set."""
    kinds = [catalogue().room_types[room_type_id] for room_type_id in found.room_types]
    house = catalogue().by_id[kinds[0].location_id]
    words = f"{tallied([kind.name for kind in kinds])} at {house.name}, {stay_words(found.stay)}"
    if len(kinds) == 1:
        return words, Search(party=search.party).url(f"/houses/{house.slug}/rooms/{kinds[0].slug}", found.stay)
    return words, Search(party=search.party, rooms=search.rooms).url("/stays", found.stay, house.slug)


def _search(arguments: MultiDict[str, str]) -> Search:
    return read_search(arguments, catalogue().by_slug, _today())


def _only(search: Search, arguments: MultiDict[str, str]) -> RoomType | None:
    return only_room(search, arguments.get("room_type", ""))


def _today() -> date:
    """The group's own day."""
    return clock.today(current_app.config["SETTINGS"].group_timezone)

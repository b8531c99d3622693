"""Answers that are made once a change, and known again by an ETag without being looked at."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from hashlib import blake2b

from flask import Flask, Response, current_app, request, session

from app.care.facilities.queries import STATUS
from app.care.status import Board, board
from app.catalogue.queries import House, catalogue
from app.kernel import clock
from app.store.version import CATALOGUE, versions
from app.web import respond
from app.web.csrf import FIELD, marker, visitor_digest
from app.web.session import is_signed_in

KEPT = "status_answers"
LATELY, LATELY_S = "status_lately", 1.0
MOST = 300
PUBLIC = "public, max-age=10"
"""For what is the same for everybody: whoever asks every second mostly asks a cache."""


def kept_page(
    houses: Sequence[House],
    template: str,
    wanted: str,
    make: Callable[[Board], dict[str, object]],
    own: Callable[[str], str] = str,
) -> Response:
    """The page, or the part of it with the id `wanted`, as `make` fills its template beside `version`.

    A stranger gets an ETag with it, and 304 for it while nothing has changed; a page with a guest's name on it, and
    with what `own` puts in for them, is made out of the same body each time.
    """
    part = respond.part_wanted() == wanted
    version = _version(houses)
    tag = f"{version}-{'part' if part else _bar_minute()}"

    def body_of(found: Board) -> str:
        return respond.body_of(template, version=version, **make(found))

    body = _body(f"{request.path} {part}", tag, body_of)
    if is_signed_in() and not part:
        return respond.html(own(body))
    if marker() in body:
        tag = f"{tag}-{visitor_digest()[:12] if FIELD in session else 'new'}"
    if part:
        _remember("part", tag)
    return _known(tag) or _tagged(respond.html(body), tag)


def kept_feed(houses: Sequence[House], make: Callable[[Board], str], content_type: str) -> Response:
    """As `kept_page`, for programs: the same for everybody."""
    tag = _version(houses)
    _remember("feed", tag)
    known = _known(tag)
    if known is None:
        body = _body(request.path, tag, make)
        known = _tagged(current_app.response_class(body, content_type=content_type), tag)
    return _for_all(known)


def known_part(wanted: str) -> Response | None:
    """304 for whoever asks for the part with that id and has it as it stood less than a second ago; to be asked first,
    since nothing is read for it."""
    return _known_lately("part") if respond.part_wanted() == wanted else None


def known_feed() -> Response | None:
    """As `known_part`, of a feed."""
    known = _known_lately("feed")
    return _for_all(known) if known is not None else None


def _for_all(answer: Response) -> Response:
    answer.headers["Cache-Control"] = PUBLIC
    answer.headers["Access-Control-Allow-Origin"] = "*"
    return answer


def _version(houses: Sequence[House]) -> str:
    """Names all that is said at this address: it is another one when anything else is."""
    numbers, now = versions(), clock.now()
    days = sorted({clock.today(house.timezone).isoformat() for house in houses})
    state = (numbers.get(STATUS, 0), numbers.get(CATALOGUE, 0), board().edge(now), days)
    said = repr((request.path, current_app.extensions["status_made"], state))
    return blake2b(said.encode(), digest_size=12).hexdigest()


def _bar_minute() -> int:
    """A page of the demo tells the time in its bar, so it is another one with each minute."""
    trader = catalogue().trader
    return int(clock.now().timestamp()) // 60 if trader is not None and trader.demo else 0


def _body(name: str, tag: str, make: Callable[[Board], str]) -> str:
    kept: dict[str, tuple[str, str]] = current_app.extensions[KEPT]
    found = kept.get(name)
    if found is None or found[0] != tag:
        if len(kept) >= MOST:
            kept.clear()
        found = kept[name] = (tag, make(board()))
    return found[1]


def _known(tag: str) -> Response | None:
    """304 for whoever has it already."""
    if not request.if_none_match.contains_weak(tag):
        return None
    response = current_app.response_class(status=304)
    response.headers["Cache-Control"] = "private, no-cache"
    response.headers["Vary"] = respond.VARY
    return _tagged(response, tag)


def _known_lately(kind: str) -> Response | None:
    """304 for whoever has what this process knew to be current less than a second ago: nothing is read for it."""
    lately: dict[str, tuple[str, float]] = current_app.extensions[LATELY]
    found = lately.get(f"{kind} {request.path}")
    return _known(found[0]) if found is not None and clock.monotonic() - found[1] < LATELY_S else None


def _remember(kind: str, tag: str) -> None:
    lately: dict[str, tuple[str, float]] = current_app.extensions[LATELY]
    if len(lately) >= MOST:
        lately.clear()
    if not current_app.testing:
        lately[f"{kind} {request.path}"] = (tag, clock.monotonic())


def _tagged(response: Response, tag: str) -> Response:
    response.set_etag(tag, weak=True)
    return response


def register(app: Flask) -> None:
    """Answers are kept in this process's memory, under what this version of the templates makes of them."""
    app.extensions[KEPT], app.extensions[LATELY] = {}, {}
    digest = blake2b(digest_size=8)
    for name in app.jinja_env.list_templates(filter_func=lambda name: name.startswith(("guest/status/", "layouts/"))):
        digest.update(app.jinja_env.loader.get_source(app.jinja_env, name)[0].encode())  # type: ignore[union-attr]
    app.extensions["status_made"] = digest.hexdigest()

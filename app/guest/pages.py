"""Pages of search that are the same for everybody who asks the same, kept while nothing they show has changed."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from hashlib import blake2b

from flask import Response, current_app, request

from app.availability.board import Board
from app.kernel import clock
from app.store.version import CATALOGUE, versions
from app.web import respond
from app.web.shelf import Shelf


def kept_page(state: object, make: Callable[[], tuple[str, int]]) -> Response:
    """The page of this address; `make` answers its body and status.

    It is made anew when the catalogue or `state` (all else that the page can show) has changed, and every minute. Only
    bodies with status 200 are kept, for all web processes of this machine; each visitor gets a CSRF token of their own
    (`respond.html`).
    """
    minute = int(clock.now().timestamp()) // 60
    shelf: Shelf = current_app.extensions["shelf"]
    name = _name(state)
    body = shelf.find(minute, name)
    if body is not None:
        return respond.html(body)
    body, status = make()
    if status == 200:
        shelf.put(minute, name, body)
    return respond.html(body, status)


def state_of(boards: Sequence[Board]) -> object:
    """Everything that is free and everything it costs in these houses."""
    return [(board.house.id, board.stock.version, len(board.stock.holds), board.prices.version) for board in boards]


def _name(state: object) -> str:
    shown = (request.full_path, respond.part_wanted(), versions().get(CATALOGUE, 0), state)
    return blake2b(repr(shown).encode("utf-8", "surrogatepass"), digest_size=16).hexdigest()

"""Pages of search that are the same for everybody who asks the same, kept while nothing they show has changed."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Sequence
from threading import Lock

from flask import Response, current_app, request

from app.availability.board import Board
from app.kernel import clock
from app.store.version import CATALOGUE, versions
from app.web import respond

MOST_PAGES = 500
_lock = Lock()


def kept_page(boards: Sequence[Board], make: Callable[[], tuple[str, int]]) -> Response:
    """The page of this address; `make` answers its body and status.

    It is made anew when stock, prices or catalogue have changed, when a hold ran out, and every minute. Only bodies
    with status 200 are kept; each visitor gets a CSRF token of their own (`respond.html`).
    """
    pages: OrderedDict[object, str] = current_app.extensions.setdefault("kept_pages", OrderedDict())
    key = (
        request.full_path,
        respond.part_wanted(),
        int(clock.now().timestamp()) // 60,
        versions().get(CATALOGUE, 0),
        tuple((board.house.id, board.stock.version, len(board.stock.holds), board.prices.version) for board in boards),
    )
    with _lock:
        body = pages.get(key)
    if body is not None:
        return respond.html(body)
    body, status = make()
    if status == 200:
        with _lock:
            pages[key] = body
            while len(pages) > MOST_PAGES:
                pages.popitem(last=False)
    return respond.html(body, status)

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


def kept_page(boards: Sequence[Board], make: Callable[[], Response]) -> Response:
    """The page of this address, made anew when stock, prices or catalogue have changed, a hold ran out, or the minute.

    Only whole answers with status 200 to visitors who are nobody in particular are kept; each gets a CSRF token of
    their own (`respond.html`).
    """
    if not current_app.config["SETTINGS"].keep_pages:
        return make()
    key = (
        request.full_path,
        request.headers.get("HX-Target") if respond.htmx else None,
        int(clock.now().timestamp()) // 60,
        versions().get(CATALOGUE, 0),
        tuple(
            (board.house.id, board.stock.version, len(board.stock.holds), board.prices.version) for board in boards
        ),
    )
    with _lock:
        pages: OrderedDict[object, str] = current_app.extensions.setdefault("kept_pages", OrderedDict())
        body = pages.get(key)
    if body is not None:
        return respond.html(body)
    with respond.unsigned():
        response = make()
    if response.status_code != 200:
        return respond.signed(response)
    body = response.get_data(as_text=True)
    with _lock:
        pages[key] = body
        if len(pages) > MOST_PAGES:
            pages.popitem(last=False)
    return respond.signed(response)

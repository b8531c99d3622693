"""Pages of search that are the same for everybody who asks the same, kept while nothing they show has changed."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from hashlib import blake2b
from typing import Any

from flask import Response, current_app, request

from app.availability.board import Board
from app.availability.sight import still_seen
from app.care.notices.coming import NOTICES
from app.kernel import clock
from app.offers.segments.queries import AUDIENCES
from app.promotions.queries import PROMOTIONS
from app.store.version import CATALOGUE, versions
from app.web import funnel, respond
from app.web.shelf import Shelf


@dataclass(frozen=True, slots=True)
class Made:
    """A page's body. `seen` is the text of the sight that it was made from, where its address and state say less.

    `step` is which step of the funnel it is, None for none; `denied` what was asked for that there is not
    (`availability.denied`).
    """

    body: str
    step: str | None
    status: int = 200
    seen: str = ""
    denied: dict[str, Any] | None = None


def kept_page(state: object, make: Callable[[], Made], boards: Sequence[Board] = ()) -> Response:
    """The page of this address as `make` made it, by whichever process of this machine.

    It is made anew when the catalogue, `state` or what it had seen of `boards` has changed, and every minute. Only
    bodies with status 200 are kept; each visitor gets a CSRF token of their own (`respond.html`).
    """
    minute = int(clock.now().timestamp()) // 60
    shelf: Shelf = current_app.extensions["shelf"]
    name = _name(state)
    kept = shelf.find(minute, name, lambda kept: _still_so(kept, boards))
    if kept is not None:
        _, told, body = kept.split("\n", 2)
        _tell(*json.loads(told))
        return respond.html(body)
    made = make()
    _tell(made.step, made.denied)
    if made.status == 200:
        shelf.put(minute, name, f"{made.seen}\n{json.dumps((made.step, made.denied))}\n{made.body}")
    return respond.html(made.body, made.status)


def own_page(make: Callable[[], Made]) -> Response:
    """The page as `make` makes it for this guest alone, or with an offer in its prices: nothing of it is kept."""
    made = make()
    _tell(made.step, made.denied)
    return respond.html(made.body, made.status)


def _tell(step: str | None, denied: dict[str, Any] | None) -> None:
    """The funnel's log hears of a page however it was come by."""
    funnel.reached(step)
    funnel.denied(denied)


def state_of(boards: Sequence[Board]) -> object:
    """Everything that is free and everything it costs in these houses."""
    return [(board.house.id, board.stock.version, len(board.stock.holds), board.prices.version) for board in boards]


def _still_so(kept: str, boards: Sequence[Board]) -> bool:
    seen = kept[: kept.index("\n")]
    return not seen or still_seen(boards, seen)


def _name(state: object) -> str:
    current = versions()
    numbers = [current.get(scope, 0) for scope in (CATALOGUE, PROMOTIONS, AUDIENCES, NOTICES)]
    shown = (request.full_path, respond.part_wanted(), numbers, state)
    return blake2b(repr(shown).encode("utf-8", "surrogatepass"), digest_size=16).hexdigest()

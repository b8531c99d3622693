"""Writes what pages said, after the answer has gone out. Whatever fails here, no page is the worse for it."""

from __future__ import annotations

import logging
from collections.abc import Callable
from dataclasses import dataclass

from flask import Flask, Response, current_app, g, request
from sqlalchemy.exc import SQLAlchemyError

from app.experience.funnel import recording
from app.experience.funnel.forgetting import forget_checkout, forget_checkouts_of
from app.experience.funnel.salts import visit_ids
from app.experience.funnel.seen import Caller, Seen, Signal
from app.kernel import clock
from app.web.funnel.caller import device_of, is_bot, source_of
from app.web.funnel.noting import Note, noted
from app.web.funnel.objecting import objects
from app.web.session import who_if_asked

SLOW_MS = 1_000
"""A page that takes the server longer was slow."""

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Asking:
    """Whoever asks, with what their visit's id follows from; for the time of the request only."""

    address: str
    agent: str
    source: str
    returning: bool
    is_bot: bool

    def caller(self, seen: Seen) -> Caller:
        visit, before = visit_ids(seen.day_on, self.address, self.agent)
        return Caller(visit, before, device_of(self.agent), self.source, self.returning, self.is_bot)


def asking() -> Asking:
    """Whoever sends this request. Where guests are made up, browsers without a window count for them: by these the
    site is tried out."""
    agent, settings = request.headers.get("User-Agent", ""), current_app.config["SETTINGS"]
    return Asking(
        request.remote_addr or "",
        agent,
        source_of(request.args, request.headers.get("Referer", ""), request.host.partition(":")[0]),
        who_if_asked() is not None,
        is_bot(agent if settings.production else agent.replace("HeadlessChrome", "Chrome")),
    )


def write_later(response: Response, seen: Seen, record: Callable[[Seen, Caller], None]) -> None:
    """`record` is called when the answer has gone out."""
    app, who = current_app._get_current_object(), asking()  # type: ignore[attr-defined]

    def write() -> None:
        with app.app_context():
            try:
                record(seen, who.caller(seen))
            except (SQLAlchemyError, OSError) as error:
                log.warning("a page was not counted: %s", type(error).__name__)

    response.call_on_close(write)


def forget_this_visit() -> None:
    """No checkout knows the visit of this request any more: whoever made it objects."""
    seen = Note().seen(clock.now())
    caller = asking().caller(seen)
    forget_checkouts_of((caller.visit, caller.before))


def heed_objection(response: Response, checkout_id: int) -> Response:
    """When the answer has gone out to somebody who objects, their checkout knows no visit any more: whoever turned to
    objecting while they were away to pay is known by it alone, from whichever network they come back."""
    if not objects():
        return response
    app = current_app._get_current_object()  # type: ignore[attr-defined]

    def forget() -> None:
        with app.app_context():
            try:
                forget_checkout(checkout_id)
            except (SQLAlchemyError, OSError) as error:
                log.warning("checkout %s still knows its visit: %s", checkout_id, type(error).__name__)

    response.call_on_close(forget)
    return response


def write_down(response: Response) -> Response:
    """What the page said of itself: its step if it was answered well, its signals also where it was not."""
    if "funnel" not in g or not _counts(response):
        return response
    note = noted()
    if response.status_code >= 400:
        note.step = None
    if note.step is not None or note.signals:
        write_later(response, _seen(note), recording.record)
    return response


def _seen(note: Note) -> Seen:
    took = int((clock.monotonic() - g.started) * 1_000) if "started" in g else None
    if note.step is not None and took is not None and took > SLOW_MS:
        note.signals.append(Signal("slow_answer", note.step, took))
    return note.seen(clock.now(), took)


def _counts(response: Response) -> bool:
    """A page that is fetched in advance has reached nobody yet."""
    ahead = "prefetch" in request.headers.get("Sec-Purpose", request.headers.get("Purpose", ""))
    return request.method in ("GET", "POST") and response.status_code < 500 and not ahead and not objects()


def register(app: Flask) -> None:
    """Every answer's note is written."""
    app.after_request(write_down)

"""Offers on a page: chosen while it is made, written down when it has gone out. No page is the worse for either."""

from __future__ import annotations

import logging
from collections.abc import Collection
from dataclasses import replace

from flask import Flask, Response, current_app, g, request
from prometheus_client import Counter
from sqlalchemy.exc import SQLAlchemyError

from app.kernel import clock
from app.offers.decisions.context import Context
from app.offers.decisions.deciding import Stands, decide
from app.offers.decisions.operations import record_shown
from app.offers.decisions.policy import policy
from app.offers.decisions.rules import SAME_PAGE, Shown
from app.store import db
from app.web.limits import first_within

HOUR_S = int(SAME_PAGE.total_seconds())
"""A page without an offer counts why once in that time, as one with offers does by its decisions."""

log = logging.getLogger(__name__)
unlearnt_total = Counter("quince_offers_by_popularity_total", "Decisions without a policy that can be read", ["why"])


def offers_for(guest_ids: Collection[int], context: Context, stands: Stands | None = None) -> Shown:
    """What the page shows of the offers of its context to somebody who is all of these guests (to nobody when empty).

    While the database does not answer, that is nothing. It is logged when the page was answered well. An offer of which
    `stands` says no is left out, whoever looks, and counts as not shown.
    """
    if not context.candidates:
        return Shown(context.place, context.page, clock.now())
    try:
        shown = decide(guest_ids, context, clock.now(), stands=stands)
    except (SQLAlchemyError, OSError) as error:
        db.session.remove()
        log.warning("no offers could be chosen: %s", type(error).__name__)
        return Shown(context.place, context.page, clock.now())
    if stands is not None:
        shown = _standing(shown, stands)
    if shown.guest_id is not None and not shown.again:
        _raise_alarm()
        _noted().append(shown)
    return shown


def _standing(shown: Shown, stands: Stands) -> Shown:
    gone = {one.promotion_id for one in shown.choices if not stands(one.promotion_id)}
    return replace(
        shown,
        choices=tuple(one for one in shown.choices if one.promotion_id not in gone),
        unshown=(*shown.unshown, *((promotion_id, "full") for promotion_id in sorted(gone))),
    )


def _raise_alarm() -> None:
    own = policy()
    if own.model is None:
        unlearnt_total.labels("damaged" if own.version else "missing").inc()
        if own.version:
            log.error("the policy of offers is damaged: %s", own.wrong)


def write_down(response: Response) -> Response:
    """What the page showed is in the log once the answer has gone out, if it was a good one that somebody saw."""
    if "offers" in g and _seen(response):
        _write_later(response, _noted())
    return response


def _write_later(response: Response, noted: list[Shown]) -> None:
    app = current_app._get_current_object()  # type: ignore[attr-defined]

    def write() -> None:
        with app.app_context():
            try:
                for shown in noted:
                    if not shown.choices and not _counts(shown):
                        continue
                    record_shown(shown, clock.today(app.config["SETTINGS"].group_timezone))
            except (SQLAlchemyError, OSError) as error:
                log.warning("offers were not logged: %s", type(error).__name__)

    response.call_on_close(write)


def _counts(shown: Shown) -> bool:
    return first_within(f"unshown:{shown.guest_id}:{shown.place}:{shown.page}", HOUR_S)


def _seen(response: Response) -> bool:
    """A page that is fetched in advance, or whose head alone was asked for, has reached nobody."""
    ahead = "prefetch" in request.headers.get("Sec-Purpose", request.headers.get("Purpose", ""))
    return request.method in ("GET", "POST") and response.status_code == 200 and not ahead


def _noted() -> list[Shown]:
    if "offers" not in g:
        g.offers = []
    noted: list[Shown] = g.offers
    return noted


def register(app: Flask) -> None:
    """Every answer's offers are logged."""
    app.after_request(write_down)

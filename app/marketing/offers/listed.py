"""Every offer on one page, with what it did."""

from __future__ import annotations

from dataclasses import dataclass

from flask import Response, current_app, request

from app.identity.staff.rules import Actor
from app.marketing.offers.figures import cost, points, span, tone, verdict
from app.marketing.offers.kinds import KINDS, STATES
from app.marketing.offers.shared import ACTION, HERE, address, blueprint, found_offers, today, where
from app.offers.decisions.policy import policy
from app.offers.proof.measured import Measured
from app.offers.proof.sums import MeasuredUntil, measured_until
from app.offers.segments import Conditions, audiences, reaches
from app.promotions.rules import Promotion
from app.web.access import staff
from app.web.csv_file import csv_file, unreadable
from app.web.respond import page

HEAD = (
    "offer", "state", "house", "kind", "reach", "shown", "taken", "kept", "lift_points", "low", "high", "verdict",
    "cost", "currency",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Row:
    """A line of the list; `figures` is None where nobody was shown it yet."""

    promotion: Promotion
    url: str
    kind: str
    state: str
    where: str
    audience: str
    reach: int
    figures: Measured | None

    @property
    def lift(self) -> str:
        """`+2.1 (+0.4 to +3.8)`; empty where there is none, or too little stands behind it."""
        lift = self.figures.lift if self.figures else None
        if lift is None or lift.lift is None or lift.thin:
            return ""
        return f"{points(lift.lift)} ({span(lift)})" if span(lift) else points(lift.lift)

    @property
    def verdict(self) -> str:
        return verdict(self.figures.lift) if self.figures else ""

    @property
    def tone(self) -> str:
        return tone(self.figures.lift) if self.figures else "none"

    @property
    def cost(self) -> str:
        """What it took off the bookings that were kept."""
        return cost(self.figures.worth) if self.figures else "no data"


@blueprint.get("/marketing/offers")
@staff(ACTION, anywhere=True)
def show(actor: Actor) -> Response:
    """Those that run first; with `state` only those that are so."""
    state, problem = _state()
    offers = found_offers(actor)
    counts = {key: sum(one.state == key for one in offers) for key in STATES}
    found = _found()
    rows = _rows([one for one in offers if not state or one.state == state], found)
    return page(
        "marketing/offers/list.html", 422 if problem else 200, actor=actor, here=HERE, rows=rows, state=state,
        states=STATES, counts=counts, problem=problem, has_errors=bool(problem),
        total=len(offers), policy=policy(), summed_at=found.summed_at,
        zone=current_app.config["SETTINGS"].group_timezone,
    )  # fmt: skip


@blueprint.get("/marketing/offers.csv")
@staff(ACTION, anywhere=True, proven=True)
def download(actor: Actor) -> Response:
    """The same as a file; empty cells where there is no data."""
    state, problem = _state()
    if problem:
        raise unreadable(problem)
    offers = [one for one in found_offers(actor) if not state or one.state == state]
    return csv_file(f"offers-{today()}.csv", HEAD, [_line(row) for row in _rows(offers, _found())])


def _state() -> tuple[str, str]:
    """The state that is asked for, and what is wrong with it."""
    wanted = request.args.get("state", "")
    if not wanted or wanted in STATES:
        return wanted, ""
    return "", f"Choose the state from its list ({', '.join(STATES)})."


def _found() -> MeasuredUntil:
    return measured_until(today(), current_app.config["SETTINGS"].group_timezone, together=False)


def _rows(offers: list[Promotion], found: MeasuredUntil) -> list[Row]:
    ids = [one.id for one in offers]
    whom, figures = audiences(ids), found.offers
    asked = [whom[one.id].conditions if one.id in whom else Conditions() for one in offers]
    return [
        Row(
            one, address(one), KINDS[one.kind].name, STATES[one.state], where(one),
            whom[one.id].name if one.id in whom else "Everybody", count, figures.get(one.id),
        )
        for one, count in zip(offers, reaches(asked, today()), strict=True)
    ]  # fmt: skip


def _line(row: Row) -> tuple[object, ...]:
    own, done = row.promotion, row.figures
    if done is None:
        return own.title, row.state, row.where, row.kind, row.reach, *([None] * 8), own.currency
    lift = (done.lift.lift, done.lift.low, done.lift.high)
    minor = sum(worth.cost_minor for worth in done.worth if worth.currency == own.currency)
    return (
        own.title, row.state, row.where, row.kind, row.reach, done.shown, done.taken, done.kept,
        *(None if value is None else round(100 * value, 2) for value in lift), row.verdict, f"{minor / 100:.2f}",
        own.currency,
    )  # fmt: skip

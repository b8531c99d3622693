"""Learning from the log, once a night. The only part of decisions that needs numpy; jobs and commands import it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Column, ColumnElement, Select, func, insert, select

from app.identity.models import Guest
from app.kernel import clock
from app.offers.decisions.models import OfferDecision, OfferModel
from app.offers.decisions.policy import POLICY, read_policy
from app.offers.engine import NAMES, Model, to_document
from app.offers.engine.refit import Moments, Outcome
from app.offers.proof.gate import Judgement, Logged, judge
from app.store import db, transaction, write
from app.store.version import raise_versions

READ = 5_000
"""Decisions that are read at once: a few MB, whatever there is to learn from."""

JUDGED = 5_000
"""So many of the newest decisions judge a policy that was learnt from those before them."""

JUDGED_PART = 5
"""But no more than one in so many."""

_decision, _model, _guest = OfferDecision.__table__, OfferModel.__table__, Guest.__table__
_LEARNT = (_decision.c.reward.is_not(None),)
_OUTCOME = tuple(_decision.c[name] for name in ("id", "promotion_id", "situation", "features", "reward", "outcome_at"))
_JUDGED = tuple(_decision.c[name] for name in ("eligible", "propensity", "policy_version"))


@dataclass(frozen=True, slots=True)
class Learnt:
    """What a night learnt: the version of its policy, whether it holds from now on, and why."""

    version: int
    adopted: bool
    why: str


def learn(night: datetime) -> Learnt | None:
    """The night that began then has its policy; None when it has one already.

    It is learnt from every decision of which it is known what came of it, but for those of guests who were erased. It
    is adopted unless the log says that it is worse: a policy that was learnt without the newest decisions is held
    against these, doubly robust. One that cannot be judged is not adopted, except where there is none that can be
    read. Where it is not, the one that holds is learnt again without whoever was erased since the last night.
    Pages follow from their next request on.
    """
    newest = db.session.execute(select(func.max(_model.c.at))).scalar()
    if newest is not None and newest >= night:
        return None
    now = clock.now()
    moments = Moments(NAMES, now)
    judges = _newest()
    first = judges[-1].id if judges else None
    for chunk in _chunks(first):
        moments.add(chunk)
    judged = judge(moments.model(), [_logged(row) for row in judges if row.policy_version > 0 and row.features])
    moments.add([_outcome(row) for row in judges if row.features])
    return _keep(moments.model(), judged, now, newest)


def _newest() -> list[Any]:
    """The decisions that judge, the newest first."""
    known = db.session.execute(select(func.count()).select_from(_decision).where(*_LEARNT)).scalar_one()
    return list(
        db.session.execute(
            _rows(*_JUDGED).order_by(_decision.c.id.desc()).limit(min(JUDGED, known // JUDGED_PART))
        ).all()
    )


def _chunks(before: int | None) -> Iterator[list[Outcome]]:
    """All decisions before those, in chunks."""
    yield from _read(*([] if before is None else [_decision.c.id < before]))


def _known_by(at: datetime) -> Model:
    """What a policy of that instant had to learn from, as it stands now."""
    moments = Moments(NAMES, at)
    for chunk in _read(_decision.c.outcome_at <= at):
        moments.add(chunk)
    return moments.model()


def _read(*where: ColumnElement[bool]) -> Iterator[list[Outcome]]:
    """What is known of these decisions, the oldest first; only a chunk of them is in memory.

    By spans of ids, not by so many rows: where PostgreSQL knows too little of a log that grew by day, it sorts all that
    is left of it for each chunk.
    """
    first, last = db.session.execute(select(func.min(_decision.c.id), func.max(_decision.c.id))).one()
    for begin in range(first or 0, (last or 0) + 1, READ):
        span = _decision.c.id.between(begin, begin + READ - 1)
        rows = db.session.execute(_rows().where(*where, span).order_by(_decision.c.id))
        yield [
            Outcome(str(promotion_id), vector, float(reward), at, situation)
            for _, promotion_id, situation, vector, reward, at in rows
            if vector
        ]


def _rows(*more: Column[Any]) -> Select[Any]:
    return select(*_OUTCOME, *more).where(*_LEARNT)


def _outcome(row: Any) -> Outcome:
    return Outcome(str(row.promotion_id), row.features, float(row.reward), row.outcome_at, row.situation)


def _logged(row: Any) -> Logged:
    return Logged(row.eligible, row.promotion_id, row.propensity, row.features, row.situation, float(row.reward))


def _keep(model: Model, judged: Judgement, now: datetime, before: datetime | None) -> Learnt:
    """The night's policy is kept. Where it does not hold and a guest was erased since the night `before`, the one that
    holds is learnt again from what it knew, without them."""
    why, live = judged.words, read_policy()
    erased = before is not None and db.session.scalar(select(_guest.c.id).where(_guest.c.erased_at > before).limit(1))
    again = _known_by(live.at) if erased and live.at is not None and not judged.adopt and live.model else None

    def work() -> Learnt:
        holds = judged.adopt or live.model is None
        row = {"at": now, "document": to_document(model), "n": model.n, "adopted": holds, "why": why}
        version = int(write(insert(_model).returning(_model.c.version), row).scalar_one())
        if again is not None:
            said = f"Version {live.version} again, without guests who were erased."
            row = {"at": live.at, "document": to_document(again), "n": again.n, "adopted": True, "why": said}
            write(insert(_model), row)
        if holds or again is not None:
            raise_versions([POLICY])
        return Learnt(version, holds, why)

    return transaction(work)

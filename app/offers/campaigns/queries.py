"""Campaigns as their pages read them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Any

from sqlalchemy import Select, case, func, select

from app.kernel import clock
from app.offers.campaigns.audience import candidates
from app.offers.campaigns.models import Campaign, CampaignGuest
from app.offers.campaigns.recipes import channel_of
from app.offers.campaigns.rules import READY, REASONS, SENDING, SUBJECT
from app.offers.segments.models import Segment
from app.outbox.models import Message
from app.promotions.models import Promotion
from app.store import db

_campaign, _own, _message = Campaign.__table__, CampaignGuest.__table__, Message.__table__
_segment, _promotion = Segment.__table__, Promotion.__table__


@dataclass(frozen=True, slots=True)
class Kept:
    """A campaign, with the names of its segment and its offer; None where it has none."""

    id: int
    revision: int
    title: str
    recipe: str | None
    segment_id: int | None
    segment: str | None
    promotion_id: int | None
    offer: str | None
    subject: str
    letter: str
    holdout_bp: int
    salt: str
    send_from_on: date
    from_hour: time
    until_hour: time
    state: str
    listed_on: date | None
    made_at: datetime
    started_at: datetime | None
    ended_at: datetime | None
    staff_id: int | None

    @property
    def channel(self) -> str:
        return channel_of(self.recipe)


@dataclass(frozen=True, slots=True)
class Counts:
    """What became of everybody who was written down; `withdrawn` and `returned` are of those `sent`, and say what the
    outbox did with their letters in the end."""

    waiting: int = 0
    sent: int = 0
    held_out: int = 0
    refused: tuple[tuple[str, int], ...] = ()
    withdrawn: int = 0
    returned: int = 0

    @property
    def total(self) -> int:
        return self.waiting + self.sent + self.held_out + sum(count for _, count in self.refused)


def campaigns() -> list[Kept]:
    """All of them, the newest first. One statement."""
    return [Kept(**row) for row in db.session.execute(_asked().order_by(_campaign.c.id.desc())).mappings()]


def campaign_with(campaign_id: int) -> Kept | None:
    """One of them."""
    row = db.session.execute(_asked().where(_campaign.c.id == campaign_id)).mappings().one_or_none()
    return Kept(**row) if row else None


def counts_of(campaign_ids: Iterable[int]) -> dict[int, Counts]:
    """What became of the guests of these campaigns. Two statements."""
    ids = sorted(campaign_ids)
    grouped = (
        select(_own.c.campaign_id, _own.c.state, _own.c.why, func.count())
        .where(_own.c.campaign_id.in_(ids))
        .group_by(_own.c.campaign_id, _own.c.state, _own.c.why)
    )
    found: dict[int, dict[tuple[str, str | None], int]] = {campaign_id: {} for campaign_id in ids}
    for campaign_id, state, why, count in db.session.execute(grouped):
        found[campaign_id][state, why] = count
    ended = _ended(ids)
    return {campaign_id: _counted(rows, ended.get(campaign_id, (0, 0))) for campaign_id, rows in found.items()}


def _ended(ids: list[int]) -> dict[int, tuple[int, int]]:
    """Letters that were withdrawn, and that came back, by campaign."""
    newest = func.max(_message.c.id).label("newest")
    last = (
        select(_own.c.campaign_id, newest)
        .join(_message, (_message.c.subject == SUBJECT) & (_message.c.subject_id == _own.c.id))
        .where(_own.c.campaign_id.in_(ids), _own.c.state == "sent")
        .group_by(_own.c.campaign_id, _own.c.id)
        .subquery()
    )
    sums = [func.coalesce(func.sum(case((_message.c.state == state, 1), else_=0)), 0) for state in _ENDS]
    grouped = select(last.c.campaign_id, *sums).join(_message, _message.c.id == last.c.newest)
    rows = db.session.execute(grouped.group_by(last.c.campaign_id))
    return {row[0]: (int(row[1]), int(row[2])) for row in rows}


_ENDS = ("withdrawn", "failed")


def _counted(rows: dict[tuple[str, str | None], int], ended: tuple[int, int]) -> Counts:
    refused = tuple((why, rows["refused", why]) for why in REASONS if ("refused", why) in rows)
    alone = {state: rows.get((state, None), 0) for state in ("waiting", "sent", "held_out")}
    return Counts(alone["waiting"], alone["sent"], alone["held_out"], refused, *ended)


def _asked() -> Select[Any]:
    own = [_campaign.c[name] for name in Kept.__dataclass_fields__ if name not in ("segment", "offer")]
    named = (_segment.c.name.label("segment"), _promotion.c.title.label("offer"))
    return (
        select(*own, *named)
        .outerjoin(_segment, _segment.c.id == _campaign.c.segment_id)
        .outerjoin(_promotion, _promotion.c.id == _campaign.c.promotion_id)
    )


def due_campaigns(today: date) -> list[Kept]:
    """Those that are being sent, or are ready and their day has come; the oldest first."""
    ready = (_campaign.c.state == READY) & (_campaign.c.send_from_on <= today)
    due = _asked().where((_campaign.c.state == SENDING) | ready).order_by(_campaign.c.id)
    return [Kept(**row) for row in db.session.execute(due).mappings()]


def found_today(keys: Iterable[str], today: date) -> dict[str, int]:
    """How many guests each of these recipes finds today, whether or not they may be written to."""
    now = clock.now()
    return {key: len({one.guest_id for one in candidates(key, None, today, now)}) for key in keys}

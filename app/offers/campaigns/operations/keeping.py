"""Writing campaigns, and starting, pausing and stopping them.

In the journal: `campaign_made`, `campaign_changed`, and `campaign_<state>` for every step.
"""

from __future__ import annotations

import secrets
from dataclasses import asdict, dataclass
from datetime import date, datetime, time
from typing import Any

from sqlalchemy import insert, select, update

from app.journal import record
from app.kernel import clock
from app.kernel.errors import Invalid, Stale
from app.offers.campaigns.audience import RUNS, offered
from app.offers.campaigns.errors import Begun, HoldoutStands, NotNow, OfferMissing, Unknown
from app.offers.campaigns.models import Campaign, CampaignGuest
from app.offers.campaigns.recipes import BY_KEY
from app.offers.campaigns.rules import (
    DRAFT,
    EVENING,
    HALF_BP,
    HELD_BACK,
    MAY_BECOME,
    MORNING,
    PAUSED,
    READY,
    SENDING,
    SENT,
    STOPPED,
    SUBJECT,
)  # fmt: skip
from app.outbox.models import Message
from app.store import db, insert_unless_taken, transaction, write

_campaign, _guest, _message = Campaign.__table__, CampaignGuest.__table__, Message.__table__


@dataclass(frozen=True, slots=True)
class Wish:
    """A campaign as somebody writes it. Hours are of the group's clock, `holdout_bp` of 10,000."""

    title: str
    subject: str
    letter: str
    segment_id: int | None
    promotion_id: int | None
    send_from_on: date
    from_hour: time
    until_hour: time
    holdout_bp: int = HALF_BP


def make_campaign(wish: Wish, *, by: int | None) -> int:
    """The id of a new draft, with a salt of its own. Raises `Invalid` for hours of the night."""
    _check(wish)

    def work() -> int:
        row = _row(wish, None, by)
        campaign_id = int(write(insert(_campaign).returning(_campaign.c.id), row).scalar_one())
        _record("campaign_made", campaign_id, by, title=wish.title)
        return campaign_id

    return transaction(work)


def set_up_recipe(key: str, *, today: date, by: int | None) -> int:
    """The id of the recipe's campaign, a draft with its first words where there was none; the same for both of two."""
    recipe = BY_KEY[key]
    wish = Wish(recipe.title, recipe.subject, recipe.letter, None, None, today, time(10), time(18))

    def work() -> int:
        made = write(insert_unless_taken(Campaign, "recipe"), _row(wish, key, by)).scalar()
        if made is None:
            return int(db.session.execute(select(_campaign.c.id).where(_campaign.c.recipe == key)).scalar_one())
        _record("campaign_made", int(made), by, title=wish.title, recipe=key)
        return int(made)

    return transaction(work)


def edit_campaign(campaign_id: int, wish: Wish, *, seen_revision: int, by: int | None) -> None:
    """The campaign is this. Raises `Stale`, `Unknown`, `Invalid`, and `Begun` once guests have had the letter: a recipe
    is changed while it is paused, all but its hold-out (`HoldoutStands`)."""
    _check(wish)

    def work() -> None:
        before = _standing(campaign_id, seen_revision)
        if not (before.state in (DRAFT, READY) or (before.recipe and before.state == PAUSED)):
            raise Begun
        if before.state == PAUSED and wish.holdout_bp != before.holdout_bp:
            raise HoldoutStands
        values = asdict(wish) | ({"segment_id": None} if before.recipe else {})
        changed = {name: value for name, value in values.items() if getattr(before, name) != value}
        write(update(_campaign).where(_campaign.c.id == campaign_id).values(**values, revision=seen_revision + 1))
        _record("campaign_changed", campaign_id, by, changed=sorted(changed))

    transaction(work)


def step(campaign_id: int, state: str, *, seen_revision: int, by: int | None) -> None:
    """The campaign is in that state; what is left of a paused or stopped one does not go.

    A recipe is paused and never stopped: there is one of each. Raises `Stale`, `Unknown`, `NotNow` where that state
    does not follow, and `OfferMissing` when it is to go out and
    its offer does not run. One chunk that is being decided just now is finished first.
    """

    def work() -> None:
        before = _standing(campaign_id, seen_revision)
        now = clock.now()
        own = MAY_BECOME[before.state] - {SENT} - (set() if before.state == PAUSED else {SENDING})
        if state not in own or (before.recipe and state == STOPPED):
            raise NotNow(before.state)
        if state in (READY, SENDING):
            _need_offer(before, now)
        ended = now if state == STOPPED else None
        values = {"state": state, "ended_at": ended, "revision": seen_revision + 1}
        if state == SENDING:
            _let_go(campaign_id)
            values["started_at"] = before.started_at or now
        write(update(_campaign).where(_campaign.c.id == campaign_id).values(**values))
        _record(f"campaign_{state}", campaign_id, by, before=before.state)

    transaction(work)


def _let_go(campaign_id: int) -> None:
    """What the outbox gave back during the pause waits again."""
    held_back = (
        select(_guest.c.id)
        .join(_message, (_message.c.subject == SUBJECT) & (_message.c.subject_id == _guest.c.id))
        .where(
            _guest.c.campaign_id == campaign_id,
            _guest.c.state == "sent",
            _message.c.state == "withdrawn",
            _message.c.failure == HELD_BACK,
        )
    )
    ids = sorted(set(db.session.scalars(held_back)) - _going(campaign_id))
    if ids:
        write(update(_guest).where(_guest.c.id.in_(ids)).values(state="waiting", decided_at=None))


def _going(campaign_id: int) -> set[int]:
    """Those to whom a mail of it went, or is on its way."""
    mailed = (
        select(_guest.c.id)
        .join(_message, (_message.c.subject == SUBJECT) & (_message.c.subject_id == _guest.c.id))
        .where(_guest.c.campaign_id == campaign_id, _message.c.state != "withdrawn")
    )
    return set(db.session.scalars(mailed))


def _check(wish: Wish) -> None:
    if not MORNING <= wish.from_hour < wish.until_hour <= EVENING:
        raise Invalid("Letters go out between 8am and 8pm, and the first hour comes before the last.")
    if not 0 <= wish.holdout_bp <= 9000:
        raise Invalid("Hold out at most nine of ten guests.")


def _need_offer(before: Any, now: datetime) -> None:
    if before.promotion_id is None:
        return
    found = offered(before.promotion_id, now.date())
    if found is None or found.standing != RUNS:
        raise OfferMissing


def _row(wish: Wish, recipe: str | None, by: int | None) -> dict[str, Any]:
    own = {"recipe": recipe, "salt": secrets.token_hex(16), "state": DRAFT, "revision": 1, "listed_to": 0}
    return asdict(wish) | own | {"made_at": clock.now(), "staff_id": by}


def _standing(campaign_id: int, seen_revision: int) -> Any:
    row = db.session.execute(select(_campaign).where(_campaign.c.id == campaign_id).with_for_update()).one_or_none()
    if row is None:
        raise Unknown
    if row.revision != seen_revision:
        raise Stale
    return row


def _record(action: str, campaign_id: int, by: int | None, **facts: Any) -> None:
    record(action, "campaign", campaign_id, actor="staff" if by else "system", actor_id=by, **facts)

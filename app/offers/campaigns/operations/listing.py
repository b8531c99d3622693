"""Writing down whom a campaign is for, a chunk of guests at a time, and which arm each is in."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

from sqlalchemy import select, update

from app.identity.models import Guest
from app.kernel import clock
from app.offers.campaigns.audience import Candidate, candidates
from app.offers.campaigns.models import Campaign, CampaignGuest
from app.offers.campaigns.operations.asking import know_who_asked
from app.offers.campaigns.recipes import UNFINISHED
from app.offers.campaigns.rules import CHUNK, READY, SENDING, address_key
from app.offers.proof.rules import arm_of
from app.store import db, insert_or_ignore, transaction, write

_campaign, _own, _guest = Campaign.__table__, CampaignGuest.__table__, Guest.__table__
BP = 10_000


def begin(campaign_id: int) -> bool:
    """A campaign that was ready is being sent; False when it was not ready any more."""
    ready = update(_campaign).where(_campaign.c.id == campaign_id, _campaign.c.state == READY)
    return transaction(lambda: write(ready.values(state=SENDING, started_at=clock.now())).rowcount == 1)


def list_guests(campaign_id: int, today: date) -> int:
    """At most 200 more guests are written down; answers how many were looked at, 0 when all of them are.

    A recipe begins again the next day, and passes over whom it has written down for the same occasion. Of two who do
    this at once the second goes on where the first ended. Nobody is listed while the campaign is not being sent.
    """

    def work() -> int:
        row = db.session.execute(select(_campaign).where(_campaign.c.id == campaign_id).with_for_update()).one()
        if row.state != SENDING or is_listed(row, today):
            return 0
        at = clock.now()
        found = _next(row, today, at)
        if found:
            _write_down(row, found, at)
        done = len(found) < CHUNK
        values: dict[str, Any] = {"listed_on": today} if done else {"listed_to": found[-1].guest_id}
        write(update(_campaign).where(_campaign.c.id == campaign_id).values(**values))
        return len(found)

    return transaction(work)


def is_listed(row: Any, today: date) -> bool:
    """Whether nobody is left to be written down, for a recipe today."""
    if row.listed_on is None:
        return False
    return row.recipe is None or row.listed_on >= today


def _next(row: Any, today: date, at: datetime) -> list[Candidate]:
    if row.recipe is None:
        return candidates(None, row.segment_id, today, at, after_id=row.listed_to, most=CHUNK)
    if row.recipe == UNFINISHED:
        know_who_asked(at)
    found = candidates(row.recipe, None, today, at)
    before = _listed(row.id, [one.guest_id for one in found])
    return [one for one in found if (one.guest_id, one.occasion) not in before][:CHUNK]


def _listed(campaign_id: int, guest_ids: Sequence[int]) -> set[tuple[int, str]]:
    mine = (_own.c.campaign_id == campaign_id, _own.c.guest_id.in_(guest_ids))
    return {(row.guest_id, row.occasion) for row in db.session.execute(select(_own).where(*mine))}


def _write_down(row: Any, found: Sequence[Candidate], at: datetime) -> None:
    ids = [one.guest_id for one in found]
    before = _listed(row.id, ids)
    people = db.session.execute(select(_guest.c.id, _guest.c.email).where(_guest.c.id.in_(ids)))
    mails = {row.id: row.email for row in people}
    rows = [
        {
            "campaign_id": row.id,
            "guest_id": one.guest_id,
            "address_key": address_key(mails.get(one.guest_id) or f"guest {one.guest_id}", row.salt),
            "occasion": one.occasion,
            "arm": arm_of(one.guest_id, row.salt, row.holdout_bp / BP),
            "state": "waiting",
            "found": one.found or None,
            "attempt": 0,
            "listed_at": at,
        }
        for one in found
        if (one.guest_id, one.occasion) not in before
    ]
    if rows:
        write(insert_or_ignore(CampaignGuest), rows)

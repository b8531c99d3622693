"""Guests, offers and campaigns for tests of letters."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, time, timedelta
from typing import Any

from sqlalchemy import func, insert, select, update

from app.identity.models import Consent, Guest
from app.kernel import clock
from app.offers.campaigns.models import CampaignGuest
from app.offers.campaigns.operations import Wish, begin, list_guests, make_campaign, step
from app.offers.campaigns.queries import Kept, campaign_with
from app.offers.campaigns.rules import READY
from app.offers.history.models import GuestHistory
from app.offers.segments.operations import make_segment
from app.offers.segments.rules import Conditions
from app.outbox.models import Message
from app.promotions import operations as promotions
from app.promotions.rules import Wanted
from app.store import db, transaction, write
from tests.builders import TODAY

LETTER = "The **leeks** are in, {name}.\n\nSo is the rhubarb, under its pots: [come and look](/stays)"


def guests(
    count: int = 1, *, agreed: bool = True, channel: str = "offers", first: int = 1, **history: Any
) -> list[int]:
    """So many guests of three stays each, who agreed to be written to; `history` changes what is known of them."""
    now = clock.now()

    def work() -> list[int]:
        ids = []
        for number in range(first, first + count):
            mail = f"guest{number}@example.com"
            row = {"name": f"Guest{number} Wren", "email": mail, "email_lower": mail, "created_at": now}
            ids.append(int(write(insert(Guest.__table__).returning(Guest.id), row).scalar_one()))
        known = {"stays": 3, "nights": 6, "last_departure_on": TODAY - timedelta(days=100), "cadence_days": 90}
        known |= dict.fromkeys(COUNTS, 0) | {"counted_at": now} | history
        write(insert(GuestHistory.__table__), [known | {"guest_id": guest_id} for guest_id in ids])
        if agreed:
            word = {"channel": channel, "given": True, "text": "Write to me.", "said_at": now}
            write(insert(Consent.__table__), [word | {"guest_id": guest_id} for guest_id in ids])
        return ids

    return transaction(work)


COUNTS = (
    "houses", "dog_stays", "supper_stays", "extra_stays", "weekend_nights", "midweek_stays", "cancellations",
    "no_shows", "coming",
)  # fmt: skip


def segment(name: str = "All who came", conditions: Conditions | None = None) -> int:
    """Guests with at least one stay, unless told otherwise."""
    return make_segment(name, conditions or Conditions(least_stays=1), by=None)


def offer(slug: str = "autumn-for-less", **more: Any) -> int:
    """A running offer of ten per cent."""
    wanted = Wanted(slug, "Autumn for less", "percent", "The garden is quiet.", percent_bp=1000, **more)
    promotion_id = promotions.make(wanted, by=None)
    promotions.start(promotion_id, seen_revision=1, by=None)
    return promotion_id


def wish(segment_id: int | None, promotion_id: int | None = None, **more: Any) -> Wish:
    """A letter from today on, from eight in the morning; nobody held out unless told."""
    given = {"title": "Leeks", "subject": "The leeks are in", "letter": LETTER, "send_from_on": TODAY}
    given |= {"from_hour": time(8), "until_hour": time(20), "holdout_bp": 0}
    return Wish(segment_id=segment_id, promotion_id=promotion_id, **given | more)


def released(promotion_id: int | None = None, segment_id: int | None = None, **more: Any) -> int:
    """The id of a letter that goes as soon as a worker looks."""
    campaign_id = make_campaign(wish(segment_id or segment(), promotion_id, **more), by=None)
    step(campaign_id, READY, seen_revision=1, by=None)
    return campaign_id


def listed(campaign_id: int) -> None:
    """It is being sent, everybody is written down, and nobody is decided about yet."""
    begin(campaign_id)
    while list_guests(campaign_id, TODAY):
        pass


def kept(campaign_id: int) -> Kept:
    db.session.rollback()
    found = campaign_with(campaign_id)
    assert found
    return found


def moved(campaign_id: int, state: str) -> None:
    """Somebody presses that button."""
    step(campaign_id, state, seen_revision=kept(campaign_id).revision, by=None)


def decided(campaign_id: int) -> dict[int, str]:
    """By guest what was decided: the state, or the reason of a refusal."""
    db.session.rollback()
    rows = db.session.execute(
        select(CampaignGuest.guest_id, CampaignGuest.state, CampaignGuest.why).where(
            CampaignGuest.campaign_id == campaign_id
        )
    )
    return {row.guest_id: row.why or row.state for row in rows}


def letters(state: str | None = None) -> list[str]:
    """The addresses of all letters of campaigns in the outbox, sorted."""
    db.session.rollback()
    query = select(Message.address).where(Message.kind == "campaign")
    return sorted(db.session.scalars(query.where(Message.state == state) if state else query))


def withdraw(guest_id: int, channel: str = "offers") -> None:
    word = {"guest_id": guest_id, "channel": channel, "given": False, "text": "No.", "said_at": clock.now()}
    transaction(lambda: write(insert(Consent.__table__), word))


def changed(model: Any, row_id: int, **values: Any) -> None:
    """A row as a test wants it."""
    transaction(lambda: write(update(model).where(model.id == row_id).values(**values)))


def counted(model: Any, *where: Any) -> int:
    db.session.rollback()
    return int(db.session.execute(select(func.count()).select_from(model).where(*where)).scalar_one())


def left(ids: Sequence[int], on: date) -> None:
    """These guests left on that day the last time."""
    own = update(GuestHistory).where(GuestHistory.guest_id.in_(ids))
    transaction(lambda: write(own.values(last_departure_on=on)))

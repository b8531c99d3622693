"""Writes what some of the demo's guests said in public, what the houses answered, and one removal, with their chain."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime, timedelta
from random import Random
from typing import Any, NamedTuple

from sqlalchemy import select, update

from app.booking.models import BookedStay, Booking
from app.demo.rows import SENT_AFTER, Row, insert_all
from app.experience.reviews.contents import content_of
from app.experience.reviews.models import (
    Review,
    ReviewAnswer,
    ReviewChain,
    ReviewEntry,
    ReviewRemoval,
    ReviewSalt,
)
from app.experience.reviews.rules import (
    ANSWERED,
    GENESIS,
    MOMENTS,
    REMOVED,
    SHOWN_AFTER,
    WRITTEN,
    content_digest,
    kind_of_stay,
    linked,
)
from app.experience.surveys.models import Answer, Survey
from app.experience.surveys.rules import STAY
from app.identity.models import Guest
from app.journal.models import Entry
from app.kernel.party import party_of
from app.outbox.models import Message
from app.store import db, reserve_ids, transaction, write

MOST = 240
WRITES, ANSWERS = 0.45, 0.6
"""Shares: of the guests with something to say, who says it in public too; of these, to whom a house answers."""
ANSWERED_AFTER, REMOVED_AFTER = timedelta(days=2, hours=3), timedelta(days=4)
PRIVATE = "Ask for Daniel Pryce in the Hayloft: he snores, and half of Taunton should know it."
TOLD = "It names another guest. The leeks in it were fine."
KIND_WORDS = (
    "Thank you. The garden was told and stood a little straighter.",
    "That is read out in the kitchen on Fridays. Come back for the beans.",
    "We are glad of it, and of you. The kettle knows you now.",
)
SORRY_WORDS = (
    "You are right, and we are sorry. It was put in order the same week; ask for us by name and we show you.",
    "That should not have been. We have changed how we do it, and would like to be tried again.",
    "Thank you for saying it plainly. We heard it, and it is better now.",
)


class Deed(NamedTuple):
    """What the chain is to say of a row."""

    at: datetime
    kind: str
    review_id: int
    row: Row


def write_reviews(until: datetime, manager_id: int) -> int:
    """Reviews of stays about which guests said something are there, in the order in which they were written, no two
    alike, with answers, one removal and the chain of them all; answers how many."""
    own_words = {row.words: row for row in _said(until) if _chance(row.reference, "writes") < WRITES}
    chosen = sorted(own_words.values(), key=lambda row: (row.answered_at, row.booking_id))[-MOST:]
    reviews = [_review(review_id, row) for review_id, row in zip(reserve_ids(Review, len(chosen)), chosen, strict=True)]
    removed = reviews[len(reviews) // 2] if reviews else None
    if removed:
        removed["words"] = PRIVATE
    answers = list(_answers([one for one in reviews if one is not removed], until, manager_id))
    removals = [_removal(removed, manager_id)] if removed else []
    insert_all(Review, reviews)
    insert_all(ReviewAnswer, answers)
    insert_all(ReviewRemoval, removals)
    if removed:
        _told(removals[0], next(row for row in chosen if row.booking_id == removed["booking_id"]), manager_id)
    _chain(chosen[0].answered_at if chosen else until, [
        *(Deed(row["written_at"], WRITTEN, row["id"], row) for row in reviews),
        *(Deed(row["answered_at"], ANSWERED, row["review_id"], row) for row in answers),
        *(Deed(row["removed_at"], REMOVED, row["review_id"], row) for row in removals),
    ])  # fmt: skip
    return len(reviews)


def _said(until: datetime) -> Sequence[Any]:
    """Answers with words about a stay, oldest first, with their booking and who came."""
    parts = (Answer.csat_arrival, Answer.csat_room, Answer.csat_supper, Answer.csat_garden, Answer.csat_leaving)
    return db.session.execute(
        select(
            *(part.label(moment) for part, moment in zip(parts, MOMENTS, strict=True)),
            Answer.words, Answer.answered_at, Booking.id.label("booking_id"), Booking.reference, Booking.location_id,
            Booking.arrival_on, Booking.departure_on, BookedStay.room_type_id, BookedStay.adults, BookedStay.children,
            BookedStay.cots, BookedStay.dogs, Guest.email,
        )
        .join(Survey, Survey.id == Answer.survey_id)
        .join(Booking, Booking.id == Survey.booking_id)
        .join(BookedStay, BookedStay.booking_id == Booking.id)
        .join(Guest, Guest.id == Booking.guest_id)
        .where(
            Survey.moment == STAY, Answer.words != "", Answer.answered_at < until - SHOWN_AFTER, BookedStay.part == 0,
            Answer.csat_room.is_not(None),
        )
        .order_by(Answer.answered_at, Booking.id)
    ).all()  # fmt: skip


def _review(review_id: int, row: Any) -> Row:
    written_at = row.answered_at + timedelta(minutes=3)
    return {
        "id": review_id,
        "booking_id": row.booking_id,
        "location_id": row.location_id,
        "room_type_id": row.room_type_id,
        "kind": kind_of_stay([party_of(row.adults, row.children, row.cots, row.dogs)]),
        "dogs": bool(row.dogs),
        "nights": (row.departure_on - row.arrival_on).days,
        "departure_on": row.departure_on,
        **{moment: getattr(row, moment) for moment in MOMENTS},
        "words": row.words,
        "written_at": written_at,
        "shows_at": written_at + SHOWN_AFTER,
        "forgotten_at": None,
        "device": None,
    }


def _answers(reviews: Iterable[Row], until: datetime, manager_id: int) -> Iterator[Row]:
    for row in reviews:
        at = row["written_at"] + ANSWERED_AFTER
        if at < until and _chance(str(row["booking_id"]), "answers") < ANSWERS:
            scores = [row[moment] for moment in MOMENTS if row[moment] is not None]
            words = KIND_WORDS if min(scores) > 2 else SORRY_WORDS
            chosen = words[int(_chance(str(row["booking_id"]), "words") * len(words))]
            yield {"review_id": row["id"], "words": chosen, "staff_id": manager_id, "answered_at": at}


def _removal(row: Row, manager_id: int) -> Row:
    said: Row = {"appeal_words": None, "appealed_at": None, "decision_words": None, "decided_by": None}
    return {
        "review_id": row["id"],
        "reason": "private",
        "words": TOLD,
        "staff_id": manager_id,
        "removed_at": row["written_at"] + REMOVED_AFTER,
        **said,
        "decided_at": None,
        "restored": False,
    }


def _told(removal: Row, author: Any, manager_id: int) -> None:
    """The journal knows who removed it, and its author had the mail."""
    at = removal["removed_at"]
    entry = {
        "at": at, "actor": "staff", "actor_id": manager_id, "action": "review_removed", "subject": "review",
        "subject_id": removal["review_id"], "location_id": author.location_id, "facts": {"reason": removal["reason"]},
    }  # fmt: skip
    mail = {
        "kind": "review_removed", "subject": "booking", "subject_id": author.booking_id, "occasion": "",
        "template_version": 1, "language": "en", "address": author.email, "facts": {"reference": author.reference},
        "message_id": f"<review_removed-booking-{author.booking_id}@quince>", "state": "sent", "attempts": 1,
        "made_at": at, "due_at": at, "sent_at": at + SENT_AFTER,
    }  # fmt: skip
    insert_all(Entry, [entry])
    insert_all(Message, [mail])


def _chain(since: datetime, deeds: Iterable[Deed]) -> None:
    previous, entries, salts = GENESIS, [], []
    for number, deed in enumerate(sorted(deeds, key=lambda deed: (deed.at, deed.review_id)), start=1):
        salt = hashlib.sha256(f"demo {deed.kind} {deed.review_id}".encode()).hexdigest()
        content = content_digest(salt, content_of(deed.kind, deed.row))
        link = linked(number, deed.at, deed.kind, deed.review_id, content, previous)
        entries.append({
            "number": number, "at": deed.at, "kind": deed.kind, "review_id": deed.review_id, "content": content,
            "previous": previous, "digest": link.digest,
        })  # fmt: skip
        salts.append({"number": number, "review_id": deed.review_id, "salt": salt})
        previous = link.digest
    insert_all(ReviewEntry, entries)
    insert_all(ReviewSalt, salts)
    end = update(ReviewChain.__table__).values(number=len(entries), digest=previous, began_at=since)
    transaction(lambda: write(end))


def _chance(what: str, of: str) -> float:
    return Random(f"{what} {of}").random()  # nosec B311

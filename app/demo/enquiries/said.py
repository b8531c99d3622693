"""Who of the demo's guests asked what, and how soon somebody answered; always the same. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta
from random import Random

from app.care.enquiries.rules import CLOSES, FORM, OPENS, PHONE, THREAD
from app.demo.voices.asked import Known

ASKS, COMPLAINS = 0.09, 0.1
"""How many bookings ask anything, and how many of those complain."""

CHANNELS = ((THREAD, 0.5), (PHONE, 0.85), (FORM, 1.0))
BEFORE: Sequence[tuple[str, str, str]] = (
    ("food", "One of us eats no fish. Is that any trouble at supper?", "None at all. The kitchen has read it."),
    ("getting_here", "Is there a taxi from the station on a Friday night?", "There is one, and it is yours: 6.40pm."),
    ("arriving", "We may be late, past ten. Does somebody wait up?", "Somebody does. Ring the bell by the boots."),
    ("children_dogs", "May the dog come to breakfast?", "In the bar she may, and she is welcome there."),
    ("access", "How many steps are there to the Garden rooms?", "None. The path is gravel, rolled hard."),
    ("room", "Could we have the room over the walled garden again?", "It is yours. Noted on the booking."),
    ("changing", "Could we come a day sooner if you have room?", "We have. The new price is on your booking."),
    ("garden", "Is there anything to see in the garden in winter?", "Leeks, kale, and the man who talks to them."),
)
COMPLAINTS: Sequence[tuple[str, str, str]] = (
    (
        "sleep",
        "The window rattled both nights and nobody came to look.",
        "You are right. I am sorry. It has a catch.",
    ),
    ("broken", "No hot water on the Sunday morning.", "The boiler had gone out. I am sorry; it is mended."),
    (
        "people",
        "We were asked twice at supper to leave the table.",
        "That should not have been. We have talked.",
    ),
    ("booking", "We were charged for a cot we did not have.", "It comes off today. I am sorry."),
)


@dataclass(frozen=True, slots=True)
class Question:
    """What one guest asked, and when it was answered and closed; None where that is still to come."""

    known: Known
    channel: str
    theme: str
    words: str
    reply: str
    complaint: bool
    at: datetime
    answered_at: datetime | None
    closed_at: datetime | None

    @property
    def booking_id(self) -> int | None:
        """The booking that it is about; None where nobody said: a complaint by the form names none."""
        return None if self.complaint and self.channel == FORM else self.known.booking_id


def questions(known: Sequence[Known], since: datetime, until: datetime) -> Iterator[Question]:
    """What these guests asked after `since` and before `until`, in order of their bookings."""
    for one in known:
        random = Random(f"question {one.booked.reference}")
        visit = one.booked.visit
        if random.random() >= ASKS or visit.cancelled_at:
            continue
        complaint = random.random() < COMPLAINS
        day = visit.departure if complaint else visit.arrival - timedelta(days=int(random.expovariate(1 / 12)))
        at = datetime.combine(day, time(), UTC) + timedelta(minutes=random.randrange(7 * 60, 22 * 60))
        at = max(at, visit.booked_at + timedelta(hours=1))
        draw = random.random()
        channel = next(name for name, share in CHANNELS if draw < share)
        theme, words, reply = random.choice(COMPLAINTS if complaint else BEFORE)
        answered_at = at if channel == PHONE and not complaint else _answered(at, random)
        closed_at = answered_at + timedelta(hours=0 if channel == PHONE else random.uniform(1, 40))
        if since < at < until:
            yield Question(
                one, channel, theme, words, reply, complaint, at,
                answered_at if answered_at < until else None, closed_at if closed_at < until else None,
            )  # fmt: skip


def _answered(at: datetime, random: Random) -> datetime:
    """After a while of the desk's hours, on the next morning where that ends at night."""
    done = at + timedelta(minutes=20 + random.expovariate(1 / 110))
    if done.hour >= CLOSES.hour:
        done = datetime.combine(done.date() + timedelta(days=1), OPENS, UTC) + timedelta(minutes=random.randrange(150))
    return max(done, datetime.combine(done.date(), OPENS, UTC) + timedelta(minutes=random.randrange(60)))

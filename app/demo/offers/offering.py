"""Guests of the demo who were known when they looked: what they were shown, and what they took.

What is planted is true of whoever was shown it, in either arm: a guest who likes an offer on the page books more often
than one who does not, and takes it.
"""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from random import Random

from app.demo.ledger import Pricer, Sold
from app.demo.offers.seen import Looked, Page, page_of
from app.demo.offers.tastes import Taste, groups_of, liked, nights_of, tastes
from app.demo.world import Booked
from app.offers.proof.rules import HALF, arm_of
from app.promotions.rules import Promotion

DAYS = 270
"""How far back the log of offers goes."""

KNOWN, KNOWN_AND_LIKED = 0.28, 1.0
"""How many of those who come back and book do so signed in, without and with an offer that they like."""

TAKES, TAKES_LIKED = 0.2, 0.85
"""How often who books takes the first offer of the page, and one that they like."""

LOOKERS = 2
"""Known guests who look and do not book, for each who comes back."""

BEFORE = timedelta(minutes=6)
WINDOW = timedelta(days=28)
TRIES = 12


@dataclass(frozen=True, slots=True)
class Regular:
    """A guest with their bookings in the order in which they were made."""

    guest_id: int
    mail: str
    booked: tuple[Booked, ...]
    booked_at: tuple[datetime, ...]

    def slept(self, on: date) -> tuple[Booked, ...]:
        """The stays that had ended by that day."""
        return tuple(
            one
            for one in self.booked
            if one.visit.departure <= on and one.visit.cancelled_at is None and not one.visit.no_show
        )

    def books_soon(self, at: datetime) -> bool:
        """Whether the guest makes a booking in the four weeks after an instant."""
        place = bisect_left(self.booked_at, at)
        return place < len(self.booked_at) and self.booked_at[place] <= at + WINDOW


class Offering:
    """Shows the offers to the demo's guests as they book; `pages` are all that were shown."""

    def __init__(
        self,
        offers: Mapping[str, Promotion],
        coming: Sequence[Booked],
        pricer: Pricer,
        *,
        since: datetime,
        until: datetime,
        salt: str,
        seed: int | str,
    ) -> None:
        self.offers, self.pricer, self.since, self.until, self.salt = offers, pricer, since, until, salt
        self.tastes: tuple[Taste, ...] = tastes(seed)
        self.pages: list[Page] = []
        self.sold_by: dict[str, Page] = {}
        self.popular = popular_order(offers, self.tastes)
        self.by_id = {offer.id: offer for offer in offers.values()}
        self.ids: dict[str, int] = {}
        self.left_out: list[tuple[Looked, str, str]] = []
        self.came_back: list[datetime] = []
        self.spent: Counter[int] = Counter()
        self.bookings: dict[str, list[Booked]] = defaultdict(list)
        for booked in coming:
            self.bookings[booked.guest.email].append(booked)

    @property
    def days(self) -> int:
        """How many days the log goes back; 0: there is none."""
        return (self.until - self.since).days

    def sell(self, sold: Sold, guest_id: int) -> Sold:
        """The booking as it was made, perhaps with an offer that the guest had been shown."""
        booked = sold.booked
        self.ids[booked.guest.email] = guest_id
        if booked.source != "web" or not self.since <= booked.visit.booked_at < self.until:
            return sold
        looked = self._looked(booked, guest_id)
        if not looked.slept:
            return sold
        arm, random = arm_of(guest_id, self.salt, HALF), Random(f"known {booked.reference}")
        page = page_of(looked, self.offers, self.popular, arm, booked.reference)
        likes = [one for one in page.shown if self._liked(one, looked)]
        self.came_back.append(looked.at)
        if random.random() >= (KNOWN_AND_LIKED if likes else KNOWN):
            self.left_out.append((looked, arm, booked.reference))
            return sold
        self.pages.append(page)
        self.sold_by[booked.reference] = page
        wanted = (likes or page.shown)[:1]
        if not wanted or random.random() >= (TAKES_LIKED if likes else TAKES):
            return sold
        return self._taken(sold, self.by_id[wanted[0]], page)

    def _taken(self, sold: Sold, offer: Promotion, page: Page) -> Sold:
        """The booking with the offer, where that gives something and there is something left of it."""
        reduced = self.pricer.with_offer(sold, offer)
        if reduced is None:
            return sold
        saved = reduced.saved_minor
        if offer.budget_minor is not None and self.spent[offer.id] + saved > offer.budget_minor:
            return sold
        self.spent[offer.id] += saved
        page.taken, page.terms, page.saved_minor, page.total_minor = offer.id, offer.terms, saved, reduced.total_minor
        return reduced

    def regulars(self) -> list[Regular]:
        """Every guest of the demo, by mail."""
        return [self._regular(mail) for mail in sorted(self.ids)]

    def look_on(self) -> None:
        """Guests who were known and did not book look at pages, too.

        For each who booked without being known somebody like them of the same arm looked at that page in their stead:
        so either arm has as many to whom an offer would be shown, whether they like it or not.
        """
        random = Random(f"lookers {self.salt}")
        regulars = self.regulars()
        wanted = [at for at in self.came_back for _ in range(LOOKERS)]
        for number, at in enumerate(wanted):
            when = min(at + timedelta(minutes=random.randrange(-4000, 4000)), self.until - BEFORE)
            self._keep(self._looker(random, regulars, when, number))
        for looked, arm, key in self.left_out:
            self._keep(self._stand_in(random, regulars, looked, arm, key))

    def _keep(self, page: Page | None) -> None:
        if page is not None:
            self.pages.append(page)

    def _looker(self, random: Random, regulars: Sequence[Regular], at: datetime, number: int) -> Page | None:
        for one, slept in self._idle(random, regulars, at):
            like = random.choice(slept)
            nights = _moved(nights_of(like), at.date() + timedelta(days=random.randrange(7, 70)))
            looked = self._as(like, one.guest_id, at, nights, slept)
            arm = arm_of(one.guest_id, self.salt, HALF)
            return page_of(looked, self.offers, self.popular, arm, f"looker {number}")
        return None

    def _stand_in(self, random: Random, regulars: Sequence[Regular], looked: Looked, arm: str, key: str) -> Page | None:
        """The page that was left out, as another guest saw it: one of the same groups, where one is met."""
        found: Page | None = None
        for one, slept in self._idle(random, regulars, looked.at):
            if arm_of(one.guest_id, self.salt, HALF) != arm:
                continue
            other = replace(looked, guest_id=one.guest_id, slept=slept, usual_location_id=self._usual(slept))
            found = page_of(other, self.offers, self.popular, arm, key)
            if groups_of(slept) == groups_of(looked.slept):
                break
        return found

    def _idle(
        self, random: Random, regulars: Sequence[Regular], at: datetime
    ) -> Iterator[tuple[Regular, tuple[Booked, ...]]]:
        """Guests who had stayed and do not book soon, one after the other, until enough were tried."""
        for _ in range(TRIES):
            one = random.choice(regulars)
            slept = () if one.books_soon(at) else one.slept(at.date())
            if slept:
                yield one, slept

    def _looked(self, booked: Booked, guest_id: int) -> Looked:
        at = booked.visit.booked_at - BEFORE
        slept = self._regular(booked.guest.email).slept(at.date())
        return self._as(booked, guest_id, at, nights_of(booked), slept)

    def _as(
        self, booked: Booked, guest_id: int, at: datetime, nights: Sequence[date], slept: tuple[Booked, ...]
    ) -> Looked:
        return Looked(
            guest_id,
            at,
            self.pricer.ids[booked.visit.house].location,
            tuple(nights),
            booked.adults,
            booked.visit.party[1],
            booked.dogs,
            slept,
            self._usual(slept),
        )

    def _usual(self, slept: Sequence[Booked]) -> int | None:
        houses = Counter(self.pricer.ids[one.visit.house].location for one in slept)
        return houses.most_common(1)[0][0] if houses else None

    def _regular(self, mail: str) -> Regular:
        own = tuple(self.bookings[mail])
        return Regular(self.ids[mail], mail, own, tuple(one.visit.booked_at for one in own))

    def _liked(self, promotion_id: int, looked: Looked) -> bool:
        return liked(self.tastes, self.by_id[promotion_id].slug, groups_of(looked.slept))


def popular_order(offers: Mapping[str, Promotion], found: Iterable[Taste]) -> list[int]:
    """What most people take first; what only some like stands last."""
    some = {taste.offer for taste in found}
    return [offer.id for _, offer in sorted(offers.items(), key=lambda item: item[0] in some)]


def _moved(nights: Sequence[date], near: date) -> list[date]:
    """The same weekdays again, in the week of another day."""
    ahead = (nights[0].weekday() - near.weekday()) % 7
    first = near + timedelta(days=ahead)
    return [first + timedelta(days=night) for night in range(len(nights))]

"""What should be held after each step, kept in plain Python beside the product."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta

from app.booking.rules import Basket

Key = tuple[str, date]
"""What is counted, by slug, and a night."""

STOCK = {"hut": 1, "snug": 2, "18:30": 2, "20:00": 4, "cot": 1, "bicycle": 3}
PRICES = {"hut": 15000, "snug": 15000}
EXTRAS = {"cot": 0, "bicycle": 1800, "flowers": 3500}
SUPPER_MINOR = 4200


@dataclass(frozen=True)
class Choice:
    """A stay for two as a guest would say it: `suppers` are an hour for each night, or none."""

    room_type: str
    arrival: date
    nights: int
    suppers: tuple[str, ...]
    extras: tuple[tuple[str, int], ...]

    def wants(self) -> Counter[Key]:
        wanted: Counter[Key] = Counter()
        for number in range(self.nights):
            night = self.arrival + timedelta(days=number)
            wanted[self.room_type, night] += 1
            if self.suppers:
                wanted[self.suppers[number], night] += 2
            for slug, count in self.extras:
                if slug in STOCK:
                    wanted[slug, night] += count
        return wanted

    def total_minor(self) -> int:
        """The price by hand: nights, suppers for two, extras by their basis (a bicycle a night, the rest a stay)."""
        nights = self.nights * (PRICES[self.room_type] + (2 * SUPPER_MINOR if self.suppers else 0))
        return nights + sum(
            EXTRAS[slug] * count * (self.nights if slug == "bicycle" else 1) for slug, count in self.extras
        )


@dataclass
class Held:
    """A checkout as it should be; `quoted` is when its price was made."""

    choice: Choice
    basket: Basket
    began: datetime
    until: datetime
    quoted: datetime
    state: str = "open"
    booking_id: int | None = None


@dataclass
class Books:
    """Who holds what: the reference against which the tables are compared."""

    claims: dict[tuple[str, int], Counter[Key]] = field(default_factory=dict)
    expiry: dict[tuple[str, int], datetime] = field(default_factory=dict)
    closed: Counter[Key] = field(default_factory=Counter)

    def taken(self) -> Counter[Key]:
        total: Counter[Key] = Counter()
        for wants in self.claims.values():
            total.update(wants)
        return total

    def claim(self, owner: tuple[str, int], wants: Counter[Key], now: datetime, until: datetime | None) -> bool:
        """True, and it is held, when the stock suffices; else nothing has changed."""
        resources = {slug for slug, _ in wants}
        gone = [
            other
            for other, expires_at in self.expiry.items()
            if other != owner and expires_at <= now and resources & {slug for slug, _ in self.claims[other]}
        ]
        mine = self.claims.get(owner, Counter())
        others: Counter[Key] = Counter()
        for other, held in self.claims.items():
            if other != owner and other not in gone:
                others.update(held)
        for key, count in wants.items():
            free = STOCK[key[0]] - self.closed[key] - others[key]
            if count > max(free, mine[key]):
                return False
        for other in gone:
            self.forget(other)
        self.claims[owner] = wants
        if until is None:
            self.expiry.pop(owner, None)
        else:
            self.expiry[owner] = until
        return True

    def left_of(self, owner: tuple[str, int], choice: Choice, now: datetime) -> Choice | None:
        """What of a choice could be held now: without an extra that has gone on any night, and supper at the other hour
        where its own has gone; None when a night or both hours have."""

        def free(slug: str, night: date, count: int) -> bool:
            trial = Books({**self.claims}, {**self.expiry}, self.closed)
            mine = self.claims.get(owner, Counter())
            return trial.claim(owner, Counter({**mine, (slug, night): count}), now, now)

        nights = [choice.arrival + timedelta(days=number) for number in range(choice.nights)]
        if not all(free(choice.room_type, night, 1) for night in nights):
            return None
        suppers = []
        for night, hour in zip(nights, choice.suppers, strict=False):
            hours = [own for own in (hour, "18:30", "20:00") if free(own, night, 2)]
            if not hours:
                return None
            suppers.append(hours[0])
        extras = tuple(
            (slug, count)
            for slug, count in choice.extras
            if slug not in STOCK or all(free(slug, night, count) for night in nights)
        )
        return replace(choice, suppers=tuple(suppers), extras=extras)

    def forget(self, owner: tuple[str, int]) -> None:
        self.claims.pop(owner, None)
        self.expiry.pop(owner, None)

    def sweep(self, now: datetime) -> int:
        expired = [owner for owner, expires_at in self.expiry.items() if expires_at <= now]
        for owner in expired:
            self.forget(owner)
        return len(expired)

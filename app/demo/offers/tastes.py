"""Who likes what: tastes planted from a seed, so that anyone can check that what is learnt is what is true. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from random import Random

from app.demo.calendar import DAY
from app.demo.world import Booked

TASTED = ("stay-another", "leave-at-two", "twenty-back", "a-tenth-off")
"""Offers that anybody can take who comes for long enough; of these each seed plants some with a group of guests."""

GROUPS = ("midweek", "weekends", "dogs")
WEEKEND = (4, 5)


@dataclass(frozen=True, slots=True)
class Taste:
    """Guests of the group come for this offer, and take it; others hardly notice."""

    offer: str
    group: str


def tastes(seed: int | str) -> tuple[Taste, ...]:
    """One offer for each group, all different; the same seed gives the same."""
    offers = Random(f"tastes {seed}").sample(TASTED, len(GROUPS))
    return tuple(Taste(offer, group) for offer, group in zip(offers, GROUPS, strict=True))


def groups_of(slept: Sequence[Booked]) -> frozenset[str]:
    """The groups of a guest with these stays: they stayed midweek, or at weekends only; with a dog, or without."""
    nights = [night for booked in slept for night in nights_of(booked)]
    week = {"midweek" if any(night.weekday() not in WEEKEND for night in nights) else "weekends"}
    return frozenset(week | ({"dogs"} if any(booked.dogs for booked in slept) else set()))


def nights_of(booked: Booked) -> list[date]:
    """The nights of a booking."""
    return [booked.visit.arrival + DAY * night for night in range(booked.visit.nights)]


def liked(found: Sequence[Taste], offer: str, groups: frozenset[str]) -> bool:
    """Whether a guest of these groups comes for the offer."""
    return any(taste.offer == offer and taste.group in groups for taste in found)

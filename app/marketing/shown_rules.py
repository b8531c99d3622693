"""Showing a house's manager the rule whose smallest change would have served what was asked for."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from zoneinfo import ZoneInfo

from app.care import AskedRule, RuleShown, rules_shown
from app.catalogue.queries import House, catalogue
from app.identity.staff.rules import Actor, can
from app.insight.funnel import Denied, Relief, Unserved
from app.kernel import clock
from app.kernel.words import counted, short_day
from app.marketing.asked import Asked
from app.marketing.refusals import key_of, rule_words, why_url, worth_words
from app.web.reasons import IN_SHORT

REMEMBERED = timedelta(days=90)
"""How long the page says that a rule was shown, and what came of it."""


@dataclass(frozen=True, slots=True)
class Standing:
    """Whether this person may show a rule to its house, and what became of it where it was shown."""

    may_show: bool
    words: str


def standings(actor: Actor, asked: Asked, found: Unserved) -> dict[str, Standing]:
    """Of every change, by the key that a form names it by; one statement. Whoever may change the rule themselves, and
    whoever was shown it, is shown nothing."""
    shown = rules_shown(asked.filters.location_ids, clock.now() - REMEMBERED)
    changes = ((one, relief, catalogue().house(relief.location)) for one in found.reasons for relief in one.reliefs)
    return {
        key_of(one, relief): _standing(actor, house, shown.get((house.id, relief.rule)))
        for one, relief, house in changes
        if house is not None
    }


def _standing(actor: Actor, house: House, was: RuleShown | None) -> Standing:
    waits = was is not None and was.done_at is None
    return Standing(not waits and not can(actor, "set_rates", house), _became_of(was, house) if was else "")


def find(found: Unserved, key: str) -> tuple[Denied, Relief] | None:
    """The change that a form names, as `key_of` does; None where the figures have it no more."""
    every = ((one, relief) for one in found.reasons for relief in one.reliefs)
    return next(((one, relief) for one, relief in every if key_of(one, relief) == key), None)


def asked_rule(one: Denied, relief: Relief, *, asked: Asked, today: date, by_name: str) -> AskedRule:
    """What the manager reads: the change, whom it would have served, what that is worth, and who asks."""
    served = " and ".join(
        words
        for count, words in (
            (relief.searches, f"{relief.searches:,} {'search' if relief.searches == 1 else 'searches'}"),
            (relief.calls, counted(relief.calls, "call")),
        )
        if count
    )
    worth = worth_words(relief.worth)
    narrowed = f" ({asked.narrowed})" if asked.narrowed else ""
    reason = IN_SHORT.get(one.reason, one.reason)
    return AskedRule(
        relief.rule,
        f"{rule_words(relief.rule)} would have served {served}{f', worth {worth} at most' if worth else ''}",
        f"{by_name} asks you to look at it. They got no within {asked.dates.partition(' against ')[0].rstrip('.')}"
        f"{narrowed}, because of: {reason[:1].lower()}{reason[1:]}. The rule is shown with the newest of them.",
        why_url(relief, today),
    )


def _became_of(was: RuleShown, house: House) -> str:
    zone = ZoneInfo(house.timezone)
    if was.done_at is not None:
        how = f": {was.outcome}" if was.outcome else ""
        return f"Looked at on {short_day(was.done_at.astimezone(zone).date())}{how}"
    who = f"{was.owner_name} has it" if was.owner_name else "nobody has it yet"
    return f"Shown on {short_day(was.made_at.astimezone(zone).date())}, {who}"

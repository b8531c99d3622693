"""Who changed what about rates, as one line each."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any
from zoneinfo import ZoneInfo

from app.catalogue.queries import House, catalogue
from app.kernel import clock
from app.kernel.words import MONTHS, counted, hour, listed, money, short_day
from app.pricing.draft.rules import FREE
from app.pricing.queries import price_list
from app.staff.rates.cells import rule_words


@dataclass(frozen=True, slots=True)
class Deed:
    when: str
    iso: str
    words: str


def told(entry: Any, name: str, house: House, zone: ZoneInfo) -> Deed:
    """An entry of the journal as somebody reads it beside the grid."""
    at = entry.at.astimezone(zone)
    today = clock.now().astimezone(zone).date()
    day = f"{at.day} {MONTHS[at.month - 1][:3]}"
    when = f"Today {hour(at.time().replace(second=0, microsecond=0))}" if at.date() == today else day
    return Deed(when, at.isoformat(timespec="minutes"), f"{name} {_WORDS[entry.action](entry.facts, house)}")


def _drafted(facts: Mapping[str, Any], house: House) -> str:
    did = []
    if facts.get("cells"):
        move = facts.get("move")
        how = _move(move, house.currency) if move else "rates for"
        did.append(f"drafted {how} {counted(facts['cells'], 'night')}{_of(facts['room_types'])}")
    if facts.get("rules"):
        did.append(f"drafted {_rules(facts['rules'])}")
    if facts.get("limits"):
        did.append(f"drafted restrictions for {counted(facts['limits'], 'night')}")
    return f"{' and '.join(did)}, {_days(facts['first'], facts['last'])}"


def _move(move: Mapping[str, Any], currency: str) -> str:
    amount = f"{move['amount'] / 100:g}%" if move["kind"].endswith("percent") else money(move["amount"], currency)
    if move["kind"] == "set":
        return f"{amount} for"
    return f"{'+' if move['kind'].startswith('up') else '−'}{amount} on"


def _rules(rules: Mapping[str, Any]) -> str:
    words = [long for _, long in rule_words(FREE.changed({name: value for name, value in rules.items() if value}))]
    return listed(words) or "fewer rules"


def _of(room_types: list[int]) -> str:
    known = [catalogue().room_types[one].name for one in room_types if one in catalogue().room_types]
    return f" of {listed(known)}" if len(known) <= 2 else f" of {len(known)} room types"


def _days(first: str, last: str) -> str:
    if first == last:
        return short_day(date.fromisoformat(first))
    return f"{short_day(date.fromisoformat(first))} to {short_day(date.fromisoformat(last))}"


def _plan(facts: Mapping[str, Any], house: House) -> str:
    plan = price_list(house.id).by_id.get(facts["rate_plan"])
    bp, minor = facts["after"]
    parts = [f"{bp / 100:+g}%"] if bp else []
    parts += [money(minor, house.currency)] if minor else []
    return f"drafted {plan.name if plan else 'a rate'} at {' and '.join(parts) or 'the price'} of its base"


def _published(facts: Mapping[str, Any], house: House) -> str:
    what = [counted(facts["nights"], "night")] if facts["nights"] else []
    what += [counted(len(facts["plans"]), "derived rate")] if facts["plans"] else []
    left_out = f"; {counted(facts['left_out'], 'night')} had gone by" if facts["left_out"] else ""
    return f"published {' and '.join(what) or 'nothing'}{left_out}"


def _discarded(facts: Mapping[str, Any], house: House) -> str:
    return "threw the draft away"


def _bound(facts: Mapping[str, Any], house: House) -> str:
    room_type = catalogue().room_types.get(facts["room_type"])
    floor, ceiling = (money(amount, house.currency) for amount in facts["after"])
    return f"set {room_type.name if room_type else 'a room type'} to lie from {floor} to {ceiling}"


_WORDS = {
    "rates_drafted": _drafted,
    "plan_drafted": _plan,
    "rates_published": _published,
    "rates_discarded": _discarded,
    "bound_set": _bound,
}

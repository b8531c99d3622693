"""A price list as it was: what the journal says was changed since is taken back, the newest change first."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any

from sqlalchemy import or_, select

from app.journal.models import Entry
from app.offers.fair.errors import NotKept
from app.pricing.editable import MEALS
from app.pricing.queries import PriceList
from app.pricing.rules import LevyRule, Part, PartyPrices, Plan
from app.store import db

SUBJECTS = ("rate_plan", "party_price", "extra", "levy", "tax_rate")
"""What prices follow from beside the rates, which have a history of their own."""

PLAIN = ("adjust_bp", "adjust_minor", "round_to_minor")
_entry = Entry.__table__


@dataclass(frozen=True, slots=True)
class Change:
    """Something that was edited by hand; `before` and `after` are fields with what they held."""

    at: datetime
    action: str
    subject: str
    subject_id: int
    location_id: int | None
    before: Mapping[str, Any]
    after: Mapping[str, Any]


def changes_since(at: datetime) -> list[Change]:
    """Whatever was changed after an instant and prices follow from, the newest first; one statement.

    A VAT rate that was withdrawn carries the `rate_bp` with which it had been stated, where the journal knows it.
    """
    rows = db.session.execute(
        select(_entry)
        .where(_entry.c.subject.in_(SUBJECTS), or_(_entry.c.at > at, _entry.c.subject == "tax_rate"))
        .order_by(_entry.c.at, _entry.c.id)
    )
    stated: dict[tuple[int | None, str, str], int] = {}
    found = []
    for row in rows:
        before, after = dict(row.facts.get("before") or {}), row.facts.get("after") or {}
        if row.action == "vat_stated":
            stated |= {(row.location_id, kind, after["holds_from_on"]): after["rate_bp"] for kind in after["kinds"]}
        elif row.action == "vat_withdrawn":
            before["rate_bp"] = stated.get((row.location_id, before["kind"], before["holds_from_on"]))
        found.append(Change(row.at, row.action, row.subject, row.subject_id, row.location_id, before, after))
    return [change for change in reversed(found) if change.at > at]


def rewound(listed: PriceList, levy_ids: Sequence[int], changes: Sequence[Change]) -> PriceList:
    """The price list without these changes of its house, which are all that came after an instant, the newest first.

    `levy_ids` are those of its levies, in their order. A plan of which the journal does not say what it was is left
    out; `NotKept` is raised where that is so of VAT.
    """
    plans, party = dict(listed.by_id), listed.party
    taxes = {kind: dict(rates) for kind, rates in listed.taxes.items()}
    levies = dict(zip(levy_ids, listed.levies, strict=True))
    for change in changes:
        if change.subject == "rate_plan" and change.subject_id in plans:
            plan = _plan(plans.pop(change.subject_id), change.before)
            plans |= {plan.id: plan} if plan else {}
        elif change.subject == "party_price":
            party = _party(party, change.before)
        elif change.subject == "levy":
            _undo_levy(levies, change)
        elif change.subject == "tax_rate":
            _undo_vat(taxes, change)
    return PriceList(
        plans=tuple(plans[plan.id] for plan in listed.plans if plan.id in plans),
        by_id=plans,
        party=party,
        taxes={kind: tuple(sorted(rates.items())) for kind, rates in taxes.items()},
        levies=tuple(levies.values()),
    )


def _plan(plan: Plan, before: Mapping[str, Any]) -> Plan | None:
    """None where a meal was taken out of it and nothing says whether it had been added on top."""
    own = {part.kind for part in plan.parts}
    if any(before.get(f"{meal}_adult") is not None and f"{meal}_added" not in before for meal in set(MEALS) - own):
        return None
    held: dict[str, Any] = {name: before[name] for name in PLAIN if name in before}
    if "base_plan_id" in before:
        held["base_id"] = before["base_plan_id"] or plan.id
    return replace(plan, **held, parts=_parts(plan.parts, before))


def _parts(parts: Sequence[Part], before: Mapping[str, Any]) -> tuple[Part, ...]:
    own = {part.kind: part for part in parts}
    found = []
    for meal in MEALS:
        part = own.get(meal)
        adult = before.get(f"{meal}_adult", part.adult_minor if part else None)
        if adult is not None:
            child = before.get(f"{meal}_child", part.child_minor if part else 0)
            added = before.get(f"{meal}_added", bool(part and part.added))
            found.append(Part(meal, adult, child or 0, added))
    return tuple(found)


def _party(party: PartyPrices, before: Mapping[str, Any]) -> PartyPrices:
    state: dict[str, Any] = {}
    for number, (first, last, minor) in enumerate(party.children, start=1):
        state |= {f"child{number}_from": first, f"child{number}_to": last, f"child{number}_minor": minor}
    state |= before
    numbers = sorted({int(name[5:-5]) for name in state if name.startswith("child") and name.endswith("_from")})
    bands = [(state[f"child{n}_from"], state[f"child{n}_to"], state[f"child{n}_minor"]) for n in numbers]
    return PartyPrices(
        single_minor=before.get("single_minor", party.single_minor),
        adult_minor=before.get("adult_minor", party.adult_minor),
        dog_minor=before.get("dog_minor", party.dog_minor),
        children=tuple(sorted(band for band in bands if band[0] is not None)),
    )


def _undo_levy(levies: dict[int, LevyRule], change: Change) -> None:
    if change.action == "levy_added":
        levies.pop(change.subject_id, None)
    elif change.action == "levy_ended" and change.subject_id in levies:
        levies[change.subject_id] = replace(levies[change.subject_id], holds_until_on=None)


def _undo_vat(taxes: dict[str, dict[date, int]], change: Change) -> None:
    if change.action == "vat_stated":
        for kind in change.after["kinds"]:
            taxes.get(kind, {}).pop(date.fromisoformat(change.after["holds_from_on"]), None)
    elif change.action == "vat_withdrawn":
        if change.before["rate_bp"] is None:
            raise NotKept("vat_unknown")
        rates = taxes.setdefault(change.before["kind"], {})
        rates[date.fromisoformat(change.before["holds_from_on"])] = change.before["rate_bp"]

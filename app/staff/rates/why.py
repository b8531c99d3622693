"""Why can't this be sold? The binding rule and all others, each with the way to change it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

from flask import Response, request
from werkzeug.datastructures import MultiDict

from app.availability.alternatives import nearest
from app.availability.board import Board
from app.availability.boards import board
from app.availability.drafted import drafted_board
from app.availability.explained import Finding, explain
from app.availability.rules import binding
from app.availability.search import reasons_against, stay_total
from app.booking.rooms.saleable import has_one_room
from app.booking.rooms.takers import takers
from app.catalogue.queries import House, RoomType
from app.identity.staff.rules import Actor, can
from app.inventory.queries import on_sale, resources
from app.kernel import clock
from app.kernel.party import Party
from app.kernel.stay import LONGEST_STAY, ONE_NIGHT, Stay
from app.kernel.words import counted, money, span
from app.pricing.draft.queries import bounds, draft_of
from app.pricing.rules import Plan
from app.staff.rates.asked import plan_of
from app.staff.rates.authors import authors
from app.staff.rates.shared import blueprint, rates_page
from app.staff.rates.why_words import Check, checks_of, lead_of
from app.web.access import staff
from app.web.days import day_of
from app.web.forms import clean_line
from app.web.search import read_search

ONE_ROOM = Check("one_room", False, "One room for all of the nights", "")
NO_ONE_ROOM = (
    "No one room is free for all of the nights",
    "each night has one left, but doors that are promised or closed lie in between",
)


@dataclass(frozen=True, slots=True)
class Question:
    """What was asked; `problems` are (field, sentence) where it could not be understood."""

    room_type: RoomType | None
    plan: Plan | None
    stay: Stay | None
    party: Party
    typed: dict[str, str]
    problems: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Answer:
    """`code` is the binding reason, None where the stay can be sold; `also` is what else could be said to the guest."""

    code: str | None
    codes: str
    lead: str
    also: tuple[str, ...]
    checks: tuple[Check, ...]


@blueprint.get("/staff/<slug:house>/why")
@staff("see_rates")
def why(actor: Actor, house: House) -> Response:
    """Whether a stay can be sold as a guest would ask for it, and by which rules not."""
    seen = board(house)
    question = _read(house, seen)
    answer = _answer(actor, seen, question)
    asked = any(request.args.get(name) for name in ("arrival", "departure", "room_type", "rate_plan"))
    return rates_page(
        "why",
        actor,
        house,
        422 if asked and question.problems else 200,
        question=question,
        plans=seen.prices_of.plans,
        answer=answer,
        asked=asked,
        has_errors=asked and bool(question.problems),
    )


def _read(house: House, seen: Board) -> Question:
    problems: list[tuple[str, str]] = []
    room_slug = clean_line(request.args.get("room_type", ""))
    room_type = house.room_type(room_slug) if room_slug else next(iter(house.room_types), None)
    if room_type is None:
        problems.append(("room_type", "Choose one of the house's room types"))
    plan_slug = request.args.get("rate_plan", "")
    plans = seen.prices_of.plans
    plan = plan_of(seen.prices_of, plan_slug) if plan_slug else plans[0] if plans else None
    if plan is None:
        problems.append(("rate_plan", "Choose one of the house's rates"))
    searched = read_search(_party_only(), [house.slug], seen.first)
    problems += [(problem.name, problem.sentence) for problem in searched.problems]
    stay = _stay(problems)
    typed = {name: clean_line(request.args.get(name, ""))[:200] for name in _FIELDS}
    return Question(room_type, plan, stay, searched.party, typed, tuple(problems))


_PARTY = ("adults", "children", "cots", "dogs", "needs")
_FIELDS = ("room_type", "rate_plan", "arrival", "departure", *_PARTY)


def _party_only() -> MultiDict[str, str]:
    return MultiDict([(name, value) for name in _PARTY for value in request.args.getlist(name)])


def _stay(problems: list[tuple[str, str]]) -> Stay | None:
    arrival, departure = (day_of(request.args.get(name, "")) for name in ("arrival", "departure"))
    if arrival is None:
        problems.append(("arrival", "Enter the day of arrival as a date, like 2027-03-05"))
    elif departure is None:
        problems.append(("departure", "Enter the day of departure as a date, like 2027-03-07"))
    elif departure <= arrival:
        problems.append(("departure", "Choose a departure after the arrival"))
    elif (departure - arrival).days > LONGEST_STAY:
        problems.append(("departure", f"Nobody can book more than {LONGEST_STAY} nights at once. Choose fewer"))
    else:
        return Stay(arrival, departure)
    return None


def _answer(actor: Actor, seen: Board, question: Question) -> Answer | None:
    room_type, plan, stay, party = question.room_type, question.plan, question.stay, question.party
    if room_type is None or plan is None or stay is None or question.problems:
        return None
    findings = explain(seen, room_type, plan, stay, party)
    codes = tuple(finding.code for finding in findings if finding.applies)
    total = None if codes else stay_total(seen, room_type, plan, stay, party)
    one_room = bool(codes) or has_one_room(room_type.id, stay, clock.now(), step_free="step-free" in party.needs)
    first = _first_full(findings)
    bound = bounds([room_type.id]).get(room_type.id)
    checks = checks_of(
        seen,
        room_type,
        plan,
        stay,
        party,
        findings,
        bound,
        may_set=can(actor, "set_rates", seen.house),
        closed=_closed(room_type, first),
        takers=takers(resources().of_room_type[room_type.id], first, clock.now()) if first else None,
        authors=authors(seen.house, stay.arrival, stay.departure) if any(one.scopes for one in findings) else {},
    )
    also = _elsewhen(seen, room_type, stay, party) if codes else []
    also += _once_published(seen, room_type, plan, stay, party, codes)
    lead = lead_of(findings, seen, room_type, plan, stay, total)
    if one_room:
        room = replace(ONE_ROOM, detail="not looked for while another rule stands against it") if codes else ONE_ROOM
        return Answer(binding(codes), " ".join(codes), lead, tuple(also), (*checks, room))
    chart = f"/staff/{seen.house.slug}/tape-chart?from={stay.arrival.isoformat()}"
    against = Check("one_room", True, *NO_ONE_ROOM, "See the tape chart", chart)
    lead = f"{lead.partition(' can be sold')[0]} can’t be sold: no one room is free for all of the nights."
    return Answer("full", "full", lead, (), (against, *checks))


def _first_full(findings: Sequence[Finding]) -> date | None:
    """The first night on which no room is left."""
    return next((one.nights[0] for one in findings if one.code == "full" and one.applies and one.nights), None)


def _closed(room_type: RoomType, night: date | None) -> int:
    """How many rooms are closed on that night."""
    resource = resources().of_room_type.get(room_type.id)
    if night is None or resource is None:
        return 0
    sellable = on_sale(resource, night, night + ONE_NIGHT).get(night, 0)
    return max(len(room_type.rooms) - sellable, 0)


def _elsewhen(seen: Board, room_type: RoomType, stay: Stay, party: Party) -> list[str]:
    """The nearest dates on which the same room type can be sold to the same party."""
    if stay.arrival < seen.first - timedelta(days=LONGEST_STAY) or not seen.reaches(stay):
        return []
    found = nearest(seen, stay, party, 1, [room_type])
    return [
        f"{counted(other.stay.nights, 'night').capitalize()}, {span(other.stay.arrival, other.stay.departure)}, can,"
        f" for {money(other.total_minor, seen.house.currency)} ({other.plan.name})."
        for other in found
    ]


def _once_published(
    seen: Board, room_type: RoomType, plan: Plan, stay: Stay, party: Party, codes: tuple[str, ...]
) -> list[str]:
    """What the open draft would change about the answer."""
    draft = draft_of(seen.house.id)
    if not draft:
        return []
    then = drafted_board(seen, draft)
    follows = then.prices_of.by_id[plan.id]
    after = reasons_against(then, room_type, follows, stay, party)
    if after and not codes:
        return ["Once the draft is published it cannot be sold any more."]
    if after:
        return []
    total = money(stay_total(then, room_type, follows, stay, party), seen.house.currency)
    if codes:
        return [f"Once the draft is published it can be sold, for {total}."]
    before = money(stay_total(seen, room_type, plan, stay, party), seen.house.currency)
    return [f"Once the draft is published it costs {total}."] if total != before else []

"""One night of a room type and rate: what it costs, what it ever cost, and who said so."""

from __future__ import annotations

from dataclasses import dataclass
from zoneinfo import ZoneInfo

from flask import Response, request

from app.catalogue.queries import House
from app.identity.staff.names import names_of
from app.identity.staff.rules import Actor
from app.kernel.words import hour, listed, money, short_day
from app.pricing.draft.queries import PastRate, draft_of, history_of, published_limits, published_rates
from app.pricing.draft.rules import FREE, Cell, Limits, Scope
from app.pricing.queries import price_list
from app.staff.rates.asked import plan_of
from app.staff.rates.authors import authors
from app.staff.rates.cells import rule_words
from app.staff.rates.shared import blueprint, rates_page
from app.web.access import staff
from app.web.days import day_of
from app.web.forms import clean_line
from app.web.respond import not_found


@dataclass(frozen=True, slots=True)
class PastView:
    when: str
    iso: str
    price: str
    who: str


@dataclass(frozen=True, slots=True)
class RuleView:
    """What one scope forbids now and by whom, and by the draft where that changes it."""

    place: str
    now: str
    set_by: str
    drafted: str


@blueprint.get("/staff/<slug:house>/rates/night")
@staff("see_rates")
def night(actor: Actor, house: House) -> Response:
    """A cell of the grid with its history; of a derived plan that of its base. 404 where there is no such cell."""
    room_type = house.room_type(clean_line(request.args.get("room_type", "")))
    plan = plan_of(price_list(house.id), request.args.get("rate_plan", ""))
    day = day_of(request.args.get("night", ""))
    if room_type is None or plan is None or day is None:
        raise not_found()
    cell = Cell(day, room_type.id, plan.base_id)
    draft = draft_of(house.id)
    past = history_of(cell)
    names = names_of(one.staff_id for one in past)
    limits = published_limits(house.id, day, day)
    places = {
        "The whole house": Scope(day, "location", house.id),
        room_type.name: Scope(day, "room_type", room_type.id),
        plan.name: Scope(day, "rate_plan", plan.id),
    }
    whose = authors(house, day, day)
    rules = [
        _rule(name, limits.get(scope, FREE), whose.get(scope, ""), draft.limits.get(scope))
        for name, scope in places.items()
    ]
    return rates_page(
        "night",
        actor,
        house,
        room_type=room_type,
        plan=plan,
        base=price_list(house.id).by_id[plan.base_id],
        day=day,
        price=_price(published_rates(house.id, day, day).get(cell), house),
        drafted=_price(draft.rates[cell], house) if cell in draft.rates else "",
        history=[_past(one, names[one.staff_id], house) for one in past],
        rules=rules,
    )


def _past(one: PastRate, name: str, house: House) -> PastView:
    at = one.published_at.astimezone(ZoneInfo(house.timezone))
    when = f"{short_day(at.date())} {at.year}, {hour(at.time().replace(second=0, microsecond=0))}"
    return PastView(when, at.isoformat(timespec="minutes"), _price(one.amount_minor, house), name)


def _rule(place: str, now: Limits, whose: str, then: Limits | None) -> RuleView:
    return RuleView(place, _rules(now), whose, _rules(then) if then is not None and then != now else "")


def _price(amount: int | None, house: House) -> str:
    return "no rate" if amount is None else money(amount, house.currency, pence=True)


def _rules(limits: Limits) -> str:
    return listed([long for _, long in rule_words(limits)]) or "nothing forbidden"

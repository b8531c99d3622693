"""How derived rates follow their base, and between which prices a room type lies."""

from __future__ import annotations

from dataclasses import dataclass

from flask import Response, request
from werkzeug.wrappers import Response as BaseResponse

from app.catalogue.queries import House, RoomType
from app.identity.staff.rules import Actor
from app.pricing.draft.errors import DraftChanged, NotARate
from app.pricing.draft.operations import keep_plan, set_bounds
from app.pricing.draft.queries import bounds, draft_of
from app.pricing.draft.rules import Bound, Seen
from app.pricing.queries import price_list
from app.pricing.rules import Plan
from app.staff.rates.asked import plan_of
from app.staff.rates.cells import followed, follows
from app.staff.rates.edit_form import AMOUNT, minor_of
from app.staff.rates.shared import blueprint, rates_page
from app.web.access import staff
from app.web.forms import clean_line
from app.web.respond import see_other

DONE = {
    "drafted": "It stands in the draft. Guests do not see it yet.",
    "bounds": "Floors and ceilings hold from now on.",
}


@dataclass(frozen=True, slots=True)
class PlanRow:
    """A derived plan with what its fields hold: percent and amount, negative for below."""

    plan: Plan
    now: str
    drafted: str
    percent: str
    amount: str


@dataclass(frozen=True, slots=True)
class BoundRow:
    room_type: RoomType
    floor: str
    ceiling: str


@blueprint.get("/staff/<slug:house>/rates/following")
@staff("see_rates")
def following(actor: Actor, house: House) -> Response:
    """Derived rates, floors and ceilings."""
    return _following_page(actor, house, said=DONE.get(request.args.get("done", ""), ""))


@blueprint.post("/staff/<slug:house>/rates/following")
@staff("set_rates")
def follow(actor: Actor, house: House) -> BaseResponse:
    """A derived plan follows its base in the draft as the form says."""
    plan = plan_of(price_list(house.id), request.form.get("plan", ""))
    percent, amount = _signed("percent"), _signed("amount")
    if plan is None or percent is None or amount is None:
        words = "Choose a rate, and enter how far it lies from its base, like -10 for per cent or 5.50 for an amount"
        return _following_page(actor, house, 422, problem=words)
    try:
        keep_plan(house.id, plan.id, percent, amount, seen=_seen(), by=actor.staff_id)
    except NotARate as wrong:
        return _following_page(actor, house, 422, problem=str(wrong))
    except DraftChanged as changed:
        return _following_page(actor, house, 409, problem=f"{changed} The page shows what stands now.")
    return see_other(f"/staff/{house.slug}/rates/following?done=drafted")


@blueprint.post("/staff/<slug:house>/rates/bounds")
@staff("set_rates")
def bound(actor: Actor, house: House) -> BaseResponse:
    """Every floor and ceiling of the form holds from now on, or none."""
    wanted: dict[int, Bound] = {}
    for room_type in house.room_types:
        typed = [clean_line(request.form.get(f"{name}-{room_type.slug}", "")) for name in ("floor", "ceiling")]
        if not any(typed):
            continue
        found = [minor_of(words) for words in typed]
        if found[0] is None or found[1] is None:
            words = f"{room_type.name}: enter floor and ceiling as amounts, like 96 and 240"
            return _following_page(actor, house, 422, problem=words)
        wanted[room_type.id] = Bound(found[0], found[1])
    try:
        set_bounds(house.id, wanted, seen=_seen(), by=actor.staff_id)
    except NotARate as wrong:
        return _following_page(actor, house, 422, problem=str(wrong))
    except DraftChanged as changed:
        return _following_page(actor, house, 409, problem=f"{changed} The page shows what you typed; look at the grid.")
    return see_other(f"/staff/{house.slug}/rates/following?done=bounds")


def _seen() -> Seen:
    return Seen.read(clean_line(request.form.get("seen", "")))


def _signed(name: str) -> int | None:
    """What was typed, in hundredths: of a per cent, or of a pound. Nothing typed is nought."""
    typed = clean_line(request.form.get(name, ""))
    found = AMOUNT.fullmatch(typed) if typed else None
    if typed and found is None:
        return None
    return (minor_of(found[2]) or 0) * (-1 if found[1] else 1) if found else 0


def _following_page(actor: Actor, house: House, status: int = 200, **more: object) -> Response:
    prices, draft, within = price_list(house.id), draft_of(house.id), bounds(kind.id for kind in house.room_types)
    plans = []
    for plan in (plan for plan in prices.plans if plan.derived):
        bp, minor = draft.plans.get(plan.id, (plan.adjust_bp, plan.adjust_minor))
        then = follows(followed(plan, bp, minor), prices, house.currency) if plan.id in draft.plans else ""
        typed = request.form if request.form.get("plan") == plan.slug else {}
        percent, amount = typed.get("percent", f"{bp / 100:g}"), typed.get("amount", _pounds(minor))
        plans.append(PlanRow(plan, follows(plan, prices, house.currency), then, percent, amount))
    return rates_page(
        "following",
        actor,
        house,
        status,
        seen=draft.seen,
        plans=plans,
        bounds=[_bound_row(kind, within.get(kind.id)) for kind in house.room_types],
        has_errors=status == 422,
        **more,
    )


def _bound_row(room_type: RoomType, found: Bound | None) -> BoundRow:
    names = [f"{name}-{room_type.slug}" for name in ("floor", "ceiling")]
    kept = [_pounds(found.floor_minor), _pounds(found.ceiling_minor)] if found else ["", ""]
    floor, ceiling = (request.form.get(name, words) for name, words in zip(names, kept, strict=True))
    return BoundRow(room_type, clean_line(floor), clean_line(ceiling))


def _pounds(minor: int) -> str:
    """As it is typed: 96, 96.50."""
    sign = "-" if minor < 0 else ""
    whole, rest = divmod(abs(minor), 100)
    return f"{sign}{whole}.{rest:02}" if rest else f"{sign}{whole}"

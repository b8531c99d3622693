"""What the demo's desk has on its hands today: agents on its list, rooms held for callers, a group that is coming."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from datetime import date

from app.booking.agents import add_agent, agents
from app.booking.blocks import NewBlock, hold_block
from app.booking.operations import hold_for_caller, keep_details, send_pay_link
from app.booking.rules import Basket, ChosenStay, Details
from app.catalogue.queries import House, catalogue
from app.demo.agents import AGENTS
from app.demo.calendar import DAY
from app.demo.group import the_group
from app.demo.staff import member_id
from app.kernel import clock
from app.kernel.errors import Refused
from app.kernel.party import Party
from app.kernel.stay import Stay
from app.pricing.queries import price_list

TUESDAY = 1
PLAN = "flexible"


@dataclass(frozen=True, slots=True)
class Caller:
    """Somebody for whom a room is held; `mailed` when they have the way to pay."""

    name: str
    email: str
    phone: str
    house: str
    weeks_ahead: int
    nights: int
    mailed: bool


CALLERS = (
    Caller("Edith Marlow", "edith.marlow@example.com", "07700 900118", "combe-harrow", 5, 2, True),
    Caller("Tom Ashby", "tom.ashby@example.org", "07700 900642", "combe-harrow", 9, 3, False),
    Caller("Ruth Penrose", "ruth.penrose@example.net", "07700 900377", "saltings", 7, 1, True),
)
GROUP, GROUP_HOUSE, GROUP_ROOMS, GROUP_WEEKS = "Bell ringers of Axminster", "combe-harrow", 5, 16


def engage() -> int:
    """Everybody of `AGENTS` is on the list; answers how many were added."""
    by = member_id("manager")
    known = {agent.name for agent in agents(closed=True)}
    new = [agent for agent in AGENTS if agent.name not in known] if by else []
    for agent in new:
        add_agent(agent.name, agent.email, agent.commission_bp, pays=False, by=by or 0)
    return len(new)


def hold_rooms() -> int:
    """Rooms are held for the callers and the group where their houses have any; answers how many of these stand."""
    by, houses = member_id("reception"), {house.slug: house for house in catalogue().houses}
    if by is None:
        return 0
    today = clock.today(the_group().plain["time_zone"])
    held = sum(_hold(caller, houses[caller.house], today, by) for caller in CALLERS if caller.house in houses)
    return held + (_keep_block(houses[GROUP_HOUSE], today, by) if GROUP_HOUSE in houses else 0)


def _hold(caller: Caller, house: House, today: date, by: int) -> bool:
    stay = Stay.of(_tuesday(today, caller.weeks_ahead), caller.nights)
    for room_type in house.room_types:
        chosen = ChosenStay(room_type.id, _plan(house), stay, Party(2))
        with suppress(Refused):
            started = hold_for_caller(Basket(house.id, (chosen,), at_house=False), by=by)
            keep_details(started.checkout_id, Details(caller.name, caller.email, caller.phone).as_json())
            if caller.mailed:
                send_pay_link(started.checkout_id, by=by)
            return True
    return False


def _keep_block(house: House, today: date, by: int) -> bool:
    for rooms in _choices(house):
        stay = Stay.of(_tuesday(today, GROUP_WEEKS), 2)
        block = NewBlock(
            location_id=house.id,
            name=GROUP,
            stay=stay,
            cut_off_on=stay.arrival - 28 * DAY,
            rate_plan_id=_plan(house),
            rooms=rooms,
            contact_name="Harold Yeo",
            contact_email="harold.yeo@example.org",
            contact_phone="07700 900204",
        )
        with suppress(Refused):
            hold_block(block, by=by)
            return True
    return False


def _choices(house: House) -> Iterator[dict[int, int]]:
    """Ways to lodge the group: as many rooms of one type, or two of each of some."""
    yield from ({room_type.id: GROUP_ROOMS} for room_type in house.room_types)
    yield {room_type.id: 2 for room_type in house.room_types[:3]}
    yield {room_type.id: 1 for room_type in house.room_types[:3]}


def _plan(house: House) -> int:
    return next(plan.id for plan in price_list(house.id).plans if plan.slug == PLAN)


def _tuesday(today: date, weeks: int) -> date:
    return today + DAY * (weeks * 7 + (TUESDAY - today.weekday()) % 7)

"""What stands in an address of the desk and belongs to no house."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

from app.booking.agents import add_agent
from app.booking.capacity import close_house
from app.care import add_task
from app.catalogue.models import Produce
from app.catalogue.queries import catalogue
from app.kernel import clock
from app.offers.campaigns.operations import make_campaign
from app.offers.fair.models import PriceCheck
from app.offers.segments import Conditions, make_segment
from app.plan.actions import Wish, plan_action
from app.plan.journey import add_touchpoint
from app.promotions.operations import make
from app.promotions.rules import Wanted
from app.store import db, transaction
from app.store.version import CATALOGUE, raise_versions
from tests import cast
from tests.builders import TODAY, add
from tests.campaigning import segment, wish
from tests.staffing import hired


def given_up() -> int:
    """A house that the group has closed."""
    house_id = cast.house("old-mill", "Old Mill", position=9).id
    transaction(lambda: raise_versions([CATALOGUE]))
    close_house(catalogue().by_id[house_id], by=None)
    return house_id


def planned_action() -> int:
    """One of the first house, so that its manager has it too."""
    by = hired("manager", mail="plans.it@quince.example")
    days = (TODAY + timedelta(days=7), TODAY + timedelta(days=35))
    wish = Wish(
        "A queue less", "", "leaving", "front_desk", "reception", cast.found().id, by, "csat", "leaving", 850, *days
    )
    return plan_action(wish, today=TODAY, by=by)


def differing_day() -> str:
    """A day of which a price was not everybody's."""
    row = {"quotes": 1, "sampled": 1, "equal": 0, "differing": 1, "not_replayable": 0, "differences": [], "reasons": {}}
    transaction(lambda: db.session.add(PriceCheck(day=TODAY, checked_at=clock.now(), **row)))
    return TODAY.isoformat()


def made_offer() -> str:
    """The slug of one of the first house, so that its manager runs it too."""
    house = cast.found()
    wanted = Wanted("autumn-for-less", "Autumn for less", "percent", percent_bp=1000, houses=(house.id,))
    make(wanted, by=None)
    return wanted.slug


GROUP_BUILDERS: dict[str, Callable[[], object]] = {
    "season": lambda: "spring",
    "prices/day": differing_day,
    "staff_id": lambda: hired("kitchen", mail="somebody.else@quince.example"),
    "crop_id": lambda: add(Produce(name="Damsons", ink="plum", months="000000001100")),
    "closed_house_id": given_up,
    "document": lambda: "terms",
    "mail_kind": lambda: "booked",
    "agent_id": lambda: add_agent("Slow Stays", None, 1000, pays=False, by=1),
    "group_task_id": lambda: add_task("mail_failed", "lookup", 1, "A mail did not arrive: find"),
    "phase": lambda: "supper",
    "month": lambda: "2027-02",
    "touchpoint_id": lambda: add_touchpoint("supper", "Table by eight", "ours", by=1),
    "action_id": planned_action,
    "campaign_id": lambda: make_campaign(wish(segment()), by=None),
    "recipe": lambda: "win-back",
    "offer": made_offer,
    "segment_id": lambda: make_segment("Back within a year", Conditions(least_stays=1, left_within_days=365), by=None),
}
"""What belongs to no house, and so is there for everybody with the right."""

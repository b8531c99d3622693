"""What the demo group promises and does about its measures: the map, the promises of the houses, a plan of actions."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from app.demo.rows import insert_all
from app.demo.staff import member_id
from app.plan.actions import Wish, plan_action
from app.plan.actions.rules import baseline_days
from app.plan.goals.models import Goal
from app.plan.journey.models import Touchpoint
from app.plan.measures import measured
from app.plan.phases import PHASES

TOUCHPOINTS = {
    "dreaming": (("Home page and almanac", "ours"), ("A friend’s word", "guest"), ("Maps and listings", "partner")),
    "choosing": (("Results and calendar", "ours"), ("Room pages", "ours"), ("Reviews elsewhere", "partner")),
    "paying": (("Details and hold", "ours"), ("Card page", "partner"), ("Confirmation", "ours")),
    "arriving": (("The road and the station", "partner"), ("Gate code by mail", "ours"), ("Tea at the desk", "ours")),
    "staying": (("The room", "ours"), ("The garden walk", "ours"), ("The weather", "guest")),
    "supper": (("The menu of the day", "ours"), ("A table at the hour", "ours"), ("The growers", "partner")),
    "leaving": (("The bill", "ours"), ("Goodbye and a jar", "ours")),
    "coming_back": (("The survey", "ours"), ("The seasonal letter", "ours"), ("Telling others", "guest")),
}
PROMISES = {
    "dreaming": ("The house is what the page says it is.", "expected", "", 880),
    "choosing": ("Every price is the whole price, on every day.", "ces", "booking", 800),
    "paying": ("Two minutes, no account.", "step", "payment>booked", 850),
    "arriving": ("Somebody is at the door before you knock.", "csat", "arrival", 880),
    "staying": ("Warm, quiet, and made by three.", "csat", "room", 860),
    "supper": ("You sit down at the hour you chose.", "csat", "supper", 900),
    "leaving": ("Nobody queues for a bill.", "csat", "leaving", 850),
    "coming_back": ("We remember what you told us, and nothing you did not.", "promoters", "", 550),
}
STRICTER = {"combe-harrow": 20, "saltings": -20}
"""Thousandths that a house asks more of itself."""


@dataclass(frozen=True, slots=True)
class Deed:
    """An action of the demo; days are counted from the last day of the seeded past, the aim from the baseline."""

    title: str
    evidence: str
    phase: str
    channel: str
    desk: str
    owner: str
    measure: str
    of: str
    better_by: float
    starts: int
    lasts: int
    house: str = ""


DEEDS = (
    Deed(
        "Price in the calendar, every day", "guests hop from date to date", "choosing", "web", "marketing",
        "marketing", "step", "results>details", 1.12, 8, 42,
    ),
    Deed(
        "Pay by link from the room", "the queue at eleven", "leaving", "front_desk", "reception", "manager", "csat",
        "leaving", 1.1, 12, 56, "combe-harrow",
    ),
    Deed(
        "Offer the next free hour when supper is full", "guests leave after a full hour", "paying", "web",
        "marketing", "marketing", "step", "details>payment", 1.05, -20, 28,
    ),
    Deed(
        "Road mail two days ahead", "lost on the lane", "arriving", "mail", "marketing", "marketing", "csat",
        "arrival", 1.05, -100, 70,
    ),
    Deed(
        "Shorter survey, three questions", "few answer", "coming_back", "mail", "marketing", "marketing", "answered",
        "", 1.12, -150, 90,
    ),
    Deed(
        "Ring within the day when something went wrong", "cases wait over the weekend", "staying", "phone", "manager",
        "manager", "contacted", "", 1.1, -120, 84,
    ),
    Deed(
        "Hot water at Lyndhay, new pump", "comments about the shower", "staying", "house", "manager", "administrator",
        "csat", "room", 1.1, 20, 56, "lyndhay",
    ),
)  # fmt: skip
AIM_WITHOUT_DATA, MOST_OF_A_SHARE = 800, 980


def write_plan(until: date, houses: Mapping[str, int]) -> None:
    """The map, the promises and the actions are there; baselines are what the seeded past comes to."""
    insert_all(
        Touchpoint,
        [
            {"phase": phase, "position": place, "label": label, "whose": whose, "version": 1}
            for phase, points in TOUCHPOINTS.items()
            for place, (label, whose) in enumerate(points, start=1)
        ],
    )
    insert_all(Goal, [_promise(slug, place, phase.key) for slug, place in houses.items() for phase in PHASES])
    for deed in DEEDS:
        if not deed.house or deed.house in houses:
            _plan(deed, until, houses)


def _promise(slug: str, location_id: int, phase: str) -> dict[str, object]:
    promise, measure, of, aim = PROMISES[phase]
    return {
        "location_id": location_id,
        "phase": phase,
        "promise": promise,
        "measure": measure,
        "measure_of": of,
        "aim_thousandths": aim + STRICTER.get(slug, 0),
        "version": 1,
    }


def _plan(deed: Deed, until: date, houses: Mapping[str, int]) -> None:
    starts_on = until + timedelta(days=deed.starts)
    due_on = starts_on + timedelta(days=deed.lasts)
    place = houses[deed.house] if deed.house else None
    today = min(starts_on, until)
    days = baseline_days(starts_on, due_on, today)
    before = measured(deed.measure, deed.of, days, None if place is None else [place]).thousandths
    owner = member_id(deed.owner) or 0
    aim = AIM_WITHOUT_DATA if before is None else min(int(before * deed.better_by), MOST_OF_A_SHARE)
    wish = Wish(
        deed.title, deed.evidence, deed.phase, deed.channel, deed.desk, place, owner, deed.measure, deed.of, aim,
        starts_on, due_on,
    )  # fmt: skip
    plan_action(wish, today=today, by=owner)

"""What those who look after the group are told of cases, and what whoever complained is asked."""

from __future__ import annotations

from zoneinfo import ZoneInfo

from flask import current_app

from app.care.cases.queries import case_in
from app.care.cases.rules import OPEN, RESOLVE_WITHIN, RESOLVED
from app.catalogue.closed import house_of
from app.identity.staff.queries import who_runs
from app.kernel.words import at_hour, short_day
from app.outbox import Announced
from app.web.case_links import case_path
from app.web.mail.letter import Letter, NoLongerApplies
from app.web.mail.surveys import about_case


def case_asked(message: Announced) -> Letter:
    """Whether it is put right, of whoever complained and named no booking. Raises `NoLongerApplies` once it is open
    again, was answered, or they are forgotten."""
    case, closing = case_in(about_case(message)), int(message.occasion)
    if case is None or case.closings != closing or case.state != RESOLVED or case.put_right_at or not case.guest_email:
        raise NoLongerApplies("Nothing is asked any more.")
    house = house_of(case.location_id)
    url = f"{current_app.config['SETTINGS'].address}{case_path(case.id, closing)}"
    view = {
        "heading": "Is it put right?",
        "house_name": house.name,
        "manager": who_runs(house.id) or "The house",
        "told_on": short_day(case.opened_at.astimezone(ZoneInfo(house.timezone)).date()),
        "yes_url": f"{url}?right=yes",
        "no_url": f"{url}?right=no",
    }
    return Letter(f"Is it put right? {house.name}", view, house)


def case_escalated(message: Announced) -> Letter:
    """A guest waits whom nobody reached in time, or for whom nothing was put right within a week; names stay on the
    page. Raises `NoLongerApplies` when somebody has."""
    case_id = about_case(message)
    case = case_in(case_id)
    unresolved = message.facts.get("late") == "unresolved"
    if case is None or case.state == RESOLVED or (case.state == OPEN) == unresolved:
        raise NoLongerApplies("Somebody has seen to it.")
    house = house_of(case.location_id)
    due_at = (case.contacted_at or case.due_at) + RESOLVE_WITHIN if unresolved else case.due_at
    day = short_day(due_at.astimezone(ZoneInfo(house.timezone)).date())
    view = {
        "title": case.title,
        "unresolved": unresolved,
        "due": f"{at_hour(due_at, house.timezone)} on {day}",
        "link": f"{current_app.config['SETTINGS'].address}/staff/{house.slug}/cases/{case_id}",
        "house_name": house.name,
    }
    waits = "to have it put right" if unresolved else "for an answer"
    return Letter(f"A guest of {house.name} waits {waits}", view)

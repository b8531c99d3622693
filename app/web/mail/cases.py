"""What those who look after the group are told of cases."""

from __future__ import annotations

from zoneinfo import ZoneInfo

from flask import current_app

from app.care.cases.queries import case_in
from app.care.cases.rules import OPEN
from app.catalogue.closed import house_of
from app.kernel.words import at_hour, short_day
from app.outbox import Announced
from app.web.mail.letter import Letter, NoLongerApplies
from app.web.mail.surveys import about_case


def case_escalated(message: Announced) -> Letter:
    """A guest waits whom nobody reached in time; names stay on the page. Raises `NoLongerApplies` when somebody has."""
    case_id = about_case(message)
    case = case_in(case_id)
    if case is None or case.state != OPEN:
        raise NoLongerApplies("Somebody has reached the guest.")
    house = house_of(case.location_id)
    day = short_day(case.due_at.astimezone(ZoneInfo(house.timezone)).date())
    view = {
        "title": case.title,
        "due": f"{at_hour(case.due_at, house.timezone)} on {day}",
        "link": f"{current_app.config['SETTINGS'].address}/staff/{house.slug}/cases/{case_id}",
        "house_name": house.name,
    }
    return Letter(f"A guest of {house.name} waits for an answer", view)

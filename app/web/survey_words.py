"""What surveys ask, as their pages and mails say it."""

from __future__ import annotations

from app.experience.surveys.rules import BOOKED, CANCELLED, CHANGED, STAY
from app.web.trader import trader

STATEMENTS = {
    BOOKED: "made it easy for me to book my stay.",
    CHANGED: "made it easy for me to change my booking.",
    CANCELLED: "made it easy for me to cancel my booking.",
    STAY: "made it easy for me to book and arrange my stay.",
}
"""What is agreed or disagreed with (CES 2.0), behind the name of the group."""

PUT_RIGHT = "How well did we put it right?"


def ease_question(moment: str) -> str:
    """“The Quince made it easy for me to book my stay.”"""
    return f"{trader().group_name} {STATEMENTS[moment]}"


def recommend_question(house_name: str) -> str:
    """The one question about a stay that has to be answered."""
    return f"How likely is it that you would recommend {house_name} to a friend or colleague?"

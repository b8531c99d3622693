"""Members of staff for tests: taken on, and signed in at a browser."""

from flask import Flask

from app.identity.rules import STAFF
from app.identity.staff.operations import add_staff, begin_staff_session
from app.identity.staff.rules import GROUP_ROLES
from tests.cast import found
from tests.page import Visitor

NAMES = {
    "reception": "Jo Tamsin",
    "manager": "Priya Nair",
    "kitchen": "Sam Okoro",
    "housekeeping": "Bea Lowe",
    "marketing": "Nell Ash",
    "administrator": "Ada Finch",
}


def hired(role: str, house: str = "combe-harrow", *, mail: str = "") -> int:
    """A new member of staff with that role, at that house unless the role is the group's; answers their id."""
    place = None if role in GROUP_ROLES else found(house).id
    return add_staff(NAMES[role], mail or f"{role}@{house}.example", [(role, place)])


def desk(
    app: Flask, role: str = "reception", house: str = "combe-harrow", *, proven: bool = True, mail: str = ""
) -> Visitor:
    """A browser in which a new member of staff with that role is signed in, second factor shown just now."""
    visitor = Visitor(app)
    token = begin_staff_session(hired(role, house, mail=mail), "a test", proven=proven)
    visitor.client.set_cookie(app.config["SESSION_COOKIE_NAME"], token, max_age=int(STAFF.whole.total_seconds()))
    return visitor

"""Messages to people who asked a house something."""

from __future__ import annotations

from collections.abc import Callable

from app.care.enquiries import Asked, answer, ask_by_form, write_to_house
from app.identity.staff.operations import add_staff
from app.outbox import Announced
from tests.cast import found
from tests.unit.web.mail.examples import at_the_house, newest


def enquiry_received() -> Announced:
    ask_by_form(Asked(found().id, "garden", "May we pick the damsons?", email="anna@example.com"))
    return newest("enquiry_received")


def enquiry_answer() -> Announced:
    thread = write_to_house(at_the_house(), "garden", "Is there a path round the walls?")
    by = add_staff("Jo Tamsin", "jo@quince.example", [("reception", found().id)])
    answer(thread, "Dear Anna,\nthere is, and it is dry.", seen_revision=0, by=by)
    return newest("enquiry_answer")


ASKING: dict[str, Callable[[], Announced]] = {own.__name__: own for own in (enquiry_received, enquiry_answer)}

"""Messages to people who asked a house something, or to be reached at another mail."""

from __future__ import annotations

from collections.abc import Callable

from app import outbox
from app.care.enquiries import Asked, answer, ask_by_form, write_to_house
from app.identity import operations as identity
from app.identity.staff.operations import add_staff
from app.kernel import clock
from app.outbox import Announced
from app.store import transaction
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


def mail_change() -> Announced:
    at_the_house()
    identity.ask_to_change_mail(1, 1, "anna@new.example.com")
    return newest("mail_change")


def mail_changed() -> Announced:
    mail_change()
    facts = {"at": clock.now().isoformat()}
    transaction(lambda: outbox.announce("mail_changed", "mail_change", 1, "anna@example.com", facts))
    return newest("mail_changed")


ASKING: dict[str, Callable[[], Announced]] = {
    own.__name__: own for own in (enquiry_received, enquiry_answer, mail_change, mail_changed)
}

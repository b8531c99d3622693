"""A mail that did not arrive is a task of the house that it is about; of the group where it is about none."""

import pytest
from sqlalchemy import select

from app import outbox
from app.care import open_tasks
from app.care.enquiries import Asked, ask_by_form
from app.care.mails import record_failure
from app.outbox.models import Message
from app.store import db, transaction
from tests import cast, waiting

pytestmark = [pytest.mark.houses(2), pytest.mark.usefixtures("app")]


def test_waitlist_and_enquiry_have_their_house_and_a_lost_link_is_the_groups() -> None:
    other = cast.found("withy-moor")
    waiting.sold()
    waiting.waiting()
    ask_by_form(Asked(other.id, "garden", "May we pick the damsons?", email="anna@example.com"))
    transaction(lambda: outbox.announce("find", "lookup", 1, "ada@example.com", {}))
    for message_id in db.session.scalars(select(Message.id).where(Message.kind != "booked").order_by(Message.id)).all():
        record_failure(message_id, "550 no such user")
    assert [(task.title.rpartition(" ")[2], task.location_id) for task in open_tasks()] == [
        ("waitlisted", cast.found().id),
        ("received", other.id),
        ("find", None),
    ]

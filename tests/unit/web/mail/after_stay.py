"""Messages after a stay: the survey, its reminder, and what follows from a low answer."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from sqlalchemy import select

from app import outbox
from app.booking import operations as booking
from app.care.cases import contact_guest, resolve_case
from app.care.cases.models import Case
from app.care.enquiries import Asked, ask_by_form
from app.experience.reviews.operations import Said, appeal, decide_appeal, remove_review, write_review
from app.experience.reviews.queries.stays import reviewed_stay
from app.experience.reviews.rules import Rated
from app.experience.surveys import Given, ask_about_case, ask_after_stay, record_answer
from app.experience.surveys.rules import Scores
from app.identity.staff.operations import add_staff
from app.kernel import clock
from app.outbox import Announced
from app.store import db, transaction
from tests.cast import found
from tests.unit.web.mail.examples import EXAMPLES, announced, at_the_house, newest


def left() -> int:
    """A guest who has gone home, and was asked how it was."""
    booking_id = at_the_house()
    for deed, at in ((booking.check_in, "2027-03-05T18:00+00:00"), (booking.check_out, "2027-03-07T10:00+00:00")):
        deed(booking_id, at=datetime.fromisoformat(at))
    ask_after_stay(booking_id)
    return booking_id


def survey() -> Announced:
    left()
    return newest("survey")


def survey_reminder() -> Announced:
    return announced("survey_reminder", left())


def a_case() -> tuple[int, int]:
    """(booking, case) of somebody who would not recommend the house and wants to hear from it."""
    booking_id = left()
    given = Given(Scores(nps=3), "The bath ran cold", contact_agreed=True)
    record_answer("stay", booking_id, 0, given)
    return booking_id, db.session.scalar(select(Case.id)) or 0


def replied() -> int:
    _, case_id = a_case()
    words = "Dear Anna,\n\nThe boiler has a new part since this morning. Come and try it, on us."
    by = add_staff("Priya Nair", "priya@quince.example", [("manager", found().id)])
    contact_guest(case_id, "mail", words, seen_revision=0, by=by)
    return case_id


def case_reply() -> Announced:
    replied()
    return newest("case_reply")


def case_reply_unbooked() -> Announced:
    """To somebody who complained by the form, and named no booking."""
    told = Asked(found().id, "room", "It was cold", complaint=True, name="Tom", email="tom@example.com")
    by = add_staff("Priya Nair", "priya@quince.example", [("manager", found().id)])
    ask_by_form(told)
    case_id = db.session.scalar(select(Case.id)) or 0
    contact_guest(case_id, "mail", "Dear Tom,\n\nwhich night was it? We have the stove out.", seen_revision=0, by=by)
    return newest("case_reply")


def case_asked() -> Announced:
    """Of somebody who complained by the form and named no booking, once it was resolved."""
    case_id = case_reply_unbooked().subject_id
    resolve_case(case_id, "room", "The stove is lit", seen_revision=1, by=1)
    ask_about_case(case_id)
    return newest("case_asked")


def case_closed() -> Announced:
    resolve_case(replied(), "broken", "New part", seen_revision=1, by=1)
    ask_about_case(db.session.scalar(select(Case.id)) or 0)
    return newest("case_closed")


def case_escalated() -> Announced:
    _, case_id = a_case()
    add_staff("Ada Finch", "ada@quince.example", [("administrator", None)])
    transaction(
        lambda: outbox.announce("case_escalated", "care_case", case_id, "ada@quince.example", {"case": case_id})
    )
    return newest("case_escalated")


def removed() -> int:
    """The review of a stay that was removed."""
    booking_id = left()
    clock.configure("2027-03-08T10:00+00:00")
    review_id = write_review(booking_id, Said(Rated({"supper": 2}), "The cook, Sam Okoro, burnt the leeks.")).review_id
    remove_review(review_id, "private", "It names one of us. The rest was yours to say.", by=1)
    return booking_id


def review_removed() -> Announced:
    removed()
    return newest("review_removed")


def review_decided() -> Announced:
    booking_id = removed()
    appeal(booking_id, "Sam is a friend and laughed.")
    decide_appeal(reviewed_stay(booking_id).review_id or 0, "Sam says so too.", restore=True, by=2)
    return newest("review_decided")


AFTER_STAY: dict[str, Callable[[], Announced]] = {
    own.__name__: own
    for own in (
        survey,
        survey_reminder,
        case_reply,
        case_reply_unbooked,
        case_asked,
        case_closed,
        case_escalated,
        review_removed,
        review_decided,
    )
}
ALL = EXAMPLES | AFTER_STAY
"""Every example there is."""

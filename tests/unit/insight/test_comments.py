"""What guests wrote: theme, sound and case, and no name without their consent."""

from __future__ import annotations

from datetime import date, datetime, timedelta

import pytest

from app.care.cases.models import Case
from app.insight.period import Filters
from app.insight.voices import comments
from app.store import transaction
from tests import cast
from tests.builders import add
from tests.unit.insight.answers import asked, guest, stay

pytestmark = [pytest.mark.houses(1), pytest.mark.usefixtures("app")]

FEBRUARY = Filters(date(2027, 2, 1), date(2027, 2, 28))
INSIDE, BEFORE = date(2027, 2, 10), date(2027, 1, 10)


def test_comments_with_their_theme_and_their_case() -> None:
    combe = cast.found()
    anna = guest("Anna Lee")

    def work() -> tuple[int, int]:
        poor = asked(combe, INSIDE, nps=2, words="Bath ran cold.", theme="room", sentiment="bad", guest_id=anna)
        good = asked(
            combe, INSIDE, nps=10, words="Best leeks.", theme="food", sentiment="good", named=True, guest_id=anna
        )  # fmt: skip
        asked(combe, INSIDE, nps=7, words="Leeks again.", theme=None, sentiment=None)
        asked(combe, INSIDE, nps=7, words="")
        asked(combe, BEFORE, nps=7, words="Earlier.", theme="food", sentiment="good")
        return poor, good

    poor, good = transaction(work)
    at = datetime.fromisoformat("2027-02-12T12:00+00:00")
    booking_id = stay(combe, INSIDE)
    case_id = add(
        Case(
            location_id=combe.id, booking_id=booking_id, subject="survey", subject_id=poor, title="2", words="",
            opened_at=at, due_at=at + timedelta(days=1),
        )
    )  # fmt: skip
    found = comments(FEBRUARY)
    assert found.total == 3
    assert [(one.theme, one.n, one.good, one.bad) for one in found.themes] == [
        ("other", 1, 0, 0),
        ("food", 1, 1, 0),
        ("room", 1, 0, 1),
    ]
    by_id = {one.survey_id: one for one in found.comments}
    assert by_id[poor].case is not None
    assert (by_id[poor].case.id, by_id[poor].case.state) == (case_id, "open")
    assert by_id[poor].name == "", "nobody is named without their consent"
    assert (by_id[good].name, by_id[good].theme_name, by_id[good].case) == ("Anna Lee", "Supper and breakfast", None)
    assert [one.words for one in comments(FEBRUARY, theme="food").comments] == ["Best leeks."]
    assert comments(FEBRUARY, theme="food", sentiment="bad").total == 0
    assert [one.words for one in comments(FEBRUARY, sentiment="mixed").comments] == ["Leeks again."]
    assert len(comments(FEBRUARY, skip=2).comments) == 1
    assert comments(FEBRUARY, theme="nonsense").total == 0


def test_what_is_said_once_a_case_is_closed_is_about_that_case() -> None:
    combe = cast.found()
    at = datetime.fromisoformat("2027-02-12T12:00+00:00")
    booking_id = stay(combe, INSIDE)
    columns = {"title": "2", "words": "", "opened_at": at, "due_at": at + timedelta(days=1)}
    case_ids = [
        add(Case(location_id=combe.id, booking_id=booking_id, subject="task", subject_id=n, **columns)) for n in (1, 2)
    ]
    said = {"moment": "case", "booking_id": booking_id, "csat": 5, "words": "Put right."}
    for case_id in case_ids:
        asked(combe, INSIDE, occasion=case_id, **said)
    asked(combe, INSIDE, moment="amendment", occasion=case_ids[0], ces=7, words="Easy.")
    found = comments(FEBRUARY).comments
    assert [(one.moment, one.csat, one.case and one.case.id) for one in found] == [
        ("amendment", None, None),
        ("case", 5, case_ids[1]),
        ("case", 5, case_ids[0]),
    ]

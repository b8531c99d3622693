from datetime import UTC, datetime

import pytest
from sqlalchemy import func, select

from app.care import UnknownTask, add_task, finish_task, open_tasks
from app.care.models import Task
from app.journal.models import Entry
from app.store import db, transaction
from tests import cast

pytestmark = [pytest.mark.houses(1), pytest.mark.usefixtures("app")]


def test_an_occasion_makes_one_task() -> None:
    first = add_task("mail_failed", "message", 7, "A mail did not arrive", words="anna@example.com")
    again = add_task("mail_failed", "message", 7, "Something else")
    other = add_task("mail_failed", "message", 7, "A mail came back", occasion="bounce")
    assert first == again != other
    assert [(task.id, task.title) for task in open_tasks()] == [
        (first, "A mail did not arrive"),
        (other, "A mail came back"),
    ]


def test_a_task_is_part_of_the_transaction_around_it() -> None:
    def work() -> None:
        add_task("no_show", "booking", 1, "Did they come?")
        raise LookupError

    with pytest.raises(LookupError):
        transaction(work)
    assert db.session.scalar(select(func.count()).select_from(Task)) == 0


def test_a_house_sees_its_own_tasks_in_the_order_in_which_they_are_due() -> None:
    house = cast.found()
    later = add_task("ask", "booking", 1, "A cot", location_id=house.id, due_at=datetime(2027, 3, 2, tzinfo=UTC))
    now = add_task("ask", "booking", 2, "Towels", location_id=house.id)
    add_task("ask", "booking", 3, "For the whole group")
    assert [task.id for task in open_tasks(house.id)] == [now, later]


def test_a_task_is_finished_once_and_stays_so() -> None:
    task = add_task("ask", "booking", 1, "Towels")
    assert finish_task(task, actor="staff", actor_id=4)
    assert not finish_task(task, actor="staff", actor_id=5)
    assert add_task("ask", "booking", 1, "Towels") == task
    assert open_tasks() == []
    assert db.session.scalars(select(Entry.actor_id).where(Entry.action == "task_done")).all() == [4]


def test_a_task_that_is_not_there_cannot_be_finished() -> None:
    with pytest.raises(UnknownTask):
        finish_task(99, actor="staff")


def test_long_words_are_cut() -> None:
    add_task("ask", "booking", 1, "t" * 300, words="w" * 3000)
    assert [(len(task.title), len(task.words)) for task in open_tasks()] == [(200, 2000)]

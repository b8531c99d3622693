"""Rows that staff edit: nothing is overwritten unseen, one of two wins, and the journal has before and after."""

from collections.abc import Callable
from threading import Barrier, Thread
from typing import Any

import pytest
from flask import Flask

from app.catalogue.closed import slugs_of
from app.catalogue.editable import EXTRA, LOCATION, LOCATION_WORDS, ROOM_TYPE, State, state_of
from app.catalogue.errors import Stale, Taken
from app.catalogue.models import RoomType
from app.catalogue.operations import add_row, close_row, edit_row, open_row
from app.catalogue.queries import catalogue
from app.catalogue.spelling import free_slug, seen_of, slug_of
from app.store import db
from tests.builders import House, extra, location, room_type
from tests.stock import rows


@pytest.fixture
def house(app: Flask) -> House:
    made = location()
    room_type(made, "snug")
    extra(made, "bicycle")
    return made


def seen(what: Any, row_id: int) -> str:
    return seen_of(found(what, row_id))


def found(what: Any, row_id: int) -> State:
    state = state_of(what, row_id)
    db.session.rollback()
    assert state is not None
    return state


def edit(what: Any, row_id: int, mark: str = "", **values: object) -> dict[str, Any]:
    return edit_row(what, row_id, values, seen=mark or seen(what, row_id), by=7)


def test_what_was_typed_is_there_and_in_the_journal(house: House) -> None:
    assert edit(LOCATION, house.id, place="Devon", name="Combe Harrow") == {"place": "Devon"}
    assert found(LOCATION, house.id)["place"] == "Devon"
    ((actor, actor_id, facts),) = rows("SELECT actor, actor_id, facts FROM journal WHERE action = 'changed'")
    assert (actor, actor_id) == ("staff", 7)
    assert "South Hams, Devon" in str(facts)
    assert catalogue().by_id[house.id].place == "Devon"


def test_nothing_new_writes_nothing(house: House) -> None:
    assert edit(LOCATION, house.id, name="Combe Harrow") == {}
    assert rows("SELECT count(*) FROM journal") == [(0,)]


def test_a_form_that_saw_another_row_is_told_how_it_stands(house: House) -> None:
    mark = seen(LOCATION, house.id)
    edit(LOCATION, house.id, place="Devon")
    with pytest.raises(Stale) as told:
        edit(LOCATION, house.id, mark, place="Cornwall")
    assert told.value.now["place"] == "Devon"


def test_words_and_facts_are_part_of_what_was_seen(house: House) -> None:
    kind = house.room_types["snug"]
    mark = seen(ROOM_TYPE, kind)
    edit(ROOM_TYPE, kind, fact_bed="King", word_body="Long.\n\nWords.")
    with pytest.raises(Stale):
        edit(ROOM_TYPE, kind, mark, fact_bed="Double")
    shown = catalogue().room_types[kind]
    assert shown.facts == (("bed", "King"),)
    assert shown.words == {"body": "Long.\n\nWords."}
    edit(ROOM_TYPE, kind, fact_bed="", word_body="")
    assert catalogue().room_types[kind].words == {}


def test_of_two_at_once_one_wins_and_the_other_is_told(app: Flask, house: House) -> None:
    mark, together, told = seen(LOCATION_WORDS, house.id), Barrier(2), []

    def typing(words: str) -> Callable[[], None]:
        def work() -> None:
            with app.app_context():
                together.wait()
                try:
                    edit(LOCATION_WORDS, house.id, mark, word_title=words)
                    told.append("kept")
                except Stale:
                    told.append("told")

        return work

    threads = [Thread(target=typing(words)) for words in ("Mine", "Yours")]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(told) == ["kept", "told"]
    assert rows("SELECT count(*) FROM text WHERE field = 'title'") == [(1,)]


def test_a_slug_that_another_has_is_refused_and_nothing_is_written(house: House) -> None:
    location("withy-moor", "Withy Moor")
    with pytest.raises(Taken) as refused:
        edit(LOCATION, house.id, slug="withy-moor", place="Devon")
    assert refused.value.field == "slug"
    assert found(LOCATION, house.id)["place"] == "South Hams, Devon"


def test_an_old_slug_leads_to_the_new_one(house: House) -> None:
    edit_row(
        ROOM_TYPE,
        house.room_types["snug"],
        {"slug": "nook"},
        seen=seen(ROOM_TYPE, house.room_types["snug"]),
        by=7,
        location_id=house.id,
    )
    assert catalogue().old_slugs["room_type", house.id, "snug"] == house.room_types["snug"]


def test_closing_and_opening_are_done_once(house: House) -> None:
    bicycle = house.extras["bicycle"]
    assert close_row(EXTRA, bicycle, by=7)
    assert not close_row(EXTRA, bicycle, by=7)
    assert catalogue().by_id[house.id].extras == ()
    assert open_row(EXTRA, bicycle, by=7)
    assert [one.slug for one in catalogue().by_id[house.id].extras] == ["bicycle"]


def test_a_row_that_is_added_has_its_words(house: House) -> None:
    values = {"name": "Loft", "adults_max": 2, "heads_max": 3, "word_title": "Up"}
    made = add_row(ROOM_TYPE, values, {"location_id": house.id, "slug": "loft"}, by=7, location_id=house.id)
    assert catalogue().room_types[made].words == {"title": "Up"}
    assert slugs_of(RoomType, house.id) == {"snug", "loft"}


@pytest.mark.parametrize(
    ("name", "slug"), [("Prior’s Marsh", "priors-marsh"), ("Äpfel & Birnen", "apfel-birnen"), ("x" * 99, "x" * 60)]
)
def test_a_slug_is_made_of_a_name(name: str, slug: str) -> None:
    assert slug_of(name) == slug


def test_a_slug_that_is_taken_gets_a_number() -> None:
    assert free_slug("Snug", {"snug", "snug-2"}) == "snug-3"
    assert slug_of("🐐") == slug_of("🐐") != ""

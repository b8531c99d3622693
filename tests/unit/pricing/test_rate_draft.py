"""A draft of rates and restrictions: what may stand in it, and that publishing is all of it or nothing."""

from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import func, select

from app.availability.boards import board, fresh_boards
from app.availability.drafted import drafted_board
from app.availability.search import search_house
from app.catalogue.queries import catalogue
from app.journal.models import Entry
from app.kernel import clock
from app.kernel.party import Party
from app.kernel.stay import Stay
from app.pricing.draft.errors import DraftChanged, NotARate, NothingDrafted
from app.pricing.draft.models import DraftRate, RateBound, RateDraft
from app.pricing.draft.operations import discard_draft, keep_edit, keep_plan, publish_draft, set_bound
from app.pricing.draft.queries import changes_since, draft_of, history_of, published_limits, published_rates, seen_now
from app.pricing.draft.rules import FREE, Bound, Edit, Limits, Scope, Seen
from app.store import db, transaction
from tests import drafts
from tests.builders import FRIDAY, TODAY
from tests.cast import House, found

pytestmark = pytest.mark.houses(1)

WEEKEND = [FRIDAY, FRIDAY + timedelta(days=1)]


@pytest.fixture
def house(app: Flask) -> House:
    return found()


def total(house: House, room_type: str = "snug", plan: str = "flexible", *, drafted: bool = False) -> int | None:
    """What a guest's search asks for the weekend; None when it is not sold."""
    here = catalogue().by_id[house.id]
    seen = board(here)
    if drafted:
        seen = drafted_board(seen, draft_of(house.id))
    fit = search_house(seen, Stay.of(FRIDAY, 2), Party(), clock.now())
    totals = {(room.room_type.id, rate.plan.id): rate.total_minor for room in fit.rooms for rate in room.rates}
    return totals.get((house.room_types[room_type], house.plans[plan]))


def test_guests_see_nothing_of_a_draft_until_it_is_published(house: House) -> None:
    drafts.moved(house, drafts.cells(house, WEEKEND), "up_percent", 800)
    assert total(house) == 30000
    assert total(house, drafted=True) == 32400
    drafts.published(house)
    assert total(house) == 32400
    assert not draft_of(house.id)


def test_publishing_leaves_a_row_of_price_history_for_each_changed_cell(house: House) -> None:
    places = drafts.cells(house, WEEKEND)
    drafts.moved(house, places, "set", 17500)
    drafts.published(house)
    assert [past.amount_minor for past in history_of(places[0])] == [17500]
    assert history_of(drafts.cell(house, FRIDAY, "garden")) == []


def test_the_journal_tells_a_publishing_by_spans_and_not_by_nights(house: House) -> None:
    drafts.moved(house, drafts.cells(house, [TODAY + timedelta(days=n) for n in range(60)]), "up", 1000)
    drafts.published(house)
    facts = db.session.execute(select(Entry.facts).where(Entry.action == "rates_published")).scalar_one()
    assert facts["nights"] == 60
    (row,) = facts["rates"]
    assert (row["before"], row["after"], row["nights"]) == ([15000, 15000], [16000, 16000], 60)


def test_a_second_change_is_made_of_the_draft(house: House) -> None:
    places = drafts.cells(house, WEEKEND)
    drafts.moved(house, places, "up", 1000)
    drafts.moved(house, places, "up", 1000)
    assert set(draft_of(house.id).rates.values()) == {17000}
    changes, count = changes_since(seen_now(house.id).draft_id, 1)
    assert count == 2
    assert {change.before_minor for change in changes} == {16000}


def test_a_cell_that_comes_back_leaves_the_draft_and_the_last_one_ends_it(house: House) -> None:
    places = drafts.cells(house, WEEKEND)
    drafts.moved(house, places, "up", 1000)
    drafts.moved(house, places, "down", 1000)
    assert seen_now(house.id).draft_id == 0
    assert db.session.execute(select(func.count()).select_from(RateDraft)).scalar_one() == 0


@pytest.mark.parametrize(
    ("kind", "amount", "words"),
    [
        ("set", 0, "would be £0. A rate is more than nothing."),
        ("down", 20000, "would be -£50. A rate is more than nothing."),
        ("set", 35000, "would be £350. The ceiling is £300."),
        ("down_percent", 5000, "would be £75. The floor is £100."),
    ],
)
def test_a_rate_that_may_not_stand_is_refused_by_its_name(house: House, kind: str, amount: int, words: str) -> None:
    set_bound(house.room_types["snug"], Bound(10000, 30000), by=None)
    with pytest.raises(NotARate) as refused:
        drafts.moved(house, drafts.cells(house, WEEKEND), kind, amount)
    assert str(refused.value) == f"Snug, Flexible, Fri 5 March {words} 1 more like it."
    assert not draft_of(house.id)


def test_nights_gone_by_derived_plans_and_other_houses_rooms_are_refused(house: House) -> None:
    with pytest.raises(NotARate, match="has gone by"):
        drafts.moved(house, [drafts.cell(house, TODAY - timedelta(days=1))], "up", 100)
    with pytest.raises(NotARate, match="Saver follows Flexible"):
        drafts.moved(house, [drafts.cell(house, FRIDAY, plan="saver")], "up", 100)
    with pytest.raises(NotARate, match="no such"):
        drafts.moved(house, [drafts.cell(house, FRIDAY)._replace(room_type_id=99)], "up", 100)
    with pytest.raises(NotARate, match="no rate yet"):
        drafts.moved(house, [drafts.cell(house, TODAY + timedelta(days=200))], "up", 100)


def test_bounds_are_not_set_past_a_rate_that_stands(house: House) -> None:
    with pytest.raises(NotARate, match="is £150, outside"):
        set_bound(house.room_types["snug"], Bound(16000, 30000), by=None)
    drafts.moved(house, drafts.cells(house, WEEKEND), "set", 40000)
    with pytest.raises(NotARate, match="is £400, outside"):
        set_bound(house.room_types["snug"], Bound(10000, 30000), by=None)


def test_a_draft_beyond_a_bound_that_was_set_unseen_is_not_published(house: House) -> None:
    drafts.moved(house, drafts.cells(house, WEEKEND), "set", 40000)
    bound = RateBound(room_type_id=house.room_types["snug"], floor_minor=10000, ceiling_minor=30000)
    transaction(lambda: db.session.add(bound))
    with pytest.raises(NotARate, match="Snug, Flexible, Fri 5 March lies outside"):
        drafts.published(house)
    assert set(published_rates(house.id, FRIDAY, FRIDAY).values()) == {15000}


def test_restrictions_are_published_and_lifted(house: House) -> None:
    drafts.forbidden(house, [FRIDAY], "room_type", house.room_types["snug"], min_stay_arrival=3)
    assert total(house) == 30000
    assert total(house, drafted=True) is None
    drafts.published(house)
    assert total(house) is None
    assert total(house, "garden") == 30000
    drafts.forbidden(house, [FRIDAY], "room_type", house.room_types["snug"], closed_to_arrival=True)
    drafts.forbidden(house, [FRIDAY], "room_type", house.room_types["snug"], min_stay_arrival=None)
    drafts.published(house)
    scope = Scope(FRIDAY, "room_type", house.room_types["snug"])
    assert published_limits(house.id, FRIDAY, FRIDAY) == {scope: Limits(closed_to_arrival=True)}
    drafts.forbidden(house, [FRIDAY], "room_type", house.room_types["snug"], closed_to_arrival=False)
    assert draft_of(house.id).limits == {scope: FREE}
    assert total(house, drafted=True) == 30000
    drafts.published(house)
    assert published_limits(house.id, FRIDAY, FRIDAY) == {}


@pytest.mark.parametrize("rules", [{"min_stay_arrival": 0}, {"max_stay": 29}, {"max_stay": 1, "min_stay_through": 2}])
def test_lengths_that_nobody_could_book_are_refused(house: House, rules: dict[str, int]) -> None:
    with pytest.raises(NotARate):
        drafts.forbidden(house, [FRIDAY], **rules)


def test_a_derived_plan_follows_its_base_as_published(house: House) -> None:
    assert total(house, plan="saver") == 27000
    keep_plan(house.id, house.plans["saver"], -2000, 100, seen=seen_now(house.id), by=None)
    assert (total(house, plan="saver"), total(house, plan="saver", drafted=True)) == (27000, 24200)
    drafts.published(house)
    assert total(house, plan="saver") == 24200
    with pytest.raises(NotARate, match="follows no other"):
        keep_plan(house.id, house.plans["flexible"], -2000, 0, seen=seen_now(house.id), by=None)
    with pytest.raises(NotARate, match="-60%"):
        keep_plan(house.id, house.plans["saver"], -6000, 0, seen=seen_now(house.id), by=None)


@pytest.mark.parametrize(
    ("minor", "floor", "words"),
    [(-30000, 0, "would be £0"), (-14900, 0, "more than nothing"), (-5000, 9000, "The floor is £90")],
)
def test_no_night_is_given_away_by_a_plan_that_follows(house: House, minor: int, floor: int, words: str) -> None:
    if floor:
        set_bound(house.room_types["snug"], Bound(floor, 40000), by=None)
    keep_plan(house.id, house.plans["saver"], -1000, minor, seen=seen_now(house.id), by=None)
    with pytest.raises(NotARate, match=words):
        drafts.published(house)
    db.session.rollback()
    assert total(house, plan="saver") == 27000


def test_no_night_is_given_away_under_a_plan_that_follows(house: House) -> None:
    keep_plan(house.id, house.plans["saver"], 0, -10000, seen=seen_now(house.id), by=None)
    drafts.published(house)
    drafts.moved(house, drafts.cells(house, WEEKEND), "set", 9900)
    with pytest.raises(NotARate, match="Saver, Fri 5 March would be £0"):
        drafts.published(house)


def test_somebody_elses_cell_is_not_changed_from_an_old_page(house: House) -> None:
    old = seen_now(house.id)
    drafts.moved(house, drafts.cells(house, WEEKEND), "up", 1000)
    with pytest.raises(DraftChanged):
        drafts.moved(house, drafts.cells(house, WEEKEND), "up", 1000, seen=old)
    drafts.moved(house, drafts.cells(house, WEEKEND, "garden"), "up", 1000, seen=old)
    assert set(draft_of(house.id).rates.values()) == {16000}


def test_nothing_is_changed_from_a_page_older_than_a_publishing(house: House) -> None:
    drafts.moved(house, drafts.cells(house, WEEKEND), "up", 1000)
    old = seen_now(house.id)
    drafts.published(house)
    with pytest.raises(DraftChanged):
        drafts.moved(house, drafts.cells(house, WEEKEND, "garden"), "up", 1000, seen=old)
    with pytest.raises(NothingDrafted):
        publish_draft(house.id, seen=old, by=None)


def test_a_draft_that_somebody_changed_is_neither_published_nor_thrown_away(house: House) -> None:
    drafts.moved(house, drafts.cells(house, WEEKEND), "up", 1000)
    old = seen_now(house.id)
    drafts.moved(house, drafts.cells(house, WEEKEND, "garden"), "up", 1000)
    with pytest.raises(DraftChanged):
        publish_draft(house.id, seen=old, by=None)
    with pytest.raises(DraftChanged):
        discard_draft(house.id, seen=old, by=None)
    discard_draft(house.id, seen=seen_now(house.id), by=None)
    assert seen_now(house.id).draft_id == 0
    assert set(published_rates(house.id, FRIDAY, FRIDAY).values()) == {15000}
    assert db.session.execute(select(func.count()).select_from(DraftRate)).scalar_one() == 0


def test_nights_that_went_by_meanwhile_are_left_out(house: House, set_clock: object) -> None:
    drafts.moved(house, drafts.cells(house, [TODAY, *WEEKEND]), "up", 1000)
    set_clock("2027-03-05T10:00+00:00")  # type: ignore[operator]
    done = publish_draft(house.id, seen=seen_now(house.id), by=None)
    assert (done.rates, done.left_out) == (2, 1)
    assert published_rates(house.id, TODAY, TODAY)[drafts.cell(house, TODAY)] == 15000


def test_a_kept_board_follows_a_publishing_like_a_fresh_one(house: House) -> None:
    here = catalogue().by_id[house.id]
    board(here)
    drafts.moved(house, drafts.cells(house, WEEKEND), "up", 1000)
    drafts.published(house)
    db.session.rollback()
    assert board(here).prices.rates == fresh_boards([here])[0].prices.rates


def test_what_a_form_saw_is_read_back() -> None:
    assert Seen.read(str(Seen(3, 2, 1))) == Seen(3, 2, 1)
    assert Seen.read("٣.1.1").draft_id == -1
    assert Seen.read("1.2") == Seen.read("x" * 90) == Seen(-1, -1, -1)


def test_an_edit_of_nothing_changes_nothing(house: House) -> None:
    assert keep_edit(house.id, Edit(), seen=seen_now(house.id), by=None) == 0
    assert seen_now(house.id).draft_id == 0

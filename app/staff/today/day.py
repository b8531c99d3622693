"""What is known of today in some houses, read at once: a dozen statements however many houses there are."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

from app.booking.days.stays import DayStay, Unplaced, stays_on, unplaced
from app.booking.days.tables import Table, tables_on
from app.care.cases.queries import HouseCase, unresolved_cases
from app.care.enquiries.queries import Waiting, waiting_by_house
from app.care.queries import OpenTask, due_tasks
from app.catalogue.queries import House
from app.experience.reviews.queries.desk import Waiting as WaitingReviews
from app.experience.reviews.queries.desk import waiting_reviews
from app.inventory.levels import Level, levels
from app.inventory.packing.queries import ClosedDoor, closed_doors
from app.inventory.queries import resources, watches
from app.inventory.room_states import Standing, room_states
from app.kernel import clock
from app.staff.rooms.board import STATES

SOON = timedelta(hours=2)
"""How long before a guest is due their room is somebody's business."""


@dataclass(frozen=True, slots=True)
class HouseDay:
    """One house today: who, which tables, how full tonight and tomorrow, which doors are closed, what is due.

    `cases` and `reviews` are None where whoever looks does not run them, `enquiries` where nobody waits for an answer.
    """

    house: House
    day: date
    stays: Sequence[DayStay]
    tables: Sequence[Table]
    rooms: dict[int, Standing]
    tonight: Level
    tomorrow: Level
    sittings: dict[int, Level]
    closed: Sequence[ClosedDoor]
    unplaced: Sequence[Unplaced]
    tasks: Sequence[OpenTask]
    waiting: int
    cases: Sequence[HouseCase] | None = None
    enquiries: Waiting | None = None
    reviews: WaitingReviews | None = None

    @property
    def arriving(self) -> list[DayStay]:
        return [stay for stay in self.stays if stay.arriving]

    @property
    def to_come(self) -> list[DayStay]:
        """Those who arrive and are not here, by the hour that they said."""
        return [stay for stay in self.stays if stay.to_come]

    @property
    def leaving(self) -> list[DayStay]:
        return [stay for stay in self.stays if stay.leaving]

    @property
    def staying_on(self) -> list[DayStay]:
        return [stay for stay in self.stays if stay.staying_on and not stay.missed]

    @property
    def missed(self) -> list[DayStay]:
        """Those who were to come before today: somebody has to say whether they did."""
        return [stay for stay in self.stays if stay.missed]

    @property
    def not_ready(self) -> list[DayStay]:
        """Those to come whose room is not ready, or who still have others in it, by the hour that they said."""
        return [stay for stay in self.to_come if self.lacks(stay)]

    @property
    def owing(self) -> dict[int, int]:
        """What the bookings of today still owe, by booking."""
        return {stay.booking_id: stay.due_minor for stay in self.stays if stay.due_minor > 0}

    @property
    def seated(self) -> list[Table]:
        return [table for table in self.tables if table.sitting_id is not None]

    @property
    def covers(self) -> int:
        return sum(table.covers for table in self.seated)

    @property
    def capacity(self) -> int:
        return sum(self.most_covers(sitting.id, sitting.covers) for sitting in self.house.sittings)

    def inside(self, stay: DayStay) -> str:
        """Who leaves today and has not left the door that this stay has tonight; empty for nobody."""
        others = (one for one in self.stays if one.leaving and one.here and one.booking_id != stay.booking_id)
        return next((one.surname for one in others if one.room_before and one.room_before == stay.room_tonight), "")

    def lacks(self, stay: DayStay) -> str:
        """Why the room of a stay is not ready, in a few words; empty where it is, and where there is none yet."""
        if inside := self.inside(stay):
            return f"{inside} has not left"
        room = self.room_of(stay)
        return "" if room is None or room.ready else STATES[room.state][1].lower()

    def room_of(self, stay: DayStay) -> Standing | None:
        """The door that they have today."""
        return None if stay.room_id is None else self.rooms.get(stay.room_id)

    def most_covers(self, sitting_id: int, covers: int) -> int:
        """How many covers of a sitting may be sold tonight; `covers` where its nights are not open."""
        found = self.sittings.get(sitting_id)
        return covers if found is None else found.sellable


def days_of(houses: Sequence[House], at: datetime, cases_of: Sequence[int] = ()) -> list[HouseDay]:
    """Today in each of these houses, by the calendar of each; with the cases and reviews of those that are named by
    id."""
    by_day: dict[date, list[House]] = defaultdict(list)
    for house in houses:
        by_day[clock.today(house.timezone)].append(house)
    rooms = room_states(None)
    asked = waiting_by_house([house.id for house in houses])
    tasks = due_tasks([house.id for house in houses], at + SOON)
    found = {one.house.id: one for day, same in by_day.items() for one in _days(same, day, rooms, tasks)}
    cases = unresolved_cases(cases_of) if cases_of else []
    reviews = waiting_reviews(cases_of) if cases_of else {}
    for location_id in cases_of:
        own = [case for case in cases if case.location_id == location_id]
        waits = reviews.get(location_id, WaitingReviews())
        found[location_id] = replace(found[location_id], cases=own, reviews=waits)
    return [replace(found[house.id], enquiries=asked.get(house.id)) for house in houses]


def _days(houses: Sequence[House], day: date, rooms: dict[int, Standing], tasks: Sequence[OpenTask]) -> list[HouseDay]:
    ids, tomorrow = [house.id for house in houses], day + timedelta(days=1)
    stays, tables, lacking = stays_on(ids, day), tables_on(ids, day), unplaced(ids, day, tomorrow)
    counted = resources()
    own = {
        house.id: {
            "rooms": [counted.of_room_type[one.id] for one in house.room_types if one.id in counted.of_room_type],
            "sittings": [counted.of_sitting[one.id] for one in house.sittings if one.id in counted.of_sitting],
        }
        for house in houses
    }
    every = [resource for kinds in own.values() for same in kinds.values() for resource in same]
    full = levels(every, day, day + timedelta(days=2))
    closed = closed_doors([one.id for house in houses for one in house.room_types], day, day)
    waiting = watches()

    def of(house: House) -> HouseDay:
        room_ids = {room_id for one in house.room_types for room_id, _ in one.rooms}
        theirs = own[house.id]["rooms"]
        who = {one.watcher_id for resource in theirs for one in waiting.get(resource, ()) if one.until_on > day}
        return HouseDay(
            house=house,
            day=day,
            stays=[stay for stay in stays if stay.location_id == house.id],
            tables=[table for table in tables if table.location_id == house.id],
            rooms={room_id: rooms[room_id] for room_id in room_ids if room_id in rooms},
            tonight=sum((full.get((one, day), Level()) for one in theirs), Level()),
            tomorrow=sum((full.get((one, tomorrow), Level()) for one in theirs), Level()),
            sittings={
                one.id: full[counted.of_sitting[one.id], day]
                for one in house.sittings
                if (counted.of_sitting.get(one.id, 0), day) in full
            },
            closed=[door for door in closed if door.room_id in room_ids & rooms.keys()],
            unplaced=[one for one in lacking if one.location_id == house.id],
            tasks=[task for task in tasks if task.location_id == house.id],
            waiting=len(who),
        )

    return [of(house) for house in houses]

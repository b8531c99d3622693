"""A chart as rows of a table: two cells a day, so that a bar runs from the middle of one day to that of another."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from app.booking.rooms.chart import Chart, ChartStay
from app.booking.rooms.rules import Run
from app.catalogue.queries import House, RoomType
from app.inventory.levels import Level
from app.inventory.room_states import Standing
from app.kernel.words import DAYS, at_hour, counted, currency_sign, number

SOURCES = {"phone": "phone", "walk_in": "walked in", "agent": "agent", "import": "", "block": "block", "web": ""}
SHADES = ((95, "o4"), (85, "o3"), (60, "o2"), (45, "o1"))
HOLDERS = {"checkout": "Held", "waitlist": "Waitlist", "phone": "Caller"}


@dataclass(slots=True)
class Bar:
    """Something on the chart; `start` and `end` are half days. `words` are what it says beyond its label."""

    start: int
    end: int
    look: str
    label: str
    words: str
    mark: str = ""
    leaf: bool = False
    stay_id: int | None = None
    first: str = ""
    closure_id: int | None = None
    cut: str = ""


@dataclass(frozen=True, slots=True)
class Cell:
    span: int
    look: str = ""
    bar: Bar | None = None


@dataclass(frozen=True, slots=True)
class Row:
    """A room, or a line of those that have none (`room` is None) with what its head says."""

    room: Standing | None
    head: str
    cells: list[Cell]
    room_type_id: int


@dataclass(frozen=True, slots=True)
class Group:
    name: str
    count: str
    rows: list[Row]


@dataclass(frozen=True, slots=True)
class Head:
    weekday: str
    day: int
    look: str


@dataclass(frozen=True, slots=True)
class Foot:
    full: str
    shade: str
    left: str


@dataclass(frozen=True, slots=True)
class Table:
    heads: list[Head]
    groups: list[Group]
    feet: list[Foot]
    words: str
    to_place: int


def table_of(house: House, chart: Chart, today: date) -> Table:
    """The whole chart of a house on a day of its own calendar."""
    return _Table(house, chart, today).table()


class _Table:
    def __init__(self, house: House, chart: Chart, today: date) -> None:
        self.house, self.chart, self.today = house, chart, today
        self.days = (chart.until - chart.first).days
        self.looks = [self._look(chart.first + timedelta(days=n)) for n in range(self.days)]
        self.of_room: dict[int, list[Bar]] = defaultdict(list)
        self.of_type: dict[int, list[Bar]] = defaultdict(list)
        self.waiting: list[Run] = []

    def table(self) -> Table:
        for run in self.chart.runs:
            self._run(run, self.chart.stays[run.stay_id])
        self._closures()
        for held in self.chart.held:
            label = f"{HOLDERS.get(held.owner, 'Held')}, until {at_hour(held.expires_at, self.house.timezone)}"
            if bar := self._bar(held.first, held.until, "held", label, "held"):
                self.of_type[held.room_type_id].append(bar)
        by_type: dict[int, list[Standing]] = defaultdict(list)
        for room in self.chart.rooms.values():
            by_type[room.room_type_id].append(room)
        groups = [self._group(kind, by_type[kind.id]) for kind in self.house.room_types if by_type[kind.id]]
        heads = [self._head(self.chart.first + timedelta(days=n), look) for n, look in enumerate(self.looks)]
        feet = [self._foot(self.chart.first + timedelta(days=n)) for n in range(self.days)]
        return Table(heads, groups, feet, self._words(), len({run.stay_id for run in self.waiting}))

    def _look(self, day: date) -> str:
        return "today" if day == self.today else "we" if day.weekday() in (4, 5) else ""

    def _head(self, day: date, look: str) -> Head:
        return Head("Today" if look == "today" else DAYS[day.weekday()][:3], day.day, look)

    def _foot(self, day: date) -> Foot:
        level = sum((own for (_, night), own in self.chart.levels.items() if night == day), Level())
        if not level.sellable:
            return Foot("", "", "")
        full = round(100 * level.taken / level.sellable)
        shade = next((look for least, look in SHADES if full >= least), "o0")
        return Foot(f"{full}%", shade, str(level.sellable - level.taken))

    def _bar(self, first: date, until: date, look: str, label: str, words: str) -> Bar | None:
        """From the middle of the first day to that of the last, as far as the chart goes; None outside of it."""
        start, end = 2 * (first - self.chart.first).days + 1, 2 * (until - self.chart.first).days + 1
        if end <= 0 or start >= 2 * self.days:
            return None
        cut = " ".join(["bar--from"] * (start < 0) + ["bar--on"] * (end > 2 * self.days))
        dates = f"{_short(first)} to {_short(until)}"
        return Bar(max(start, 0), min(end, 2 * self.days), look, label, f"{words}, {dates}", cut=cut)

    def _run(self, run: Run, stay: ChartStay) -> None:
        look, words = self._state(stay)
        # A run that is cut off by the edge of what was read goes on: its true ends are the stay's or a change of door.
        first = stay.stay.arrival if run.first < self.chart.first and run.first == self._since(stay) else run.first
        until = stay.stay.departure if run.until == self.chart.until else run.until
        if run.room_id is None and (stay.left or until <= self.today):
            return
        look = "place" if run.room_id is None else look
        bar = self._bar(first, until, look, _surname(stay.guest_name), words)
        if bar is None:
            return
        bar.stay_id, bar.first, bar.leaf = stay.stay_id, max(run.first, self.today).isoformat(), stay.allergy
        if stay.owes:
            bar.mark, bar.words = currency_sign(self.house.currency), f"{bar.words}, balance to pay"
        if stay.allergy:
            bar.words += ", allergy"
        if run.room_id is None:
            bar.mark = SOURCES.get(stay.source, "") or bar.mark
            bar.words = f"to place, {bar.words}"
            self.waiting.append(run)
            self.of_type[run.room_type_id].append(bar)
        else:
            self.of_room[run.room_id].append(bar)

    def _since(self, stay: ChartStay) -> date:
        return max(stay.stay.arrival, self.chart.first - timedelta(days=1))

    def _state(self, stay: ChartStay) -> tuple[str, str]:
        if stay.left:
            return "out", "left"
        if stay.here:
            return ("out", "leaving today") if stay.stay.departure <= self.today else ("in", "in house")
        if stay.stay.arrival == self.today:
            return "due", "due in"
        return ("due", "not arrived") if stay.stay.arrival < self.today else ("booked", "booked")

    def _closures(self) -> None:
        for one in self.chart.closed:
            label = one.reason or "Closed"
            if one.room_id is None:
                label = f"{counted(one.count, 'room').capitalize()} closed: {one.reason}"
            if bar := self._bar(one.first, one.until, "block", label, "out of order"):
                bar.closure_id = one.closure_id
                (self.of_type[one.room_type_id] if one.room_id is None else self.of_room[one.room_id]).append(bar)

    def _group(self, kind: RoomType, rooms: Sequence[Standing]) -> Group:
        made = []
        for lane, bars in enumerate(_lanes(self.of_type[kind.id])):
            waiting = sum(bar.look == "place" for bar in self.of_type[kind.id])
            head = "and" if lane else f"To place, {waiting}" if waiting else "Held or closed"
            made.append(Row(None, head, self._cells(bars), kind.id))
        made += [Row(room, room.name, self._cells(self.of_room[room.room_id]), kind.id) for room in rooms]
        return Group(kind.name, f"{len(rooms)} {'room' if len(rooms) == 1 else 'rooms'}", made)

    def _cells(self, bars: Iterable[Bar]) -> list[Cell]:
        cells: list[Cell] = []
        at = 0
        for bar in sorted(bars, key=lambda one: one.start):
            bar.start = max(bar.start, at)
            if bar.end > bar.start:
                self._gap(cells, at, bar.start)
                cells.append(Cell(bar.end - bar.start, "", bar))
                at = bar.end
        self._gap(cells, at, 2 * self.days)
        return cells

    def _gap(self, cells: list[Cell], start: int, end: int) -> None:
        while start < end:
            look = self.looks[start // 2]
            if start % 2:
                cells.append(Cell(1, look))
                start += 1
            elif end - start == 1:
                cells.append(Cell(1, f"d0 {look}"))
                start += 1
            else:
                cells.append(Cell(2, f"d0 {look}"))
                start += 2

    def _words(self) -> str:
        rooms = len(self.chart.rooms)
        words = counted(rooms, "room").capitalize()
        own = [level for (_, night), level in self.chart.levels.items() if night == self.today]
        if own:
            level = sum(own, Level())
            words += f", {level.taken} of {level.sellable} taken tonight"
        if not self.waiting:
            return f"{words}. Every stay shown has a room."
        count = len({run.stay_id for run in self.waiting})
        first = max(min(run.first for run in self.waiting), self.today)
        when = {0: "tonight", 1: "tomorrow"}.get((first - self.today).days, f"on {_short(first)}")
        have = "stay has" if count == 1 else "stays have"
        return f"{words}. {number(count).capitalize()} {have} no room yet; the first is {when}."


def _lanes(bars: Sequence[Bar]) -> list[list[Bar]]:
    """Bars that cover each other stand below each other."""
    lanes: list[list[Bar]] = []
    for bar in sorted(bars, key=lambda one: (one.look != "place", one.start)):
        lane = next((own for own in lanes if all(bar.end <= x.start or x.end <= bar.start for x in own)), None)
        if lane is None:
            lanes.append([bar])
        else:
            lane.append(bar)
    return lanes


def _surname(name: str) -> str:
    return name.rsplit(maxsplit=1)[-1] if name.split() else "No name"


def _short(day: date) -> str:
    return f"{DAYS[day.weekday()][:3]} {day.day} {day:%b}"

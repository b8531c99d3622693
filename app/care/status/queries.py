"""How the houses are, read once a change and kept in memory."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import or_, select

from app.care.facilities.queries import STATUS, Reported, reported_since
from app.care.facilities.rules import FINE, REMEMBERED, worst
from app.care.notices.models import Notice
from app.care.notices.rules import ANNOUNCED, OUTAGE, OVER
from app.care.status.rules import Episode, edges_passed, episodes, state_by_weight
from app.catalogue.models import Location
from app.catalogue.queries import Facility, House
from app.kernel import clock
from app.store import db
from app.store.version import Cached

_notice = Notice.__table__


@dataclass(frozen=True, slots=True)
class StatusNotice:
    """A notice that is out, of which everybody may read these; `facility_id` is None where it is about the house."""

    id: int
    location_id: int
    facility_id: int | None
    revision: int
    kind: str
    title: str
    meaning: str
    said: str
    begins_at: datetime
    ends_at: datetime
    weight: str
    state: str
    announced_at: datetime
    over_at: datetime | None
    revised_at: datetime | None = None
    withdrawn_at: datetime | None = None

    def runs(self, now: datetime) -> bool:
        """From its beginning until somebody says that it is over, also past its end; one that was told only afterwards
        does not run."""
        told_after = self.announced_at >= self.ends_at
        return self.state == ANNOUNCED and self.begins_at <= now and not (told_after and self.ends_at <= now)

    def late(self, now: datetime) -> bool:
        """It should be over, and nobody has said so."""
        return self.runs(now) and self.ends_at <= now

    def comes(self, now: datetime) -> bool:
        return self.state == ANNOUNCED and now < self.begins_at

    def is_state(self, facilities: Collection[int], now: datetime) -> bool:
        """It is an outage of one of these facilities that had begun: what it came to stands in their states."""
        begun = self.begins_at <= (self.over_at or self.withdrawn_at or now)
        return self.kind == OUTAGE and self.facility_id in facilities and begun

    @property
    def heard_of_at(self) -> datetime:
        """When anybody last heard of it: that it is to be, or that it is over or does not take place."""
        return self.over_at or self.withdrawn_at or self.announced_at


@dataclass(frozen=True, slots=True)
class Board:
    """All that the pages on how the houses are would show, but for the clock. `moments` are when time changes it."""

    reported: tuple[Reported, ...]
    notices: tuple[StatusNotice, ...]
    moments: tuple[datetime, ...]

    def edge(self, now: datetime) -> int:
        """While this stays the same, so does everything shown of the board."""
        return edges_passed(self.moments, now)


@dataclass(frozen=True, slots=True)
class FacilityNow:
    """How a facility is. `since_at` is None for one that has been fine for as long as anybody remembers.

    `revision` is what whoever reports on it has seen; `late` when the house expected it to be fine by now;
    `from_notice` while a running notice makes it worse than anybody reported.
    """

    facility: Facility
    state: str
    words: str
    what_we_do: str
    since_at: datetime | None
    until_at: datetime | None
    late: bool
    revision: int
    notice_id: int | None
    from_notice: bool
    coming: StatusNotice | None


@dataclass(frozen=True, slots=True)
class HouseNow:
    """How a house is. `running` are notices about the house as a whole that hold now, `coming` all that are still to
    come, the soonest first; `past` what was not fine in ninety days, `told` the notices of that time that are out."""

    house: House
    state: str
    facilities: tuple[FacilityNow, ...]
    running: tuple[StatusNotice, ...]
    coming: tuple[StatusNotice, ...]
    past: tuple[Episode, ...]
    told: tuple[StatusNotice, ...]
    changed_at: datetime | None

    @property
    def amiss(self) -> list[FacilityNow]:
        """What is not fine."""
        return [one for one in self.facilities if one.state != FINE]


def board() -> Board:
    """What there is to say of the houses; no statement beyond the versions' when nothing has changed."""
    return _BOARD.get()


def house_now(house: House, found: Board, now: datetime) -> HouseNow:
    """How that house is at that instant, as the board says."""
    own = [one for one in found.notices if one.location_id == house.id]
    said = [one for one in found.reported if one.location_id == house.id]
    newest = {one.facility_id: one for one in said}
    followed = [facility for facility in house.facilities if facility.kind is not None]
    facilities = tuple(_facility_now(one, newest.get(one.id), own, now) for one in followed)
    followed_ids = {one.id for one in followed}
    running = tuple(one for one in own if one.runs(now) and one.facility_id not in followed_ids)
    changes = [one.reported_at for one in said] + [one.over_at or one.revised_at or one.announced_at for one in own]
    changes += [moment for one in own for moment in (one.begins_at, one.ends_at) if moment <= now]
    return HouseNow(
        house=house,
        state=worst([one.state for one in facilities] + [state_by_weight(one.weight) for one in running]),
        facilities=facilities,
        running=running,
        coming=tuple(one for one in own if one.comes(now)),
        past=tuple(episodes([one for one in said if one.facility_id in followed_ids], now - REMEMBERED)),
        told=tuple(one for one in own if one.heard_of_at > now - REMEMBERED and not one.is_state(followed_ids, now)),
        changed_at=max(changes, default=None),
    )


def _facility_now(
    facility: Facility, said: Reported | None, notices: Iterable[StatusNotice], now: datetime
) -> FacilityNow:
    """What a running notice says holds where it is worse than what was reported."""
    own = [one for one in notices if one.facility_id == facility.id]
    coming = next((one for one in own if one.comes(now)), None)
    running = [one for one in own if one.runs(now)]
    state = said.state if said else FINE
    heaviest = max(running, key=lambda one: one.weight == "heavy", default=None)
    if heaviest is not None and worst([state, state_by_weight(heaviest.weight)]) != state:
        return FacilityNow(
            facility, state_by_weight(heaviest.weight), heaviest.title, heaviest.said or heaviest.meaning,
            heaviest.begins_at, heaviest.ends_at, heaviest.late(now), said.revision if said else 0, heaviest.id, True,
            coming,
        )  # fmt: skip
    if said is None:
        return FacilityNow(facility, FINE, "", "", None, None, False, 0, None, False, coming)
    late = said.until_at is not None and said.until_at <= now
    return FacilityNow(
        facility, said.state, said.words, said.what_we_do, said.since_at, said.until_at, late, said.revision,
        said.notice_id, False, coming,
    )  # fmt: skip


_SHOWN = [_notice.c[name] for name in StatusNotice.__dataclass_fields__]


def _load() -> Board:
    since = clock.now() - REMEMBERED
    houses = list(db.session.scalars(select(Location.id)))
    reported = reported_since(houses, since)
    out = or_(
        _notice.c.state == ANNOUNCED,
        (_notice.c.state == OVER) & (_notice.c.ends_at > since),
        (_notice.c.withdrawn_at > since) & _notice.c.announced_at.is_not(None),
    )
    rows = db.session.execute(select(*_SHOWN).where(out).order_by(_notice.c.begins_at, _notice.c.id))
    notices = [StatusNotice(*row) for row in rows]
    return Board(tuple(reported), tuple(notices), tuple(_moments(reported, notices)))


def _moments(reported: Sequence[Reported], notices: Sequence[StatusNotice]) -> list[datetime]:
    ends = [moment for one in notices for moment in (one.begins_at, one.ends_at)]
    return ends + [one.until_at for one in reported if one.until_at is not None]


_BOARD = Cached(_load, STATUS)

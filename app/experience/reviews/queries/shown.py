"""Reviews as everybody reads them, their sums, and how many were asked."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import Float, and_, cast, func, or_, select
from sqlalchemy.sql.elements import ColumnElement

from app.experience.reviews.models import Review, ReviewAnswer, ReviewChain, ReviewRemoval
from app.experience.reviews.rules import GOOD, MOMENTS, shown_since
from app.experience.surveys.models import Survey
from app.experience.surveys.rules import STAY
from app.identity.staff.models import Staff
from app.kernel import clock
from app.store import db

_review, _answer, _removal = Review.__table__, ReviewAnswer.__table__, ReviewRemoval.__table__
_survey, _chain = Survey.__table__, ReviewChain.__table__


@dataclass(frozen=True, slots=True)
class Place:
    """Of which house, and which of its room types; None stands for all. `today` is the day at the house."""

    today: date
    location_id: int | None = None
    room_type_id: int | None = None


@dataclass(frozen=True, slots=True)
class ShownReview:
    """One review. `words` are empty of one that is forgotten or removed; `removed` is the published reason of the
    latter, which stands also when its guest is forgotten since."""

    id: int
    location_id: int
    room_type_id: int | None
    kind: str
    dogs: bool
    nights: int
    departure_on: date
    scores: dict[str, int]
    words: str
    written_at: datetime
    answer: str
    answered_by: str
    removed: str
    removed_at: datetime | None

    @property
    def readable(self) -> bool:
        return bool(self.words)

    @property
    def overall(self) -> float:
        """The mean of its scores; 0 where they are gone."""
        return sum(self.scores.values()) / len(self.scores) if self.scores else 0.0


@dataclass(frozen=True, slots=True)
class MomentSum:
    """A moment over many reviews: how many scored it, and how many gave it 4 or 5."""

    n: int
    good: int


@dataclass(frozen=True, slots=True)
class Sums:
    """Of the reviews that are shown with their words: how many, of stays that ended when, and what they scored.

    `overall` is the mean of the reviews, each being the mean of its own scores; None of none. `listed` counts those
    removed and forgotten too, whose places are shown.
    """

    n: int
    listed: int
    first_on: date | None
    last_on: date | None
    overall: float | None
    moments: dict[str, MomentSum]


@dataclass(frozen=True, slots=True)
class Invited:
    """Whom we asked, all by the same mail, since `since_at`; and how many of them wrote."""

    asked: int
    wrote: int
    since_at: datetime


def shown_reviews(place: Place, *, most: int, skip: int = 0, readable: bool = False) -> list[ShownReview]:
    """The newest stays first; one statement. With `readable` only those whose words are shown."""
    found = _rows().where(*_listed(place), *(_readable() if readable else ()))
    newest = found.order_by(_review.c.departure_on.desc(), _review.c.id.desc())
    rows = db.session.execute(newest.limit(most).offset(skip))
    return [_shown(row) for row in rows]


def shown_review(review_id: int, today: date) -> ShownReview | None:
    """That review where anybody may read it; one statement."""
    mine = (*_listed(Place(today)), _review.c.id == review_id, *_readable())
    row = db.session.execute(_rows().where(*mine)).one_or_none()
    return None if row is None else _shown(row)


def review_sums(place: Place) -> Sums:
    """One statement."""
    here = and_(*_readable())
    columns: list[ColumnElement[Any]] = [
        func.count(),
        func.count().filter(here),
        func.min(_review.c.departure_on).filter(here),
        func.max(_review.c.departure_on).filter(here),
        func.avg(_overall()).filter(here),
    ]
    for moment in MOMENTS:
        score = _review.c[moment]
        columns += [func.count(score).filter(here), func.count().filter(and_(here, score >= GOOD))]
    whole = select(*columns).select_from(_review.outerjoin(_removal, _removal.c.review_id == _review.c.id))
    row = list(db.session.execute(whole.where(*_listed(place))).one())
    pairs = zip(row[5::2], row[6::2], strict=True)
    moments = {moment: MomentSum(n, good) for moment, (n, good) in zip(MOMENTS, pairs, strict=True)}
    overall = None if row[4] is None else float(row[4])
    return Sums(row[1], row[0], row[2], row[3], overall, moments)


def invited(location_ids: list[int] | None, since_on: date | None = None, until_on: date | None = None) -> Invited:
    """Guests who were asked after a stay since reviews began, and the reviews of these; of stays that ended from
    `since_on` to `until_on`, both of them included. Two statements."""
    since = db.session.execute(select(_chain.c.began_at)).scalar_one()
    which = [_survey.c.moment == STAY, _survey.c.sent_at >= since]
    if location_ids is not None:
        which.append(_survey.c.location_id.in_(location_ids))
    if since_on is not None:
        which.append(_survey.c.departure_on >= since_on)
    if until_on is not None:
        which.append(_survey.c.departure_on <= until_on)
    both = _survey.outerjoin(_review, _review.c.booking_id == _survey.c.booking_id)
    asked, wrote = db.session.execute(
        select(func.count(), func.count(_review.c.id)).select_from(both).where(*which)
    ).one()
    return Invited(asked, wrote, since)


def _rows() -> Any:
    return (
        select(
            _review, _answer.c.words.label("answer"), Staff.name.label("answered_by"), _removal.c.reason,
            _removal.c.removed_at, _removal.c.restored,
        )
        .outerjoin(_answer, _answer.c.review_id == _review.c.id)
        .outerjoin(Staff, Staff.id == _answer.c.staff_id)
        .outerjoin(_removal, _removal.c.review_id == _review.c.id)
    )  # fmt: skip


def _overall() -> ColumnElement[Any]:
    total = sum(
        (func.coalesce(_review.c[moment], 0) for moment in MOMENTS[1:]), func.coalesce(_review.c[MOMENTS[0]], 0)
    )
    given = [cast(_review.c[moment].is_not(None), Review.nights.type) for moment in MOMENTS]
    mean: ColumnElement[Any] = cast(total, Float) / func.nullif(sum(given[1:], given[0]), 0)
    return mean


def _listed(place: Place) -> list[ColumnElement[bool]]:
    found = [_review.c.shows_at <= clock.now(), _review.c.departure_on >= shown_since(place.today)]
    if place.location_id is not None:
        found.append(_review.c.location_id == place.location_id)
    if place.room_type_id is not None:
        found.append(_review.c.room_type_id == place.room_type_id)
    return found


def _readable() -> list[ColumnElement[bool]]:
    return [_review.c.words != "", or_(_removal.c.review_id.is_(None), _removal.c.restored)]


def _shown(row: Any) -> ShownReview:
    removed = row.reason if row.reason and not row.restored else ""
    return ShownReview(
        id=row.id,
        location_id=row.location_id,
        room_type_id=row.room_type_id,
        kind=row.kind,
        dogs=row.dogs,
        nights=row.nights,
        departure_on=row.departure_on,
        scores={} if removed else {one: row._mapping[one] for one in MOMENTS if row._mapping[one] is not None},
        words="" if removed else row.words,
        written_at=row.written_at,
        answer="" if removed else row.answer or "",
        answered_by=row.answered_by or "",
        removed=removed,
        removed_at=row.removed_at if removed else None,
    )

"""What guests say, as a page shows it. A figure without answers is None: that is no data, and not 0."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from app.experience.estimates import Change, Mean, Nps, Share, WeightedNps


@dataclass(frozen=True, slots=True)
class HouseNps:
    """A house's NPS, that of the days compared with (None without any), and what became of it."""

    location_id: int
    name: str
    nps: Nps
    before: Nps | None
    change: Change | None


@dataclass(frozen=True, slots=True)
class MonthNps:
    """The NPS of the stays that ended in a month; without answers its figures are None."""

    month_on: date
    nps: Nps


@dataclass(frozen=True, slots=True)
class Response:
    """Of those who were asked, how many looked and how many answered. Who answered has looked."""

    name: str
    sent: int
    opened: Share
    answered: Share


@dataclass(frozen=True, slots=True)
class StayNps:
    """How likely guests are to recommend, after their stay.

    `weighted` stands for all who stayed, house by house and channel by channel; it is shown beside the plain figure
    with `silent`, a sentence on who answered least (empty where nobody stands apart). `headline` says what matters.
    `by_channel` are the answers by how the stay was booked.
    """

    total: Nps
    before: Nps | None
    change: Change | None
    weighted: WeightedNps
    stays: int
    houses: tuple[HouseNps, ...]
    trend: tuple[MonthNps, ...]
    by_channel: tuple[Response, ...]
    silent: str
    headline: str


@dataclass(frozen=True, slots=True)
class Ces:
    """Ease at one moment: mean, who agreed (5 to 7), and how often each answer from 1 to 7 was given."""

    moment: str
    name: str
    mean: Mean
    agree: Share
    counts: tuple[int, ...]
    before: Mean | None
    change: Change | None

    @property
    def by_value(self) -> dict[int, int]:
        return dict(enumerate(self.counts, 1))


@dataclass(frozen=True, slots=True)
class Part:
    """One question from 1 to 5: who gave 4 or 5, the mean, and how often each answer was given."""

    key: str
    name: str
    satisfied: Share
    mean: Mean
    counts: tuple[int, ...]
    before: Share | None
    change: Change | None

    @property
    def by_value(self) -> dict[int, int]:
        return dict(enumerate(self.counts, 1))


@dataclass(frozen=True, slots=True)
class Driver:
    """What part of the differences in NPS goes with a question (relative weight, 0 to 1); `n` answered both.

    `falls` where higher answers go with a lower score beyond chance.
    """

    key: str
    name: str
    n: int
    weight: float
    falls: bool


@dataclass(frozen=True, slots=True)
class Drivers:
    """The questions by how much of the NPS goes with them, most first. Association, not cause.

    `explained` is how much of the differences all of them explain together. Empty, and `needs` above 0, where too few
    have answered since `since_on` to say anything.
    """

    since_on: date
    n: int
    needs: int
    explained: float | None
    drivers: tuple[Driver, ...]


@dataclass(frozen=True, slots=True)
class ExpectedCes:
    """How easy booking was for those who did not say, as what happened on their way lets expect.

    `answered` is the mean of who did say, among bookings with a trace. `mean` with its interval is that of the
    `silent`, None where the model cannot say; `error` is how far it was off (root mean square) on answers
    that it had not seen, `without` how far the plain mean of all answers was. `words` say it in sentences.
    """

    answered: Mean
    silent: int
    mean: float | None
    low: float | None
    high: float | None
    error: float | None
    without: float | None
    learnt_from: int
    fitted_at: datetime | None
    words: str


@dataclass(frozen=True, slots=True)
class CaseOf:
    """The case that an answer opened."""

    id: int
    state: str
    due_at: datetime
    contacted_at: datetime | None
    resolved_at: datetime | None
    owner_name: str


@dataclass(frozen=True, slots=True)
class Comment:
    """What a guest wrote, by the survey it answers. `name` is empty unless the guest agreed to be named."""

    survey_id: int
    location_id: int
    house: str
    moment: str
    departure_on: date
    answered_at: datetime
    nps: int | None
    ces: int | None
    csat: int | None
    words: str
    theme: str
    theme_name: str
    sentiment: str
    name: str
    case: CaseOf | None


@dataclass(frozen=True, slots=True)
class ThemeCount:
    """How many comments are about a theme, and how they sound."""

    theme: str
    name: str
    n: int
    good: int
    mixed: int
    bad: int


@dataclass(frozen=True, slots=True)
class Comments:
    """One page of comments, the newest first, of `total` that fit; `themes` count those of every theme."""

    comments: tuple[Comment, ...]
    total: int
    themes: tuple[ThemeCount, ...]


@dataclass(frozen=True, slots=True)
class Voices:
    """Everything that guests said of a period."""

    stay: StayNps
    ease: tuple[Ces, ...]
    parts: tuple[Part, ...]
    expectation: Part
    worth: Part
    responses: tuple[Response, ...]
    drivers: Drivers
    expected_ces: ExpectedCes

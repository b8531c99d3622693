"""What the pages of campaigns say, in words and figures."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from app.kernel.words import MONTHS, counted, dated, hour, money
from app.offers.campaigns.queries import Counts, Kept
from app.offers.campaigns.reaching import Reach
from app.offers.campaigns.results import Arm, Results
from app.offers.campaigns.rules import DRAFT, MAY_BECOME, PAUSED, READY, REASONS, SENDING, SENT, STOPPED
from app.offers.proof.rules import CANNOT_TELL, Lift

STATE_WORDS = {
    DRAFT: "Draft", READY: "Ready", SENDING: "Being sent", PAUSED: "Paused", SENT: "Sent", STOPPED: "Stopped",
}  # fmt: skip
TONES = {DRAFT: "none", READY: "none", SENDING: "up", PAUSED: "warn", SENT: "none", STOPPED: "down"}
STEPS = {READY: "Release it", SENDING: "Go on", PAUSED: "Pause it", STOPPED: "Stop it for good", DRAFT: "Back to draft"}
"""What a button says that leads to a state."""

SENT_ROW, HELD_ROW, WAITING_ROW = "Had the letter", "Held out, so that the rest can be judged", "Waiting"
POINTS = 100


@dataclass(frozen=True, slots=True)
class CampaignRow:
    """A campaign in the list."""

    id: int
    title: str
    whom: str
    offer: str
    state: str
    tone: str
    when: str
    sent: int
    held_out: int


@dataclass(frozen=True, slots=True)
class OutcomeRow:
    """A line of a table of guests; `tone` is `total`, `thin` or nothing."""

    words: str
    count: int
    tone: str = ""


@dataclass(frozen=True, slots=True)
class ArmRow:
    """One arm of the comparison in words."""

    name: str
    guests: int
    booked: int
    kept: str
    per_guest: str
    revenue: str
    thin: bool


def campaign_row(campaign: Kept, counts: Counts) -> CampaignRow:
    return CampaignRow(
        campaign.id,
        campaign.title,
        "By its recipe, every day" if campaign.recipe else campaign.segment or "",
        campaign.offer or "No offer",
        state_words(campaign),
        TONES[campaign.state],
        when_words(campaign),
        counts.sent,
        counts.held_out,
    )


def state_words(campaign: Kept) -> str:
    """A recipe runs; a letter is being sent."""
    return "Runs every day" if campaign.recipe and campaign.state == SENDING else STATE_WORDS[campaign.state]


def when_words(campaign: Kept) -> str:
    """From Friday 5 March 2027, 10am to 6pm."""
    hours = f"{hour(campaign.from_hour)} to {hour(campaign.until_hour)}"
    return f"From {dated(campaign.send_from_on)}, {hours}"


def steps_of(campaign: Kept) -> list[tuple[str, str]]:
    """The buttons of a campaign, as (state, words). Sending begins by itself, and only goes on at a button."""
    order = (READY, SENDING, PAUSED, DRAFT, STOPPED)
    may = MAY_BECOME[campaign.state] - ({SENDING} if campaign.state != PAUSED else set())
    may -= {STOPPED} if campaign.recipe else set()
    return [(state, STEPS[state]) for state in order if state in may]


def outcome_rows(counts: Counts) -> list[OutcomeRow]:
    """What became of everybody; the last row is their sum."""
    rows = [OutcomeRow(SENT_ROW, counts.sent), OutcomeRow(HELD_ROW, counts.held_out)]
    rows += [OutcomeRow(REASONS[why], count) for why, count in counts.refused]
    if counts.waiting:
        rows.append(OutcomeRow(WAITING_ROW, counts.waiting))
    return [*rows, OutcomeRow("All", counts.total, "total")]


def reach_rows(reach: Reach) -> list[OutcomeRow]:
    """What would become of everybody today."""
    rows = [OutcomeRow("Would have the letter", reach.would_get), OutcomeRow(HELD_ROW, reach.held_out)]
    rows += [OutcomeRow(REASONS[why], count) for why, count in reach.refused]
    return [*rows, OutcomeRow("In the audience", reach.found, "total")]


def late_words(counts: Counts) -> str:
    """What happened to letters after they were decided; empty where nothing did."""
    found = []
    if counts.withdrawn:
        found.append(f"{counts.withdrawn:,} of them did not go in the end: something changed before they were posted")
    if counts.returned:
        found.append(f"{counts.returned:,} came back; no campaign writes to those addresses again")
    return f"{'. '.join(found)}." if found else ""


def arm_rows(results: Results, currency: str) -> list[ArmRow]:
    return [_arm(SENT_ROW, results.had_letter, currency), _arm("Held out", results.held_out, currency)]


def _arm(name: str, arm: Arm, currency: str) -> ArmRow:
    per_guest = "no data" if arm.per_guest is None else f"{arm.per_guest * POINTS:.1f}"
    revenue = money(arm.revenue_minor, currency) if arm.guests else "no data"
    return ArmRow(name, arm.guests, arm.booked, f"{arm.kept:,}", per_guest, revenue, arm.guests < 30)


def sentence(words: str) -> str:
    """With a capital at its beginning, and names as they are."""
    return words[:1].upper() + words[1:]


def outlook_words(lift: Lift, state: str) -> str:
    """What is known so far as a sentence. Nobody more comes to a letter that has gone, so there is no month to name."""
    if lift.lift is not None and lift.low is None:
        return "Nobody of either side has booked and come yet. A booking counts once its guest has arrived."
    if state in (SENT, STOPPED) and lift.verdict == CANNOT_TELL and lift.more is not None:
        return (
            f"It would take about {lift.more:,} more guests to tell, and this letter has gone. The page of its offer"
            " goes on counting."
        )
    return f"{sentence(lift.words)}."


def lift_words(lift: Lift) -> str:
    """+2.1 (0.4 to 3.8), kept bookings of 100 guests; no data where a side is empty, or all came out alike."""
    if lift.lift is None or lift.low is None or lift.high is None:
        return "no data"
    return f"{signed(lift.lift)} ({signed(lift.low)} to {signed(lift.high)})"


def signed(share: float) -> str:
    """Of 100 guests, with its sign: +2.1, −0.4."""
    points = round(share * POINTS, 1)
    return f"{'−' if points < 0 else '+'}{abs(points):.1f}"


def verdict_words(lift: Lift) -> str:
    """The verdict as a sentence."""
    return {"adds": "It adds bookings", "costs": "It costs bookings"}.get(lift.verdict, "Cannot tell yet")


def example_words(stays: int, house: str | None, left: str | None) -> str:
    """A guest of the audience, without a name."""
    words = [counted(stays, "stay") if stays else "no stay yet"]
    if house:
        words.append(f"usually {house}")
    if left:
        words.append(f"left {left}")
    return sentence(", ".join(words))


def month_words(day: date | None) -> str | None:
    """In May 2026; None where there is no day."""
    return f"in {MONTHS[day.month - 1]} {day.year}" if day else None


def csv_lines(campaign: Kept, counts: Counts, results: Results) -> Sequence[Sequence[object]]:
    """Everything the page shows, a figure a line."""
    lift = results.lift
    lines: list[Sequence[object]] = [("campaign", campaign.title), ("state", campaign.state)]
    lines += [(row.words, row.count) for row in outcome_rows(counts)]
    lines += [("Did not go in the end", counts.withdrawn), ("Came back", counts.returned)]
    for name, arm in (("letter", results.had_letter), ("held out", results.held_out)):
        lines += [(f"{name}: guests", arm.guests), (f"{name}: booked", arm.booked), (f"{name}: kept", arm.kept)]
        lines += [(f"{name}: kept per guest", arm.per_guest), (f"{name}: revenue, minor units", arm.revenue_minor)]
    lines += [("cost of the offer, minor units", results.cost_minor), ("lift per guest", lift.lift)]
    lines += [("low", lift.low), ("high", lift.high), ("verdict", lift.words), ("sample ratio p", lift.sample_ratio_p)]
    return lines

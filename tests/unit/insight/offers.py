"""Rows of the log of offers, and of what hangs on it, that tell on themselves."""

from tests.unit.insight.promotions import MADE, USED

AT = "'2027-02-01 10:00:00+00:00'"


def shown(
    eligible: str = "[1, 2]", shares: str = "[0.5, 0.5]", arm: str = "offers", outcome: str = "NULL, NULL, NULL, NULL"
) -> str:
    """A decision for guest 1; `outcome` are its outcome, instant, booking and reward."""
    return (
        "INSERT INTO offer_decision (at, guest_id, place, page, position, policy_version, situation, features,"
        " eligible, propensities, promotion_id, propensity, arm, seed, outcome, outcome_at, booking_id, reward)"
        f" VALUES ({AT}, 1, 'home', 'p', 0, 0, '', '{{}}', '{eligible}', '{shares}', 1, 0.5, '{arm}', 's', {outcome})"
    )


SALT = "UPDATE holdout SET salt = 'salt'"
USE = MADE.format(used=1, spent=500) + ";" + USED.format(owner="booking", owner_id=1)
CASE = (
    "INSERT INTO care_case (location_id, booking_id, guest_id, subject, subject_id, title, words, state, revision,"
    " closings, opened_at, due_at) VALUES (1, 1, 1, 'survey', 900, 'Cold', '', 'open', 0, 0,"
    " '2027-01-31 10:00:00+00:00', '2027-02-01 10:00:00+00:00')"
)

SUMS = f"INSERT INTO offer_sums (id, at, zone, upto_id, decisions, steps) VALUES (1, {AT}, 'Europe/London', 9, 0, 0)"
DAY = (
    "INSERT INTO offer_day (day_on, promotion_id, currency, guests, times, taken, kept, revenue_minor, cost_minor)"
    " VALUES ('2027-02-01', 1, '', 1, 1, 0, 0, 0, 0)"
)
ARM_DAY = (
    "INSERT INTO offer_arm_day (day_on, promotion_id, arm, late, guests, guests_came, came, month_guests, month_came,"
    f" first_at) VALUES ('2027-02-01', 1, 'offers', false, 1, 0, 0, 0, 0, {AT})"
)
GROUP = (
    "INSERT INTO offer_group (promotion_id, way, name, arm, late, guests, came, first_on)"
    " VALUES (1, 0, 'New to us', 'offers', false, 1, 0, '2027-02-01')"
)

BROKEN_OFFERS = {
    "offer_propensities": [shown(shares="[0.5, 0.4]"), shown(eligible="[1]")],
    "offer_outcomes": [
        shown(outcome=f"NULL, {AT}, NULL, 1"),
        USE + ";" + shown(outcome=f"'kept', {AT}, 1, 1"),
        shown(outcome=f"'taken', {AT}, 1, NULL"),
    ],
    "offer_uses": [USE],
    "offers_add_nothing": [
        "INSERT INTO quote_line (quote_id, position, part, kind, label, count, gross_minor, vat_bp, vat_minor)"
        " VALUES (1, 9, 0, 'reduction', 'More', 1, 100, 0, 0)"
    ],
    "offer_sums": [f"{SUMS};{DAY}", f"{SUMS};{ARM_DAY}", f"{SUMS};{GROUP}"],
    "offer_arms": [f"{SALT};{shown()};{shown(arm='holdout')}"],
    "offers_and_cases": [f"{CASE};{shown()}"],
    "price_checks": [
        "INSERT INTO price_check (day, quotes, sampled, equal, differing, not_replayable, offered, differences,"
        f" reasons, checked_at) VALUES ('2027-02-01', 1, 1, 0, 1, 0, 0, '[]', '{{}}', {AT})"
    ],
}

"""How surveys and answers can be wrong, as SQL; `tests.unit.insight.test_verify` breaks a sound group with each."""

SURVEY = (
    "INSERT INTO survey (id, booking_id, guest_id, location_id, moment, occasion, source, arrival_on, departure_on,"
    " sent_at, closes_at) SELECT 1, 1, 1, {house}, 'stay', 0, 'web', '2027-03-05', '2027-03-07',"
    " '2027-02-08 10:00:00+00:00', '2027-03-10 10:00:00+00:00' FROM location"
)
ANSWER = (
    "INSERT INTO answer (survey_id, words, contact_agreed, named, origin, times, answered_at, {columns})"
    " VALUES (1, '', FALSE, FALSE, 'guest', 1, '2027-02-{day} 10:00:00+00:00', {values})"
)
ASKED = SURVEY.format(house="id")
MODEL = (
    "INSERT INTO effort_model (fitted_on, fitted_at, learnt_from, error, without, model)"
    " VALUES ('{on}', '{at} 03:00:00+00:00', {n}, 1, 1, '{{}}')"
)


def heard(day: str = "09", **given: int) -> str:
    """A survey that was answered."""
    return f"{ASKED}; {ANSWER.format(day=day, columns=', '.join(given), values=', '.join(map(str, given.values())))}"


BROKEN_ANSWERS = {
    "survey_houses": [
        "INSERT INTO location (id, slug, name, place, address, station, telephone, email, timezone, currency, position,"
        " palette, check_in_time, check_out_time, days_ahead, gap_may_be_sold, open_for_booking) SELECT 99, 'other',"
        " 'Other', place, address, station, telephone, email, timezone, currency, 99, palette, check_in_time,"
        f" check_out_time, days_ahead, gap_may_be_sold, open_for_booking FROM location; {SURVEY.format(house=99)}"
        " WHERE id <> 99"
    ],
    "answers_in_time": [heard("07", nps=9), f"{heard(nps=9)}; UPDATE survey SET closes_at = sent_at"],
    "comments_sorted": [f"{heard(nps=9)}; UPDATE answer SET words = 'Leeks.', theme = 'food'"],
    "low_scores": [
        f"{heard(nps=6)}; UPDATE answer SET contact_agreed = TRUE",
        f"{heard(nps=9, csat_supper=2)}; UPDATE answer SET contact_agreed = TRUE",
    ],
    "effort_models": [
        MODEL.format(on="2027-02-09", at="2027-02-09", n=99),
        MODEL.format(on="2027-02-09", at="2027-03-09", n=100),
        MODEL.format(on="2027-02-10", at="2027-02-09", n=100),
    ],
}

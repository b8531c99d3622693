"""How enquiries and remedies can be wrong, as SQL; `tests.unit.insight.test_verify` breaks a sound group with each."""

AT, LATER = "'2027-03-01 10:00:00+00:00'", "'2027-03-01 12:00:00+00:00'"


def enquiry(waiting: str = AT, answered: str = "NULL") -> str:
    return (
        "INSERT INTO enquiry (id, location_id, booking_id, guest_id, channel, theme, complaint, name, phone, revision,"
        " opened_at, waiting_since, first_answer_at) SELECT 1, location_id, 4, 1, 'thread', 'food', FALSE, '', '', 0,"
        f" {AT}, {waiting}, {answered} FROM booking WHERE id = 4"
    )


def said(number: int, side: str, at: str = AT) -> str:
    return (
        "INSERT INTO enquiry_message (id, enquiry_id, side, words, written_at)"
        f" VALUES ({number}, 1, '{side}', 'No nuts', {at})"
    )


MAIL = (
    "INSERT INTO message (kind, subject, subject_id, occasion, template_version, language, address, facts, message_id,"
    " state, attempts, made_at, due_at) VALUES ('enquiry_answer', 'enquiry', 1, '9', 1, 'en', 'a@b.example', '{}',"
    f" '<enquiry_answer>', 'waiting', 0, {AT}, {AT})"
)
CASE = (
    "INSERT INTO care_case (id, location_id, booking_id, guest_id, subject, subject_id, title, words, state, revision,"
    f" closings, opened_at, due_at) SELECT 1, location_id, 4, 1, 'notice_touch', 1, 'Cold', '', 'open', 0, 0, {AT},"
    f" {LATER} FROM booking WHERE id = 4"
)
REMEDY = (
    "INSERT INTO case_remedy (case_id, amount_minor, currency, words, given_at)"
    f" VALUES (1, 2500, 'GBP', 'Cold', {LATER})"
)

BROKEN_ENQUIRIES = {
    "enquiries": [
        enquiry(),
        f"{enquiry(waiting='NULL')}; {said(1, 'guest')}",
        f"{enquiry()}; {said(1, 'guest')}; {said(2, 'house', LATER)}",
        f"{enquiry('NULL', AT)}; {said(1, 'guest')}; {said(2, 'house', LATER)}",
    ],
    "enquiries_mailed": [f"{enquiry()}; {said(1, 'guest')}; {MAIL}"],
    "remedies": [f"{CASE}; {REMEDY}"],
}

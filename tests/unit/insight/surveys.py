"""How surveys and cases can be wrong, as SQL; `tests.unit.insight.test_verify` breaks a sound group with each."""

SURVEY = (
    "INSERT INTO survey (id, booking_id, guest_id, location_id, moment, occasion, source, arrival_on, departure_on,"
    " sent_at, closes_at) SELECT {id}, id, 1, location_id, 'stay', {occasion}, source, arrival_on, '{departure}',"
    " '2027-03-08 10:00:00+00:00', '2027-04-07 10:00:00+00:00' FROM booking WHERE id = 4"
)
ASKED = SURVEY.format(id=1, occasion=0, departure="2027-03-07")
CASE = (
    "INSERT INTO care_case (location_id, booking_id, guest_id, subject, subject_id, title, words, state, revision,"
    " closings, opened_at, due_at) SELECT {place}, 4, 1, '{subject}', {id}, 'Cold', '', 'open', 0, 0,"
    " '2027-03-08 10:00:00+00:00', '2027-03-09 10:00:00+00:00' FROM booking WHERE id = 4"
)
MAIL = (
    "INSERT INTO message (kind, subject, subject_id, occasion, template_version, language, address, facts, message_id,"
    " state, attempts, made_at, due_at) VALUES ('{kind}', 'booking', 4, '{occasion}', 1, 'en', 'a@b.example', '{{}}',"
    " '<{kind}-{occasion}>', 'waiting', 0, '2027-03-08 10:00:00+00:00', '2027-03-08 10:00:00+00:00')"
)

BROKEN_SURVEYS = {
    "surveys_once": [f"{ASKED}; {SURVEY.format(id=2, occasion=1, departure='2027-06-02')}"],
    "surveys_mailed": [
        MAIL.format(kind="survey", occasion=""),
        f"{ASKED}; {MAIL.format(kind='survey_reminder', occasion='2')}",
        f"{ASKED}; {MAIL.format(kind='case_closed', occasion='1-1')}",
    ],
    "cases": [
        CASE.format(place="location_id", subject="survey", id=1),
        CASE.format(place="location_id", subject="task", id=1),
        CASE.format(place="location_id", subject="enquiry", id=1),
        CASE.format(place="location_id", subject="friction_note", id=1),
    ],
}

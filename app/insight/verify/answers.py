"""What guests were asked and said is about their booking, in its time, and looked after where it has to be."""

from app.insight.verify.check import Check

CHECKS = [
    Check(
        "survey_houses",
        "A survey is of the house of its booking.",
        """
        SELECT s.id AS survey, s.booking_id AS booking
        FROM survey s JOIN booking b ON b.id = s.booking_id
        WHERE s.location_id <> b.location_id
        """,
    ),
    Check(
        "answers_in_time",
        "A survey was answered after it was sent and before it was closed; how a case ended may be asked anew.",
        """
        SELECT a.survey_id AS survey, s.moment
        FROM answer a JOIN survey s ON s.id = a.survey_id
        WHERE s.moment <> 'case' AND (a.answered_at < s.sent_at OR a.answered_at >= s.closes_at)
        """,
    ),
    Check(
        "comments_sorted",
        "A comment has a theme, and sounds like something.",
        """
        SELECT a.survey_id AS survey
        FROM answer a
        WHERE a.words <> '' AND (a.theme IS NULL OR a.sentiment IS NULL)
        """,
    ),
    Check(
        "low_scores",
        "A guest who gave a low score, here, and agreed to be written to, has a case.",
        """
        SELECT a.survey_id AS survey
        FROM answer a JOIN survey s ON s.id = a.survey_id
        WHERE a.contact_agreed AND a.origin = 'guest' AND s.moment <> 'case'
            AND (a.nps <= 6 OR a.ces <= 3 OR a.csat <= 2 OR a.csat_arrival <= 2 OR a.csat_room <= 2
                OR a.csat_supper <= 2 OR a.csat_garden <= 2 OR a.csat_leaving <= 2)
            AND NOT EXISTS (SELECT 1 FROM care_case c WHERE c.subject = 'survey' AND c.subject_id = s.id)
        """,
    ),
    Check(
        "effort_models",
        "What is learnt of ease was learnt by now, from a hundred answers at least, on the night it is named for.",
        """
        SELECT m.id AS model, m.fitted_on AS night, m.learnt_from
        FROM effort_model m
        WHERE m.learnt_from < 100 OR m.fitted_at > :now OR m.fitted_on > DAY_OF(m.fitted_at)
        """,
    ),
]

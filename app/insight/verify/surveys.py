"""Who is asked after a stay, how often, and what cases are about."""

from app.insight.verify.check import Check

CHECKS = [
    Check(
        "surveys_once",
        "A guest is asked about one stay in 90 days, give or take the two in which a late worker still asks.",
        """
        SELECT a.guest_id AS guest, a.id AS survey, b.id AS other
        FROM survey a JOIN survey b ON b.guest_id = a.guest_id AND b.id > a.id AND b.moment = 'stay'
        WHERE a.moment = 'stay' AND ABS(NIGHTS(a.departure_on, b.departure_on)) < 88
        """,
    ),
    Check(
        "surveys_mailed",
        "A mail that asks how a stay was, or is put right, has a survey; and a stay is asked about once and reminded "
        "of once.",
        """
        SELECT m.id AS message, m.kind, m.subject_id AS booking
        FROM message m
        WHERE m.subject = 'booking' AND m.kind IN ('survey', 'survey_reminder', 'case_closed')
            AND m.occasion NOT LIKE 'again%' AND (
                NOT EXISTS (
                    SELECT 1 FROM survey s WHERE s.booking_id = m.subject_id
                        AND s.moment = CASE WHEN m.kind = 'case_closed' THEN 'case' ELSE 'stay' END
                )
                OR (m.kind <> 'case_closed' AND m.occasion <> '')
            )
        """,
    ),
    Check(
        "cases",
        "A case is about something that there is, at the house of its booking; only a complaint is without one, and "
        "knows its booking when its enquiry does.",
        """
        SELECT c.id AS care_case, c.subject, c.subject_id
        FROM care_case c LEFT JOIN booking b ON b.id = c.booking_id
        WHERE c.location_id <> b.location_id OR (b.id IS NULL AND c.subject <> 'enquiry') OR (
            c.subject = 'survey' AND NOT EXISTS (
                SELECT 1 FROM survey s WHERE s.id = c.subject_id AND s.booking_id = c.booking_id
            )
        ) OR (c.subject = 'task' AND NOT EXISTS (SELECT 1 FROM task t WHERE t.id = c.subject_id))
            OR (c.subject = 'enquiry' AND NOT EXISTS (
                SELECT 1 FROM enquiry e WHERE e.id = c.subject_id AND (
                    e.booking_id = c.booking_id OR (e.booking_id IS NULL AND c.booking_id IS NULL)
                )
            ))
            OR (c.subject = 'friction_note' AND NOT EXISTS (SELECT 1 FROM friction_note f WHERE f.id = c.subject_id))
        """,
    ),
]

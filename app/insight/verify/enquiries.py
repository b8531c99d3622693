"""Who asked is answered by the house of their booking, once; and what a case cost is on its booking's bill."""

from app.insight.verify.check import Check

CHECKS = [
    Check(
        "enquiries",
        "An open enquiry waits for an answer exactly while the guest spoke last, and was first answered when the house "
        "first wrote.",
        """
        SELECT e.id AS enquiry, e.channel
        FROM enquiry e
        LEFT JOIN booking b ON b.id = e.booking_id
        LEFT JOIN (
            SELECT m.enquiry_id, MIN(CASE WHEN m.side = 'house' THEN m.written_at END) AS answered_at,
                MAX(CASE WHEN m.side = 'house' THEN m.id ELSE 0 END) AS house_last,
                MAX(CASE WHEN m.side = 'guest' THEN m.id ELSE 0 END) AS guest_last
            FROM enquiry_message m GROUP BY m.enquiry_id
        ) s ON s.enquiry_id = e.id
        WHERE s.enquiry_id IS NULL
            OR (e.channel = 'thread' AND b.id IS NULL)
            OR (e.first_answer_at IS NULL) <> (s.answered_at IS NULL)
            OR e.first_answer_at <> s.answered_at
            OR (e.closed_at IS NULL AND (e.waiting_since IS NULL) <> (s.house_last > s.guest_last))
        """,
    ),
    Check(
        "enquiries_mailed",
        "Each answer of a house went by one mail at most, and no mail carries an answer that there is not.",
        """
        SELECT m.id AS message, m.subject_id AS enquiry
        FROM message m
        WHERE m.kind = 'enquiry_answer' AND m.occasion NOT LIKE 'again%' AND NOT EXISTS (
            SELECT 1 FROM enquiry_message a
            WHERE a.enquiry_id = m.subject_id AND a.side = 'house' AND CAST(a.id AS VARCHAR(20)) = m.occasion
        )
        """,
    ),
    Check(
        "remedies",
        "What a case cost was given as goodwill on its booking.",
        """
        SELECT c.booking_id AS booking, SUM(r.amount_minor) AS remedies
        FROM case_remedy r JOIN care_case c ON c.id = r.case_id
        GROUP BY c.booking_id
        HAVING SUM(r.amount_minor) > COALESCE((
            SELECT SUM(NUMBER_IN(j.facts, amount_minor)) FROM journal j
            WHERE j.subject = 'booking' AND j.subject_id = c.booking_id AND j.action = 'goodwill'
        ), 0)
        """,
    ),
]

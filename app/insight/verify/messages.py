"""What happened is announced once, and nothing is announced that did not happen."""

from app.insight.verify.check import Check

CHECKS = [
    Check(
        "announcements",
        "A booking made here by a guest with an address is confirmed by one mail, and by none otherwise, as far as the "
        "guest is still known.",
        """
        SELECT b.id AS booking, b.source, COALESCE(m.booked, 0) AS mails
        FROM booking b
        LEFT JOIN guest g ON g.id = b.guest_id
        LEFT JOIN (
            SELECT subject_id, COUNT(*) AS booked FROM message
            WHERE subject = 'booking' AND kind = 'booked' GROUP BY subject_id
        ) m ON m.subject_id = b.id
        WHERE g.erased_at IS NULL AND COALESCE(m.booked, 0) <>
            CASE WHEN b.source IN ('web', 'phone', 'walk_in') AND g.email IS NOT NULL THEN 1 ELSE 0 END
        """,
    ),
    Check(
        "changes_told",
        "A change or a cancellation, of a booking or of one of its stays, is announced once at most.",
        """
        SELECT m.subject_id AS booking, m.kind, COUNT(*) AS mails
        FROM message m
        WHERE m.subject = 'booking' AND m.kind IN ('cancelled', 'changed')
        GROUP BY m.subject_id, m.kind
        HAVING COUNT(*) > (
            SELECT COUNT(*) FROM journal j
            WHERE j.subject = 'booking' AND j.subject_id = m.subject_id
              AND ((m.kind = 'cancelled' AND j.action IN ('cancelled', 'stay_cancelled'))
                   OR (m.kind = 'changed' AND j.action = 'amended'))
        )
        """,
    ),
    Check(
        "messages",
        "No message is about a booking that does not exist.",
        """
        SELECT m.id AS message, m.kind, m.subject_id AS booking
        FROM message m
        WHERE m.subject = 'booking' AND NOT EXISTS (SELECT 1 FROM booking b WHERE b.id = m.subject_id)
        """,
    ),
    Check(
        "journal",
        "A booking stands in the journal as booked, once.",
        """
        SELECT b.id AS booking, COALESCE(j.booked, 0) AS entries
        FROM booking b LEFT JOIN (
            SELECT subject_id, COUNT(*) AS booked FROM journal
            WHERE subject = 'booking' AND action = 'booked' GROUP BY subject_id
        ) j ON j.subject_id = b.id
        WHERE COALESCE(j.booked, 0) <> 1
        """,
    ),
]

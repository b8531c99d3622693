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
        "farewells",
        "A cancellation, of a booking or of one of its stays, is announced at most once, and none that never was.",
        """
        SELECT b.id AS booking, b.state, COUNT(*) AS mails, COALESCE(j.cancelled, 0) AS entries
        FROM message m JOIN booking b ON b.id = m.subject_id
        LEFT JOIN (
            SELECT subject_id, COUNT(*) AS cancelled FROM journal
            WHERE subject = 'booking' AND action IN ('cancelled', 'stay_cancelled') GROUP BY subject_id
        ) j ON j.subject_id = b.id
        WHERE m.subject = 'booking' AND m.kind = 'cancelled'
        GROUP BY b.id, b.state, j.cancelled HAVING COUNT(*) > COALESCE(j.cancelled, 0)
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

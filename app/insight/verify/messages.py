"""I3 and I4: what happened is announced once, and nothing is announced that did not happen."""

from app.insight.verify.check import Check

CHECKS = [
    Check(
        "announcements",
        "A booking made here has one confirmation in the outbox, and one cancellation once it is cancelled.",
        """
        SELECT b.id AS booking, b.state, COALESCE(m.confirmed, 0) AS confirmations,
            COALESCE(m.cancelled, 0) AS cancellations
        FROM booking b LEFT JOIN (
            SELECT subject_id, SUM(CASE WHEN kind = 'confirmation' THEN 1 ELSE 0 END) AS confirmed,
                SUM(CASE WHEN kind = 'cancellation' THEN 1 ELSE 0 END) AS cancelled
            FROM message WHERE subject = 'booking' GROUP BY subject_id
        ) m ON m.subject_id = b.id
        WHERE COALESCE(m.confirmed, 0) <> CASE WHEN b.source IN ('web', 'phone', 'walk_in') THEN 1 ELSE 0 END
           OR COALESCE(m.cancelled, 0) <>
              CASE WHEN b.source IN ('web', 'phone', 'walk_in') AND b.state = 'cancelled' THEN 1 ELSE 0 END
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
        "A booking stands in the journal as placed, once.",
        """
        SELECT b.id AS booking, COALESCE(j.placed, 0) AS entries
        FROM booking b LEFT JOIN (
            SELECT subject_id, COUNT(*) AS placed FROM journal
            WHERE subject = 'booking' AND action = 'placed' GROUP BY subject_id
        ) j ON j.subject_id = b.id
        WHERE COALESCE(j.placed, 0) <> 1
        """,
    ),
]

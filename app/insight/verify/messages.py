"""What happened is announced once, and nothing is announced that did not happen."""

from app.insight.verify.check import Check

ADDRESSED_AS_BOOKED = """NOT EXISTS (
    SELECT 1 FROM journal j
    WHERE (j.subject = 'booking' AND j.subject_id = b.id AND j.action = 'readdressed')
       OR (j.subject = 'guest' AND j.subject_id = b.guest_id AND j.action IN ('corrected', 'merged', 'unmerged'))
)"""
"""The booking and its guest have the address that they had when it was booked."""

CHECKS = [
    Check(
        "announcements",
        "A booking made here by a guest with an address is confirmed by one mail, and by none otherwise, as far as the "
        "guest is still known and neither they nor the booking got another address since.",
        f"""
        SELECT b.id AS booking, b.source, COALESCE(m.booked, 0) AS mails
        FROM booking b
        LEFT JOIN guest g ON g.id = b.guest_id
        LEFT JOIN (
            SELECT subject_id, COUNT(*) AS booked FROM message
            WHERE subject = 'booking' AND kind = 'booked' AND occasion NOT LIKE 'again%' GROUP BY subject_id
        ) m ON m.subject_id = b.id
        WHERE g.erased_at IS NULL AND COALESCE(m.booked, 0) <>
            CASE WHEN b.source <> 'import' AND g.email IS NOT NULL THEN 1 ELSE 0 END
          AND (m.booked > 1 OR {ADDRESSED_AS_BOOKED})
        """,  # nosec B608
    ),
    Check(
        "changes_told",
        "A change or a cancellation, of a booking or of one of its stays, is announced once at most.",
        """
        SELECT m.subject_id AS booking, m.kind, COUNT(*) AS mails
        FROM message m
        WHERE m.subject = 'booking' AND m.kind IN ('cancelled', 'changed') AND m.occasion NOT LIKE 'again%'
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
        "deliveries",
        "A message that was sent says when, one that never left does not, and one that failed has a task, but "
        "for letters about offers.",
        """
        SELECT m.id AS message, m.state
        FROM message m
        WHERE (m.state = 'sent' AND m.sent_at IS NULL)
            OR (m.state IN ('waiting', 'withdrawn') AND m.sent_at IS NOT NULL)
            OR (m.state = 'failed' AND m.kind NOT IN ('campaign', 'campaign_trial') AND NOT EXISTS (
                SELECT 1 FROM task t WHERE t.kind = 'mail_failed' AND t.subject = m.subject
                    AND t.subject_id = m.subject_id AND t.occasion = CAST(m.id AS TEXT)
            ))
        """,
    ),
    Check(
        "refund_mails",
        "Money that a provider gave back to the guest of a booking made here is announced once, also where it came "
        "back later; no other is.",
        f"""
        SELECT b.id AS booking, r.id AS refund, COUNT(m.id) AS mails
        FROM refund r JOIN payment p ON p.id = r.payment_id
        JOIN booking b ON (p.owner = 'booking' AND b.id = p.owner_id)
            OR (p.owner = 'checkout' AND b.checkout_id = p.owner_id)
        JOIN guest g ON g.id = b.guest_id
        LEFT JOIN message m ON m.kind = 'refunded' AND m.occasion = CAST(r.id AS TEXT) AND (
            (m.subject = 'booking' AND m.subject_id = b.id)
            OR (m.subject = 'checkout' AND p.owner = 'checkout' AND m.subject_id = p.owner_id)
        )
        WHERE b.checkout_id IS NOT NULL AND g.email IS NOT NULL AND p.provider <> 'house'
          AND {ADDRESSED_AS_BOOKED}
        GROUP BY b.id, r.id, r.state, r.provider_refund
        HAVING COUNT(m.id) <> CASE WHEN r.state = 'done' OR (r.state = 'failed' AND r.provider_refund IS NOT NULL)
            THEN 1 ELSE 0 END
        """,  # nosec B608
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

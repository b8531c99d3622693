"""Who was forgotten stays so."""

from app.insight.verify.check import Check

CHECKS = [
    Check(
        "forgotten",
        "A guest who was forgotten has no address, session or preference, and stands in the list of erasures.",
        """
        SELECT g.id AS guest FROM guest g
        WHERE g.erased_at IS NOT NULL AND (
            g.email IS NOT NULL OR g.email_lower IS NOT NULL OR g.phone IS NOT NULL
            OR EXISTS (SELECT 1 FROM session s WHERE s.guest_id = g.id)
            OR EXISTS (SELECT 1 FROM preference p WHERE p.guest_id = g.id)
            OR NOT EXISTS (SELECT 1 FROM erasure e WHERE e.guest_id = g.id AND e.guest_since = g.created_at)
        )
        """,
    ),
]

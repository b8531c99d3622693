"""Promotions: counts are the sums of their uses, and uses are what their bookings' quotes take off."""

from app.insight.verify.check import Check

CHECKS = [
    Check(
        "promotion_counts",
        "Each promotion has counted and spent what its live uses say.",
        """
        SELECT p.id AS promotion, p.used, p.spent_minor AS spent, COALESCE(u.uses, 0) AS uses,
            COALESCE(u.minor, 0) AS minor
        FROM promotion p LEFT JOIN (
            SELECT promotion_id, COUNT(*) AS uses, SUM(minor) AS minor FROM promotion_use
            WHERE given_back_at IS NULL GROUP BY promotion_id
        ) u ON u.promotion_id = p.id
        WHERE p.used <> COALESCE(u.uses, 0) OR p.spent_minor <> COALESCE(u.minor, 0)
        """,
    ),
    Check(
        "promotion_owners",
        "A live use is of a booking that stands, or of a checkout that is not booked.",
        """
        SELECT u.id AS promotion_use, u.owner, u.owner_id FROM promotion_use u
        LEFT JOIN booking b ON u.owner = 'booking' AND b.id = u.owner_id
        LEFT JOIN checkout c ON u.owner = 'checkout' AND c.id = u.owner_id
        WHERE u.given_back_at IS NULL AND ((u.owner = 'booking' AND (b.id IS NULL OR b.state = 'cancelled'))
            OR (u.owner = 'checkout' AND (c.id IS NULL OR c.state = 'booked')))
        """,
    ),
    Check(
        "reductions",
        "No night, and no total, is reduced below nothing.",
        """
        SELECT quote_id AS quote, part, night, SUM(gross_minor) AS minor FROM quote_line
        WHERE quote_id IN (SELECT quote_id FROM quote_line WHERE kind = 'reduction')
        GROUP BY quote_id, part, night HAVING SUM(gross_minor) < 0
        """,
    ),
]

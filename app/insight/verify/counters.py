"""Nothing is sold twice, and every counter equals its claims."""

from app.insight.verify.check import Check

CHECKS = [
    Check(
        "counters",
        "What is taken of a resource on a night is the sum of its claims.",
        """
        SELECT a.resource_id AS resource, a.night, a.taken, COALESCE(c.claimed, 0) AS claimed
        FROM allotment a
        LEFT JOIN (SELECT resource_id, night, SUM(count) AS claimed FROM claim GROUP BY resource_id, night) c
            ON c.resource_id = a.resource_id AND c.night = a.night
        WHERE a.taken <> COALESCE(c.claimed, 0)
        UNION ALL
        SELECT c.resource_id, c.night, NULL, SUM(c.count)
        FROM claim c
        WHERE NOT EXISTS (SELECT 1 FROM allotment a WHERE a.night = c.night AND a.resource_id = c.resource_id)
        GROUP BY c.resource_id, c.night
        """,
    ),
    Check(
        "oversold",
        "No more is taken than may be sold, and never less than nothing.",
        """
        SELECT resource_id AS resource, night, taken, sellable
        FROM allotment WHERE taken < 0 OR taken > sellable OR short < 0
        """,
    ),
    Check(
        "sellable",
        "What may be sold is what the house has less its closures, never under what is taken; the lack is short.",
        """
        WITH own AS (
            SELECT r.id AS resource_id, r.room_type_id, COALESCE(x.stock, t.covers, (
                SELECT COUNT(*) FROM room m WHERE m.room_type_id = r.room_type_id AND m.closed_at IS NULL
            )) AS count
            FROM resource r LEFT JOIN extra x ON x.id = r.extra_id LEFT JOIN sitting t ON t.id = r.sitting_id
        ), counts AS (
            SELECT a.*, o.count FROM own o JOIN allotment a ON a.resource_id = o.resource_id
            UNION ALL
            SELECT a.*, 1 FROM room m JOIN own o ON o.room_type_id = m.room_type_id
            JOIN allotment a ON a.resource_id = o.resource_id AND a.night < DAY_OF(m.closed_at)
            WHERE m.closed_at IS NOT NULL
            UNION ALL
            SELECT a.*, -c.count FROM closure c
            JOIN allotment a ON a.resource_id = c.resource_id AND c.from_on <= a.night AND a.night < c.until_on
        ), wanted AS (
            SELECT resource_id, night, sellable, taken, short,
                CASE WHEN SUM(count) > 0 THEN SUM(count) ELSE 0 END AS wanted
            FROM counts GROUP BY resource_id, night, sellable, taken, short
        )
        SELECT resource_id AS resource, night, sellable, short, taken, wanted
        FROM wanted
        WHERE sellable <> CASE WHEN taken > wanted THEN taken ELSE wanted END
           OR short <> CASE WHEN taken > wanted THEN taken - wanted ELSE 0 END
        """,
    ),
]

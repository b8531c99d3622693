"""I1: nothing is sold twice, and every counter equals its claims."""

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
            SELECT r.id AS resource_id, COALESCE(x.stock, t.covers) AS count
            FROM resource r LEFT JOIN extra x ON x.id = r.extra_id LEFT JOIN sitting t ON t.id = r.sitting_id
        ), counted AS (
            SELECT a.resource_id, a.night, a.sellable, a.taken, a.short,
                COALESCE(o.count, (
                    SELECT COUNT(*) FROM room m JOIN resource r ON r.room_type_id = m.room_type_id
                    WHERE r.id = a.resource_id AND (m.closed_at IS NULL OR a.night < DAY_OF(m.closed_at))
                )) - COALESCE((
                    SELECT SUM(c.count) FROM closure c
                    WHERE c.resource_id = a.resource_id AND c.from_on <= a.night AND a.night < c.until_on
                ), 0) AS left_open
            FROM allotment a JOIN own o ON o.resource_id = a.resource_id
        ), wanted AS (
            SELECT c.*, CASE WHEN left_open > 0 THEN left_open ELSE 0 END AS wanted FROM counted c
        )
        SELECT resource_id AS resource, night, sellable, short, taken, wanted
        FROM wanted
        WHERE sellable <> CASE WHEN taken > wanted THEN taken ELSE wanted END
           OR short <> CASE WHEN taken > wanted THEN taken - wanted ELSE 0 END
        """,
    ),
]

"""What every row rests on."""

from app.insight.verify.check import Check

CHECKS = [
    Check(
        "rows",
        "No row names a row that is not there.",
        """SELECT "table", "rowid", "parent" FROM pragma_foreign_key_check""",
        only_on="sqlite",
    ),
    Check(
        "room_resources",
        "Every room type, sitting and extra with a stock that is on sale is counted.",
        """
        SELECT 'room_type' AS kind, t.id FROM room_type t LEFT JOIN resource r ON r.room_type_id = t.id
        WHERE r.id IS NULL AND t.closed_at IS NULL
        UNION ALL
        SELECT 'sitting', t.id FROM sitting t LEFT JOIN resource r ON r.sitting_id = t.id WHERE r.id IS NULL
        UNION ALL
        SELECT 'extra', x.id FROM extra x LEFT JOIN resource r ON r.extra_id = x.id
        WHERE r.id IS NULL AND x.stock IS NOT NULL AND x.closed_at IS NULL
        """,
    ),
    Check(
        "nights_open",
        "The nights of a resource are open without a gap, from the first to the last.",
        """
        SELECT resource_id AS resource, first_on, last_on, nights
        FROM (
            SELECT resource_id, MIN(night) AS first_on, MAX(night) AS last_on, COUNT(*) AS nights
            FROM allotment GROUP BY resource_id
        ) a
        WHERE nights <> NIGHTS(first_on, last_on) + 1
        """,
    ),
    Check(
        "versions",
        "Version numbers count from one and name what exists.",
        """
        SELECT v.scope, v.number FROM version v
        LEFT JOIN location l ON v.scope IN ('prices:' || l.id, 'stock:' || l.id)
        WHERE v.number < 1 OR (l.id IS NULL AND (v.scope LIKE 'prices:%' OR v.scope LIKE 'stock:%'))
        """,
    ),
]

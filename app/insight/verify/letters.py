"""Whoever had a letter about an offer had one, and nobody else had any."""

from app.insight.verify.check import Check

CHECKS = [
    Check(
        "letters",
        "A guest to whom a campaign was sent has one letter of it, or only withdrawn ones; nobody else has one "
        "that was not withdrawn.",
        """
        SELECT g.id AS campaign_guest, g.state, COUNT(m.id) AS letters
        FROM campaign_guest g
        LEFT JOIN message m ON m.kind = 'campaign' AND m.subject = 'campaign_guest' AND m.subject_id = g.id
        GROUP BY g.id, g.state
        HAVING (g.state = 'sent' AND COUNT(m.id) = 0)
            OR COUNT(CASE WHEN m.state <> 'withdrawn' THEN 1 END) > CASE WHEN g.state = 'sent' THEN 1 ELSE 0 END
        """,
    ),
]

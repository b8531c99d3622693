"""Days that are summed up against their visits."""

from __future__ import annotations

from app.insight.verify.check import Check

STEPS = ("search", "results", "room", "details", "payment", "booked")
_COUNTS = ", ".join(f"COUNT({step}_at) AS {step}" for step in STEPS)
_DIFFER = " OR ".join(f"d.{step} <> COALESCE(v.{step}, 0)" for step in STEPS)
_APART = " OR ".join(f"d.{step} <> COALESCE(f.{step}, 0)" for step in STEPS)
_SUMS = ", ".join(f"SUM({step}) AS {step}" for step in STEPS)

CHECKS = [
    Check(
        "funnel_days",
        "A day that is summed up counts its visits.",
        "SELECT d.day_on FROM funnel_day d LEFT JOIN"
        f" (SELECT day_on, {_COUNTS} FROM visit WHERE NOT is_bot GROUP BY day_on) v ON v.day_on = d.day_on"  # nosec B608
        f" WHERE d.slice = '' AND ({_DIFFER})",
    ),
    Check(
        "funnel_day_slices",
        "What a day's visits are told apart by adds up to all of them.",
        f"SELECT d.day_on FROM funnel_day d JOIN"  # nosec B608
        f" (SELECT day_on, {_SUMS} FROM funnel_day WHERE slice LIKE 'device=%' GROUP BY day_on) f"
        f" ON f.day_on = d.day_on WHERE d.slice = '' AND ({_APART})",
    ),
    Check(
        "funnel_day_cells",
        "So do its visits by all of their values together.",
        f"SELECT d.day_on FROM funnel_day d"  # nosec B608
        f" LEFT JOIN (SELECT day_on, {_SUMS} FROM funnel_cell GROUP BY day_on) f ON f.day_on = d.day_on"
        f" WHERE d.slice = '' AND ({_APART})",
    ),
    Check(
        "funnel_day_gaps",
        "Of the days with visits before the last that is summed up none is left out.",
        "SELECT v.day_on FROM visit v WHERE v.day_on <= (SELECT MAX(day_on) FROM funnel_day)"
        " AND NOT EXISTS (SELECT 1 FROM funnel_day d WHERE d.slice = '' AND d.day_on = v.day_on) GROUP BY v.day_on",
    ),
]

"""Rates that are not what was published, or lie outside what the house has set."""

SNUG = "(SELECT id FROM room_type WHERE slug = 'snug')"
FLEXIBLE = "(SELECT id FROM rate_plan WHERE slug = 'flexible')"
PUBLISHED = (
    "INSERT INTO price_history (room_type_id, rate_plan_id, night, amount_minor, published_at)"
    " VALUES ({snug}, {plan}, '2027-03-05', {amount}, '{at}')"
)

BROKEN_RATES = {
    "rate_history": [
        "UPDATE rate SET amount_minor = amount_minor + 1 WHERE night = '2027-03-05'",
        "DELETE FROM rate WHERE night = '2027-03-05'",
        PUBLISHED.format(snug=SNUG, plan=FLEXIBLE, amount="NULL", at="2027-02-20 10:00:00+00:00"),
        PUBLISHED.format(snug=SNUG, plan=FLEXIBLE, amount=16000, at="2027-02-20 10:00:00+00:00"),
    ],
    "rate_bounds": [
        "UPDATE rate_bound SET floor_minor = 15001",
        "UPDATE rate_bound SET ceiling_minor = 14999",
        f"UPDATE rate SET amount_minor = 90000 WHERE night = '2027-03-09' AND room_type_id = {SNUG}",
    ],
}


def published() -> list[str]:
    """Statements that make the history of a night of the snug, the newest as it is priced, and its bounds."""
    return [
        PUBLISHED.format(snug=SNUG, plan=FLEXIBLE, amount=20000, at="2027-01-20 10:00:00+00:00"),
        PUBLISHED.format(snug=SNUG, plan=FLEXIBLE, amount=15000, at="2027-02-10 10:00:00+00:00"),
        f"INSERT INTO rate_bound (room_type_id, floor_minor, ceiling_minor) VALUES ({SNUG}, 10000, 30000)",
    ]

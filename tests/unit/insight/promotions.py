"""Promotions whose counts, uses or reductions tell on themselves."""

MADE = (
    "INSERT INTO promotion (id, revision, slug, title, line, kind, percent_bp, currency, weekdays, by_code_only,"
    " stacks, used, spent_minor, state, made_at) VALUES (1, 1, 'less', 'Less', '', 'percent', 1000, 'GBP', '0123456',"
    " FALSE, FALSE, {used}, {spent}, 'running', '2027-02-01 10:00:00+00:00')"
)
USED = (
    "INSERT INTO promotion_use (id, promotion_id, owner, owner_id, minor, terms, taken_at, expires_at)"
    " VALUES (1, 1, '{owner}', {owner_id}, 500, '{{}}', '2027-02-01 10:00:00+00:00', NULL)"
)

BROKEN_PROMOTIONS = {
    "promotion_counts": [
        MADE.format(used=1, spent=0),
        MADE.format(used=0, spent=500),
        MADE.format(used=0, spent=0) + ";" + USED.format(owner="booking", owner_id=1),
    ],
    "promotion_owners": [
        MADE.format(used=1, spent=500) + ";" + USED.format(owner="booking", owner_id=99),
        MADE.format(used=1, spent=500) + ";" + USED.format(owner="booking", owner_id=2),
        MADE.format(used=1, spent=500) + ";" + USED.format(owner="checkout", owner_id=1),
    ],
    "reductions": [
        "INSERT INTO quote_line (quote_id, position, part, kind, night, label, count, gross_minor, vat_bp, vat_minor)"
        " VALUES (1, 9, 0, 'reduction', '2027-03-05', 'Less', 1, -9000000, 0, 0)"
    ],
}

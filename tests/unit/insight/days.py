"""How closed days can be wrong, as SQL; `tests.unit.insight.test_verify` breaks a sound group with each."""

WORKER = (
    "INSERT INTO staff (id, name, email, email_lower, password_hash, created_at)"
    " VALUES (1, 'Priya', 'p@q.example', 'p@q.example', '!', '2027-02-01 10:00:00+00:00')"
)
CLOSED = (
    "INSERT INTO day_close (id, location_id, day_on, from_at, until_at, currency, closed_by, closed_at)"
    " SELECT {id}, id, '2027-02-0{id}', '2027-02-0{id} 00:00:00+00:00', '2027-02-0{after} 00:00:00+00:00', 'GBP', 1,"
    " '2027-02-09 11:00:00+00:00' FROM location"
)
LINE = "INSERT INTO day_close_line (day_close_id, kind, key, amount_minor, vat_minor) VALUES (1, '{}', '{}', {}, {})"
A_DAY = f"{WORKER}; {CLOSED.format(id=1, after=2)}"

BROKEN_DAYS = {
    "day_close_money": [
        f"{A_DAY}; {LINE.format('taken', 'cash', 100, 0)}",
        f"{A_DAY}; {LINE.format('taken', 'online', 29999, 0)}",
    ],
    "day_close_vat": [f"{A_DAY}; {LINE.format('invoiced', '2000', 600, 100)}"],
    "day_close_gaps": [f"{A_DAY}; {CLOSED.format(id=3, after=4)}"],
}

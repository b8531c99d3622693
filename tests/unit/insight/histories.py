"""Histories that tell on themselves."""

AT = "'2027-02-01 10:00:00+00:00'"
READ = f"INSERT INTO history_cursor (id, journal_id, moved_at) VALUES (1, 1000000, {AT})"
KNOWN = (
    "INSERT INTO guest_history (guest_id, stays, nights, houses, dog_stays, supper_stays, extra_stays, weekend_nights,"
    f" midweek_stays, cancellations, no_shows, coming, counted_at) VALUES (1, 9, 9, 0, 0, 0, 0, 0, 0, 0, 0, 0, {AT})"
)

BROKEN_HISTORIES = {
    "histories": [READ, f"{READ};{KNOWN}"],
    "histories_unused": [f"{READ};{KNOWN};UPDATE guest SET history_off_at = {AT} WHERE id = 1"],
}

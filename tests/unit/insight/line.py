"""Entries of the waitlist that hold, watch or were told what they should not."""

FIRST = "2027-03-05"
SNUG = "(SELECT id FROM resource WHERE room_type_id = (SELECT id FROM room_type WHERE slug = 'snug'))"

BROKEN_LINE = {
    "waitlist_claims": [
        "UPDATE waitlist_entry SET state = 'left' WHERE id = 12",
        "UPDATE waitlist_entry SET held_until_at = '2027-03-01 10:00:00+00:00' WHERE id = 12",
        "UPDATE waitlist_entry SET arrival_on = '2027-03-06' WHERE id = 12",
        "UPDATE waitlist_entry SET nights = 1 WHERE id = 12",
        "UPDATE claim SET count = 2 WHERE owner = 'waitlist'",
        "UPDATE claim SET owner_id = 9 WHERE owner = 'waitlist'",
        f"UPDATE claim SET resource_id = {SNUG} WHERE owner = 'waitlist'",
        "UPDATE waitlist_room SET entry_id = 11",
        "INSERT INTO waitlist_room SELECT entry_id, 1, room_type_id, 1, '', 0, 0 FROM waitlist_room",
    ],
    "waitlist_offers": [
        f"DELETE FROM claim WHERE owner = 'waitlist' AND night = '{FIRST}'",
        "DELETE FROM waitlist_room",
        "INSERT INTO waitlist_room SELECT entry_id, 1, room_type_id, 1, '', 0, 0 FROM waitlist_room",
    ],
    "waitlist_hours": ["UPDATE waitlist_entry SET held_until_at = '2027-03-01 08:00:00+00:00' WHERE id = 12"],
    "waitlist_watches": [
        "DELETE FROM watch",
        "UPDATE watch SET watcher_id = 12",
        "UPDATE watch SET watcher_id = 17",
        "UPDATE watch SET until_on = '2027-03-09'",
    ],
    "waitlist_mails": [
        "DELETE FROM message WHERE kind = 'waitlisted' AND subject_id = 11",
        "DELETE FROM message WHERE kind = 'place_free'",
        "UPDATE message SET subject_id = 11 WHERE kind = 'place_free'",
    ],
}

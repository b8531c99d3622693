"""Blocks that hold what they should not."""

BLOCK = (
    "INSERT INTO group_block (id, version, location_id, rate_plan_id, name, contact_name, arrival_on, departure_on,"
    " cut_off_on, made_at) VALUES (1, 1, 1, 1, 'Walkers', '', '2027-01-01', '2028-01-01', '2027-01-01',"
    " '2027-03-01 08:00:00+00:00')"
)
HELD = (
    "INSERT INTO claim (owner, owner_id, resource_id, night, part, count) SELECT 'block', 1, r.id, s.arrival_on, 0, 1"
    " FROM stay s JOIN resource r ON r.room_type_id = s.room_type_id WHERE s.id = 1"
)
AGREED = "INSERT INTO block_rooms (block_id, room_type_id, count) SELECT 1, room_type_id, 1 FROM stay WHERE id = 1"

BROKEN_BLOCKS = {
    "block_claims": [
        f"{BLOCK}; {HELD}",
        f"{BLOCK}; {AGREED}; {HELD}; UPDATE claim SET count = 2 WHERE owner = 'block'",
        f"{BLOCK}; {AGREED}; {HELD}; UPDATE group_block SET departure_on = '2027-01-02'",
    ],
    "block_pick_ups": [f"{BLOCK}; {AGREED}; {HELD}; UPDATE booking SET block_id = 1 WHERE id = 1"],
    "block_bookings": [
        "UPDATE booking SET block_id = 9 WHERE id = 1",
        "UPDATE booking SET source = 'block' WHERE id = 1",
    ],
}
"""By the check that names it."""

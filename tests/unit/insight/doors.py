"""How doors can be wrong, as SQL; `tests.unit.insight.test_verify` breaks a sound group with each."""

FIRST = "2027-03-05"

BROKEN_DOORS = {
    "room_nights": [
        "UPDATE room_night SET night = '2027-03-07'",
        "UPDATE room_night SET stay_id = 2",
        "UPDATE room_night SET stay_id = 77",
        "UPDATE room_night SET room_id = (SELECT id FROM room WHERE name = 'garden 1')",
    ],
    "closed_doors": [
        "INSERT INTO closure (resource_id, room_id, from_on, until_on, count, reason)"
        f" SELECT 1, id, '{FIRST}', '2027-03-09', 1, 'a leak' FROM room WHERE name = 'snug 1'"
    ],
    "moved_nights": [
        "INSERT INTO moved_night (stay_id, night, room_type_id) VALUES (1, '2027-03-20', 2)",
        f"INSERT INTO moved_night (stay_id, night, room_type_id) VALUES (77, '{FIRST}', 2)",
        "INSERT INTO moved_night (stay_id, night, room_type_id)"
        f" SELECT 1, '{FIRST}', room_type_id FROM stay WHERE id = 1",
    ],
    "moved_claims": [
        "INSERT INTO moved_night (stay_id, night, room_type_id)"
        f" SELECT 1, '{FIRST}', MAX(t.id) FROM room_type t JOIN stay s ON s.room_type_id <> t.id WHERE s.id = 1"
    ],
    "one_door": [
        f"INSERT INTO room_night (room_id, night, stay_id) SELECT id, '{FIRST}', 1 FROM room WHERE name = 'snug 2'"
    ],
}

"""Notices that tell on themselves."""

AT = "'2027-02-01 10:00:00+00:00'"


def notice(state: str = "announced", matched: int = 2, begins: str = "2027-03-06 10:00:00") -> str:
    announced = "NULL" if state == "draft" else AT
    return (
        "INSERT INTO notice (id, revision, location_id, kind, title, meaning, said, begins_at, ends_at, delayed,"
        " weight, whom, room_types, keep_minor, may_move_dates, may_move_house, may_cancel_free, state,"
        " matched_revision, made_at, announced_at, told_out_at) VALUES (1, 2, 1, 'planned', 'Cold', 'No hot water', '',"
        f" '{begins}+00:00', '2027-03-06 12:00:00+00:00', FALSE, 'felt', '[\"here\"]', '[]', 0, FALSE, FALSE,"
        f" FALSE, '{state}', {matched}, {AT}, {announced}, {announced})"
    )


def touch(booking: int, told: int = 0, told_at: str = "NULL") -> str:
    return (
        "INSERT INTO notice_touch (id, notice_id, location_id, subject, subject_id, nights, why, value_minor, currency,"
        f" found_at, told_revision, told_at, gone_revision) VALUES (1, 1, 1, 'booking', {booking}, '[]', '[]', 0,"
        f" 'GBP', {AT}, {told}, {told_at}, 0)"
    )


def message(kind: str) -> str:
    return (
        "INSERT INTO message (kind, subject, subject_id, occasion, template_version, language, address, facts,"
        f" message_id, state, attempts, made_at, due_at) VALUES ('{kind}', 'notice_touch', 1, '2', 1, 'en',"
        f" 'anna@example.com', '{{}}', '<{kind}@quince>', 'waiting', 0, {AT}, {AT})"
    )


READ = f"INSERT INTO notice_cursor (id, journal_id, moved_at) VALUES (1, 1000, {AT})"
BROKEN_NOTICES = {
    "notice_touches": [f"{READ};{notice()}", f"{READ};{notice()};{touch(2)}"],
    "notice_sleepers": [f"{READ};{notice(begins='2027-03-05 10:00:00')}"],
    "notice_told_once": [f"{message('notice')};{message('notice_update')}"],
    "notice_told": [f"{notice(matched=0)};{touch(1, 2, AT)}"],
    "notice_drafts": [f"{notice('draft')};{touch(1, 2)}"],
}

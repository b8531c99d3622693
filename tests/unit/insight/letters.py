"""Letters about offers that tell on themselves."""

AT = "'2027-02-01 10:00:00+00:00'"


def listed(state: str, arm: str = "offers") -> str:
    decided = "NULL" if state == "waiting" else AT
    return (
        "INSERT INTO campaign_guest (id, campaign_id, guest_id, address_key, occasion, arm, state, attempt, listed_at,"
        f" decided_at) VALUES (1, 1, 1, 'key', '', '{arm}', '{state}', 1, {AT}, {decided})"
    )


def letter(number: int, state: str = "waiting") -> str:
    return (
        "INSERT INTO message (kind, subject, subject_id, occasion, template_version, language, address, facts,"
        f" message_id, state, attempts, made_at, due_at) VALUES ('campaign', 'campaign_guest', 1, '{number}', 1, 'en',"
        f" 'anna@example.com', '{{}}', '<letter-{number}@quince>', '{state}', 0, {AT}, {AT})"
    )


BROKEN_LETTERS = {
    "letters": [
        listed("sent"),
        f"{listed('sent')};{letter(1)};{letter(2)}",
        f"{listed('held_out', 'holdout')};{letter(1)}",
        f"{listed('waiting')};{letter(1, 'withdrawn')};{letter(2)}",
    ]
}

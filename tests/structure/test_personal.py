"""Every column that says something about a person carries the mark by which erasure and export find it."""

import re

from flask import Flask

from app.store import Base

TELLING = re.compile(
    r"(^|_)(name|email|phone|telephone|address|notes|details|allergens|severity|words|person|before|after|ip|passport"
    r"|nationality|postcode|birth)(_|$)"
)
NOT_ABOUT_PEOPLE = {
    "trader", "location", "room_type", "room", "fact", "facility", "extra", "produce", "text", "document", "rate_plan",
    "levy", "payment", "sandbox_session", "lease", "heartbeat", "draft_rate", "event", "visit",
    "funnel_day", "funnel_cell", "offer_group", "segment", "facility_state",
}  # fmt: skip


def test_personal_columns_are_marked(app: Flask) -> None:
    unmarked = [
        f"{table.name}.{column.name}"
        for table in Base.metadata.sorted_tables
        if table.name not in NOT_ABOUT_PEOPLE
        for column in table.columns
        if TELLING.search(column.name) and not column.info.get("personal")
    ]
    assert unmarked == []

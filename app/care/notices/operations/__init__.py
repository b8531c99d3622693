"""Writing notices, finding whom they touch, and telling them."""

from app.care.notices.operations.finding import follow_journal, write_touches
from app.care.notices.operations.marking import accept_notices, mark_reached, mark_seen
from app.care.notices.operations.outages import begin_outages, outage_of, say_how_it_is
from app.care.notices.operations.stepping import (
    announce_notice,
    end_notice,
    tell_at_once,
    update_notice,
    withdraw_notice,
)
from app.care.notices.operations.telling import tell_chunk
from app.care.notices.operations.writing import edit_notice, make_notice

__all__ = [
    "accept_notices",
    "announce_notice",
    "begin_outages",
    "edit_notice",
    "end_notice",
    "follow_journal",
    "make_notice",
    "mark_reached",
    "mark_seen",
    "outage_of",
    "say_how_it_is",
    "tell_at_once",
    "tell_chunk",
    "update_notice",
    "withdraw_notice",
    "write_touches",
]

"""Notices: whom they touch while bookings change, and telling them, some chunks at a time."""

from __future__ import annotations

from app.care.choices.promising import promise_alternatives
from app.care.notices.operations import begin_outages, follow_journal, tell_chunk, write_touches
from app.care.notices.queries import notices_to_match, notices_to_tell

MOST_CHUNKS = 40
"""Of one notice in one run; the next run goes on."""


def look_after_notices() -> int:
    """What was announced ahead and begins closes its facility, touches follow what has changed, what a notice offers is
    held for all whom it touches, and then whoever has something to hear is told; answers how many rows changed and
    people were looked at. Any number of workers may do this side by side."""
    done = begin_outages() + follow_journal() + sum(write_touches(notice_id) for notice_id in notices_to_match())
    for notice_id in notices_to_tell():
        promise_alternatives(notice_id)
        for _ in range(MOST_CHUNKS):
            told = tell_chunk(notice_id)
            done += told
            if not told:
                break
    return done

"""What a guest agreed to be written to about."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime

from sqlalchemy import insert

from app.identity.models import Consent
from app.identity.queries import AgreedTo, consents_of, same_guests
from app.identity.rules import CHANNELS
from app.kernel import clock
from app.store import transaction, write


def settle_consents(guest_id: int, guest_ids: list[int], given: Collection[str]) -> int:
    """The guest agrees to these channels and to no other; each change is a row more, with the words agreed to. Whoever
    had agreed to other words than today's agrees anew.

    Withdrawing works at once. Answers how many changed.
    """

    def work() -> int:
        before = {said.channel: said for said in consents_of(guest_ids) if said.given}
        now = clock.now()
        rows = [
            {"guest_id": guest_id, "channel": channel, "given": channel in given, "text": text, "said_at": now}
            for channel, text in CHANNELS.items()
            if not _is_said(before.get(channel), channel, channel in given)
        ]
        if rows:
            write(insert(Consent.__table__), rows)
        return len(rows)

    return transaction(work)


def settle_consent(guest_id: int, channel: str, given: bool) -> bool:
    """The guest agrees to one channel, or withdraws, and says nothing of the others; False when it was so before.

    Whoever is the same guest (under the same mail, or found to be) is meant too: the newest word of any of them holds.
    Of two who withdraw at once both may write it down, which changes nothing.
    """

    def work() -> bool:
        newest = {said.channel: said for said in consents_of(same_guests(guest_id)) if said.given}
        if _is_said(newest.get(channel), channel, given):
            return False
        row = {"guest_id": guest_id, "channel": channel, "given": given, "text": CHANNELS[channel]}
        write(insert(Consent.__table__), row | {"said_at": clock.now()})
        return True

    return transaction(work)


def agree(guest_id: int, channel: str, words: str, said_at: datetime) -> None:
    """The guest agreed to a channel at an instant, in these words, wherever they ticked them. Within a transaction."""
    row = {"guest_id": guest_id, "channel": channel, "given": True, "text": words, "said_at": said_at}
    write(insert(Consent.__table__), row)


def _is_said(agreed: AgreedTo | None, channel: str, given: bool) -> bool:
    """Whether that is how it stands: withdrawn, or agreed to in the words of today."""
    return agreed is None if not given else agreed is not None and agreed.text == CHANNELS[channel]

"""The worker's job that delivers what is due.

Messages are taken a few at a time, written and sent outside of any transaction, and each is recorded by itself. Any
number of workers do this side by side.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import timedelta
from typing import Protocol

import structlog
from flask import current_app

from app import outbox
from app.care import record_failure, say_mail_waits
from app.config import Config
from app.kernel import clock
from app.outbox import Announced
from app.store import db
from app.web.mail import NoLongerApplies, domain_of, mail_of, sender_of
from app.worker.mail.server import Connection, Later, Never, NotDelivered, Refuses, ServerAway, Unclear

log = structlog.get_logger("worker")

BATCH = 10
LEASE = timedelta(minutes=2)
SLOWEST_S = 60.0
"""Longer than one mail can take with every answer of the server at its timeout."""
ROUND_S = 45.0
"""After so long the worker looks at its other jobs."""
WAITS = tuple(timedelta(minutes=minutes) for minutes in (1, 5, 15, 30, 60, 120, 240, 480, 720, 1440))
"""How long a mail waits after each attempt that came to nothing; after the last it has failed, some two days later."""
LONGEST_PAUSE_S = 15.0


@dataclass
class Patience:
    """How long this process leaves a server alone that was away: 5 s, then twice as long each time, 15 s at most."""

    until: float = 0.0
    pause_s: float = 0.0

    def lose(self) -> None:
        self.pause_s = min(max(5.0, 2 * self.pause_s), LONGEST_PAUSE_S)
        self.until = clock.monotonic() + self.pause_s

    def regain(self) -> None:
        self.until = self.pause_s = 0.0


patience = Patience()


class Carrier(Protocol):
    """What takes a mail away; raises `NotDelivered`. Answers the mail itself when it is to be kept in the mailbox."""

    def carry(self, address: str, mail: bytes) -> str | None: ...


NO_SERVER = "SMTP_URL is not set"


def send_mail() -> int:
    """Every message that is due is sent, put off, withdrawn or failed, or waits since the server is away.

    Stops after three quarters of a minute with the rest for the next time. Answers how many were sent.
    """
    if clock.monotonic() < patience.until or not outbox.anything_due():
        return 0
    until, sent = clock.monotonic() + ROUND_S, 0
    with _carrier() as carrier:
        while carrier and clock.monotonic() < until:
            taken_at = clock.monotonic()
            batch = outbox.take_messages(BATCH, LEASE)
            if not batch:
                break
            delivered, away = _deliver(batch, carrier, taken_at + LEASE.total_seconds() - SLOWEST_S)
            sent += delivered
            if away:
                patience.lose()
                break
            patience.regain()
    return sent


def _deliver(batch: list[Announced], carrier: Carrier, until: float) -> tuple[int, bool]:
    """How many of the batch were sent, and whether the server is away; what was not tried is given back."""
    sent = 0
    for index, message in enumerate(batch):
        try:
            if clock.monotonic() >= until:
                raise ServerAway("too slow for the rest of these messages")
            sent += _sent(message, carrier)
        except (ServerAway, Unclear) as trouble:
            log.warning("mail_server_away", said=str(trouble))
            if isinstance(trouble, Refuses):
                say_mail_waits(str(trouble))
            rest = batch[index + isinstance(trouble, Unclear) :]
            outbox.give_back([waiting.id for waiting in rest])
            return sent, True
    return sent, False


def _sent(message: Announced, carrier: Carrier) -> bool:
    """Whether the message was sent; if not, that is written down. Raises `ServerAway` and `Unclear`."""
    try:
        mail = mail_of(message)
    except NoLongerApplies as reason:
        outbox.withdraw_message(message.id, str(reason))
        return False
    except Exception as error:
        log.exception("mail_not_written", message=message.id, kind=message.kind)
        _put_off(message, f"could not be written: {type(error).__name__}")
        return False
    finally:
        db.session.remove()
    try:
        raw = carrier.carry(message.address, mail)
    except Never as refusal:
        record_failure(message.id, str(refusal))
        return False
    except (Later, Unclear) as trouble:
        _put_off(message, str(trouble))
        if isinstance(trouble, Unclear):
            raise
        return False
    return outbox.record_sent(message.id, raw)


def _put_off(message: Announced, failure: str) -> None:
    if message.attempts < len(WAITS):
        outbox.put_off(message.id, clock.now() + WAITS[message.attempts], failure)
    else:
        record_failure(message.id, f"given up after {message.attempts + 1} attempts: {failure}")


@contextmanager
def _carrier() -> Iterator[Carrier | None]:
    """The way out that is configured; None in production without a server."""
    settings: Config = current_app.config["SETTINGS"]
    if settings.mail_server:
        with Connection(settings.mail_server, domain_of(sender_of(settings))) as connection:
            yield _Post(connection, sender_of(settings))
    elif settings.production:
        log.warning("mail_waits", reason=NO_SERVER)
        say_mail_waits(NO_SERVER)
        yield None
    else:
        yield _Mailbox()


@dataclass(frozen=True, slots=True)
class _Post:
    connection: Connection
    sender: str

    def carry(self, address: str, mail: bytes) -> None:
        self.connection.send(self.sender, address, mail)


class _Mailbox:
    def carry(self, address: str, mail: bytes) -> str:
        return mail.decode("ascii")


__all__ = ["NotDelivered", "patience", "send_mail"]

"""A mail server on this machine that says what a test wants it to say."""

from __future__ import annotations

import asyncio
import contextlib
import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default
from typing import Any

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, Envelope, Session

from tests.server import free_port

OK = "250 OK"


@dataclass
class Post:
    """What arrived, in order, with the Message-IDs, and what the server answers: to an address, and to a mail that is
    handed over.

    `hanging` lets it take everything and answer nothing more.
    """

    port: int = field(default_factory=free_port)
    arrived: list[EmailMessage] = field(default_factory=list)
    ids: list[str] = field(default_factory=list)
    to_address: Callable[[str], str] = lambda _: OK
    to_mail: Callable[[EmailMessage], str] = lambda _: OK
    hanging: bool = False
    changed: threading.Condition = field(default_factory=threading.Condition)

    @property
    def url(self) -> str:
        return f"smtp://127.0.0.1:{self.port}"

    def wait_for(self, count: int, seconds: float = 120) -> None:
        """Until that many mails have arrived."""
        with self.changed:
            assert self.changed.wait_for(lambda: len(self.arrived) >= count, seconds), f"{len(self.arrived)} arrived"

    async def handle_RCPT(  # noqa: N802 - the library's name
        self, server: SMTP, session: Session, envelope: Envelope, address: str, options: list[Any]
    ) -> str:
        if self.hanging:
            await asyncio.sleep(600)
        said = self.to_address(address)
        if said.startswith("2"):
            envelope.rcpt_tos.append(address)
        return said

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:  # noqa: N802
        assert isinstance(envelope.content, bytes)
        mail = message_from_bytes(envelope.content, policy=default)
        said = self.to_mail(mail)
        if said.startswith("2"):
            with self.changed:
                self.arrived.append(mail)
                self.ids.append(str(mail["Message-ID"]))
                self.changed.notify_all()
        return said


@contextlib.contextmanager
def listening(post: Post, **options: Any) -> Iterator[Post]:
    """The server answers inside, and refuses connections afterwards."""
    controller = Controller(post, hostname="127.0.0.1", port=post.port, **options)
    controller.start()
    try:
        yield post
    finally:
        controller.stop(no_assert=True)

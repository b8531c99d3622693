"""One connection to the mail server, used for as many mails as it takes.

What goes wrong has one of four names, by what may be tried again: `ServerAway` (nothing was said about this mail, all
wait), `Unclear` (the connection broke when the mail was on its way: it may have arrived), `Later`, `Never`.
"""

from __future__ import annotations

import smtplib
import ssl
from collections.abc import Callable
from types import TracebackType

from app.config import MailServer

TIMEOUT_S = 10.0
"""How long the server may take for each of its answers."""
CLOSING = 421


class NotDelivered(Exception):
    """A mail was not accepted; `str()` is what the server said."""


class ServerAway(NotDelivered):
    """The server cannot be reached, does not let us in, or takes no mail at all at present."""


class Refuses(ServerAway):
    """The server takes no mail of ours, 5xx to our login or our sender, until somebody changes something."""


class Unclear(NotDelivered):
    """The connection broke while the mail was being handed over."""


class Later(NotDelivered):
    """The server says 4xx to this mail."""


class Never(NotDelivered):
    """The server says 5xx to this mail."""


class Connection:
    """Connects when the first mail is sent, and anew when the server hangs up after it took some."""

    def __init__(self, server: MailServer, own_name: str, timeout_s: float = TIMEOUT_S) -> None:
        self._server = server
        self._own_name = own_name
        self._timeout_s = timeout_s
        self._smtp: smtplib.SMTP | None = None
        self._taken = 0

    def __enter__(self) -> Connection:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._close(politely=error is None)

    def send(self, sender: str, address: str, mail: bytes) -> None:
        """The server has accepted the mail. Raises `ServerAway`, `Unclear`, `Later` or `Never` when it has not."""
        used = self._taken > 0
        try:
            self._address(sender, address)
        except ServerAway:
            self._close()
            if not used:
                raise
            self._address(sender, address)
        self._hand_over(mail)
        self._taken += 1

    def _address(self, sender: str, address: str) -> None:
        smtp = self._connected()
        options = [] if address.isascii() else ["SMTPUTF8", "BODY=8BITMIME"]
        if options and not smtp.has_extn("smtputf8"):
            raise Never("The mail server knows no addresses with these letters.")
        code, words = self._asked(lambda: smtp.mail(sender, options))
        if code != 250:
            words_of_it = f"{sender} may not send: {_said(code, words)}"
            raise Refuses(words_of_it) if 500 <= code < 600 else ServerAway(words_of_it)
        code, words = self._asked(lambda: smtp.rcpt(address))
        if code not in (250, 251):
            self._asked(smtp.rset)
            raise _refusal(code, words)

    def _hand_over(self, mail: bytes) -> None:
        smtp = self._connected()
        try:
            code, words = smtp.data(mail)
        except smtplib.SMTPDataError as error:
            code, words = error.smtp_code, _bytes(error.smtp_error)
        except (smtplib.SMTPException, OSError) as error:
            self._close()
            raise Unclear(_sentence(error)) from error
        if code == CLOSING:
            self._close()
        if code != 250:
            raise _refusal(code, words)

    def _asked(self, ask: Callable[[], tuple[int, bytes]]) -> tuple[int, bytes]:
        try:
            code, words = ask()
        except (smtplib.SMTPException, OSError) as error:
            raise ServerAway(_sentence(error)) from error
        if code == CLOSING:
            raise ServerAway(_said(code, words))
        return code, words

    def _connected(self) -> smtplib.SMTP:
        if self._smtp is None:
            try:
                self._smtp = self._open()
            except smtplib.SMTPResponseException as error:
                refused = 500 <= error.smtp_code < 600
                raise (Refuses if refused else ServerAway)(_sentence(error)) from error
            except (smtplib.SMTPException, OSError) as error:
                raise ServerAway(_sentence(error)) from error
            self._taken = 0
        return self._smtp

    def _open(self) -> smtplib.SMTP:
        server, trusted = self._server, ssl.create_default_context()
        where = (server.host, server.port, self._own_name)
        smtp: smtplib.SMTP
        if server.tls == "tls":
            smtp = smtplib.SMTP_SSL(*where, timeout=self._timeout_s, context=trusted)
        else:
            smtp = smtplib.SMTP(*where, timeout=self._timeout_s)
        try:
            if server.tls == "starttls":
                smtp.starttls(context=trusted)
            smtp.ehlo_or_helo_if_needed()
            if server.user:
                smtp.login(server.user, server.password)
        except BaseException:
            smtp.close()
            raise
        return smtp

    def _close(self, *, politely: bool = False) -> None:
        smtp, self._smtp, self._taken = self._smtp, None, 0
        if smtp is None:
            return
        try:
            if politely:
                smtp.quit()
        except (smtplib.SMTPException, OSError):
            pass
        finally:
            smtp.close()


def _refusal(code: int, words: bytes) -> NotDelivered:
    return Never(_said(code, words)) if 500 <= code < 600 else Later(_said(code, words))


def _said(code: int, words: bytes) -> str:
    return f"{code} {words.decode('utf-8', 'replace')}"


def _sentence(error: Exception) -> str:
    if isinstance(error, smtplib.SMTPResponseException):
        return _said(error.smtp_code, _bytes(error.smtp_error))
    return f"{type(error).__name__}: {error}"


def _bytes(words: bytes | str) -> bytes:
    return words if isinstance(words, bytes) else words.encode()

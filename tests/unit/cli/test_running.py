"""What a command says on a terminal while it works."""

import io
import sys
from threading import Event

import pytest

from app.cli.running import patience


class Terminal(io.StringIO):
    """Standard error; `told` is set once something was written."""

    def __init__(self, *, tty: bool) -> None:
        super().__init__()
        self.tty, self.told = tty, Event()

    def isatty(self) -> bool:
        return self.tty

    def write(self, words: str) -> int:
        self.told.set()
        return super().write(words)


def test_work_that_takes_long_says_so_on_a_terminal_and_leaves_nothing_behind(monkeypatch: pytest.MonkeyPatch) -> None:
    terminal = Terminal(tty=True)
    monkeypatch.setattr(sys, "stderr", terminal)
    with patience("Writing", every_s=0.01):
        assert terminal.told.wait(30)
    shown = terminal.getvalue()
    assert shown.startswith("\rWriting, 1 s")
    assert shown.endswith("\r\x1b[K"), "the line is wiped"


def test_no_program_that_reads_it_is_told_anything(monkeypatch: pytest.MonkeyPatch) -> None:
    pipe = Terminal(tty=False)
    monkeypatch.setattr(sys, "stderr", pipe)
    with patience("Writing", every_s=0):
        pass
    assert pipe.getvalue() == ""

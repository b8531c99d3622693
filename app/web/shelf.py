"""A shelf for finished page bodies that the web processes of one machine share, a minute at a time.

In files, because they are what processes have in common without another server: a page that one process has made is
read by the others in a fraction of the time that making it takes.
"""

from __future__ import annotations

import os
import shutil
import stat
from collections import OrderedDict
from collections.abc import Callable
from contextlib import suppress
from hashlib import blake2b
from pathlib import Path
from threading import Lock, get_ident

from flask import Flask

from app.config import Config
from app.kernel import clock

MOST_IN_MEMORY = 200
MOST_ON_DISK = 500
"""Bodies that one process writes in a minute: about 25 MB."""

STALE_S = 3_600


class Shelf:
    """Bodies by minute and name, in memory and in `folder`. What cannot be written (a full disk) is not kept."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._near: OrderedDict[tuple[int, str], str] = OrderedDict()
        self._lock = Lock()
        self._minute = 0
        self._written = 0

    def find(self, minute: int, name: str, good: Callable[[str], bool] = bool) -> str | None:
        """The body that some process of this machine put there in this minute, if it is `good`; else None."""
        with self._lock:
            body = self._near.get((minute, name))
        if body is not None and good(body):
            return body
        with suppress(OSError, UnicodeDecodeError, ValueError):
            with open(f"{self._folder}/{minute}/{name}", "rb", buffering=0) as file:
                body = file.read().decode()
            if good(body):
                self._keep_near(minute, name, body)
                return body
        return None

    def put(self, minute: int, name: str, body: str) -> None:
        """Every process finds the body from now on, whole: it is moved into its place when it is written."""
        self._keep_near(minute, name, body)
        folder = self._folder / str(minute)
        with suppress(OSError):
            if minute != self._minute:
                self._clear_all_but(minute)
                folder.mkdir(parents=True, exist_ok=True)
                self._minute, self._written = minute, 0
            if self._written >= MOST_ON_DISK:
                return
            self._written += 1
            finished = f"{folder}/{name}"
            draft = f"{finished}.{os.getpid()}-{get_ident()}"
            with open(draft, "wb", buffering=0) as file:
                file.write(body.encode())
            os.replace(draft, finished)

    def _keep_near(self, minute: int, name: str, body: str) -> None:
        with self._lock:
            self._near[minute, name] = body
            while len(self._near) > MOST_IN_MEMORY:
                self._near.popitem(last=False)

    def _clear_all_but(self, minute: int) -> None:
        """Earlier minutes are gone, and so is what servers left that ended long ago."""
        gone = [old for old in self._folder.glob("*") if old.name != str(minute)]
        stale = clock.machine_now().timestamp() - STALE_S
        gone += [old for old in self._folder.parent.glob("*") if old != self._folder and old.stat().st_mtime < stale]
        for folder in gone:
            shutil.rmtree(folder, ignore_errors=True)


def register(app: Flask, settings: Config) -> None:
    """The processes of one server (children of one parent, so of one code) share a shelf for their database.

    It stands in memory where the machine offers that as files, else beside the data.
    """
    own = blake2b(f"{settings.url} {settings.secrets[0]} {os.getppid()}".encode(), digest_size=8).hexdigest()
    shelves = Path(f"/dev/shm/quince-pages-{os.getuid()}")  # nosec B108 - used only where it is our own
    if not _ours(shelves):
        shelves = settings.data / "pages"
    app.extensions["shelf"] = Shelf(shelves / own)


def _ours(folder: Path) -> bool:
    """True when the folder belongs to this user alone, or can be made so: nobody else may put pages there."""
    try:
        folder.mkdir(mode=0o700, exist_ok=True)
        found = folder.lstat()
    except OSError:
        return False
    return stat.S_ISDIR(found.st_mode) and found.st_uid == os.getuid() and not found.st_mode & 0o022

"""Mail: from the return of the mail server to the last of 1,000 mails that waited for it, two workers"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from time import monotonic, sleep

from app.store import db
from tests import cast, mailing
from tests.bench.ground import Ground
from tests.bench.table import Figure
from tests.databases import opened
from tests.post import Post, listening
from tests.workers import worker

MAILS = 1000
AWAY_S = 40
"""Long enough for both workers to look as seldom as they ever do."""
PATIENCE_S = 300


def figures(ground: Ground) -> Iterator[Figure]:
    for name, databases in ground.engines.items():
        post = Post()
        url = databases.copy("house", lambda: cast.group(1))
        config = replace(databases.config(url), smtp_url=post.url)
        with opened(config):
            mailing.announce(*(f"guest-{number}@example.com" for number in range(1, MAILS)))
            db.session.remove()
        with worker(config), worker(config):
            sleep(AWAY_S)
            begun = monotonic()
            with listening(post):
                post.wait_for(MAILS, PATIENCE_S)
                took = monotonic() - begun
        yield Figure(f"1,000 mails after the server's return on {name}", took, "s", most=60)
        yield Figure(f"sent twice on {name}", len(post.ids) - len(set(post.ids)), most=0)

"""A process that finds whom a notice touches, and tells them in steps of five, until it is killed:
python -m tests.telling

`TELLING` is the notice's id; a line is said after every step.
"""

from __future__ import annotations

import os

from app import create_app
from app.care.notices.operations import finding, tell_chunk, telling, write_touches


def main() -> None:
    notice_id = int(os.environ["TELLING"])
    finding.CHUNK = telling.CHUNK = 5
    app = create_app()
    with app.app_context():
        write_touches(notice_id)
        while tell_chunk(notice_id):
            os.write(1, b"step\n")


if __name__ == "__main__":
    main()

"""A process that sends a campaign in steps of five until it is killed: python -m tests.sending

`SENDING` is the campaign's id; a line is said after every step.
"""

from __future__ import annotations

import os

from app import create_app
from app.offers.campaigns.operations import decide_chunk, list_guests, listing, sending
from tests.builders import TODAY


def main() -> None:
    campaign_id = int(os.environ["SENDING"])
    listing.CHUNK = sending.CHUNK = 5
    app = create_app()
    with app.app_context():
        while list_guests(campaign_id, TODAY) + decide_chunk(campaign_id, TODAY):
            os.write(1, b"step\n")


if __name__ == "__main__":
    main()

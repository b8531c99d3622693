"""A process that books until it is killed, and says each reference only when it was told it: python -m tests.placing

Its configuration comes from the environment as the site's does; the house and its room types are those of the cast.
"""

from __future__ import annotations

import itertools
import os
import random
import threading

from app import create_app
from app.booking import operations as booking
from app.booking.errors import CannotBeSold
from app.inventory import SoldOut
from app.kernel.stay import Stay
from tests.baskets import basket
from tests.builders import ahead
from tests.cast import found

THREADS = 4
FIELDS = "{reference} {arrival} {departure} {total}\n"


def book_for_ever(number: int) -> None:
    """Start, type, place, and mostly cancel lest the house fill up: one line for each booking that was acknowledged."""
    house = found()
    chance = random.Random(number)
    for turn in itertools.count():
        stay = Stay.of(chance.choice(ahead(60)), chance.randint(1, 4))
        extras = {"bicycle": chance.randint(1, 4)} if chance.random() < 0.5 else {}
        room_type, plan = chance.choice(["snug", "garden"]), chance.choice(["flexible", "supper"])
        try:
            started = booking.start_checkout(basket(house, room_type, plan, stay, extras=extras))
            booking.keep_details(started.checkout_id, {"name": "Ada Quick", "email": f"ada{number}.{turn}@example.org"})
            placed = booking.place_booking(started.checkout_id, started.total_minor)
        except (CannotBeSold, SoldOut):
            continue
        line = FIELDS.format(
            reference=placed.reference, arrival=stay.arrival, departure=stay.departure, total=started.total_minor
        )
        os.write(1, line.encode())
        if chance.random() < 0.9:
            booking.cancel_booking(placed.booking_id)


def main() -> None:
    app = create_app()

    def one(number: int) -> None:
        with app.app_context():
            book_for_ever(number)

    seed = random.SystemRandom().randrange(1 << 30)
    for number in range(THREADS):
        threading.Thread(target=one, args=(seed + number,)).start()


if __name__ == "__main__":
    main()

"""An object of a house for every name that stands in an address of the desk: `<id:room_id>` is under `room_id`."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from functools import cached_property

from sqlalchemy import insert

from app.booking.blocks import NewBlock, hold_block
from app.booking.documents import documents_of
from app.booking.documents.issuing import issue_receipt
from app.booking.models import BookedStay, Booking
from app.booking.notes import note_booking
from app.booking.operations.phoning import hold_for_caller
from app.booking.operations.sundries import add_charge
from app.care import add_task
from app.care.cases import Opening, open_case
from app.care.cases.models import Case
from app.care.enquiries import write_to_house
from app.care.friction import note_friction
from app.care.notices.operations import make_notice
from app.catalogue.models import Produce, Room
from app.experience.reviews.models import Review
from app.identity.merging import merge_guests
from app.identity.models import Preference
from app.identity.operations import note_preference
from app.inventory.operations import close
from app.kernel import clock
from app.kernel.party import Party
from app.kernel.stay import Stay
from app.outbox import messages_about
from app.pricing.models import Levy, TaxRate
from app.store import db, transaction, write
from tests import cards, cast, touched
from tests.baskets import basket
from tests.builders import TODAY, House, add
from tests.facilities import facility
from tests.staffing import hired
from tests.unit.insight.answers import asked
from tests.web.staff.group_objects import GROUP_BUILDERS


@dataclass
class Objects:
    """What there is of one house, made when it is asked for."""

    slug: str

    @cached_property
    def house(self) -> House:
        return cast.found(self.slug)

    @cached_property
    def booking(self) -> tuple[int, str]:
        """(id, reference) of one that arrives today."""
        chosen = basket(self.house, "garden", stay=Stay.of(TODAY, 2), party=Party(2))
        done = cards.placed(chosen, {"name": "Anna Whitlock", "email": f"anna@{self.slug}.example"})
        return done.booking_id, done.reference

    @cached_property
    def guest(self) -> int:
        """Whoever booked it."""
        return int(db.session.query(Booking.guest_id).filter_by(id=self.booking[0]).scalar())

    def other_guest(self, name: str = "Ann Whitlock") -> int:
        """Somebody else who booked at the house."""
        chosen = basket(self.house, "snug", stay=Stay.of(TODAY + timedelta(days=14), 1))
        done = cards.placed(chosen, {"name": name, "email": f"ann@{self.slug}.example"})
        return int(db.session.query(Booking.guest_id).filter_by(id=done.booking_id).scalar())

    def message(self) -> int:
        """The mail that confirmed the booking."""
        return messages_about("booking", self.booking[0])[-1].id

    def merge(self) -> int:
        return merge_guests(self.guest, self.other_guest("A. Whitlock"), None)

    def preference(self) -> int:
        note_preference(self.guest, "table", "A window", self.house.id)
        return int(db.session.query(Preference.id).filter_by(guest_id=self.guest).limit(1).scalar())

    def booking_note(self) -> int:
        return note_booking(self.booking[0], "On the quiet side", by=None)

    def receipt(self) -> int:
        """The number of the receipt of a booking that was paid in part."""
        payment_id = cards.captured("booking", self.booking[0], 5000, 1)
        transaction(lambda: issue_receipt(self.booking[0], payment_id, clock.now()))
        return documents_of(self.booking[0])[0].number

    def stay(self) -> int:
        return int(db.session.query(BookedStay.id).filter_by(booking_id=self.booking[0]).scalar())

    def room(self) -> int:
        return int(db.session.query(Room.id).filter_by(room_type_id=self.house.room_types["snug"]).limit(1).scalar())

    def hold(self) -> int:
        chosen = basket(self.house, "snug", stay=Stay.of(TODAY + timedelta(days=7), 2))
        return hold_for_caller(
            chosen, by=hired("manager", self.slug, mail=f"on.the.phone@{self.slug}.example")
        ).checkout_id

    def closure(self) -> int:
        own = (self.house.resources["snug"], TODAY, TODAY + timedelta(days=3))
        return transaction(lambda: close(*own, 1, "Painted", room_id=self.room()))

    def block(self) -> int:
        rooms = {self.house.room_types["garden"]: 1}
        week = TODAY + timedelta(days=7)
        stay = Stay.of(week, 2)
        given = NewBlock(self.house.id, "Holt wedding", stay, week, self.house.plans["flexible"], rooms)
        return hold_block(given, by=1)

    def task(self) -> int:
        return add_task("request", "booking", self.booking[0], "A cot", location_id=self.house.id)

    def note(self) -> int:
        by = hired("kitchen", self.slug, mail=f"saw.it@{self.slug}.example")
        return note_friction("No hook in the bath", "room", "/staff", location_id=self.house.id, by=by)

    def review(self) -> int:
        """One of a stay that ended; written by hand, since the clock stands still."""
        now = clock.now()
        row = {
            "booking_id": self.booking[0], "location_id": self.house.id, "kind": "couple", "dogs": False, "nights": 2,
            "departure_on": TODAY, "room": 4, "words": "Fine leeks", "written_at": now - timedelta(days=2),
            "shows_at": now - timedelta(days=1),
        }  # fmt: skip
        return int(transaction(lambda: write(insert(Review.__table__).returning(Review.id), row).scalar_one()))

    def case(self) -> int:
        open_case(Opening("task", self.task(), self.booking[0], self.guest, self.house.id, "The bath ran cold"))
        return int(db.session.query(Case.id).filter_by(location_id=self.house.id).scalar())

    def notice(self) -> int:
        return make_notice(touched.wish(self.house), by=None)

    def line(self) -> int:
        return add_charge(self.booking[0], "bar", "A glass of cider", 700, None)

    def facility(self) -> int:
        return facility(slug=self.slug)

    def produce(self) -> int:
        return add(Produce(location_id=self.house.id, name="Medlars", ink="plum", months="000000000110"))

    def survey(self) -> int:
        """One that was answered in words."""
        return asked(self.house, TODAY, nps=3, words="The bath ran cold.", theme="broken")

    def levy(self) -> int:
        begins = TODAY + timedelta(days=30)
        return add(Levy(location_id=self.house.id, name="City", kind="percent", amount=100, holds_from_on=begins))

    def tax_day(self) -> str:
        """Of a rate of VAT on rooms that is still to come, another day at each house."""
        day = TODAY + timedelta(days=30 + self.house.id)
        transaction(
            lambda: db.session.add(TaxRate(location_id=self.house.id, kind="room", holds_from_on=day, rate_bp=1000))
        )
        return day.isoformat()


BUILDERS: dict[str, Callable[[Objects], object]] = {
    "reference": lambda own: own.booking[1],
    "booking_id": lambda own: own.booking[0],
    "stay_id": Objects.stay,
    "room_id": Objects.room,
    "room_type_id": lambda own: own.house.room_types["garden"],
    "guest_id": lambda own: own.guest,
    "other_id": Objects.other_guest,
    "merge_id": Objects.merge,
    "message_id": Objects.message,
    "booking_note_id": Objects.booking_note,
    "preference_id": Objects.preference,
    "line_id": Objects.line,
    "hold_id": Objects.hold,
    "block_id": Objects.block,
    "note_id": Objects.note,
    "closure_id": Objects.closure,
    "survey_id": Objects.survey,
    "task_id": Objects.task,
    "case_id": Objects.case,
    "review_id": Objects.review,
    "notice_id": Objects.notice,
    "enquiry_id": lambda own: write_to_house(own.booking[0], "food", "No nuts, please"),
    "extra_id": lambda own: own.house.extras["bicycle"],
    "facility_id": Objects.facility,
    "levy_id": Objects.levy,
    "produce_id": Objects.produce,
    "rate_plan_id": lambda own: own.house.plans["saver"],
    "sitting_id": lambda own: own.house.sittings["20:00"],
    "vat/kind": lambda _: "room",
    "vat/day": Objects.tax_day,
    "bookings/kind": lambda _: "receipt",
    "bookings/number": Objects.receipt,
}
"""By the name in the address, or, where names mean different things, by a part of the address and the name."""


ASKED_WITH = {
    "/staff/<slug:house>/accounts.csv": {"month": "2027-03"},
    "/staff/<slug:house>/rates/night": {"room_type": "snug", "rate_plan": "flexible", "night": "2027-03-05"},
}
"""What is to stand behind an address that is nothing without it."""


def key_of(rule: str, name: str) -> str:
    """Under which key of the two tables the object for a name in this address stands; the name where it is in none."""
    near = [
        key for key in (*BUILDERS, *GROUP_BUILDERS) if key.endswith(f"/{name}") and f"/{key.partition('/')[0]}/" in rule
    ]
    return near[0] if near else name

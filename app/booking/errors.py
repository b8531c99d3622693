"""Why a checkout or a booking cannot go on."""

from __future__ import annotations

from app.kernel.errors import Refused
from app.kernel.words import money


class CannotBeSold(Refused):
    """The stay may not be sold as chosen; `reasons` are all that apply, in order, the first is the code."""

    def __init__(self, reasons: tuple[str, ...]) -> None:
        super().__init__("This room cannot be booked for these dates any more.", reasons[0])
        self.reasons = reasons


class HoldLapsed(Refused):
    """The hold ran out before the checkout was finished. Nothing was charged."""

    code = "hold_lapsed"

    def __init__(self) -> None:
        super().__init__("The hold on your room has run out. Nothing was charged.")


class PriceChanged(Refused):
    """The price is not the one that the guest last saw; both are in minor units."""

    code = "price_changed"

    def __init__(self, old_minor: int, new_minor: int) -> None:
        super().__init__("The price has changed since you last saw it. Nothing was charged.")
        self.old_minor = old_minor
        self.new_minor = new_minor


class AlreadyBooked(Refused):
    """The checkout has become a booking; there is nothing left to change in it."""

    code = "already_booked"

    def __init__(self, booking_id: int) -> None:
        super().__init__("This is booked already.")
        self.booking_id = booking_id


class NotPaid(Refused):
    """The booking needs a payment that is not there."""

    code = "not_paid"

    def __init__(self) -> None:
        super().__init__("The payment has not arrived. Nothing is booked yet.")


class LongestHold(Refused):
    """A hold for a caller that cannot be made longer."""

    code = "longest_hold"

    def __init__(self) -> None:
        super().__init__("It is held for as long as it can be. Book it with them, or let it go.")


class NoMail(Refused):
    """A link can only be mailed to somebody with an address."""

    code = "no_mail"

    def __init__(self) -> None:
        super().__init__("A pay link goes by mail. Ask for an address, or book it as owed at the house.")


class ReferenceTaken(Refused):
    """Another booking of the same source carries this outside reference."""

    code = "reference_taken"

    def __init__(self, reference: str) -> None:
        super().__init__(f"Another booking carries the reference {reference}. Nothing was booked; ask again.")


class NothingDue(Refused):
    """The booking owes nothing."""

    code = "nothing_due"

    def __init__(self) -> None:
        super().__init__("Nothing is due. Nothing was charged.")


class MoreThanDue(Refused):
    """More was to be taken than the booking owes, in minor units."""

    code = "more_than_due"

    def __init__(self, due_minor: int, currency: str) -> None:
        super().__init__(f"Only {money(due_minor, currency, pence=True)} is due. Nothing was taken.")
        self.due_minor = due_minor


class NothingToGiveBack(Refused):
    """Less is the guest's, or can go back to where it was paid, than was to be given; in minor units."""

    code = "nothing_to_give_back"

    def __init__(self, most_minor: int, currency: str) -> None:
        most = f"Only {money(most_minor, currency, pence=True)}" if most_minor > 0 else "Nothing"
        super().__init__(f"{most} can go back to where it was paid. Nothing was given.")
        self.most_minor = most_minor


class MoreThanCharged(Refused):
    """The booking costs less than was to be taken off, in minor units."""

    code = "more_than_charged"

    def __init__(self, charged_minor: int, currency: str) -> None:
        super().__init__(f"The booking costs only {money(charged_minor, currency, pence=True)}. Nothing was given.")
        self.charged_minor = charged_minor


class AboveLimit(Refused):
    """More was to be given on a booking than the person may give, in minor units."""

    code = "above_limit"

    def __init__(self, limit_minor: int, currency: str) -> None:
        most = money(limit_minor, currency, pence=True)
        super().__init__(f"You may give back {most} on a booking; this is more. Nothing was given. Ask a manager.")
        self.limit_minor = limit_minor


class NoSuchLine(Refused):
    """The folio has no charge of the house in that line, or it was taken back before."""

    code = "no_such_line"

    def __init__(self) -> None:
        super().__init__("That charge was taken back before. Nothing was done; look again.")


class WrongState(Refused):
    """The booking is not in a state in which this can be done."""

    code = "wrong_state"

    def __init__(self, state: str) -> None:
        super().__init__(f"This cannot be done with a booking that is {state.replace('_', ' ')}.")
        self.state = state


class NoSuchBooking(Refused):
    """There is no booking with this id."""

    code = "unknown"

    def __init__(self) -> None:
        super().__init__("There is no such booking.")


class AnotherHouse(Refused):
    """A booking is changed within its house; another house is a move: see `move_to_house`."""

    code = "another_house"

    def __init__(self) -> None:
        super().__init__(
            "This booking is for another house. Move it there first: you see both prices before anything is done."
        )


class FewerStays(Refused):
    """A change names every room of the booking; one that is not wanted any more is cancelled."""

    code = "fewer_stays"

    def __init__(self) -> None:
        super().__init__("Every room of the booking stays in a change. Cancel the one you do not need.")


class Stale(Refused):
    """The booking, or what `what` names, has changed since the page was made from which this was asked."""

    code = "stale"

    def __init__(self, what: str = "booking") -> None:
        super().__init__(f"This {what} has changed since you opened the page. Nothing was done; look again.")


class RefundChanged(Refused):
    """What would go back is not what the guest last saw, as when the deadline passed; both are in minor units."""

    code = "refund_changed"

    def __init__(self, old_minor: int, new_minor: int) -> None:
        super().__init__("What goes back to you has changed since you opened the page. Nothing was done; look again.")
        self.old_minor = old_minor
        self.new_minor = new_minor


class StillExpected(Refused):
    """A guest who is to be forgotten has a stay to come, or is in the house. Under one mail that may be another one."""

    code = "still_expected"

    def __init__(self, reference: str, name: str) -> None:
        self.reference = reference
        super().__init__(
            f"Booking {reference}, made as {name}, is still to come, and we cannot keep a room for somebody we do not "
            "know."
        )

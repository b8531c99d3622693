"""Why an enquiry stays as it is."""

from __future__ import annotations

from app.kernel.errors import Refused


class UnknownEnquiry(Refused):
    """There is no such enquiry."""

    code = "unknown_enquiry"

    def __init__(self) -> None:
        super().__init__("There is no such enquiry.")


class EnquiryChanged(Refused):
    """Somebody did something to the enquiry since it was looked at."""

    code = "enquiry_changed"

    def __init__(self) -> None:
        super().__init__("Somebody has been at this enquiry since you looked. Nothing was sent; read it, try again.")


class EnquiryClosed(Refused):
    """There is nothing more to answer."""

    code = "enquiry_closed"

    def __init__(self) -> None:
        super().__init__("This enquiry is closed. Ring the guest, or write from their booking.")


class BookingKnown(Refused):
    """It is said already which booking the enquiry is about."""

    code = "booking_known"

    def __init__(self) -> None:
        super().__init__("This enquiry is about a booking already.")


class NoAddress(Refused):
    """Nobody can write to whoever asked."""

    code = "no_address"

    def __init__(self) -> None:
        super().__init__("We have no address to write to. Ring them, and write down what was said.")


class TooManyMessages(Refused):
    """A booking has as many messages waiting as one desk can answer."""

    code = "too_many_messages"

    def __init__(self) -> None:
        super().__init__("We have all you wrote and answer it together. Ring us if it cannot wait.")

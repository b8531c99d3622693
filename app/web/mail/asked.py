"""What somebody asked to have mailed: a way to sign in, a lost link, an invitation to the desk."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from zoneinfo import ZoneInfo

from flask import current_app

from app.booking.queries import booking_of
from app.catalogue.closed import house_of
from app.identity.rules import MAIL_CHANGE, code_of
from app.identity.staff.queries import invited as invited_member
from app.kernel import clock
from app.kernel.words import at_hour, dated, short_day, span
from app.outbox import Announced
from app.web.links import link_token
from app.web.mail.letter import Letter, NoLongerApplies


@dataclass(frozen=True, slots=True)
class FoundBooking:
    """A booking as the mail about a lost link names it."""

    title: str
    reference: str
    url: str


def sign_in(message: Announced) -> Letter:
    """Link and code for ten minutes; to an address without a booking, that there is none.

    Raises `NoLongerApplies` when the ten minutes are over: a code that does not work helps nobody.
    """
    settings = current_app.config["SETTINGS"]
    until = datetime.fromisoformat(message.facts["until"])
    if until <= clock.now():
        raise NoLongerApplies("Its ten minutes are over.")
    if not message.facts["known"]:
        return Letter("No booking under this mail", {"known": False, "address": message.address})
    version = int(message.facts["version"])
    code = code_of(message.subject_id, version, settings.secrets[0])
    view = {
        "known": True,
        "code": f"{code[:3]} {code[3:]}",
        "link": f"{settings.address}/sign-in/{link_token('sign_in', message.subject_id, version)}",
        "until": at_hour(until, settings.group_timezone),
    }
    return Letter(f"{code} is your code to sign in", view)


def mail_change(message: Announced) -> Letter:
    """The code by which a guest proves that a mail is theirs. Raises `NoLongerApplies` when its time is over."""
    settings = current_app.config["SETTINGS"]
    until = datetime.fromisoformat(message.facts["until"])
    if until <= clock.now():
        raise NoLongerApplies("Its ten minutes are over.")
    code = code_of(message.subject_id, int(message.facts["version"]), settings.secrets[0], MAIL_CHANGE)
    view = {
        "code": f"{code[:3]} {code[3:]}",
        "link": f"{settings.address}/account/email/code",
        "until": at_hour(until, settings.group_timezone),
    }
    return Letter(f"{code} confirms your new mail", view)


def mail_changed(message: Announced) -> Letter:
    """To the old address: it is not the guest's any more, and what to do if that was not them."""
    zone = current_app.config["SETTINGS"].group_timezone
    at = datetime.fromisoformat(message.facts["at"])
    day = at.astimezone(ZoneInfo(zone)).date()
    view = {"address": message.address, "when": f"{short_day(day)} {day.year}, {at_hour(at, zone)}"}
    return Letter("Your mail with us was changed", view)


def find(message: Announced) -> Letter:
    """The links of the bookings that were found, or that none was."""
    base = current_app.config["SETTINGS"].address
    found = [booking for one in message.facts["bookings"] if (booking := booking_of(int(one)))]
    rows = [
        FoundBooking(
            f"{house_of(booking.basket.location_id).name}, {span(booking.basket.arrival, booking.basket.departure)}",
            booking.reference,
            f"{base}/bookings/{link_token('booking', booking.id, booking.version)}",
        )
        for booking in found
    ]
    arrival = dated(date.fromisoformat(message.facts["arrival"]))
    subject = "The link of your booking" if rows else "No booking found"
    return Letter(subject, {"rows": rows, "arrival": arrival, "address": message.address})


def invited(message: Announced) -> Letter:
    """The link at which somebody who works here chooses their keys.

    Raises `NoLongerApplies` when it was used, or another one was sent, or its days are over.
    """
    settings = current_app.config["SETTINGS"]
    version = int(message.facts["version"])
    member = invited_member(message.subject_id, version)
    if member is None or member.invited_until is None:
        raise NoLongerApplies("The invitation was used, replaced, or has had its day.")
    zone = settings.group_timezone
    last_day = short_day(member.invited_until.astimezone(ZoneInfo(zone)).date())
    view = {
        "name": member.name,
        "link": f"{settings.address}/staff/invitation/{link_token('invited', member.id, version)}",
        "until": f"{at_hour(member.invited_until, zone)}, {last_day}",
    }
    return Letter("Your keys to the desk", view)

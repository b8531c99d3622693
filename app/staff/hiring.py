"""Taking somebody on from the command line."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from email_validator import EmailNotValidError, validate_email
from flask import current_app

from app.catalogue.queries import catalogue
from app.identity.staff.operations import add_staff, give_keys_to, invite
from app.identity.staff.passwords import fault_of
from app.identity.staff.rules import GROUP_ROLES, HOUSE_ROLES, ROLES
from app.kernel.errors import Invalid
from app.web.links import link_token

LONGEST_NAME, LONGEST_MAIL = 120, 254


@dataclass(frozen=True, slots=True)
class Hired:
    """Whoever was taken on."""

    id: int
    name: str
    email: str


def hire(name: str, email: str, roles: Sequence[str], houses: Sequence[str]) -> Hired:
    """Somebody works here with these roles: those of houses at each of the houses, the group's at none.

    Raises `Invalid` for a role or house that there is not, or a role of a house without one, and `MailTaken`.
    """
    name, email = name.strip(), email.strip()
    if not 0 < len(name) <= LONGEST_NAME:
        raise Invalid(f"--name has {LONGEST_NAME} characters at most.")
    return Hired(add_staff(name, _mail(email), _held(roles, houses)), name, email)


def invitation_link(hired: Hired) -> str:
    """Where they choose their keys, once, within three days; nothing is mailed."""
    version = invite(hired.id, mailed=False)
    base = current_app.config["SETTINGS"].address
    return f"{base}/staff/invitation/{link_token('invited', hired.id, version)}"


def give_keys(hired: Hired, password: str) -> tuple[str, list[str]]:
    """The second factor's secret and recovery codes of whoever sits beside. Raises `Invalid` for a password that is
    none; then they have no keys yet."""
    if fault := fault_of(password, hired.name, hired.email):
        raise Invalid(f"{fault}. The account is there; invite them from the page of the staff.")
    return give_keys_to(hired.id, password)


def _mail(email: str) -> str:
    try:
        if len(email) > LONGEST_MAIL:
            raise EmailNotValidError
        validate_email(email, check_deliverability=False)
    except EmailNotValidError:
        raise Invalid("--email is an address with an @, like jo@example.com.") from None
    return email


def _held(roles: Sequence[str], slugs: Sequence[str]) -> list[tuple[str, int | None]]:
    if unknown := [role for role in roles if role not in ROLES]:
        raise Invalid(f"--role is one of {', '.join(ROLES)}; not {unknown[0]}.")
    houses = {slug: catalogue().house(slug) for slug in slugs}
    if missing := [slug for slug, house in houses.items() if house is None]:
        known = ", ".join(house.slug for house in catalogue().houses)
        raise Invalid(f"--house is one of {known or 'none yet'}; not {missing[0]}.")
    at_house = [role for role in dict.fromkeys(roles) if role in HOUSE_ROLES]
    if bool(at_house) != bool(houses):
        raise Invalid("Roles of a house go with --house, and --house with them.")
    of_group: list[tuple[str, int | None]] = [(role, None) for role in dict.fromkeys(roles) if role in GROUP_ROLES]
    return of_group + [(role, house.id) for house in houses.values() if house for role in at_house]

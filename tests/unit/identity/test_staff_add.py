"""`flask staff add` takes somebody on, and says with its exit code how that went."""

from __future__ import annotations

import pytest
from click.testing import Result
from flask import Flask

from app.identity.staff.models import Staff
from app.identity.staff.operations.people import roles_of
from app.store import db
from tests.cast import found
from tests.page import Visitor

pytestmark = pytest.mark.houses(2)
JO = ("--name", "Jo Tamsin", "--email", "jo@quince.example")


def add(app: Flask, *options: str, typed: str = "") -> Result:
    return app.test_cli_runner().invoke(args=["staff", "add", *options], input=typed)


def test_prints_the_link_at_which_keys_are_chosen(app: Flask) -> None:
    done = add(app, *JO, "--role", "reception", "--role", "kitchen", "--house", "combe-harrow", "--house", "withy-moor")
    assert done.exit_code == 0, done.output
    staff_id = db.session.query(Staff.id).scalar()
    places = [found(slug).id for slug in ("combe-harrow", "withy-moor")]
    assert sorted(roles_of(staff_id)) == sorted((role, at) for role in ("kitchen", "reception") for at in places)
    path = done.output.strip().partition("8000")[2]
    assert "Jo Tamsin" in Visitor(app).get(path).h1


def test_sets_a_password_from_the_prompt(app: Flask) -> None:
    word = "nine slow barges at anchor"
    done = add(app, *JO, "--role", "administrator", "--password", typed=f"{word}\n{word}\n")
    assert done.exit_code == 0, done.output
    assert "second factor: " in done.output
    assert done.output.count("recovery code: ") == 10
    assert word not in done.output


@pytest.mark.parametrize(
    ("options", "code", "sentence"),
    [
        ((*JO, "--role", "king"), 2, "--role is one of reception"),
        ((*JO, "--role", "reception"), 2, "go with --house"),
        ((*JO, "--role", "marketing", "--house", "combe-harrow"), 2, "go with --house"),
        ((*JO, "--role", "reception", "--house", "nowhere"), 2, "--house is one of combe-harrow"),
        (("--name", "Jo", "--email", "jo", "--role", "marketing"), 2, "--email is an address"),
        (("--name", " ", "--email", "jo@quince.example", "--role", "marketing"), 2, "--name has"),
        (("--name", "Jo", "--role", "marketing"), 2, "--email"),
    ],
)
def test_arguments_that_cannot_be_used(app: Flask, options: tuple[str, ...], code: int, sentence: str) -> None:
    done = add(app, *options)
    assert (done.exit_code, sentence in done.output) == (code, True), done.output
    assert db.session.query(Staff).count() == 0


def test_a_mail_is_one_persons(app: Flask) -> None:
    add(app, *JO, "--role", "marketing")
    again = add(app, "--name", "Joe", "--email", "JO@quince.example", "--role", "marketing")
    assert again.exit_code == 1
    assert "under that mail" in again.output


def test_a_password_that_everybody_tries(app: Flask) -> None:
    done = add(app, *JO, "--role", "marketing", "--password", typed="quince2027quince\nquince2027quince\n")
    assert done.exit_code == 2
    assert add(app, "--help").exit_code == 0

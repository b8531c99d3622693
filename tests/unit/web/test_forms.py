"""What was typed, cleaned."""

import pytest
import wtforms
from werkzeug.datastructures import MultiDict

from app.web.fields import Percent, Pounds
from app.web.forms import AsEmail, Form, clean_line


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("  Anna\r\n\t Whitlock ", "Anna Whitlock"),
        ("Anna\n \n\u2028Whitlock\n", "Anna Whitlock"),
        ("An\x00na  Whit\x1block", "Anna  Whitlock"),
        ("\n", ""),
    ],
)
def test_a_line_has_no_breaks(typed: str, kept: str) -> None:
    assert clean_line(typed) == kept


def test_a_megabyte_of_blanks_is_cleaned_in_one_pass() -> None:
    """With work that grows as the square of the length this does not end."""
    typed = "a" + " " * 1_000_000 + "b"
    assert clean_line(typed) == typed


class Address(Form):
    email = wtforms.EmailField("Email", [AsEmail()])


def test_a_megabyte_of_accents_is_no_address() -> None:
    """Parsed for its letters, it would take minutes."""
    form = Address(data={"email": "a" + "\u0301\u0323" * 250_000 + "@example.com"})
    assert not form.validate()
    assert form.errors == {"email": [AsEmail.SENTENCE]}


@pytest.mark.parametrize("email", ["anna@example.com", "zoë@exämple.com", f"{'a' * 64}@example.com"])
def test_an_address_in_any_letters_is_one(email: str) -> None:
    assert Address(data={"email": email}).validate()


class Price(Form):
    price = Pounds("Price")
    share = Percent("Share")


@pytest.mark.parametrize("typed", ["12.50", "£12.50", "€12.50", "$ 12.50"])
def test_an_amount_may_be_typed_with_its_sign(typed: str) -> None:
    form = Price(MultiDict({"price": typed, "share": "20 %"}))
    assert form.validate()
    assert (form.price.data, form.share.data) == (1250, 2000)


@pytest.mark.parametrize("typed", ["1e999999", "-1e999999", "1e-999999", "NaN", "sNaN", "Infinity", "²", "1.005"])
def test_what_is_no_amount_is_said(typed: str) -> None:
    form = Price(MultiDict({"price": typed, "share": typed}))
    assert not form.validate()
    assert set(form.errors) == {"price", "share"}

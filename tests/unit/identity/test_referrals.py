"""A guest's code names its guest, can be read out, and cannot be made up."""

import pytest

from app.identity.referrals import is_good, referral_code, referrer_in

KEYS = ("one secret", "the secret before")


@pytest.mark.parametrize("guest_id", [1, 31, 32, 4711, 2**40])
def test_a_code_names_its_guest(guest_id: int) -> None:
    code = referral_code(guest_id, KEYS)
    assert referrer_in(code) == guest_id
    assert is_good(code, KEYS)
    assert code == referral_code(guest_id, KEYS), "the link on the page stays the same"


def test_a_code_of_a_key_that_is_gone_is_good_while_the_key_is_listed() -> None:
    old = referral_code(7, KEYS[1:])
    assert is_good(old, KEYS)
    assert not is_good(old, KEYS[:1])


def test_nobody_makes_up_the_code_of_another() -> None:
    letters = referral_code(7, KEYS)
    assert not is_good(letters[:-1] + ("0" if letters[-1] != "0" else "1"), KEYS)
    assert not is_good(referral_code(7, ["a guess"]), KEYS)


@pytest.mark.parametrize("words", ["", "friend-", "spring letter", "friend-lower", "friend-" + "Z" * 21, "friend-0"])
def test_other_words_name_nobody(words: str) -> None:
    assert referrer_in(words) is None
    assert not is_good(words, KEYS)

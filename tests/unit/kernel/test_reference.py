import pytest

from app.kernel.reference import CROCKFORD, new_reference, read_reference


def test_references_are_eight_letters_that_nobody_confuses() -> None:
    found = {new_reference() for _ in range(500)}
    assert len(found) == 500
    assert all(len(reference) == 8 and set(reference) <= set(CROCKFORD) for reference in found)
    assert not set("ILOU") & set(CROCKFORD)


@pytest.mark.parametrize("typed", [" abcd-0123 ", "ABCD O123", "abcdoi23", "ABCDOL23"])
def test_what_was_typed_is_mended(typed: str) -> None:
    assert read_reference(typed) == "ABCD0123"


@pytest.mark.parametrize("typed", ["", "ABCD012", "ABCD01234", "ABCD012U", "ABCD012\N{EGG}"])
def test_what_cannot_be_one_is_none(typed: str) -> None:
    assert read_reference(typed) is None

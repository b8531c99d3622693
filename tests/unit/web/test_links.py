from hypothesis import given
from hypothesis import strategies as st

from app.web.links import read_token, secret_token

KEYS = ("new" * 12, "old" * 12)
IDS = st.integers(0, 2**63 - 1)
VERSIONS = st.integers(1, 99_999)


@given(IDS, VERSIONS)
def test_a_link_says_what_it_was_made_of_and_is_the_same_each_time(row_id: int, version: int) -> None:
    token = secret_token("booking", row_id, version, KEYS)
    assert token == secret_token("booking", row_id, version, KEYS)
    link = read_token("booking", token, KEYS)
    assert link is not None
    assert (link.id, link.version) == (row_id, version)


@given(IDS, VERSIONS, st.data())
def test_an_altered_link_is_worth_nothing(row_id: int, version: int, data: st.DataObject) -> None:
    token = secret_token("booking", row_id, version, KEYS)
    at = data.draw(st.integers(0, len(token) - 1))
    letter = data.draw(st.sampled_from("abcXYZ019-_%é\x00 "))
    altered = token[:at] + letter + token[at + 1 :]
    assert altered == token or read_token("booking", altered, KEYS) is None


@given(st.text(max_size=80))
def test_no_text_is_too_odd_to_be_read(text: str) -> None:
    assert read_token("booking", text, KEYS) is None


def test_a_link_is_for_one_purpose() -> None:
    token = secret_token("checkout", 7, 1, KEYS)
    assert read_token("booking", token, KEYS) is None


def test_an_older_key_still_opens_until_it_leaves_the_list() -> None:
    token = secret_token("booking", 7, 1, KEYS[1:])
    assert read_token("booking", token, KEYS) is not None
    assert read_token("booking", token, KEYS[:1]) is None

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st
from werkzeug.datastructures import MultiDict

from app.kernel.party import Party
from app.kernel.stay import Stay
from app.web.search import NAMES, Search, read_search

HOUSES = ("combe-harrow", "saltings")
TODAY = date(2027, 3, 1)
GOOD = {"arrival": "2027-03-05", "departure": "2027-03-07", "adults": "2"}
WEEKEND = Stay(date(2027, 3, 5), date(2027, 3, 7))


def read(**typed: str) -> Search:
    return read_search(MultiDict(GOOD | typed), HOUSES, TODAY)


def test_nothing_typed_is_no_mistake() -> None:
    search = read_search(MultiDict(), HOUSES, TODAY)
    assert (search.stay, search.party, search.problems) == (None, Party(2), ())


def test_everything_that_can_be_asked() -> None:
    search = read(location="saltings", children="7, 4", dogs="1", cots="1", needs="step-free,bath", code="PEAR")
    assert search.problems == ()
    assert (search.location, search.stay) == ("saltings", WEEKEND)
    assert search.party == Party(2, (4, 7), 1, 1, frozenset({"step-free", "bath"}))
    assert search.party_text == "2 adults, 2 children, 1 baby, 1 dog"
    assert search.code == "PEAR"


@pytest.mark.parametrize("location", ["", "any", "any,any"])
def test_any_house_means_all(location: str) -> None:
    assert read(location=location).locations == ()


def test_the_british_way_of_writing_a_day_is_understood() -> None:
    assert read(arrival="5/3/2027", departure="7.3.2027").stay == WEEKEND


@pytest.mark.parametrize(
    ("name", "value", "code"),
    [
        ("arrival", "2027-02-28", "in_the_past"),
        ("arrival", "0001-01-01", "in_the_past"),
        ("arrival", "9999-12-31", "too_far_ahead"),
        ("arrival", "2027-02-30", "not_understood"),
        ("arrival", "next friday", "not_understood"),
        ("arrival", "٢٠٢٧-٠٣-٠٥", "not_understood"),
        ("departure", "2027-03-05", "not_understood"),
        ("departure", "2027-03-01", "not_understood"),
        ("departure", "2027-04-03", "max_stay"),
        ("departure", " ", "not_understood"),
        ("adults", "0", "not_understood"),
        ("adults", "40", "party_too_large"),
        ("adults", "2.5", "not_understood"),
        ("children", "-1", "not_understood"),
        ("children", "1", "not_understood"),
        ("children", "18", "not_understood"),
        ("children", "4,7,4,7,4,7,4,7,4,7,4,7", "party_too_large"),
        ("cots", "5", "party_too_large"),
        ("dogs", "x" * 10_000, "not_understood"),
        ("needs", "parrot", "not_understood"),
        ("rooms", "0", "not_understood"),
        ("rooms", "-1", "not_understood"),
        ("rooms", "abc", "not_understood"),
        ("rooms", "7", "party_too_large"),
        ("rooms", "99", "party_too_large"),
        ("rooms", "3", "not_understood"),
        ("location", "elsewhere", "not_understood"),
    ],
)
def test_each_mistake_has_a_sentence_and_what_was_typed_stays(name: str, value: str, code: str) -> None:
    search = read(**{name: value})
    assert [(problem.name, problem.code) for problem in search.problems] == [(name, code)]
    assert search.problems[0].sentence
    assert search.typed.get(name, "") == value.strip()[:200]


def test_twelve_people_are_enough() -> None:
    assert read(adults="12").problems == ()
    assert [problem.code for problem in read(adults="10", children="4,5,6").problems] == ["party_too_large"]


def test_28_nights_may_be_asked_for() -> None:
    assert read(departure="2027-04-02").stay == Stay.of(date(2027, 3, 5), 28)


def test_of_a_doubled_parameter_the_first_counts() -> None:
    pairs = [("adults", "3"), ("adults", "1"), *((n, v) for n, v in GOOD.items() if n != "adults")]
    assert read_search(MultiDict(pairs), HOUSES, TODAY).party.adults == 3


def test_needs_may_stand_twice_or_with_a_comma() -> None:
    pairs = [*GOOD.items(), ("needs", "bath"), ("needs", "step-free")]
    assert read_search(MultiDict(pairs), HOUSES, TODAY).party == read(needs="bath,step-free").party


@given(st.lists(st.tuples(st.sampled_from([*NAMES, "sort", "supper", "total", "has"]), st.text(max_size=30))))
def test_no_text_breaks_the_reading(pairs: list[tuple[str, str]]) -> None:
    search = read_search(MultiDict(pairs), HOUSES, TODAY)
    again = read_search(_parameters(search), HOUSES, TODAY)
    assert again.problems == ()
    assert (again.stay, again.party, again.filters()) == (search.stay, search.party, search.filters())


@given(
    st.integers(0, 500),
    st.integers(1, 28),
    st.integers(1, 6),
    st.lists(st.integers(2, 17), max_size=6),
    st.sets(st.sampled_from(["bath", "step-free"])),
)
def test_an_address_asks_for_what_was_asked(
    ahead: int, nights: int, adults: int, ages: list[int], needs: set[str]
) -> None:
    stay = Stay.of(date.fromordinal(TODAY.toordinal() + ahead), nights)
    asked = Search(locations=("saltings",), stay=stay, party=Party(adults, tuple(ages), needs=frozenset(needs)))
    again = read_search(_parameters(asked), HOUSES, TODAY)
    assert (again.problems, again.stay, again.party, again.locations) == ((), stay, asked.party, ("saltings",))


def _parameters(search: Search) -> MultiDict[str, str]:
    from urllib.parse import parse_qsl, urlsplit

    return MultiDict(parse_qsl(urlsplit(search.url()).query))

import pytest

from app.kernel.errors import Invalid
from app.kernel.party import Party


def test_infants_need_no_bed() -> None:
    party = Party(adults=2, children=(7, 4), cots=1, dogs=1)
    assert (party.heads, party.people) == (4, 5)
    assert party.children == (4, 7)


@pytest.mark.parametrize(
    "wrong",
    [
        {"adults": -1},
        {"cots": -1},
        {"dogs": -1},
        {"children": (1,)},
        {"children": (18,)},
        {"needs": frozenset({"sea"})},
    ],
)
def test_what_no_party_is(wrong: dict[str, object]) -> None:
    with pytest.raises(Invalid):
        Party(**wrong)  # type: ignore[arg-type]

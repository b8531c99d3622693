"""`/staff/<house>/house/party-prices`: what another party than two pays a night."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from flask import Blueprint
from werkzeug.wrappers import Response as BaseResponse

from app.catalogue.editable import state_of
from app.catalogue.queries import House
from app.identity.staff.rules import Actor
from app.kernel.money import BASIS_POINTS
from app.pricing.editable import BANDS, PARTY_PRICES
from app.staff.houses.editing import Sheet, rewrite, sent, show
from app.staff.houses.form import EditForm
from app.staff.houses.paths import house_path
from app.web.access import staff
from app.web.fields import Pounds, WholeNumber
from app.web.sections import Section

blueprint = Blueprint("house_party_prices", __name__)
LEAD = "Rates are for two. Here is what one person more or less pays a night, VAT included. Bookings keep their price."
MOST = 10 * BASIS_POINTS


class PartyPricesForm(EditForm):
    """Amounts a night by who comes."""

    SECTIONS = (
        Section("Grown-ups and dogs", ("adult_minor:third", "single_minor:third", "dog_minor:third")),
        Section(
            "Children by age",
            tuple(
                f"child{n}_{part}"
                for n in range(1, BANDS + 1)
                for part in ("from:third", "to:third", "minor:third ends")
            ),
            "An age in no band pays as an adult. Leave a row empty where there is no such band.",
        ),
    )

    adult_minor = Pounds("An adult more, a night", most=MOST)
    single_minor = Pounds("One alone pays less by", most=MOST)
    dog_minor = Pounds("A dog, a stay", most=MOST)

    def validate(self, extra_validators: Any = None) -> bool:
        """Bands are whole, the right way round and apart, too; the sentence stands at the band that is not."""
        super().validate(extra_validators)
        taken: set[int] = set()
        for number, (first, last, amount) in enumerate(self._bands(), start=1):
            given = [first, last, amount]
            if given == [None, None, None]:
                continue
            name = f"child{number}_from"
            if None in given:
                self.refuse(name, f"Band {number}: fill in both ages and the amount, or none of them")
                continue
            ages = set(range(first or 0, (last or 0) + 1))
            if not ages or ages & taken:
                self.refuse(name, f"Band {number}: ages run upwards, and each stands in one band only")
                continue
            taken |= ages
        return not self.errors

    def _bands(self) -> Iterator[tuple[int | None, int | None, int | None]]:
        for number in range(1, BANDS + 1):
            yield tuple(self[f"child{number}_{part}"].data for part in ("from", "to", "minor"))


for _number in range(1, BANDS + 1):
    setattr(PartyPricesForm, f"child{_number}_from", WholeNumber(f"Band {_number}: from age", most=17, needed=False))
    setattr(
        PartyPricesForm,
        f"child{_number}_to",
        WholeNumber("to age", most=17, needed=False, called=f"Band {_number}: to age"),
    )
    setattr(
        PartyPricesForm,
        f"child{_number}_minor",
        Pounds("pays a night", most=MOST, needed=False, called=f"Band {_number}: pays a night"),
    )


@blueprint.route("/staff/<slug:house>/house/party-prices", methods=["GET", "POST"])
@staff("edit_house")
def edit(actor: Actor, house: House) -> BaseResponse:
    """What each person more or less pays from now on."""
    form = PartyPricesForm.of(state_of(PARTY_PRICES, house.id))
    sheet = Sheet(actor, "Party prices", house_path(house), house, LEAD)
    if not sent():
        return show(sheet, form)
    return rewrite(sheet, form, PARTY_PRICES, house.id)

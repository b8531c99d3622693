"""The form of an offer: only the fields that its kind needs, named as what a promotion keeps."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import fields
from typing import Any

import wtforms

from app.catalogue.queries import House
from app.kernel.stay import LONGEST_STAY
from app.kernel.words import DAYS
from app.marketing.offers.kinds import Kind
from app.promotions.errors import Contradicts
from app.promotions.models import Promotion as Row
from app.promotions.rules import Promotion, Wanted, problems
from app.web.fields import Day, Hour, Percent, Pounds, WholeNumber
from app.web.forms import AsLongAs, ChoiceOf, Required, SeveralOf, typed_sum
from app.web.sections import Section, SectionForm

FROM_LIST = "Choose one from the list"
GIVES = ("percent_bp", "amount_minor", "extra_id", "room_type_id", "leaves_by")
"""What the offer gives; it stands once somebody could have taken it, else its figures would be of two offers."""

MOST_BUDGET = 100_000_000
EVERY_DAY = [(str(place), name) for place, name in enumerate(DAYS)]


class OfferForm(SectionForm):
    """`fit` gives it the lists of whoever asks and takes away what its kind does not need."""

    SECTIONS = (
        Section("What the guest reads", ("title", "line")),
        Section("What it gives", tuple(f"{name}:half" for name in (*GIVES[2:4], *GIVES[:2], GIVES[4]))),
        Section(
            "Where and when",
            ("houses", "book_from_on:half", "book_until_on:half", "nights_from_on:half", "nights_until_on:half",
             "weekdays", "least_nights:third", "most_nights:third", "most_heads:third"),
            "What is left empty sets no limit",
        ),
        Section("Code", ("code:half", "by_code_only", "stacks")),
        Section(
            "Guard rails",
            ("uses_most:half", "each_most:half", "budget_minor:half", "floor_minor:half", "least_left:half"),
            "It stops by itself where one of them is reached",
        ),
    )  # fmt: skip

    title = wtforms.StringField("Title", [Required("Give it a title"), AsLongAs(Row.title)])
    line = wtforms.StringField("One sentence", [AsLongAs(Row.line)], description="In italics under the title")
    percent_bp = Percent("Per cent off", least=1)
    amount_minor = Pounds("Amount off", least=1)
    extra_id = ChoiceOf("Extra", choices=[], sentence=FROM_LIST, validators=[Required("Choose the extra")])
    room_type_id = ChoiceOf("The better room", choices=[], sentence=FROM_LIST, validators=[Required("Choose the room")])
    leaves_by = Hour("Leaves by")
    houses = SeveralOf("Houses", choices=[], sentence="Choose from your houses")
    book_from_on = Day("Can be booked from", needed=False)
    book_until_on = Day("Can be booked until", needed=False)
    nights_from_on = Day("First night", needed=False)
    nights_until_on = Day("Last night", needed=False)
    weekdays = SeveralOf("Nights of", choices=EVERY_DAY, sentence="Choose days of the week")
    least_nights = WholeNumber("Nights at least", needed=False, least=1, most=LONGEST_STAY)
    most_nights = WholeNumber("Nights at most", needed=False, least=1, most=LONGEST_STAY)
    most_heads = WholeNumber("Party at most", needed=False, least=1, most=12)
    code = wtforms.StringField("Code", description="Guests may type it in any case, with blanks")
    by_code_only = wtforms.BooleanField("Only with the code")
    stacks = wtforms.BooleanField("May be taken together with another offer")
    uses_most = WholeNumber("Uses in all, at most", needed=False, least=1)
    each_most = WholeNumber("Uses by one guest, at most", needed=False, least=1)
    budget_minor = Pounds("Budget", needed=False, least=1, most=MOST_BUDGET)
    floor_minor = Pounds("No night sold under", needed=False, description="The room itself, its breakfast apart")
    least_left = WholeNumber("Not where fewer rooms are left than", needed=False, least=1, most=999)
    revision = wtforms.HiddenField()

    kind: Kind
    own: dict[str, House]

    def fit(self, kind: Kind, houses: Sequence[House], *, everywhere: bool, begun: bool = False) -> None:
        """The lists of these houses; none chosen is all of them, only where whoever asks runs `everywhere`.

        Of an offer that has `begun` what it gives is not asked.
        """
        self.kind, self.everywhere = kind, everywhere
        self.own = {str(house.id): house for house in houses}
        for name in GIVES:
            if name not in kind.asks or begun:
                del self[name]
        if "percent_bp" in self:
            self.percent_bp.label.text, self.percent_bp.description = kind.percent, kind.percent_hint
        if "extra_id" in self:
            offered = [(str(one.id), f"{house.name}: {one.name}") for house in houses for one in house.extras]
            self.extra_id.choices = [("", "Choose an extra"), *offered]
        if "room_type_id" in self:
            offered = [(str(one.id), f"{house.name}: {one.name}") for house in houses for one in house.room_types]
            self.room_type_id.choices = [("", "Choose a room"), *offered]
        self.houses.choices = [(key, house.name) for key, house in self.own.items()]
        if everywhere:
            self.houses.description = "None ticked: all of them"

    def validate(self, extra_validators: Any = None) -> bool:
        """Also what the domain has against it, wherever a field could be read: all that is wrong is said at once."""
        super().validate(extra_validators)
        for problem in problems(self.wanted("a-slug", None)):
            if problem.field in self and not self[problem.field].errors:
                self.refuse(problem.field, problem.sentence)
        return not self.errors

    def validate_houses(self, field: wtforms.Field) -> None:
        if not field.data and not self.everywhere:
            raise wtforms.ValidationError("Choose one of your houses at least")

    @property
    def seen_revision(self) -> int:
        return typed_sum(self.revision.data or "") or 0

    def wanted(self, slug: str, before: Promotion | None) -> Wanted:
        """What was typed, nothing for what could not be read; what was not asked is as before."""
        names = {own.name for own in fields(Wanted)} - {"slug", "kind"}
        kept = {name: getattr(before, name) for name in names} if before else {"currency": self._currency}
        typed: dict[str, Any] = {field.name: field.data for field in self if field.name in names}
        for name in {"extra_id", "room_type_id"} & typed.keys():
            typed[name] = int(typed[name]) if str(typed[name] or "").isdecimal() else None
        typed |= {name: typed[name] or "" for name in ("title", "line")}
        if "percent_bp" in typed:
            typed["percent_bp"] = typed["percent_bp"] or 0
        ticked = tuple(int(key) for key in self.houses.data or () if key in self.own)
        # An offer of a house that was closed since must not become one of every house because nothing can be ticked.
        given_up = tuple(each for each in before.houses if str(each) not in self.own) if before else ()
        typed["houses"] = ticked or given_up
        typed["weekdays"] = "".join(sorted(self.weekdays.data or ()))
        return Wanted(slug=slug, kind=self.kind.key, **{**kept, **typed})

    def refuse_all(self, contradicts: Contradicts) -> None:
        """Every problem stands at its field, or over the form where it has none."""
        for problem in contradicts.problems:
            if problem.field in self:
                self.refuse(problem.field, problem.sentence)
            else:
                self.form_errors.append(problem.sentence)

    @property
    def _currency(self) -> str:
        chosen = [self.own[key] for key in self.houses.data or () if key in self.own] or list(self.own.values())
        return chosen[0].currency if chosen else "GBP"


def stored(promotion: Promotion) -> dict[str, Any]:
    """An offer as its form shows it."""
    found = {own.name: getattr(promotion, own.name) for own in fields(Wanted)}
    return found | {
        "houses": [str(each) for each in promotion.houses],
        "weekdays": list(promotion.weekdays),
        "extra_id": str(promotion.extra_id or ""),
        "room_type_id": str(promotion.room_type_id or ""),
        "code": promotion.code or "",
        "revision": str(promotion.revision),
    }

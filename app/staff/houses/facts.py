"""`/staff/<house>/house/facts` and `/words`: a house's name, place and hours, and what is said of it."""

from __future__ import annotations

from typing import Any
from zoneinfo import available_timezones

from flask import Blueprint
from werkzeug.wrappers import Response as BaseResponse
from wtforms import BooleanField, StringField, ValidationError

from app.availability.readiness import REACH, SAID
from app.booking.capacity import has_bookings
from app.care.enquiries.rules import EARLIEST, Desk
from app.catalogue.editable import LOCATION, LOCATION_WORDS, SEASONS, state_of
from app.catalogue.models import Location, Text
from app.catalogue.queries import House
from app.identity.staff.rules import Actor
from app.kernel.words import SIGNS, hour
from app.staff.houses.editing import Sheet, found, rewrite, sent, show
from app.staff.houses.form import EditForm
from app.staff.houses.paths import house_path
from app.web.access import staff
from app.web.fields import Hour, Lines, Read, WholeNumber
from app.web.forms import AsEmail, AsLongAs, ChoiceOf, Required
from app.web.sections import Section
from app.web.urls import is_slug, words_beside_slugs

blueprint = Blueprint("house_facts", __name__)

PALETTES = (
    ("combe", "Green hills and red earth"),
    ("levels", "Willows and water"),
    ("weald", "Oast cowls and an orchard"),
    ("forest", "Oaks and heather"),
    ("estuary", "Estuary and sails"),
)


CURRENCIES = [(code, f"{code}, {sign}") for code, sign in SIGNS.items()]


class Degrees(Read):
    """Degrees of latitude or longitude, kept in millionths."""

    def __init__(self, label: str = "", *, most: int, **options: Any) -> None:
        super().__init__(label, needed=False, **options)
        self.most = most

    @property
    def sentence(self) -> str:
        return f"{self.called}: enter degrees like 50.362, from -{self.most} to {self.most}"

    def read(self, text: str) -> int:
        try:
            degrees = float(text) if len(text) <= 20 and text.isascii() else float("nan")
        except ValueError:
            raise ValueError(self.sentence) from None
        if not -self.most <= degrees <= self.most:
            raise ValueError(self.sentence)
        return round(degrees * 1_000_000)

    def written(self, value: Any) -> str:
        return f"{value / 1_000_000:g}"


class HouseForm(EditForm):
    """The facts of a house."""

    SECTIONS = (
        Section("Name and place", ("name:half", "slug:half", "place:half", "palette:half")),
        Section(
            "How to reach it",
            ("address", "telephone:half", "email:half", "station", "latitude_e6:half", "longitude_e6:half"),
        ),
        Section(
            "Hours and selling",
            (
                "check_in_time:third",
                "check_out_time:third",
                "days_ahead:third",
                "desk_opens_time:half",
                "desk_closes_time:half",
                "timezone:half",
                "currency:half",
                "gap_may_be_sold",
            ),
        ),
    )

    name = StringField("Name", validators=[Required("Enter the name of the house"), AsLongAs(Location.name)])
    slug = StringField(
        "Address on the site",
        description="The last part of /houses/…; after a change the old one leads here.",
        validators=[Required("Enter the last part of the address")],
    )
    place = StringField(
        "Place", description="Region and county", validators=[Required("Enter where it lies"), AsLongAs(Location.place)]
    )
    palette = ChoiceOf("Drawn landscape", choices=PALETTES, sentence="Choose one of the landscapes")
    address = StringField("Postal address", validators=[AsLongAs(Location.address)])
    telephone = StringField("Telephone", validators=[AsLongAs(Location.telephone)])
    email = StringField("Mail", validators=[AsEmail(), AsLongAs(Location.email)])
    station = StringField("Nearest station", validators=[AsLongAs(Location.station)])
    latitude_e6 = Degrees("Latitude", most=90)
    longitude_e6 = Degrees("Longitude", most=180)
    check_in_time = Hour("Rooms from")
    check_out_time = Hour("Rooms until")
    desk_opens_time = Hour("Somebody answers from", needed=False)
    desk_closes_time = Hour("Somebody answers until", needed=False)
    days_ahead = WholeNumber("Nights on sale ahead", least=1, most=730)
    timezone = StringField("Time zone", validators=[Required("Enter a time zone, like Europe/London")])
    currency = ChoiceOf("Currency", choices=CURRENCIES, sentence="Choose a currency")
    gap_may_be_sold = BooleanField(
        "A gap between two stays may be sold", description="Even where it is shorter than the fewest nights."
    )

    def validate_slug(self, field: StringField) -> None:
        if not is_slug(field.data or ""):
            raise ValidationError("Use small letters, figures and single dashes, 60 at most, like combe-harrow")
        if field.data in words_beside_slugs():
            raise ValidationError(f"The site has a page of its own under “{field.data}”. Choose another")

    def validate_desk_closes_time(self, field: Hour) -> None:
        desk = Desk.of("UTC", self.desk_opens_time.data, field.data)
        if not EARLIEST <= desk.opens < desk.closes:
            raise ValidationError(f"The desk opens at {hour(EARLIEST)} or later, and closes later than it opens")

    def validate_timezone(self, field: StringField) -> None:
        if field.data not in available_timezones():
            raise ValidationError("Enter a time zone by its name, like Europe/London")


class NewHouseForm(HouseForm):
    """The facts of a house that is not there yet: its address is made of its name where nobody types one."""

    slug = StringField(
        "Address on the site", description="The last part of /houses/…. Left empty it is made of the name."
    )

    def validate_slug(self, field: StringField) -> None:
        if field.data:
            super().validate_slug(field)


def _words(label: str, description: str = "", *, long: bool = True) -> Any:
    kind = Lines if long else StringField
    return kind(label, description=description, validators=[AsLongAs(Text.words)])


class WordsForm(EditForm):
    """What is said of a house."""

    SECTIONS = (
        Section("The story", ("word_title", "word_summary", "word_body", "word_aside")),
        Section("The restaurant", ("word_dining_name", "word_dining_body", "word_dining_hours", "word_dining_aside")),
        Section(
            "In the kitchen now",
            tuple(f"word_kitchen_{season}:half" for season in SEASONS),
            "What the kitchen is busy with, season by season.",
        ),
        Section("Getting here", ("word_by_train", "word_by_car")),
        Section(
            "For guests in the house",
            ("word_wifi_name:half", "word_wifi_password:half", "word_hours", "word_requests"),
            "Only those who sleep here read these.",
        ),
    )

    word_title = _words("Heading", long=False)
    word_summary = _words("In one sentence", "Stands on the house's card and under its name.")
    word_body = _words("The story", "An empty line begins a new paragraph.")
    word_aside = _words("An aside")
    word_dining_name = _words("Name of the restaurant", long=False)
    word_dining_body = _words("What it is like")
    word_dining_hours = _words("Hours", "One a line, like Supper: 6.30 to 8.30.")
    word_dining_aside = _words("An aside")
    word_kitchen_winter = _words("Winter", long=False)
    word_kitchen_spring = _words("Spring", long=False)
    word_kitchen_summer = _words("Summer", long=False)
    word_kitchen_autumn = _words("Autumn", long=False)
    word_by_train = _words("By train", long=False)
    word_by_car = _words("By car", long=False)
    word_wifi_name = _words("Wi-Fi network", long=False)
    word_wifi_password = _words("Wi-Fi password", long=False)
    word_hours = _words("Hours of the house", "One a line, like Boot room: always open.")
    word_requests = _words("What they may ask for", "One a line, like More towels.")


@blueprint.route("/staff/<slug:house>/house/facts", methods=["GET", "POST"])
@staff("edit_house")
def facts(actor: Actor, house: House) -> BaseResponse:
    """The facts of a house; its currency only until somebody has booked."""
    state = found(LOCATION, house.id)
    booked = has_bookings(house.id)
    form = HouseForm.of(state)
    if booked:
        form.currency.data = state["currency"]
        form.currency.description = "Fixed since the first booking."
        form.currency.render_kw = {"disabled": True}
    if house.open_for_booking:
        form.require(REACH)
    sheet = Sheet(actor, "Name, place and hours", house_path(house), house)
    if not sent():
        return show(sheet, form)

    return rewrite(sheet, form, LOCATION, house.id, f"/staff/{form.slug.data}/house")


@blueprint.route("/staff/<slug:house>/house/words", methods=["GET", "POST"])
@staff("edit_house")
def words(actor: Actor, house: House) -> BaseResponse:
    """What is said of a house."""
    form = WordsForm.of(state_of(LOCATION_WORDS, house.id) or {})
    if house.open_for_booking:
        form.require(f"word_{field}" for field in SAID)
    sheet = Sheet(
        actor, "What is said of it", house_path(house), house, "A guest reads this on the house's page and in mails."
    )
    if not sent():
        return show(sheet, form)
    return rewrite(sheet, form, LOCATION_WORDS, house.id)

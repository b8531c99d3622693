"""Answering: a tap chooses, a POST records, the last answer counts, and thanks say what happens now."""

from __future__ import annotations

import pytest
from sqlalchemy import update

from app.booking.models import Booking
from app.care.queries import open_tasks
from app.experience.surveys.operations import relabel_answer
from app.experience.surveys.rules import BOOKED, CANCELLED, CHANGED, STAY
from app.store import transaction, write
from app.web.links import link_token
from app.web.survey_links import survey_path
from tests.page import Page, Visitor
from tests.staffing import hired
from tests.web.guest.stays import booked
from tests.web.guest.surveying import SetClock, answers, asked, cases, surveys

READS = 6


def chosen(page: Page) -> dict[str, str]:
    """What is ticked, by question."""
    return {
        one.attrib["name"]: one.attrib["value"] for one in page.all("input", type="radio") if "checked" in one.attrib
    }


def test_a_tap_in_the_mail_opens_the_page_with_it_chosen_and_records_nothing(
    visitor: Visitor, set_clock: SetClock
) -> None:
    hired("manager")
    _, url = asked(set_clock)
    page = visitor.get(f"{url}?nps=9", reads=READS)
    assert page.h1 == "How was Combe Harrow, Anna?"
    assert chosen(page) == {"nps": "9"}
    assert "Your answers go to Priya, who runs the house," in page.text
    assert "How likely is it that you would recommend Combe Harrow to a friend or colleague?" in page.text
    assert "What should we never change?" in page.text
    assert not page.all("input", type="checkbox", checked="")
    assert answers() == []
    assert surveys()[0].opened_at is None


def test_answering_in_full_and_changing_it_until_it_is_closed(visitor: Visitor, set_clock: SetClock) -> None:
    _, url = asked(set_clock)
    full = {
        "nps": "9", "ces": "7", "csat_arrival": "5", "csat_room": "5", "csat_supper": "4", "csat_garden": "5",
        "csat_leaving": "3", "expected": "4", "worth": "5", "words": "Lovely supper, slow bill", "name": "y",
    }  # fmt: skip
    page = visitor.submit(visitor.get(url, reads=READS).form(action=url).fill(**full))
    assert page.h1 == "Thank you, Anna."
    assert "9 of 10 is kept, with your words and your name" in page.text
    (answer,) = answers()
    assert (answer.nps, answer.ces, answer.csat_leaving, answer.expected, answer.worth) == (9, 7, 3, 4, 5)
    assert (answer.theme, answer.sentiment, answer.named, answer.contact_agreed) == ("food", "mixed", True, False)
    again = visitor.get(url, reads=READS)
    assert chosen(again)["csat_supper"] == "4"
    assert "You answered on Mon 8 March" in again.text
    assert "You gave leaving a 3. What happened?" in again.text
    assert "until Wed 7 April" in again.text
    set_clock("2027-04-07T09:59+00:00")
    visitor.submit(visitor.get(f"{url}?nps=7").form(action=url).fill(words=""))
    (answer,) = answers()
    assert (answer.nps, answer.ces, answer.words, answer.theme, answer.times) == (7, 7, "", None, 2)
    set_clock("2027-04-07T10:00+00:00")
    closed = visitor.get(url, 410)
    assert "It was open until Wed 7 April. What you said on Wed 7 April counts." in closed.text
    visitor.post(url, {"nps": "0"}, 410)
    assert answers()[0].nps == 7
    assert cases() == []


def test_a_theme_that_staff_corrected_stays_with_the_words(visitor: Visitor, set_clock: SetClock) -> None:
    _, url = asked(set_clock)
    visitor.submit(visitor.get(url).form(action=url).fill(nps="9", words="Lovely supper, slow bill"))
    relabel_answer(answers()[0].survey_id, "arriving", seen="food", by=hired("manager"))
    visitor.submit(visitor.get(f"{url}?nps=7").form(action=url).fill(csat_room="2"))
    assert [(one.nps, one.csat_room, one.theme) for one in answers()] == [(7, 2, "arriving")]
    visitor.submit(visitor.get(url).form(action=url).fill(words="Lovely supper"))
    assert [one.theme for one in answers()] == ["food"]


def test_everything_but_the_first_question_may_be_left_out(visitor: Visitor, set_clock: SetClock) -> None:
    _, url = asked(set_clock)
    form = visitor.get(url).form(action=url)
    page = visitor.submit(form.fill(words="Kept as typed", csat_room="5"), 422)
    assert "Choose a number from 0 to 10" in page.text
    assert page.one("textarea", name="words").text == "\nKept as typed" or "Kept as typed" in page.text
    assert chosen(page) == {"csat_room": "5"}
    visitor.submit(page.form(action=url).fill(nps="0", csat_room=""))
    (answer,) = answers()
    assert (answer.nps, answer.ces, answer.csat_room) == (0, None, None)


@pytest.mark.parametrize("bad", ["11", "-1", "x", "9" * 5000, "１"])
def test_what_is_no_number_of_the_scale_is_refused_in_words(visitor: Visitor, set_clock: SetClock, bad: str) -> None:
    _, url = asked(set_clock)
    visitor.get(f"{url}", query_string={"nps": bad})
    for typed in ({"nps": bad}, {"nps": "5", "ces": bad}, {"nps": bad, "alone": "1"}):
        page = visitor.post(url, typed | {"words": "🥚" * 100}, 422)
        assert "Choose a number from" in page.text
    assert "Use 2,000 characters at most" in visitor.post(url, {"nps": "5", "words": "x" * 2001}, 422).text
    assert answers() == []


def test_links_that_open_nothing(visitor: Visitor, set_clock: SetClock) -> None:
    booking_id, url = asked(set_clock)
    other = survey_path(CHANGED, booking_id, 3)
    for broken in (f"{url[:-3]}", f"{url}x", "/survey/x", f"/survey/{link_token('booking', booking_id, 1)}", other):
        for page in (visitor.get(broken, 404), visitor.post(broken, {"nps": "5"}, 404)):
            assert "check that none of it was cut off" in page.text
    assert visitor.get(survey_path(STAY, booking_id + 1), 404)


@pytest.mark.parametrize("state", ["cancelled", "no_show"])
def test_a_stay_that_did_not_happen_is_not_rated(visitor: Visitor, set_clock: SetClock, state: str) -> None:
    booking_id, url = asked(set_clock)
    transaction(lambda: write(update(Booking).where(Booking.id == booking_id).values(state=state)))
    for page in (visitor.get(url, 410), visitor.post(url, {"nps": "5"}, 410)):
        assert "That stay did not happen" in page.text
    assert visitor.client.post(f"{url}/opened").status_code == 204
    assert answers() == []


def test_a_browser_says_that_somebody_looks(visitor: Visitor, set_clock: SetClock) -> None:
    _, url = asked(set_clock)
    (form,) = visitor.get(url).all("form", hx_post=f"{url}/opened")
    assert form.get("hx-trigger") == "load"
    assert visitor.client.post(f"{url}/opened").status_code == 204
    first = surveys()[0].opened_at
    set_clock("2027-03-09T10:00+00:00")
    visitor.client.post(f"{url}/opened")
    assert first is not None
    assert surveys()[0].opened_at == first
    assert answers() == []


def test_a_low_score_opens_a_case_with_the_answer_if_that_was_agreed(visitor: Visitor, set_clock: SetClock) -> None:
    hired("manager")
    _, url = asked(set_clock)
    form = visitor.get(f"{url}?nps=6").form(action=url)
    silent = visitor.submit(form.fill(words="The bath ran cold"))
    assert "You wanted no answer, so nobody writes." in silent.text
    assert cases() == []
    page = visitor.submit(form.fill(words="The bath ran cold", contact="y"))
    assert "Priya has it now and is in touch by 10am on Tue 9 March." in page.text
    (case,) = cases()
    assert (case.subject, case.state, case.title, case.words) == (
        "survey", "open", "Would recommend 6 of 10", "The bath ran cold",
    )  # fmt: skip
    visitor.submit(visitor.get(url).form(action=url).fill(nps="10", words="It was put right"))
    assert [(one.title, one.words) for one in cases()] == [("Would recommend 6 of 10", "The bath ran cold")]


@pytest.mark.parametrize(
    ("typed", "title"),
    [
        ({"nps": "9", "csat_room": "2"}, "The room 2 of 5"),
        ({"nps": "9", "ces": "3"}, "Easy to book 3 of 7"),
        ({"nps": "10", "words": "There was a smell of gas in the passage"}, "“smell of gas”"),
        ({"nps": "0", "csat_supper": "1"}, "Would recommend 0 of 10, supper 1 of 5"),
        ({"nps": "7", "ces": "4", "csat_room": "3", "expected": "1", "worth": "1"}, ""),
    ],
)
def test_what_opens_a_case(visitor: Visitor, set_clock: SetClock, typed: dict[str, str], title: str) -> None:
    _, url = asked(set_clock)
    visitor.post(url, typed | {"contact": "y"})
    assert [case.title for case in cases()] == ([title] if title else [])


def test_what_cannot_wait_is_a_task_without_a_name_where_no_answer_is_wanted(
    visitor: Visitor, set_clock: SetClock
) -> None:
    _, url = asked(set_clock)
    visitor.post(url, {"nps": "8", "words": "My son had an allergic reaction at supper"})
    assert cases() == []
    (task,) = open_tasks()
    assert (task.kind, task.subject) == ("cannot_wait", "survey")
    assert task.title == "A guest wrote “allergic reaction” and wants no answer"


def test_asking_for_peace(visitor: Visitor, set_clock: SetClock) -> None:
    _, url = asked(set_clock)
    page = visitor.get(visitor.get(url).link("Don’t ask me again"))
    done = visitor.submit(page.form(action=f"{url}/no-more"))
    assert done.h1 == "We won’t ask again"
    visitor.submit(page.form(action=f"{url}/no-more"))


def test_one_tap_on_the_confirmation_page(visitor: Visitor) -> None:
    booking_id, url = booked()
    page = visitor.get(f"{url}/confirmed")
    form = page.form(class_="ces")
    assert "The Quince made it easy for me to book my stay." in page.text
    tapped = visitor.submit(form, press="ces=6")
    assert tapped.h1.startswith("Booked.")
    assert "6 of 7. Thank you." in tapped.text
    survey = survey_path(BOOKED, booking_id)
    visitor.submit(visitor.get(survey, reads=READS).form(action=survey).fill(ces="2", words="Twice asked for a card"))
    htmx = {"HX-Request": "true", "HX-Target": "ease"}
    answer = visitor.client.post(survey, data={"ces": "3", "alone": "1"}, headers=htmx)
    assert answer.text.lstrip().startswith("<section")
    assert "3 of 7. Thank you." in answer.text
    (kept,) = answers()
    assert (kept.ces, kept.words, kept.times) == (3, "Twice asked for a card", 3)


@pytest.mark.parametrize("elsewhere", ["", "https://evil.example/", "//evil.example/", "confirmed"])
def test_a_tap_leads_back_to_a_page_of_ours_alone(visitor: Visitor, elsewhere: str) -> None:
    booking_id, _ = booked()
    survey = survey_path(BOOKED, booking_id)
    thanks = visitor.post(survey, {"ces": "6", "alone": "1", "back": elsewhere})
    assert thanks.url == f"{survey}?thanks=1"


def test_how_easy_it_was_to_change_and_to_cancel(visitor: Visitor) -> None:
    booking_id, url = booked()
    assert not visitor.get(url).all("form", class_="ces")
    page = visitor.get(f"{url}/amendment?departure=2027-03-08", reads=30)
    done = visitor.submit(page.form(id="confirm"))
    assert "The Quince made it easy for me to change my booking." in done.text
    tapped = visitor.submit(done.form(class_="ces"), press="ces=5")
    assert "Changed: dates" in tapped.text
    assert "5 of 7. Thank you." in tapped.text
    gone = visitor.submit(visitor.get(f"{url}/cancellation", reads=30).form(action=f"{url}/cancellation"))
    assert "The Quince made it easy for me to cancel my booking." in gone.text
    assert "7 of 7. Thank you." in visitor.submit(gone.form(class_="ces"), press="ces=7").text
    assert [(one.moment, one.occasion) for one in surveys()] == [(CHANGED, 1), (CANCELLED, 2)]
    assert [one.ces for one in answers()] == [5, 7]
    assert visitor.get(survey_path(BOOKED, booking_id)).status == 200

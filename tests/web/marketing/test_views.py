"""A page with its filters, kept under a name."""

from flask import Flask

from tests.page import Page
from tests.staffing import desk

READS = 44
"""Of the page with everything: a dozen for what guests said, eight for the funnel, the rest once each."""

SATURDAYS = "/marketing/friction?device=phone"


def kept(page: Page) -> list[str]:
    return [link.attrib["href"] for link in page.one("nav", aria_label="Saved views").iter("a")]


def test_a_view_is_kept_opened_and_dropped(app: Flask) -> None:
    visitor = desk(app, "marketing")
    page = visitor.get(SATURDAYS)
    page = visitor.submit(page.form(aria_label="Keep this view").fill(title="Phones"))
    assert page.url == SATURDAYS
    assert kept(page) == [SATURDAYS]
    page = visitor.submit(visitor.get("/marketing/views").form(action="/marketing/views/drop"))
    assert "None yet." in page.text


def test_others_see_what_is_shared_and_nothing_else(app: Flask) -> None:
    visitor = desk(app, "marketing")
    keep = visitor.get(SATURDAYS).form(aria_label="Keep this view")
    visitor.submit(keep.fill(title="Mine"))
    visitor.submit(keep.fill(title="Ours", shared="y"))
    page = desk(app, "manager").get("/marketing/views")
    assert [row.text for row in page.all("a", class_="row")] == ["Ours"]
    assert page.all("form", action="/marketing/views/drop") == []


def test_nobody_drops_what_is_somebody_elses(app: Flask) -> None:
    visitor = desk(app, "marketing")
    visitor.submit(visitor.get(SATURDAYS).form(aria_label="Keep this view").fill(title="Ours", shared="y"))
    view = visitor.get("/marketing/views").form(action="/marketing/views/drop").data()
    other = desk(app, "manager")
    token = other.get("/marketing/views").form(action="/marketing/digest").data()["csrf_token"]
    other.post("/marketing/views/drop", view | {"csrf_token": token})
    assert "Ours" in visitor.get("/marketing/views").text


def test_a_name_is_taken_once_and_what_was_typed_stays(app: Flask) -> None:
    visitor = desk(app, "marketing")
    keep = visitor.get(SATURDAYS).form(aria_label="Keep this view").fill(title="Phones")
    visitor.submit(keep)
    page = visitor.submit(keep, 409)
    assert page.one("input", id="title").attrib["value"] == "Phones"
    assert page.one("input", name="url").attrib["value"] == SATURDAYS


def test_a_view_without_a_name_is_asked_for_one(app: Flask) -> None:
    visitor = desk(app, "marketing")
    page = visitor.submit(visitor.get(SATURDAYS).form(aria_label="Keep this view").fill(title=" "), 422)
    assert "Give the view a name" in page.text


def test_a_view_leads_nowhere_else(app: Flask) -> None:
    visitor = desk(app, "marketing")
    keep = visitor.get(SATURDAYS).form(aria_label="Keep this view")
    for number, elsewhere in enumerate(("https://evil.example/", "//evil.example", "/staff/journal", "/marketing/\0")):
        page = visitor.submit(keep.fill(title=f"View {number}", url=elsewhere))
        assert page.url.startswith("/marketing/")
    assert set(kept(visitor.get("/marketing/", reads=READS))) == {"/marketing/"}
    egg = keep.fill(title="Egg", url="/marketing/friction?from=\N{EGG}").data()
    answer = visitor.client.post("/marketing/views", data=egg, headers={"HX-Request": "true"})
    assert answer.headers["HX-Redirect"] == "/marketing/friction?from=%F0%9F%A5%9A", "servers send no other letters"


def test_the_digest_is_asked_for_and_stopped(app: Flask) -> None:
    visitor = desk(app, "marketing")
    page = visitor.submit(visitor.get("/marketing/views").form(action="/marketing/digest"))
    assert "Send me no digest" in page.text
    page = visitor.submit(page.form(action="/marketing/digest"))
    assert "Send me the digest" in page.text


def test_a_page_whose_address_is_too_long_is_not_kept_as_another(app: Flask) -> None:
    visitor = desk(app, "marketing")
    keep = visitor.get(SATURDAYS).form(aria_label="Keep this view")
    page = visitor.submit(keep.fill(title="Long", url=f"{SATURDAYS}&house={'x' * 400}"), 422)
    assert "too long to be kept" in page.text
    assert page.one("input", id="title").attrib["value"] == "Long"
    assert "None yet." in page.text

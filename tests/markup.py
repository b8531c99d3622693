"""What must be true of the markup of every page, whatever stands on it. Each check answers the faults it found."""

from collections import Counter
from collections.abc import Iterator
from itertools import pairwise
from xml.etree.ElementTree import Element

UNLABELLED = {"hidden", "submit", "button", "reset", "image"}
Parents = dict[Element, Element]


def words(element: Element) -> str:
    """The text of an element, blanks collapsed."""
    return " ".join("".join(element.itertext()).split())


def name_of(element: Element, ids: dict[str, Element]) -> str:
    """The name that assistive technology reads out for a link or button; empty when there is none."""
    if labels := element.get("aria-labelledby"):
        return " ".join(words(ids[label]) for label in labels.split() if label in ids)
    pictures = [image.get("alt", "") for image in element.iter("img")]
    titles = [words(title) for title in element.iter("title")]
    return element.get("aria-label") or " ".join([words(element), *pictures, *titles]).strip()


def faults(page: Element) -> list[str]:
    """Every fault of a page, in words; none for a page as it should be."""
    ids = {element.attrib["id"]: element for element in page.iter() if "id" in element.attrib}
    return [
        *_outline(page),
        *_ids(page, ids),
        *_nothing_inline(page),
        *_labels(page, ids),
        *_names(page, ids),
        *_pictures(page),
    ]


def _outline(page: Element) -> Iterator[str]:
    headings = [words(heading) for heading in page.iter("h1")]
    if len(headings) != 1 or not headings[0]:
        yield f"one h1 with words expected, found {headings}"
    titles = [words(title) for title in page.findall("head/title")]
    if len(titles) != 1 or not titles[0]:
        yield f"one title expected, found {titles}"
    if any(title.count("Error: ") > 1 for title in titles):
        yield f"an error is said once in the title, found {titles}"
    if not page.get("lang"):
        yield "the html element names no language"
    if len(list(page.iter("main"))) != 1:
        yield "one main expected"
    levels = [int(element.tag[1]) for element in page.iter() if element.tag in {"h1", "h2", "h3", "h4", "h5", "h6"}]
    for before, after in pairwise(levels):
        if after > before + 1:
            yield f"a heading of level {after} follows one of level {before}"


def _ids(page: Element, ids: dict[str, Element]) -> Iterator[str]:
    for found, times in Counter(e.attrib["id"] for e in page.iter() if "id" in e.attrib).items():
        if times > 1:
            yield f"id {found!r} stands {times} times"
    for element in page.iter():
        for attribute in ("for", "aria-labelledby", "aria-describedby", "aria-controls", "list"):
            for reference in element.get(attribute, "").split():
                if reference not in ids:
                    yield f"{attribute}={reference!r} on {element.tag} leads to no element"
        href = element.get("href", "")
        if element.tag == "a" and href.startswith("#") and len(href) > 1 and href[1:] not in ids:
            yield f"link to {href!r} leads nowhere on the page"


def _nothing_inline(page: Element) -> Iterator[str]:
    for element in page.iter():
        if element.tag == "style":
            yield "a style element stands in the page"
        if element.tag == "script" and element.get("type", "") != "application/ld+json" and not element.get("src"):
            yield "a script stands in the page"
        for attribute, value in element.attrib.items():
            if attribute == "style" or (attribute.startswith("on") and len(attribute) > 2):
                yield f"{attribute}={value!r} on {element.tag} is refused by the content security policy"
            if attribute in {"src", "href", "action"} and value.strip().lower().startswith(("javascript:", "data:")):
                yield f"{attribute}={value[:40]!r} on {element.tag} is refused by the content security policy"
            if attribute.startswith(("hx-on", "hx-vars")):
                yield f"{attribute} on {element.tag} needs eval"


def _labels(page: Element, ids: dict[str, Element]) -> Iterator[str]:
    labelled = {label.get("for") for label in page.iter("label") if words(label)}
    wrapped = {field for label in page.iter("label") if words(label) for field in label.iter()}
    for field in page.iter():
        if field.tag not in {"input", "select", "textarea"} or field.get("type") in UNLABELLED:
            continue
        by_other = field.get("aria-label") or any(name in ids for name in field.get("aria-labelledby", "").split())
        if not (field.get("id") in labelled - {None} or field in wrapped or by_other):
            yield f"{field.tag} name={field.get('name')!r} has no label"


def _names(page: Element, ids: dict[str, Element]) -> Iterator[str]:
    for element in page.iter():
        named = element.tag in {"a", "button", "summary"} or (
            element.tag == "input" and element.get("type") in {"submit", "button"}
        )
        if named and not (name_of(element, ids) or element.get("value")):
            yield f"{element.tag} {element.get('href') or element.get('name') or ''} has no name"
    for table in page.iter("table"):
        if not list(table.iter("th")):
            yield "a table has no th"


def _pictures(page: Element) -> Iterator[str]:
    for image in page.iter("img"):
        if image.get("alt") is None:
            yield f"picture {image.get('src')} has no alt"
        if not (image.get("width") and image.get("height")):
            yield f"picture {image.get('src')} has no width and height, so the page jumps when it comes"

"""One way back, at the same place of every page: above the title, alone there."""

import re
from html import unescape
from urllib.parse import urlsplit

import pytest

from tests.support.every_page import browser_of
from webapp.navigation import MENUS

BACK = re.compile(r'<p class="back[^"]*"><a [^>]*href="(/[^"]*)"')
PREVIEWS = ("/opening-hours/",)  # what would happen is left by "Not now", beside the act
EMPTY = re.compile(r'<section class="card empty".*?</section>', re.DOTALL)


@pytest.mark.parametrize("role", MENUS)
def test_every_page_has_one_way_back_above_its_title(demo, role):
    browser = browser_of(demo, role)
    places = {place.href for group in MENUS[role] for place in group.places}
    pages = opened(browser, places)
    pages |= opened(browser, hrefs(pages.values()))
    wrong = {
        path: ways
        for path, text in pages.items()
        if not is_one(ways := ways_back(text), may_be_none=path in {"/", *places})
    }
    assert not wrong


@pytest.mark.parametrize("role", MENUS)
def test_no_other_link_of_a_page_doubles_its_way_back(demo, role):
    browser = browser_of(demo, role)
    places = {place.href for group in MENUS[role] for place in group.places}
    pages = opened(browser, places)
    pages |= opened(browser, hrefs(pages.values()))
    walked = {path: text for path, text in pages.items() if not path.startswith(PREVIEWS)}
    assert not {path: twins for path, text in walked.items() if (twins := doubled(text))}


def doubled(page):
    """Links with the address of the way back, but for the one out of an empty list."""
    main = EMPTY.sub("", page.partition("<main")[2])
    back = BACK.search(main)
    return back and re.findall(f'<a [^>]*href="{re.escape(back[1])}"[^>]*>', main)[1:]


def ways_back(page):
    """How many there are above its title, and how many in all of it."""
    main = page.partition("<main")[2]
    above = main.partition("<h1")[0]
    return len(BACK.findall(above)), len(BACK.findall(main))


def is_one(ways, may_be_none):
    return ways == (1, 1) or (may_be_none and ways == (0, 0))


def opened(browser, paths):
    """The pages at these addresses, by address."""
    pages = {}
    for path in sorted(paths):
        with browser.get(path) as answer:
            if answer.mimetype == "text/html" and is_page(answer):
                pages[re.sub(r"\d+", "1", path)] = answer.text
    return pages


def hrefs(pages):
    """Where the links of these pages lead, one of each kind."""
    found = {}
    for text in list(pages):
        for href in re.findall(r'href="(/[^"]*)"', text.partition("<main")[2]):
            path = urlsplit(unescape(href)).path
            if not path.startswith(("/static", "/demo", "/api")):
                found.setdefault(re.sub(r"\d+", "1", path), path)
    return set(found.values())


def is_page(answer):
    """Whether it is there, with the menu around it: it is no form alone on its sheet."""
    return answer.status_code == 200 and 'class="rail"' in answer.text

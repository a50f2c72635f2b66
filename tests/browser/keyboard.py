"""A person without a mouse: reach things with Tab, press Enter, type."""

import re

from tests.browser.looking import nothing_off

FOCUSED = """() => {
  const here = document.activeElement;
  return here === document.body ? '' : here.ariaLabel || here.labels?.[0]?.textContent || here.innerText || '';
}"""


def reach(tab, words, forward=True):
    """Tab until this is focused."""
    for _ in range(90):
        if tab.evaluate(FOCUSED).strip().startswith(words):
            return
        tab.keyboard.press("Tab" if forward else "Shift+Tab")
    raise AssertionError(f"the keyboard does not get to “{words}” on {tab.url}")


def enter(tab, words, then):
    """Activate it, and look at the next page."""
    reach(tab, words)
    with tab.expect_navigation(url=re.compile(then)):
        tab.keyboard.press("Enter")
    nothing_off(tab)

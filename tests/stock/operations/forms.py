"""What the tests of stock's forms type, and the page they see then."""

import re


def typed(page, name):
    """What a form has in a field."""
    found = re.search(rf'<input[^>]*name="{name}"[^>]*value="([^"]*)"', page.text)
    return found and found[1]


def shown(browser, path, **said):
    answer = browser.post(path, data=said)
    assert answer.status_code == 303, answer.text
    return browser.get(answer.headers["Location"])

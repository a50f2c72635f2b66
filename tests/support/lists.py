"""Lists of the API, read to their end."""


def all_of(browser, path):
    """Every row of a list, page after page, as its Link headers lead."""
    rows = []
    while path:
        answer = browser.get(path)
        assert answer.status_code == 200, answer.text
        rows += answer.json
        path = answer.headers.get("Link", "").split(">")[0][1:]
    return rows

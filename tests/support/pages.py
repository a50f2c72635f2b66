"""Lists of the API, page after page."""


def walk(browser, path, name="id"):
    """What every row of a list has under this name, following its Link headers to the end."""
    values = []
    while path:
        answer = browser.get(path)
        values += [row[name] for row in answer.json]
        path = answer.headers.get("Link", "").split(">")[0][1:]
    return values

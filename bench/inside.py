"""What can be counted without a clock on the wall: statements, bytes, and the cost of knowing who asks."""

import gzip
import re
import time
from functools import partial

from sqlalchemy import event
from sqlalchemy.engine import Engine

from bench.rows import LOOKS, PAGES, acts, cookie
from webapp.people import sign_ins

BOOKKEEPING = ("PRAGMA", "SAVEPOINT", "RELEASE")
FIRST, LATER, LOOK_UP = 130_000, 15_000, 0.5  # bytes, bytes, milliseconds


def queries(app, keys):
    """Statements a page, by its name; -1 where there is no such page."""
    counts, browser, program = {}, browser_of(app, keys.teacher_cookie), app.test_client()
    bearer = {"Authorization": f"Bearer {keys.teacher}"}
    for row in _all(keys):
        ask = browser.open if row in PAGES else partial(program.open, headers=bearer)
        for _ in range(2):  # the first time for what is only asked at first
            with counting() as statements:
                answer = ask(row.path(), method=row.method, json=row.body())
        counts[row.name] = len(statements) if answer.status_code == row.status else -1
    return counts


def _all(keys):
    return (*PAGES, *LOOKS, *acts(keys.pending[::-1], ahead=400))


def report(app, keys, counts):
    small, large = counts.values()
    print(
        "\nB12  statements a page, the person included: the same with 100 rows as with all"
    )
    for row in _all(keys):
        print(f"     {row.name:24} {_counted(row, small[row.name], large[row.name])}")
    first, later = _weight(app, keys)
    print(
        f"B14  first view {first / 1000:6.1f} kB   goal {FIRST // 1000} kB at most   {verdict(first <= FIRST)}"
    )
    print(
        f"     later page {later / 1000:6.1f} kB   goal {LATER // 1000} kB at most    {verdict(later <= LATER)}"
    )
    cost = _look_up(app, keys)
    print(
        f"B16  knowing who asks {cost:.2f} ms CPU   goal {LOOK_UP} ms at most   {verdict(cost <= LOOK_UP)}"
    )


def _counted(row, small, large):
    if large < 0:
        return "skipped: it is not there"
    holds = large == small and large <= row.statements
    return f"{small:3} and {large:3}   goal {row.statements:2} at most, and constant   {verdict(holds)}"


def verdict(holds):
    return "holds" if holds else "MISSED"


def browser_of(app, token):
    browser = app.test_client()
    browser.set_cookie("session", cookie(app, token))
    return browser


class counting(list):
    def __enter__(self):
        event.listen(Engine, "before_cursor_execute", self._note)
        return self

    def __exit__(self, *_):
        event.remove(Engine, "before_cursor_execute", self._note)

    def _note(self, _connection, _cursor, statement, *_):
        if not statement.startswith(BOOKKEEPING) and not statement.startswith("BEGIN"):
            self.append(statement)


def _weight(app, keys):
    """Compressed bytes of the heaviest page there is, with all it links to and without."""
    browser, heaviest = browser_of(app, keys.teacher_cookie), (0, 0)
    for row in PAGES:
        html = _fetched(browser, row.path())
        linked = set(re.findall(r"""(?:href|src)="(/static/[^"#]+)""", html[0]))
        sheets = "".join(_fetched(browser, path)[0] for path in linked if ".css" in path)
        linked |= set(re.findall(r"""url\(["']?(/static/[^"')#]+)""", sheets))
        heaviest = max(
            heaviest,
            (html[1] + sum(_fetched(browser, path)[1] for path in linked), html[1]),
        )
    return heaviest


def _fetched(browser, path):
    answer = browser.get(path, headers={"Accept-Encoding": "gzip"})
    squeezed = answer.headers.get("Content-Encoding") == "gzip"
    whole = gzip.decompress(answer.data) if squeezed else answer.data
    return whole.decode("utf-8", "replace"), len(
        answer.data
    ) if answer.status_code == 200 else 0


def _look_up(app, keys, times=300):
    with app.test_request_context():
        sign_ins.recognise(keys.teacher_cookie)
        started = time.process_time()
        for _ in range(times):
            sign_ins.recognise(keys.teacher_cookie)
        return (time.process_time() - started) / times * 1000

"""A language for tests in which each sentence stands in «quotation marks», and two are still one."""

from contextlib import contextmanager
from gettext import NullTranslations

from webapp.core import words

TEST = "en-x-test"


class Quoted(NullTranslations):
    def gettext(self, message):
        return f"«{message}»"

    def ngettext(self, one, many, number):
        return f"«{one if number < 3 else many}»"


@contextmanager
def speaking(monkeypatch):
    """Speak it for a while."""
    monkeypatch.setitem(words.CATALOGUES, TEST, Quoted)
    with words.speaking(TEST):
        yield

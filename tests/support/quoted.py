"""Languages for tests: in one a sentence stands in «quotation marks», and two are still one; in another in *stars*."""

from contextlib import contextmanager
from gettext import NullTranslations

from webapp.core import words

TEST, OTHER = "en-x-test", "en-x-other"


class Quoted(NullTranslations):
    def gettext(self, message):
        return f"«{message}»"

    def ngettext(self, one, many, number):
        return f"«{one if number < 3 else many}»"


class Starred(NullTranslations):
    def gettext(self, message):
        return f"*{message}*"

    def ngettext(self, one, many, number):
        return self.gettext(one if number == 1 else many)


@contextmanager
def speaking(monkeypatch):
    """Speak it for a while."""
    monkeypatch.setitem(words.CATALOGUES, TEST, Quoted)
    with words.speaking(TEST):
        yield

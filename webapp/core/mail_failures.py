"""Mail failures: what it means that an e-mail did not arrive, in plain words, by what a mail server answered."""

import re

from .words import _, lazy

MEANINGS = (
    (
        r"\b[45]\.2\.2\b|\b[45]52\b|mailbox (?:is )?full|over ?quota|quota exceeded",
        lazy("Their mailbox is full."),
    ),
    (
        r"\b5\.1\.\d+\b|\b5\.2\.1\b|\b55[013]\b.*(?:no such|unknown|not exist|not found|invalid)|no mailbox",
        lazy("That address does not exist."),
    ),
    (
        r"\b53[045]\b|authentication|credentials",
        lazy("Our own mail server did not let Backline in: check the mail settings."),
    ),
    (
        r"\b[45]\.7\.\d+\b|\b5[25]4\b|spam|blocked|blacklist|policy|denied|\b55\d\b",
        lazy("Their mail server refused it."),
    ),
    (
        r"\b4\d\d\b|try again later|greylist",
        lazy("Their mail server asks to try again later."),
    ),
    (
        r"refused|timed? ?out|unreachable|resolution|name or service|getaddrinfo|closed|errno|reset",
        lazy("The mail server could not be reached."),
    ),
)  # the first that fits; what is said of one address comes before what is said of any


def in_words(answer: str) -> str:
    """Why it did not arrive, in a sentence."""
    for pattern, words in MEANINGS:
        if re.search(pattern, answer, re.IGNORECASE):
            return _(words)
    return _("It could not be sent.")

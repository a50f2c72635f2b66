"""Numbers as people read them: digits in groups of three, and the point that their language has.

For sentences, screens, e-mails and prints; what programs and spreadsheets read has plain digits.
"""

from typing import NamedTuple


class Marks(NamedTuple):
    """What stands between groups of three digits, and before the decimals."""

    group: str
    point: str


THIN_SPACE = "\u202f"  # no line breaks at it
ELSEWHERE = Marks(THIN_SPACE, ",")
MARKS = {
    "en": Marks(",", "."),
    "da": Marks(".", ","),
    "de": Marks(".", ","),
    "es": Marks(".", ","),
    "it": Marks(".", ","),
    "nl": Marks(".", ","),
    "pt": Marks(".", ","),
}  # by language; others have a thin space and a comma, as French does


def written(digits: str | int, language: str) -> str:
    """A decimal string, or a whole number, in a language: "-1350.00" is "-1,350.00" in English."""
    marks = MARKS.get(language.partition("-")[0], ELSEWHERE)
    whole, point, decimals = str(digits).partition(".")
    grouped = f"{int(whole):,}".replace(",", marks.group)
    sign = "-" if whole == "-0" else ""
    return f"{sign}{grouped}{marks.point if point else ''}{decimals}"


def counted(facts: dict[str, object], number: int, language: str) -> dict[str, object]:
    """The facts of a sentence for so many, with that number as the language writes it, whatever it is called there."""
    return {
        name: written(fact, language) if type(fact) is int and fact == number else fact
        for name, fact in facts.items()
    }

"""Problems: what is wrong with which line of an operation; all of it is told at once, and nothing changes."""

from webapp.core.errors import Conflict, Invalid
from webapp.core.words import _

MOST = 50  # problems told at once
Fact = str | int | None


class Problems:
    """Of so many lines: a sentence for each field, and the numbers of the first line that asks for too much."""

    def __init__(self, lines: int) -> None:
        self.lines, self.fields = lines, dict[str, str]()
        self.facts: dict[str, Fact] | None = None

    def add(
        self,
        index: int,
        field: str,
        words: str,
    ) -> None:
        """Something is wrong with a field of a line; the first that is said of it counts."""
        sentence = (
            _("Line %(number)s: %(words)s", number=index + 1, words=words)
            if self.lines > 1
            else words
        )
        self.fields.setdefault(f"lines.{index}.{field}", sentence)

    def clash(
        self,
        index: int,
        field: str,
        words: str,
        **facts: Fact,
    ) -> None:
        """Stock does not allow it now: too few are there, or a unit is somewhere else."""
        self.facts = self.facts or facts | {"line": index + 1}
        self.add(index, field, words)

    def check(self) -> None:
        """Conflict if stock does not allow what is asked for, Invalid if something else is wrong."""
        if not self.fields:
            return
        first, many = dict(list(self.fields.items())[:MOST]), len(self.fields)
        if self.facts and many == 1:
            words = (
                _("Not available for this, so nothing was changed")
                if "unit" in self.facts
                else _("Not enough available, so nothing was changed")
            )
            raise Conflict(words, fields=first, facts=self.facts)
        words = (
            _("%(many)s things are wrong, so nothing was changed", many=many)
            if many > 1
            else ""
        )
        raise Invalid(words, fields=first, facts={"problems": many})

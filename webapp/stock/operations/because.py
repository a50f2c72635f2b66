"""Why one person is not enough for an act: kept as a code with its facts, and worded when it is read."""

from dataclasses import asdict, dataclass
from typing import Any, Literal, Self

from webapp.core import money
from webapp.core.words import lazy

Stored = dict[str, Any]  # as JSON keeps it


@dataclass(frozen=True)
class Because:
    """One reason with its facts; amounts are minor units of `currency`.

    Of what waited before facts were kept, the code is "words" and the sentence is in English.
    """

    code: Literal["write_off", "reason", "worth", "worth_lately", "words"]
    reason: str = ""  # its label
    now: int = 0  # what the act is worth
    before: int = 0  # what the same person adjusted lately
    limit: int = 0
    hours: int = 0
    currency: str = ""
    sentence: str = ""

    def as_dict(self) -> Stored:
        """As JSON can keep it: only what is said."""
        return {name: value for name, value in asdict(self).items() if value}

    @classmethod
    def from_dict(cls, stored: Stored) -> Self:
        """What `as_dict` wrote."""
        return cls(**stored)

    @property
    def words(self) -> str:
        """A sentence without its stop, in the language of whoever it is shown to."""
        match self.code:
            case "write_off":
                return lazy("Write-offs always need a second person")
            case "reason":
                return lazy("“%(reason)s” always needs a second person", reason=self.reason)
            case "worth":
                return lazy(
                    "It is worth %(amount)s; above %(limit)s a second person must approve",
                    amount=self._amount(self.now),
                    limit=self._amount(self.limit),
                )
            case "worth_lately":
                return lazy(
                    "It is worth %(amount)s, with what the same person adjusted of it in the last %(hours)s hours "
                    "%(sum)s; above %(limit)s a second person must approve",
                    amount=self._amount(self.now),
                    hours=self.hours,
                    sum=self._amount(self.now + self.before),
                    limit=self._amount(self.limit),
                )
        return self.sentence

    def _amount(self, minor: int) -> str:
        return money.formatted(minor, self.currency)

"""Templates: how a SKU is put together, from a short list of tokens and nothing else."""

import re
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property

from webapp.core.errors import Invalid
from webapp.core.words import _

from ..lists import capitals

TOKENS = {  # what each is at its longest
    "prefix": 12,
    "brand": 8,
    "category": 4,
    "item": 6,
    "yyyy": 4,
    "yy": 2,
    "mm": 2,
    "suffix": 12,
}
LOOKS = {"brand": "[A-Z0-9]{1,8}", "category": "[A-Z]{2,4}", "item": "[A-Z0-9]{1,6}"}
LOOKS |= {"yyyy": "[0-9]{4}", "yy": "[0-9]{2}", "mm": "[0-9]{2}"}
SEQ = re.compile(r"seq(?::(10|[1-9]))?")
WIDEST = 10  # digits of the greatest number there can be
LONGEST = 40
PLAIN = r"[A-Za-z0-9._-]*"
NOBODY = "GEN"  # stands for the brand, category or name of what has none
KNOWN = ", ".join(f"{{{token}}}" for token in (*TOKENS, "seq:4"))


@dataclass(frozen=True)
class Filling:
    """What a template's tokens stand for, besides the number."""

    prefix: str = ""
    suffix: str = ""
    brand: str = NOBODY
    category: str = NOBODY
    item: str = NOBODY


@dataclass(frozen=True)
class Template:
    """A template taken apart: plain text, then a token, and so on; Invalid at `template` if it cannot be one."""

    text: str
    parts: list[tuple[str, str]] = field(default_factory=list, compare=False)

    def __post_init__(self) -> None:
        end = 0
        for token in re.finditer(r"\{([^{}]*)\}", self.text):
            self.parts.append((self.text[end : token.start()], token[1]))
            end = token.end()
        self.parts.append((self.text[end:], ""))
        if problem := _problem(self.parts):
            raise Invalid(fields={"template": problem})

    @cached_property
    def width(self) -> int:
        """How many digits the number has at least."""
        matches = (SEQ.fullmatch(token) for _, token in self.parts)
        return next(int(match[1] or 1) for match in matches if match)

    def filled(self, by: Filling, number: int, day: date) -> str:
        """The SKU with this number, on this day."""
        dates = {"yyyy": f"{day:%Y}", "yy": f"{day:%y}", "mm": f"{day:%m}"}
        values = {"": ""} | dates | vars(by)
        seq = f"{number:0{self.width}d}"
        return "".join(plain + values.get(token, seq) for plain, token in self.parts)

    def check_fits(self, by: Filling) -> None:
        """Invalid at `template` if the longest SKU it could ever make has no room."""
        most = TOKENS | {"prefix": len(by.prefix), "suffix": len(by.suffix), "": 0}
        longest = sum(len(plain) + most.get(token, WIDEST) for plain, token in self.parts)
        if longest > LONGEST:
            words = _(
                "A SKU has at most %(most)s characters; this could make one of %(longest)s",
                most=LONGEST,
                longest=longest,
            )
            raise Invalid(fields={"template": words})

    def reads(self, sku: str, by: Filling) -> int | None:
        """The number in a SKU that this could have made; None if it could not."""
        exact = {"": "", "prefix": by.prefix, "suffix": by.suffix}
        if by.brand != NOBODY:
            exact["brand"] = by.brand
        if by.category != NOBODY:
            exact["category"] = by.category
        looks = LOOKS | {token: re.escape(value) for token, value in exact.items()}
        seq = f"(?P<seq>[0-9]{{{self.width},{WIDEST}}})"
        parts = [re.escape(plain) + looks.get(token, seq) for plain, token in self.parts]
        match = re.fullmatch("".join(parts), sku)
        return int(match["seq"]) if match else None


def short(name: str) -> str:
    """What {item} says of a name: the first letters of its words, or of one word three letters."""
    words = [letters for word in name.split() if (letters := capitals(word))]
    if len(words) == 1:
        return words[0][:3]
    return "".join(word if word.isdigit() else word[0] for word in words)[:6] or NOBODY


def _problem(parts: list[tuple[str, str]]) -> str:
    counts = 0
    for at, (plain, token) in enumerate(parts, 1):
        if "{" in plain or "}" in plain:
            return _("Unmatched brace: write tokens as {seq:4}")
        if not re.fullmatch(PLAIN, plain):
            return _("Outside tokens use only letters a to z, digits, dots, dashes and _")
        if token.startswith("seq"):
            if not SEQ.fullmatch(token):
                return _(
                    "{%(token)s}: a number is written {seq:4}, with 1 to %(widest)s digits",
                    token=token,
                    widest=WIDEST,
                )
            counts += 1
        elif at < len(parts) and token not in TOKENS:
            return _(
                "{%(token)s} is not known; there are %(known)s", token=token, known=KNOWN
            )
    if not counts:
        return _("Add {seq:4}, or all SKUs would be the same")
    return _("Use {seq} only once") if counts > 1 else ""

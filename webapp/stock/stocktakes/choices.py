"""Choices: what a person decides on top of a count."""

from collections import Counter
from collections.abc import Collection, Iterable, Sequence
from dataclasses import asdict, dataclass
from typing import Self

from webapp.core.errors import Conflict
from webapp.core.words import _

from .finding import Finding
from .findings import Findings


@dataclass(frozen=True)
class Choices:
    """Uncounted things given up for missing, others brought home here; all by id."""

    missing_units: frozenset[int] = frozenset()
    missing_items: frozenset[int] = frozenset()  # their pieces without a tag
    bring: frozenset[int] = frozenset()  # units

    @classmethod
    def of(
        cls,
        missing_units: Iterable[int] = (),
        missing_items: Iterable[int] = (),
        bring: Iterable[int] = (),
    ) -> Self:
        return cls(frozenset(missing_units), frozenset(missing_items), frozenset(bring))

    def as_dict(self) -> dict[str, list[int]]:
        """To be kept."""
        return {name: sorted(ids) for name, ids in asdict(self).items() if ids}

    def gives_up(self, finding: Finding) -> bool:
        """That a thing nobody counted is said to be missing."""
        if finding.verdict != "not_counted":
            return False
        if finding.unit_id:
            return finding.unit_id in self.missing_units
        return finding.item_id in self.missing_items


def check(findings: Findings, choices: Choices) -> None:
    """What was chosen must still be so; and of units that loans took without naming them, not all are missing."""
    open_ones = [one for one in findings.all if one.verdict == "not_counted"]
    units = {one.unit_id for one in open_ones}
    items = {one.item_id for one in open_ones if not one.unit_id}
    home = {one.unit_id for one in findings.all if one.can_bring}
    moved = _("This was counted, or has moved, since you chose it")
    _check_none("units", choices.missing_units - units, moved)
    _check_none("items", choices.missing_items - items, moved)
    _check_none("units", choices.bring - home, _("This can no longer be moved here"))
    _check_some_are_out(findings, choices, open_ones)


def _check_none(what: str, gone: Collection[int | None], words: str) -> None:
    """Conflict, with their ids, if some of what was chosen is no longer so."""
    if gone:
        raise Conflict(words, facts={what: sorted(id for id in gone if id)})


def _check_some_are_out(
    findings: Findings, choices: Choices, open_ones: Sequence[Finding]
) -> None:
    """Of an item's units no more can be missing than loans have left here."""
    given_up, left = Counter[int](), Counter[int]()
    for one in open_ones:
        if one.unit_id and one.item_id:
            left[one.item_id] += 1
            given_up[one.item_id] += one.unit_id in choices.missing_units
    for item_id, pieces in given_up.items():
        most = left[item_id] - findings.snapshot.unnamed(item_id)
        if pieces > most:
            name = findings.snapshot.items[item_id].name
            words = _(
                "%(name)s: at most %(most)s can be missing, others are on loan",
                name=name,
                most=most,
            )
            raise Conflict(
                words,
                facts={
                    "item": item_id,
                    "have": most,
                    "asked": pieces,
                },
            )

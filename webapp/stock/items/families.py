"""Families: items browsed by what their names tell they are, strings and of these the violins."""

from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import NamedTuple

from webapp.core.words import lazy

from .. import sizes

OTHER = "other"  # whatever belongs to no family, in an address
FAMILIES = {
    "strings": lazy("Strings"),
    "plucked": lazy("Guitars and other plucked"),
    "woodwind": lazy("Woodwind"),
    "brass": lazy("Brass"),
    "percussion": lazy("Percussion"),
    "keys": lazy("Keys"),
    "audio": lazy("Voice and stage"),
    "sheet": lazy("Sheet music"),
    OTHER: lazy("Stands, cases and other"),
}
INSTRUMENTS = {
    "violin": lazy("Violin"),
    "viola": lazy("Viola"),
    "cello": lazy("Cello"),
    "bass": lazy("Double bass"),
    "bow": lazy("Bow"),
    "rosin": lazy("Rosin"),
    "fiddle": lazy("Fiddle"),
    "guitar": lazy("Guitar"),
    "bass-guitar": lazy("Bass guitar"),
    "ukulele": lazy("Ukulele"),
    "harp": lazy("Harp"),
    "lute": lazy("Lute"),
    "mandolin": lazy("Mandolin"),
    "banjo": lazy("Banjo"),
    "zither": lazy("Zither"),
    "trumpet": lazy("Trumpet"),
    "cornet": lazy("Cornet"),
    "flugelhorn": lazy("Flugelhorn"),
    "horn": lazy("Horn"),
    "trombone": lazy("Trombone"),
    "euphonium": lazy("Euphonium"),
    "tuba": lazy("Tuba"),
    "bugle": lazy("Bugle"),
    "saxhorn": lazy("Saxhorn"),
    "sousaphone": lazy("Sousaphone"),
    "mute": lazy("Mute"),
    "flute": lazy("Flute"),
    "piccolo": lazy("Piccolo"),
    "recorder": lazy("Recorder"),
    "oboe": lazy("Oboe"),
    "clarinet": lazy("Clarinet"),
    "bassoon": lazy("Bassoon"),
    "saxophone": lazy("Saxophone"),
    "sax": lazy("Saxophone"),
    "reed": lazy("Reed"),
    "drum": lazy("Drum"),
    "timpani": lazy("Timpani"),
    "marimba": lazy("Marimba"),
    "xylophone": lazy("Xylophone"),
    "glockenspiel": lazy("Glockenspiel"),
    "vibraphone": lazy("Vibraphone"),
    "cymbal": lazy("Cymbal"),
    "cajon": lazy("Cajon"),
    "triangle": lazy("Triangle"),
    "tambourine": lazy("Tambourine"),
    "conga": lazy("Conga"),
    "stick": lazy("Stick"),
    "piano": lazy("Piano"),
    "keyboard": lazy("Keyboard"),
    "organ": lazy("Organ"),
    "accordion": lazy("Accordion"),
    "harpsichord": lazy("Harpsichord"),
    "celesta": lazy("Celesta"),
    "synthesizer": lazy("Synthesizer"),
    "microphone": lazy("Microphone"),
    "amplifier": lazy("Amplifier"),
    "mixer": lazy("Mixer"),
    "loudspeaker": lazy("Loudspeaker"),
    "speaker": lazy("Speaker"),
    "headphones": lazy("Headphones"),
    "cable": lazy("Cable"),
    "interface": lazy("Interface"),
}


Kind = tuple[str, str, str]  # a family, an instrument and a size


class Kinds(NamedTuple):
    """How many kinds of things there are, and of how many somebody could take one now."""

    kinds: int
    here: int = 0


class Branch(NamedTuple):
    """A family, an instrument or a size, and how many kinds of items are of it, and of these free."""

    key: str
    name: str
    kinds: int
    free: int | None = None  # where that is known


@dataclass(frozen=True)
class Browsed:
    """What can be browsed on: all families, or the instruments of the one that was chosen, and their sizes."""

    found: Mapping[Kind, Kinds]
    family: str = ""
    instrument: str = ""
    size: str = ""
    last_size: str = ""  # that somebody had of the instrument

    @property
    def asked(self) -> dict[str, str]:
        """What was chosen, for an address."""
        said = {"family": self.family, "instrument": self.instrument, "size": self.size}
        return {name: key for name, key in said.items() if key}

    @property
    def branches(self) -> list[Branch]:
        """The next step: of no family there is none, nor where all are of one instrument."""
        if not self.family:
            return [*_branches(FAMILIES, self._counts(lambda kind: kind[0] or OTHER))]
        return [*_branches(INSTRUMENTS, self._counts(lambda kind: kind[1]))]

    @property
    def sizes(self) -> list[Branch]:
        """Those of an instrument, the one that somebody had before all others and then the smallest first; where it has
        one only there is nothing to choose.
        """
        if not self.instrument:
            return []
        counts = self._counts(lambda kind: kind[2] if kind[1] == self.instrument else "")
        known = sizes.in_order(counts.keys() - {""})
        known = sorted(known, key=lambda size: size != self.last_size)
        there = [Branch(size, sizes.shown(size), counts[size]) for size in known]
        return there if len(there) > 1 or self.size else []

    @property
    def of_instrument(self) -> int:
        """How many kinds there are of the chosen instrument, whatever their size."""
        return self._counts(lambda kind: kind[1])[self.instrument]

    @property
    def path(self) -> list[Branch]:
        """Where one is: the family, and in it the instrument."""
        names = (self.family, FAMILIES), (self.instrument, INSTRUMENTS)
        return [Branch(key, str(known[key]), 0) for key, known in names if key]

    def tiles(self, free: Mapping[str, int] | None) -> list[Branch]:
        """All families, with how many kinds of each are free, by family; what is here, where that was not asked."""
        here: Counter[str] = Counter()
        for (family, _instrument, _size), kinds in self.found.items():
            here[family] += kinds.here
        known = here if free is None else free
        return [
            each._replace(free=known.get(stored(each.key), 0)) for each in self.branches
        ]

    def _counts(self, key: Callable[[Kind], str]) -> Counter[str]:
        """How many kinds there are by this, of the chosen family if there is one."""
        counts: Counter[str] = Counter()
        for kind, found in self.found.items():
            if not self.family or kind[0] == stored(self.family):
                counts[key(kind)] += found.kinds
        return counts


def stored(family: str) -> str:
    """As items have a family; what belongs to none has an empty one."""
    return "" if family == OTHER else family


def chosen(family: str, instrument: str, size: str = "") -> tuple[str, str, str]:
    """What an address names of them; unknown words are as if not said, and so is an instrument without a family, and a
    size without an instrument.
    """
    family = family if family in FAMILIES else ""
    instrument = instrument if family and instrument in INSTRUMENTS else ""
    return family, instrument, size if instrument and size in sizes.of_kind("") else ""


def _branches(names: Mapping[str, str], counts: Mapping[str, int]) -> Iterator[Branch]:
    for key, name in names.items():
        if counts.get(key):
            yield Branch(key, str(name), counts[key])

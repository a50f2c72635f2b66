"""Families: items browsed by what their names tell they are, strings and of these the violins."""

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import NamedTuple

from webapp.core.words import lazy

FAMILIES = {
    "strings": lazy("Strings"),
    "plucked": lazy("Plucked"),
    "woodwind": lazy("Woodwind"),
    "brass": lazy("Brass"),
    "percussion": lazy("Percussion"),
    "keys": lazy("Keys"),
    "audio": lazy("Sound"),
    "sheet": lazy("Sheet music"),
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


class Branch(NamedTuple):
    """A family or an instrument, and how many kinds of items are of it."""

    key: str
    name: str
    kinds: int


@dataclass(frozen=True)
class Browsed:
    """What can be browsed on: all families, or the instruments of the one that was chosen."""

    found: Mapping[tuple[str, str], int]  # how many kinds, by family and instrument
    family: str = ""
    instrument: str = ""

    @property
    def asked(self) -> dict[str, str]:
        """What was chosen, for an address."""
        said = {"family": self.family, "instrument": self.instrument}
        return {name: key for name, key in said.items() if key}

    @property
    def branches(self) -> list[Branch]:
        """The next step: of no family there is none, nor where all are of one instrument."""
        counts: Counter[str] = Counter()
        for (family, instrument), kinds in self.found.items():
            if not self.family:
                counts[family] += kinds
            elif family == self.family:
                counts[instrument] += kinds
        return [*_branches(INSTRUMENTS if self.family else FAMILIES, counts)]

    @property
    def path(self) -> list[Branch]:
        """Where one is: the family, and in it the instrument."""
        names = (self.family, FAMILIES), (self.instrument, INSTRUMENTS)
        return [Branch(key, str(known[key]), 0) for key, known in names if key]


def chosen(family: str, instrument: str) -> tuple[str, str]:
    """What an address names of both; unknown words are as if not said, and so is an instrument without a family."""
    family = family if family in FAMILIES else ""
    return family, instrument if family and instrument in INSTRUMENTS else ""


def _branches(names: Mapping[str, str], counts: Mapping[str, int]) -> Iterator[Branch]:
    for key, name in names.items():
        if counts.get(key):
            yield Branch(key, str(name), counts[key])

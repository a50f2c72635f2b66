"""Families: which drawing stands for an item until it has a photo."""

from functools import cache

WORDS = {
    "strings": "violin viola cello bass bow rosin fiddle",
    "plucked": "guitar bass-guitar ukulele harp lute mandolin banjo zither",
    "brass": "trumpet cornet flugelhorn horn trombone euphonium tuba bugle saxhorn sousaphone mute",
    "woodwind": "flute piccolo recorder oboe clarinet bassoon saxophone sax reed",
    "percussion": "drum timpani marimba xylophone glockenspiel vibraphone cymbal cajon triangle tambourine conga stick",
    "keys": "piano keyboard organ accordion harpsichord celesta synthesizer",
    "audio": "microphone amplifier mixer loudspeaker speaker headphones cable interface",
}
PHRASES = {  # of several words, which say more than their last one
    "electric bass": "bass-guitar",
    "fretless bass": "bass-guitar",
    "short-scale bass": "bass-guitar",
    "short scale bass": "bass-guitar",
    "bass guitar": "bass-guitar",
}
DRAWN = {  # by the name of the drawing, where a family has more than one
    "cello": "cello",
    "double-bass": "bass",
    "bow": "bow rosin",
    "guitar-electric": "bass-guitar",
    "harp": "harp lute zither",
    "horn": "horn",
    "trombone": "trombone",
    "tuba": "tuba euphonium saxhorn sousaphone",
    "recorder": "recorder",
    "clarinet": "clarinet reed",
    "oboe": "oboe",
    "bassoon": "bassoon",
    "saxophone": "saxophone sax",
    "xylophone": "marimba xylophone glockenspiel vibraphone",
    "cymbal": "cymbal triangle",
    "keyboard-music": "keyboard synthesizer",
    "sliders-horizontal": "mixer interface",
    "accordion": "accordion",
    "speaker": "amplifier loudspeaker speaker",
    "headphones": "headphones",
    "cable": "cable",
}
VAGUE = "bass"  # is also how low another instrument sounds, and what an accordion has buttons for
DRAWING = {word: name for name, words in DRAWN.items() for word in words.split()}
FAMILY = {word: family for family, words in WORDS.items() for word in words.split()}


@cache
def of(name: str, category: str = "instrument") -> str:
    """The family an item's name tells of, else its category's; empty if neither does."""
    if category == "sheet_music":
        return "sheet"
    family = FAMILY.get(word_of(name), "")
    return "audio" if category == "equipment" and family == "woodwind" else family


@cache
def drawing(name: str, category: str = "instrument") -> str:
    """What templates draw it as: its family, and the drawing's name where the family has another than its usual one."""
    return drawing_of(of(name, category), word_of(name))


def drawing_of(family: str, word: str) -> str:
    """The same, by the family and the word that an item is kept with."""
    own = DRAWING.get(word) if FAMILY.get(word) == family else None
    return f"{family} {own}" if own else family


@cache
def word_of(name: str) -> str:
    """The word of a name that tells what it is, singular and in small letters: a bass clarinet is a clarinet.

    The last one, unless several say more together; a bass is one only where nothing else is said. Empty if no word
    does.
    """
    written = " ".join(name.lower().split())
    for phrase, word in PHRASES.items():
        written = written.replace(phrase, word)
    words = (word.strip(",.()") for word in written.split())
    singular = (word if word in FAMILY else word.removesuffix("s") for word in words)
    known = [word for word in singular if word in FAMILY]
    return next((word for word in reversed(known) if word != VAGUE), "".join(known[:1]))

"""Which picture stands for an item."""

import pytest

from webapp.stock import pictograms


@pytest.mark.parametrize(
    ("name", "category", "family"),
    [
        ("Student Violin 4/4", "instrument", "strings"),
        ("Bass Clarinet", "instrument", "woodwind"),
        ("Double Bass 3/4", "instrument", "strings"),
        ("Bass Amplifier 40 W", "equipment", "audio"),
        ("Alto Recorder", "instrument", "woodwind"),
        ("Handy Recorder", "equipment", "audio"),
        ("Drum Sticks", "accessory", "percussion"),
        ("Album for the Violin", "sheet_music", "sheet"),
        ("Music Stand", "accessory", ""),
        ("Music Stand", "equipment", ""),
        ("Accordion 72 Bass", "instrument", "keys"),
        ("Electric Bass", "instrument", "plucked"),
        ("Short-Scale Bass", "instrument", "plucked"),
        ("Bass Guitar", "instrument", "plucked"),
        ("Bass Drum", "instrument", "percussion"),
        ("Electric Bass Amplifier", "equipment", "audio"),
        ("Upright Bass", "instrument", "strings"),
    ],
)
def test_the_last_telling_word_names_the_family(name, category, family):
    assert pictograms.of(name, category) == family

"""Until it has a photo an item is drawn as the instrument that it is, in the colour of its family."""

import pytest

from scripts import third_party
from webapp.stock import pictograms

SPRITE = third_party.STATIC / "icons" / "icons.svg"


@pytest.mark.parametrize(
    ("name", "category", "drawing"),
    [
        ("Student Violin 4/4", "instrument", "strings"),
        ("Half Cello", "instrument", "strings cello"),
        ("Double Bass 3/4", "instrument", "strings double-bass"),
        ("Electric Bass", "instrument", "plucked guitar-electric"),
        ("Lever Harp", "instrument", "plucked harp"),
        ("Alto Recorder", "instrument", "woodwind recorder"),
        ("Bass Clarinet", "instrument", "woodwind clarinet"),
        ("Alto Saxophone", "instrument", "woodwind saxophone"),
        ("Piccolo", "instrument", "woodwind"),
        ("Flugelhorn", "instrument", "brass"),
        ("French Horn", "instrument", "brass horn"),
        ("Bass Trombone", "instrument", "brass trombone"),
        ("Accordion 72 Bass", "instrument", "keys accordion"),
        ("Stage Piano", "instrument", "keys"),
        ("Cymbals", "instrument", "percussion cymbal"),
        ("Bass Amplifier 40 W", "equipment", "audio speaker"),
        ("Cello Studies", "sheet_music", "sheet"),
        ("Music Stand", "equipment", ""),
    ],
)
def test_a_name_tells_what_is_drawn(name, category, drawing):
    assert pictograms.drawing(name, category) == drawing


def test_every_drawing_is_there():
    assert pictograms.DRAWN.keys() <= third_party.symbols(SPRITE).keys()


def test_a_drawing_belongs_to_a_word_of_some_family():
    assert pictograms.DRAWING.keys() <= pictograms.FAMILY.keys()


def test_lists_draw_it(as_):
    shown = as_("tess").get("/items").text
    assert 'data-fam="strings cello"' in shown
    assert "icons.svg" in shown
    assert "#cello" in shown

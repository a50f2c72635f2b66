"""Labels are spread over sheets, the first of which may be used up in part."""

import pytest

from webapp.stock.units import labels

UNITS = list("abcde")


@pytest.mark.parametrize(
    ("on_sheet", "start", "sheets"),
    [
        (5, 1, [["a", "b", "c", "d", "e"]]),
        (3, 1, [["a", "b", "c"], ["d", "e"]]),
        (3, 3, [[None, None, "a"], ["b", "c", "d"], ["e"]]),
        (1, 1, [["a"], ["b"], ["c"], ["d"], ["e"]]),
    ],
)
def test_every_label_has_its_place(on_sheet, start, sheets):
    assert labels.sheets(UNITS, on_sheet, start) == sheets


def test_no_labels_need_no_sheet():
    assert labels.sheets([], 21, 1) == []

"""What a scan may say: what was typed, what the same keys write on a US keyboard, whether it is a label or a name."""

import pytest

from webapp.stock.units.scans import LONGEST, Scan

ADDRESS = "https://school.test/t/1Y1"


@pytest.mark.parametrize(
    ("scan", "readings"),
    [
        (Scan("VLN-1"), ["VLN-1"]),
        (Scan("VLNß1", "VLN-1"), ["VLNß1", "VLN-1"]),
        (Scan("VLN-1", "VLN-1"), ["VLN-1"]),
        (Scan("", "VLN-1"), ["VLN-1"]),
        (Scan(""), []),
    ],
)
def test_what_was_typed_comes_first(scan, readings):
    assert scan.readings == readings


def test_it_is_cut_and_trimmed():
    scan = Scan.of({"code": " VLN-1\t", "us_keys": "x" * 300})
    assert scan == Scan("VLN-1", "x" * LONGEST)
    assert Scan.of({}) == Scan("")


@pytest.mark.parametrize(
    ("scan", "is_label"),
    [
        (Scan(ADDRESS), True),
        (Scan("httpsÖ--school.test-t-1Z1", ADDRESS), True),
        (Scan("t/1Y1"), False),
        (Scan("VLN-1"), False),
    ],
)
def test_a_labels_address_is_a_label_on_any_keyboard(scan, is_label):
    assert scan.is_label is is_label


@pytest.mark.parametrize(
    ("scan", "is_name"),
    [(Scan("Sol"), True), (Scan("4711"), False), (Scan("Sol", "Sol"), False)],
)
def test_what_was_scanned_is_no_name(scan, is_name):
    assert scan.is_name is is_name

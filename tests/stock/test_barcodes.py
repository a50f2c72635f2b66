"""Barcodes: one form of a number, however it is written, and no wrong digit."""

import pytest

from webapp.core.errors import Invalid
from webapp.stock import barcodes


@pytest.mark.parametrize(
    ("written", "number"),
    [
        ("M-2306-7118-7", "9790230671187"),
        ("m230671187", "9790230671187"),
        ("979-0-2306-7118-7", "9790230671187"),
        ("979 0 2306 7118 7", "9790230671187"),
        ("979‑0‑2306‑7118‑7", "9790230671187"),
        ("ISMN 979-0-2306-7118-7", "9790230671187"),
        ("ISMN: M-2306-7118-7", "9790230671187"),
        ("9790230671187", "9790230671187"),
        ("4006381333931", "4006381333931"),
        ("04006381333931", "4006381333931"),
        ("036000291452", "0036000291452"),
        ("9638-5074", "96385074"),
        ("0-306-40615-2", "9780306406157"),
        ("ISBN-10: 0-306-40615-2", "9780306406157"),
        ("0306406152", "9780306406157"),
        ("ISBN 0-8044-2957-X", "9780804429573"),
        ("080442957x", "9780804429573"),
        ("0-306-40615-3", ""),
        ("0-306-40615-X", ""),
        ("X306406152", ""),
        ("0000000000000", ""),
        ("00000000", ""),
        ("0000000000", ""),
        ("9790230671188", ""),
        ("M-2306-7118-8", ""),
        ("VLN-0001", ""),
        ("٩٧٩٠٢٣٠٦٧١١٨٧", ""),
        ("", ""),
    ],
)
def test_a_number_is_one_however_it_is_written(written, number):
    assert barcodes.of(written) == number


@pytest.mark.parametrize(
    ("number", "written"),
    [
        ("9790001234566", "979-0-001-23456-6"),
        ("9790230671187", "979-0-2306-7118-7"),
        ("9790500123453", "979-0-50012-345-3"),
        ("9790700123451", "979-0-700123-45-1"),
        ("9790900123459", "979-0-9001234-5-9"),
        ("4006381333931", "4006381333931"),
    ],
)
def test_an_ismn_is_written_in_its_parts(number, written):
    assert barcodes.of(number) == number
    assert barcodes.written(number) == written
    assert barcodes.of(written) == number


def test_a_wrong_digit_is_told_with_the_right_one():
    with pytest.raises(Invalid) as no:
        barcodes.read("979-0-2306-7118-9")
    assert "the last one is 7" in no.value.fields["barcode"]
    with pytest.raises(Invalid) as no:
        barcodes.read("HN 349")
    assert "13 digits" in no.value.fields["barcode"]
    assert barcodes.read(" ") == ""


@pytest.mark.parametrize(
    ("written", "words"),
    [
        ("0-306-40615-3", "ISBN is wrong"),
        ("0000000000000", "more than one digit"),
        ("00000000", "more than one digit"),
        ("000000000000", "more than one digit"),
    ],
)
def test_what_is_no_number_of_a_maker_says_why(written, words):
    with pytest.raises(Invalid) as no:
        barcodes.read(written)
    assert words in no.value.fields["barcode"]

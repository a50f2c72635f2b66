"""Tags are counted on: what stands before the number stays, and so does how many digits it has."""

from itertools import islice

import pytest

from webapp.core.errors import Invalid
from webapp.stock.units import tag_numbers


@pytest.mark.parametrize(
    ("tag", "parts"),
    [
        ("VLN-009", ("VLN-", 9, 3)),
        ("VLN9", ("VLN", 9, 1)),
        ("12", ("", 12, 2)),
        ("Big one", ("Big one-", 0, 1)),
        ("VLN-7b", ("VLN-7b-", 0, 1)),
        ("INS-00001-000", ("INS-00001-", 0, 3)),
        ("9999999999", ("9", 999_999_999, 9)),
        ("VLN-٣", ("VLN-٣-", 0, 1)),
    ],
)
def test_a_tag_is_taken_apart(tag, parts):
    assert tag_numbers.parsed(tag) == parts


@pytest.mark.parametrize(
    ("parts", "tags"),
    [
        (("VLN-", 9, 3), ["VLN-009", "VLN-010", "VLN-011"]),
        (("VLN-", 0, 3), ["VLN-001", "VLN-002", "VLN-003"]),
        (("", 8, 1), ["8", "9", "10"]),
        (("A", 99, 2), ["A99", "A100", "A101"]),
    ],
)
def test_tags_count_on_and_none_is_number_zero(parts, tags):
    assert list(islice(tag_numbers.numbered(*parts), 3)) == tags


def test_a_tag_that_grows_too_long_is_refused():
    tags = tag_numbers.numbered("x" * 39, 8, 1)
    assert [next(tags), next(tags)] == ["x" * 39 + "8", "x" * 39 + "9"]
    with pytest.raises(Invalid) as refusal:
        next(tags)
    assert "At most 40 characters" in refusal.value.fields["first_tag"]

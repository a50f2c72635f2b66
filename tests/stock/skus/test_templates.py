"""SKU templates are read by a short list of tokens; whatever else stands in braces is refused with its reason."""

from datetime import date

import pytest

from webapp.core.errors import Invalid
from webapp.stock.skus.templates import Filling, Template, short

DAY = date(2026, 3, 9)
FULL = Filling("P", "Z", "YAM", "INS", "SV44")


@pytest.mark.parametrize(
    ("template", "sku"),
    [
        ("{category}-{seq:5}", "INS-00042"),
        (
            "{prefix}{brand}{category}{item}{yyyy}{yy}{mm}{seq:4}{suffix}",
            "PYAMINSSV442026260300 42Z".replace(" ", ""),
        ),
        ("{seq}", "42"),
        ("{seq:1}", "42"),
        ("A.b_c-{seq:10}", "A.b_c-0000000042"),
    ],
)
def test_what_it_makes_and_reads_back(template, sku):
    read = Template(template)
    assert read.filled(FULL, 42, DAY) == sku
    assert read.reads(sku, FULL) == 42
    assert read.reads(sku + "x", FULL) is None
    assert read.reads("x", FULL) is None


@pytest.mark.parametrize(
    ("template", "reason"),
    [
        ("{brand.__class__}{seq:4}", "{brand.__class__} is not known"),
        ("{0}{seq:4}", "{0} is not known"),
        ("{}{seq:4}", "{} is not known"),
        ("{seq.real}", "{seq.real}: a number is written {seq:4}"),
        ("{seq:4}{brand!r}", "is not known"),
        ("{seq:4}{brand[0]}", "is not known"),
        ("{seq:4}{self}", "is not known"),
        ("{seq:4}{text}", "is not known"),
        ("{seq:{seq:4}}", "Unmatched brace"),
        ("{{seq:4}}", "Unmatched brace"),
        ("{seq:4}}", "Unmatched brace"),
        ("{seq:4", "Unmatched brace"),
        ("{seq:0}", "1 to 10 digits"),
        ("{seq:11}", "1 to 10 digits"),
        ("{seq:-4}", "1 to 10 digits"),
        ("{seq:٤}", "1 to 10 digits"),
        ("{seq: 4}", "1 to 10 digits"),
        ("{SEQ:4}", "is not known"),
        ("{prefix}", "all SKUs would be the same"),
        ("", "all SKUs would be the same"),
        ("{seq:4}{seq:4}", "Use {seq} only once"),
        ("A B{seq:4}", "only letters"),
        ("%s{seq:4}", "only letters"),
        ("é{seq:4}", "only letters"),
        ("a/{seq:4}", "only letters"),
    ],
)
def test_what_it_refuses(template, reason):
    with pytest.raises(Invalid) as no:
        Template(template)
    assert reason in no.value.fields["template"]


def test_a_sku_must_fit():
    Template("{brand}{category}{item}{yyyy}{seq:10}").check_fits(Filling())
    for prefix, template in (
        ("", "x" * 31 + "{seq:1}"),
        ("P" * 12, "{prefix}{brand}{category}{item}{yyyy}{seq:1}"),
    ):
        with pytest.raises(Invalid) as no:
            Template(template).check_fits(Filling(prefix))
        assert "at most 40" in no.value.fields["template"]


@pytest.mark.parametrize(
    ("name", "item"),
    [
        ("Bassoon", "BAS"),
        ("Student Violin 4/4", "SV44"),
        ("Flöte", "FLO"),
        ("打楽器", "GEN"),
        ("", "GEN"),
    ]
    + [("A very long name of a thing indeed", "AVLNOA")],
)
def test_what_stands_for_a_name(name, item):
    assert short(name) == item

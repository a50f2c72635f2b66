"""Names of brands, suppliers and categories: one however they are written, and the codes made of them."""

import pytest

from webapp.stock import lists


def test_codes_never_clash():
    taken = set()
    for _ in range(30):
        taken.add(code := lists.code("Yamaha Europe", taken))
        assert 1 <= len(code) <= 8
        assert code.isupper()
    assert len(taken) == 30


@pytest.mark.parametrize(
    ("name", "taken", "code"),
    [
        ("Yamaha", (), "YAM"),
        ("Yamaha", {"YAM"}, "YAMA"),
        ("Fox", {"FOX"}, "FOX2"),
        ("Gebr. König", (), "GEB"),
        ("雅馬哈", (), "BRA"),
        ("3M", (), "3M"),
    ],
)
def test_a_code_is_the_beginning_of_a_name(name, taken, code):
    assert lists.code(name, taken) == code


@pytest.mark.parametrize("written", ["GEBR.  KÖNIG", " gebr. konig", "Gebr.\tKo\u0308nig"])
def test_a_name_is_one_however_it_is_written(written):
    assert lists.key(written) == lists.key("Gebr. König")


def test_a_name_is_kept_with_single_spaces():
    assert lists.squeezed("  Gebr.   König ") == "Gebr. König"

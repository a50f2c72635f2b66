"""What a pile is sent as: each thing that is wrong is told at its own place."""

import pytest


@pytest.mark.parametrize("bad", [0, None, True, [], ""])
def test_what_is_no_code_is_refused_at_its_place(give, violins, bad):
    no = give(["VLN-1", bad])
    assert no.status_code == 422
    assert no.json["fields"] == {"codes.1.code": ["Send a code or an id"]}


def test_a_field_that_nobody_knows_is_named_alone(give, violins):
    no = give([{"code": "VLN-1", "color": "red"}])
    assert no.json["fields"] == {"codes.0.color": ["Not expected here"]}


def test_too_many_codes_are_refused_in_words(give, violins):
    no = give(["VLN-1"] * 1000)
    assert no.status_code in (409, 422)
    assert "At most" in str(no.json["fields"] or no.json["detail"])

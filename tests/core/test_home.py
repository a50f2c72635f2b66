"""Everybody starts where their work is."""

import pytest


@pytest.mark.parametrize(
    ("who", "where"), [("tess", "/approvals"), ("dora", "/desk"), ("ada", "/desk")]
)
def test_staff_start_at_their_work(as_, who, where):
    answer = as_(who).get("/")
    assert (answer.status_code, answer.location) == (303, where)


def test_a_student_starts_at_what_they_have(as_, wish):
    sol = as_("sol")
    assert "Nothing on loan" in sol.get("/").text
    sol.post("/api/inventory/checkouts/", json=wish)
    page = sol.get("/").text
    assert "Waiting for approval" in page
    assert "Sol" in page
    assert "Nothing on loan" not in page


def test_strangers_sign_in_first(app):
    assert "/login" in app.test_client().get("/").location

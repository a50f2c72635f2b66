"""`make load` in small: the same acts with the same proofs, on a school that is made up in a second."""

from tests.load.__main__ import load


def test_a_small_load(app, engine):
    said = []
    with app.app_context():
        size = {"items": 20, "units": 30, "movements": 1500, "seed": 5}
        load(app, engine, size, many=100, each=2, times=1, report=said.append)
    told = "\n".join(said)
    assert "300 units in one act" in told
    assert "a batch of 100 lines" in told
    assert "0 problems" in told
    assert "newest 50 movements" in told
    assert " 50 rows" in told

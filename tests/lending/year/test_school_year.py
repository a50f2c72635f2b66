"""One school year, lived through day by day: terms, a closed week, keeping longer, waiting, being told, being late."""

from ..renewals.acts import RENEWALS
from . import truths
from .acts import BASE, IDS, add_a_harp, on

VIOLIN, CELLO = 1, 2
STORM = {"name": "Storm", "starts_on": "2040-10-29", "ends_on": "2040-10-30"}


def test_a_school_year(app, first_day):
    school = first_day
    harp = add_a_harp(school)
    sols = kept_longer(school, harp)
    closed_for_a_storm(school, sols)
    kept_too_often(school, sols)
    places = waited_for(school, sols["harp"], harp)
    offered_to_one_after_the_other(school, sols["harp"], places)
    ended_with_the_term(school, harp)
    suspended_while_late(school)
    rolled_over(school)
    with app.app_context():
        truths.check_holders()
        truths.check_letters()
        truths.check_a_morning()
    done = app.test_cli_runner().invoke(args=["ledger", "verify"])
    assert done.output == "The ledger holds.\n"


def kept_longer(school, harp):
    """Too soon until the day that was said, and then as long again; Sol's loans."""
    school.go_on_until(on(9, 4))
    sols = {
        "harp": school.lend("sol", harp, on(10, 1)),
        "violin": school.lend("sol", VIOLIN, on(9, 28)),
    }
    school.go_on_until(on(9, 10))
    no = school.act("sol", sols["harp"], "renew", 409)
    assert no["facts"] | {"reason": "too_soon", "day": str(on(9, 24))} == no["facts"]
    school.go_on_until(on(9, 24))
    until = school.verdict("sol", sols["harp"])["until"]
    assert school.act("sol", sols["harp"], "renew")["due_date"] == until == str(on(10, 29))
    assert school.act("sol", sols["violin"], "renew")["due_date"] == str(on(10, 29))
    return sols


def closed_for_a_storm(school, sols):
    """What is due on closed days is refused with the next open one, and moved if they are closed later."""
    school.go_on_until(on(10, 1))
    no = school.ask("nia", CELLO, on(10, 22), code=422)
    (offer,) = no["offers"]
    assert offer["change"] == {"due_date": str(on(10, 29))}
    nias = school.lend("nia", CELLO, on(10, 29))
    school.go_on_until(on(10, 8))
    path = f"{BASE}closed-days/"
    seen = school.call("ada", "post", f"{path}?preview=1", 202, **STORM)
    assert (seen["due_days"], seen["people"]) == (3, 2)
    school.call("ada", "post", path, 201, **STORM)
    for id in (nias, *sols.values()):
        assert school.loan(id)["due_date"] == str(on(10, 31))
    school.post()
    assert school.left_today("open_days") == [
        ("open_days", "Nia"),
        ("open_days", "Sol"),
    ]
    school.go_on_until(on(10, 29))
    assert school.left_today("digest") == [("digest", "Nia"), ("digest", "Sol")]
    school.go_on_until(on(10, 31))
    assert school.left_today("digest") == []  # of what is due they were told already
    for id in (nias, sols["violin"]):
        school.act("dora", id, "return_item")


def kept_too_often(school, sols):
    """Twice without asking, then by asking; the answer is a new due day, and is told."""
    assert school.act("sol", sols["harp"], "renew")["due_date"] == str(on(11, 28))
    school.go_on_until(on(11, 21))
    assert school.act("sol", sols["harp"], "renew", 409)["facts"]["reason"] == "too_often"
    wish = {"checkout": sols["harp"], "due_date": str(on(12, 12))}
    asked = school.call("sol", "post", RENEWALS, 201, **wish)
    said = school.call("tess", "post", f"{RENEWALS}{asked['id']}/approve/")
    assert said["status"] == "approved"
    assert school.loan(sols["harp"])["due_date"] == str(on(12, 12))
    school.go_on_until(on(11, 22))
    assert [name for _kind, name in school.left_today()] == ["Sol"]


def waited_for(school, loan, harp):
    """What somebody waits for is not kept longer; two wait."""
    school.go_on_until(on(11, 26))
    nias, tesss = (school.join(name, harp) for name in ("nia", "tess"))
    assert [nias["place"], tesss["place"]] == [1, 2]
    school.join("nia", harp, 409)
    school.go_on_until(on(12, 6))
    assert school.act("sol", loan, "renew", 409)["facts"]["reason"] == "waited_for"
    return nias, tesss


def offered_to_one_after_the_other(school, loan, places):
    """To the first for three open days, then to the next, until the end of the term."""
    nias, tesss = places
    school.go_on_until(on(12, 10))
    school.act("dora", loan, "return_item")
    assert school.place("nia", nias)["due_date"] == str(on(12, 19))
    school.post()
    assert school.left_today("wait_offered") == [("wait_offered", "Nia")]
    school.go_on_until(on(12, 13))
    assert school.place("nia", nias)["status"] == "offered"
    school.go_on_until(on(12, 14))
    assert school.place("nia", nias)["status"] == "lapsed"
    assert school.left_today("wait_lapsed", "wait_offered") == [
        ("wait_lapsed", "Nia"),
        ("wait_offered", "Tess"),
    ]
    school.place("nia", nias, "accept", 409)
    mine = school.place("tess", tesss, "accept")
    school.act("tess", mine["id"], "approve")
    school.act("dora", mine["id"], "hand_out")
    assert school.loan(mine["id"])["due_date"] == str(on(12, 19))
    school.go_on_until(on(12, 19))
    school.act("dora", mine["id"], "return_item")


def ended_with_the_term(school, harp):
    """What begins in a term is back by its end; over the holidays nothing is said."""
    no = school.ask("sol", harp, on(1, 9), code=422)
    assert no["offers"][0]["change"] == {"due_date": str(on(12, 19))}
    school.go_on_until(on(12, 20))
    said = school.letters()[-1].id
    school.go_on_until(on(1, 7))
    assert school.letters()[-1].id == said


def suspended_while_late(school):
    """After five open days without asking anybody, and not a day longer than it is late."""
    violin = school.lend("nia", VIOLIN, on(1, 15))
    school.go_on_until(on(1, 21))
    assert school.left_today("weekly") == [("weekly", "Tess")]
    school.ask("nia", CELLO)
    school.go_on_until(on(1, 22))
    assert school.ask("nia", CELLO, code=409)["facts"]["reason"] == "suspended"
    path = f"{BASE}suspensions/?person={IDS['nia']}&standing=true"
    assert [each["is_automatic"] for each in school.call("nia", "get", path)] == [True]
    school.go_on_until(on(1, 28))
    school.stop_at(on(1, 29), 6)
    school.run_the_day()  # two weeks late: Nia and her teacher are to be told at seven
    school.act("dora", violin, "return_item")
    school.stop_at(on(1, 29), 8)
    school.post()
    assert school.left_today("digest") == []
    school.go_on_until(on(1, 30))
    assert school.call("nia", "get", path) == []
    school.ask("nia", VIOLIN)


def rolled_over(school):
    """Staff let what is out be kept in the next term, at most until its last day for returns."""
    school.go_on_until(on(3, 11), step=7)
    cello = school.lend("sol", CELLO, on(4, 3))
    school.go_on_until(on(3, 27))
    assert school.act("sol", cello, "renew", 409)["facts"]["reason"] == "past_term"
    no = school.act("tess", cello, "extend", 422, due_date=str(on(7, 12)))
    (offer,) = no["offers"]
    assert offer["change"] == {"due_date": str(on(7, 10))}
    school.act("tess", cello, "extend", **offer["change"])
    school.go_on_until(on(7, 7), step=7)
    school.go_on_until(on(7, 8))
    assert school.left_today("digest") == [("digest", "Sol")]
    school.go_on_until(on(7, 10))
    school.act("dora", cello, "return_item")
    school.go_on_until(on(7, 15))
    assert school.left_today() == []

"""What is left of quotas, as people see it before and after they book."""

API, QUOTAS = "/api/inventory/reservations/", "/api/inventory/quotas/"


def test_the_form_tells_before_anybody_asks(as_, rule, book, monday, hour):
    rule("Week", role="student", week_minutes=240)
    link = f"/reservations/new?room=1&start_time={monday}T14:00&end_time={monday}T"
    sol = as_("sol")
    assert "Week quota: then 3 h left of 4 h." in sol.get(f"{link}15:00").text
    book("sol", 2, monday, "08:00", "11:00")
    part = (
        as_("sol", htmx=True)
        .get(f"/reservations/new?room=1&start_time={monday}T14:00&end_time={monday}T16:00")
        .text
    )
    assert "Against the rules:" in part
    assert "3 h of 4 h used; this is 2 h" in part
    assert "€20.00" in part
    assert "Week quota" not in as_("tess").get(f"{link}15:00").text


def test_what_is_left_is_shown(as_, rule, book, monday):
    rule("Ahead", role="student", rolling_minutes=480)
    rule("Day", day_minutes=120, room=1)
    book("sol", 1, monday, "08:00", "10:00")
    sol = as_("sol")
    shown = {each["rule_name"]: each for each in sol.get(QUOTAS).json}
    assert (shown["Ahead"]["used_minutes"], shown["Ahead"]["left_minutes"]) == (120, 360)
    assert shown["Ahead"]["period_end"] is None
    assert shown["Day"]["period_start"][11:16] == "00:00"
    assert shown["Day"]["title"] == "Day quota in Studio A"
    assert shown["Day"]["used_minutes"] == 0


def test_pages_say_what_is_left_and_only_to_whom_it_concerns(as_, rule, book, monday):
    rule("Ahead", role="student", rolling_minutes=480)
    rule("Day", day_minutes=120, room=1)
    book("sol", 1, monday, "08:00", "10:00")
    sol, nia = as_("sol"), as_("nia")
    assert "6 h left of 8 h" in sol.get("/quotas").text
    assert "8 h left of 8 h" in nia.get("/quotas").text
    assert "Time booked ahead: 6 h left." in sol.get("/").text


def test_staff_see_anybodys_quotas_and_students_their_own(as_, rule, book, monday):
    rule("Ahead", role="student", rolling_minutes=480)
    rule("Day", day_minutes=120, room=1)
    book("sol", 1, monday, "08:00", "10:00")
    sol, nia = as_("sol"), as_("nia")
    assert nia.get(f"{QUOTAS}?student=2").status_code == 403
    assert sol.get(f"{QUOTAS}?student=2").status_code == 200
    assert as_("tess").get(f"{QUOTAS}?student=2").json[0]["used_minutes"] == 120
    assert as_("dora").get(f"{QUOTAS}?student=99").status_code == 404
    assert [each["rule_name"] for each in as_("tess").get(QUOTAS).json] == ["Day"]


def test_of_two_quotas_for_the_same_rooms_only_the_one_that_decides_is_shown(as_, rule):
    rule("All", week_minutes=60)
    rule("Students", role="student", week_minutes=120)
    rule("Studio A", room=1, week_minutes=30)
    assert [each["rule_name"] for each in as_("sol").get(QUOTAS).json] == [
        "Students",
        "Studio A",
    ]


def test_no_quota_is_said_kindly(as_):
    assert "No quotas" in as_("sol").get("/quotas").text
    assert "Your quotas" in as_("sol").get("/rooms").text

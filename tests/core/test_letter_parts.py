"""The text of an e-mail is read into what its HTML is made of."""

import pytest

from webapp.core.letter_parts import Button, read

URL = "http://school.test/checkouts/7"
OPEN = Button("Open the loan", URL)


def told(text, *buttons):
    return [
        (part.kind, [(line.text, *line.below) for line in part.lines])
        for part in read(text, buttons)
    ]


def test_paragraphs_keep_their_lines():
    assert told("It is yours.\nIt costs nothing.\n\n\nBye") == [
        ("words", [("It is yours.",), ("It costs nothing.",)]),
        ("words", [("Bye",)]),
    ]


def test_a_button_is_its_label_and_its_address():
    text = f"Come.\n{OPEN}\nThank you."
    assert told(text, OPEN) == [
        ("words", [("Come.",)]),
        ("button", [("Open the loan",), (URL,)]),
        ("words", [("Thank you.",)]),
    ]


def test_a_bare_link_of_a_template_is_a_button_too():
    assert told(f"See it:\n{URL}", OPEN)[1] == ("button", [("Open the loan",), (URL,)])


@pytest.mark.parametrize("typed", ["http://evil.test/", f"{URL}9", f"x {URL}"])
def test_what_somebody_typed_is_no_button(typed):
    assert told(f'She wrote:\n"\n{typed}\n"\n\n{URL}', OPEN) == [
        ("words", [("She wrote:",)]),
        ("quote", [('"',), (typed,), ('"',)]),
        ("button", [("Open the loan",), (URL,)]),
    ]


def test_an_address_typed_again_is_no_second_button():
    kinds = [kind for kind, _lines in told(f"{URL}\n\n{URL}", OPEN)]
    assert kinds == ["button", "words"]


def test_a_quote_keeps_its_empty_lines():
    assert told('"One\n\nTwo"\nThree') == [
        ("quote", [('"One',), ("",), ('Two"',)]),
        ("words", [("Three",)]),
    ]


def test_a_quote_that_never_ends_hides_no_button():
    assert told(f'"Amati" for you\n\n{OPEN}', OPEN)[-1][0] == "button"


def test_a_quote_with_its_author_is_no_open_one():
    text = '"Music gives a soul." - Plato\n\nIt is yours.\n\n"Take care"\n\nBye'
    assert [kind for kind, _lines in told(text)] == ["words", "words", "quote", "words"]


def test_lists_and_what_is_said_of_their_entries():
    assert told("You have:\n- Set\n  - Bow\n    until Monday\n- Rosin") == [
        ("words", [("You have:",)]),
        ("list", [("Set",), ("Bow", "until Monday"), ("Rosin",)]),
    ]
    assert [line.level for line in read("- Set\n  - Bow", ())[0].lines] == [0, 1]


def test_lines_set_in_belong_to_the_one_above():
    assert told("Yours:\n  2 × bow\n\nViolin\n  Approved.\n  Another one.") == [
        ("words", [("Yours:",)]),
        ("list", [("2 × bow",)]),
        ("thing", [("Violin", "Approved.", "Another one.")]),
    ]

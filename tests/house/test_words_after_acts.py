"""After every act, a word: what a page's form does is told on the page that follows."""

import ast
from itertools import chain

import pytest

from tests.house.test_scenarios import ROOT

ANSWERS = {"go", "go_to", "done", "_to", "_done", "_back_to", "_go_to_album"}
TOLD_BY_THEIR_PAGE = {  # what follows says it in words of its own
    "failing_emails.retry": "how many are tried again stands above the list",
    "failing_emails.retry_all": "likewise",
    "lending/forgetting.decide_forgetting": "Saved, above the form",
    "lending/roll_overs.start": "the page of what became of each loan",
    "lending/roll_overs.undo": "likewise",
    "lending/tray.carry_out": "the receipt",
    "lending/tray.take_back_first": "the tray, with nothing carried out yet",
    "lending/waits.answer_offer_by_link": "the page of the place in the queue",
    "people/signing_in.sign_out": "the page to sign in",
    "people/tokens.issue_token": "the token, shown once",
    "reports/lookups.remind_now": "beside the loan: reminded today",
    "rooms/closures.ask": "the form with the rooms to choose, or its preview",
    "rooms/feeds.make": "the link, shown once",
    "school/kind_words.decide": "Saved, above the form",
    "school/kind_words.reset": "likewise",
    "school/settings.decide": "likewise",
    "stock/bulk.carry_out_bulk": "the operation, above the form",
    "stock/bulk.preview_bulk": "the preview",
    "stock/counting.scan": "what was counted last",
    "stock/handling.adjust_now": "the operation, above the form",
    "stock/handling.give_back_now": "likewise",
    "stock/handling.receive_now": "likewise",
    "stock/handling.sell_now": "likewise",
    "stock/handling.write_off_now": "likewise",
    "stock/importing.carry_out": "what was imported",
    "stock/numbering.show_preview": "the form, with what it would make",
    "stock/reviewing.choose": "the preview",
    "stock/transit.add": "what was added, above the list",
    "stock/transit.receive": "what has arrived, above the list",
    "stock/waiting.approve": "the operation, above the list; in the inbox the card itself",
    "lending/baskets.put_one": "the button says that it is in the basket",
}


def _acts():
    """Every function that answers a page's form, by its module."""
    pages = [*ROOT.glob("webapp/*/pages/*.py"), *ROOT.glob("webapp/*/pages.py")]
    for path in sorted([*pages, *ROOT.glob("webapp/*.py")]):
        parts = path.relative_to(ROOT / "webapp").with_suffix("").parts
        name = "/".join(part for part in parts if part != "pages")
        for node in ast.walk(ast.parse(path.read_text())):
            if isinstance(node, ast.FunctionDef) and _is_act(node):
                yield pytest.param(node, id=f"{name}.{node.name}")


def _is_act(function):
    decorators = [ast.unparse(each) for each in function.decorator_list]
    return any(".post(" in each for each in decorators) and "looks" not in decorators


def _answers(function):
    """How it goes on, of each way that it may."""
    returned = [node.value for node in ast.walk(function) if isinstance(node, ast.Return)]
    ways = [each.values if isinstance(each, ast.BoolOp) else [each] for each in returned]
    calls = [each for each in chain(*ways) if isinstance(each, ast.Call)]
    return [each for each in calls if getattr(each.func, "id", "") in ANSWERS]


def _says_a_word(call):
    return len(call.args) >= (3 if call.func.id == "done" else 2)


ACTS = [*_acts()]


@pytest.mark.parametrize("act", ACTS)
def test_an_act_ends_with_a_word(act, request):
    id = request.node.callspec.id
    silent = [ast.unparse(each) for each in _answers(act) if not _says_a_word(each)]
    assert bool(silent) == (id in TOLD_BY_THEIR_PAGE), silent


def test_what_is_told_otherwise_is_there():
    assert TOLD_BY_THEIR_PAGE.keys() <= {each.id for each in ACTS}

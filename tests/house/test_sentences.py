"""What people read goes through gettext, and translations/messages.pot is what they read today."""

from scripts import words


def test_the_sentences_for_translators_are_those_of_the_source():
    assert words.TEMPLATE.read_text() == words.written(), "run `make words`"


def test_every_sentence_takes_its_facts_by_name():
    """Or it fails when it is said: "5 % off" must be written with `%%`, and a translator may change the order."""
    for message in words.catalogue():
        for text in [message.id] if isinstance(message.id, str) else message.id:
            text % _Anything()


class _Anything(dict):
    def __missing__(self, name):
        return 1

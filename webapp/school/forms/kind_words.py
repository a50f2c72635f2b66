"""How the school's own words in a kind of e-mail are drawn."""

from wtforms import TextAreaField

from webapp.core.form_fields import label
from webapp.core.forms import Form

from ..schemas.kind_words import KindWordsPage


class KindWordsForm(Form, reads=KindWordsPage, title="Words of an e-mail", button="Save"):
    template = "school/mail_words/words"
    words = label(
        "Your words",
        "Below the greeting; {name} is who reads it. Empty is as usual.",
        field=TextAreaField,
    )

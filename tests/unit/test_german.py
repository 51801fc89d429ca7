"""The German texts promise what the English ones do: the same values, keys and names, and the same facts on money."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from translations import CONTEXT, read, texts_of_code

GERMAN = Path(__file__).resolve().parents[2] / "resources" / "i18n" / "up42_jobs_de.ts"
# What happens to credits, and the words that state it: an English text with the left has the right in German.
MONEY = (
    (r"\bheld\b|\bholds?\b", r"reserv"),
    (r"\bspen[dt]s?\b", r"ausgegeben|auszugeben|ausgibt|\b(?:gibt|geben) .*\baus\b"),
    (r"(?<!of )\bcharge[ds]?\b", r"abgebucht|Abbuchung|abgerechnet|rechnet .* ab"),
    (r"\breleased\b", r"freigegeben"),
    (r"\bused\b", r"verbrauch"),
    (r"\bfree of charge\b|\bis free\b|\bfree test", r"kostenlos"),
    (r"\bpaid for\b", r"bezahlt"),
    (r"\bnot known\b|\bunknown\b", r"nicht(?: mehr)? bekannt|bis ihr Zustand bekannt ist|unbekannt"),
    (r"\blost\b", r"verloren|brach ab|abbrach"),
    (r"\bonly\b", r"\bnur\b|\bohne\b"),
)


@pytest.fixture(scope="module")
def german():
    return read(GERMAN)


def test_every_text_of_the_code_is_translated_and_no_other(german):
    """`make translations` names what is missing here, and drops what the code has no more."""
    texts = set(texts_of_code())
    assert texts - set(german) == set()
    assert set(german) - texts == set()


def pairs(german):
    return [(source, form) for (_, source), forms in sorted(german.items()) for form in forms]


def values_of(text):
    """The places where values are put, and the tags."""
    return sorted(re.findall(r"\{[^}]*\}|%L?n|%\d|</?[a-z]+[^>]*>", text))


def keys_of(text):
    return len(re.findall(r"&(?!&|\s)", text.replace("&&", "")))


def test_same_values_in_every_text(german):
    assert [pair for pair in pairs(german) if values_of(pair[0]) != values_of(pair[1])] == []


def test_a_key_where_english_has_one(german):
    assert [pair for pair in pairs(german) if keys_of(pair[0]) != keys_of(pair[1])] == []
    assert [pair for pair in pairs(german) if pair[0].count("&&") != pair[1].count("&&")] == []


def test_keys_of_one_widget_or_menu_differ_where_they_differ_in_english(german):
    """Menus and dialogs that no walk opens: the texts of a class are shown together, unless English repeats a key."""

    def keys(texts):
        return [key.upper() for text in texts for key in re.findall(r"&(\w)", text.replace("&&", ""))]

    twice = []
    for context in sorted({context for context, _ in german} - {CONTEXT}):
        own = {source: forms[0] for (where, source), forms in german.items() if where == context}
        if len(set(keys(own))) == len(keys(own)) and len(set(keys(own.values()))) < len(keys(own.values())):
            twice.append((context, keys(own.values())))
    assert twice == []


def test_same_spaces_and_dots_around_a_text(german):
    """A space joins a number to its unit, an ellipsis promises a dialog."""

    def around(text):
        return re.match(r"[\s⚠★•]*", text).group(), re.search(r"(?:…|\.|\?|:|\s)*$", text).group().replace(".", "")

    assert [pair for pair in pairs(german) if around(pair[0]) != around(pair[1])] == []


def test_german_quotation_marks_and_no_english_plural(german):
    assert [form for _, form in pairs(german) if "(s)" in form or form.count("„") != form.count("“")] == []


def test_a_name_in_quotation_marks_is_the_name_on_screen(german):
    """A text that refers to an algorithm or a tab names it as the user sees it."""
    by_source = {source: forms[0] for (_, source), forms in german.items()}
    wrong = []
    for source, form in pairs(german):
        for name in re.findall(r"“([^“”{]+)”", source):
            names = [key for key in by_source if key == name or key.startswith(f"{name} (")]
            if names and f"„{by_source[names[0]].partition(' (')[0]}“" not in form:
                wrong.append((name, form))
    assert wrong == []


@pytest.mark.parametrize(("english", "expected"), MONEY)
def test_money_is_stated_in_the_same_words(german, english, expected):
    plain = [tuple(re.sub(r"\{[^}]*\}", "", text) for text in pair) for pair in pairs(german)]
    found = [pair for pair in plain if re.search(english, pair[0], re.IGNORECASE)]
    assert found
    assert [pair for pair in found if not re.search(expected, pair[1], re.IGNORECASE)] == []


def test_plurals_have_both_forms(german):
    texts = texts_of_code()
    assert [key for key, forms in german.items() if key in texts and len(forms) != 1 + texts[key].is_plural] == []

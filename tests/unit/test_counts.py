"""Sentences with a number are right for one of a thing; what is wrong about a count is not trusted on money."""

from __future__ import annotations

import re

import pytest
from translations import texts_of_code

from up42_jobs.core.wording.figures import counted

# A number, and a noun in the plural: the words need a form for one, through `%Ln` and `counted`.
_ALWAYS_SEVERAL = re.compile(r"(?<!/)\{(?!name)\w+\} (?:[a-z]+ )?([a-z]{2,}s)\b")
# Their number is never one, or the word is no noun in the plural.
RIGHT = frozenset(
    (
        # A job of several scenes, some of which came or were ordered; two are the fewest.
        "{delivered} of {wanted} scenes · {state}",
        "Ordered for certain: {ordered} of {wanted} scenes. The answer for {unknown} was lost: do not order the rest "
        "again until its state is known.",
        "Ordered: {ordered} of {wanted} scenes. The rest was not ordered and holds no credits.",
        # Some of a layer's features are selected and others are not.
        "{wanted} of {total} features selected, each an area of its own",
        # Some parts were refused and others were not.
        "{refused} of {total} parts cannot be ordered: see the reasons in the list above. Nothing is held.",
        "{refused} of {total} parts cannot be ordered; the hold dialog gives the reasons.",
        # Limits, and what exceeds them.
        "Enter 1 to {maximum} scenes.",
        "Runs the free test query again for up to {count} scenes",
        "The area has {count} separate parts; only one is allowed. Choose one, or an outline around all.",
        "The feature makes {count} parts; at most {maximum} are searched. Divide it.",
        "The outline has {count} vertices; at most {maximum} are allowed. Simplify it.",
        # Credits of an order that is beyond a limit, in a log.
        "The job may cost up to {most} credits, of which {hold} credits would be held: more than the {budget} allowed. "
        "Nothing was ordered, no credits were spent.",
        "The rows may cost up to {most} credits together, of which {hold} credits would be held: more than the "
        "{budget} allowed. Nothing was ordered, no credits were spent.",
        "The rows that are left may cost up to {most} credits, with {earlier} credits of this purchase that are held "
        "or spent already: more than the {budget} allowed. Nothing more was ordered.",
    )
)
_NO_NOUNS = frozenset(["is", "was", "does", "has", "needs", "costs", "remains", "this", "its"])


def english(is_plural):
    return sorted({source for (_, source), text in texts_of_code().items() if text.is_plural is is_plural})


def test_a_number_before_several_things_has_a_form_for_one():
    """“At most 1 scenes”: a count is given to the translation, or it says here why it is never one.

    The numbers of a fraction count too: “0 of 1 scenes”.
    """
    found = [text for text in english(is_plural=False) if set(_ALWAYS_SEVERAL.findall(text)) - _NO_NOUNS]
    assert [text for text in found if text not in RIGHT] == []
    assert RIGHT - set(found) == set()


def test_a_sentence_about_one_thing_has_no_verb_of_several():
    """“1 row are in the file”."""
    verb = re.compile(r"%Ln(?: \w+){1,5}?,?(?: which)? (are|were|have|exist|differ|say)\b|\ball (?:of the )?%Ln")
    # These have a sentence of their own for one.
    own = ("The filters hide all", "You already own all", "agree on all")
    wrong = [text for text in english(is_plural=True) if verb.search(counted(text, 1))]
    assert [text for text in wrong if not any(words in text for words in own)] == []


def test_no_form_is_left_open():
    """What is put between parentheses for `counted` never reaches the screen."""
    for text in english(is_plural=True):
        for count in (0, 1, 2):
            assert not re.search(r"\(s\)|\([^()]*\|", counted(text, count)), text


@pytest.mark.parametrize(
    ("count", "text"), [(0, "0 rows are here"), (1, "1 row is here"), (2, "2 rows are here")]
)
def test_noun_and_verb_follow_the_number(count, text):
    assert counted("%Ln row(s) (is|are) here", count).replace("%Ln", str(count)) == text

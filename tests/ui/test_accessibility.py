"""Every widget and row can be read by ear, reached by keys, hit by an unsteady hand and seen with little contrast.

The walk opens every tab and dialog in the light look, in Night Mapping and in a system's high contrast.
`pytest -s` prints the figures.
"""

from __future__ import annotations

import pytest
from qgis.PyQt import sip
from support.accessibility import MIN_CONTRAST, MIN_MARK_CONTRAST
from support.accessibility_walk import LIGHT, LOOKS, Walk, put_on
from support.dock_user import DockUser
from support.painted_texts import plain_contrasts

from up42_jobs.ui.dock import Up42Dock

CONNECTION = "Sandbox Platform"
# Tall enough that nothing of a tab is scrolled away.
SIZE = (420, 1500)
DOCKED = ("Configure", "Scenes", "Jobs", "Configure, many areas", "Areas")
_walked = {}


@pytest.fixture
def surfaces(request, qtbot):
    """What the walk measured in one look; it is walked once."""
    look = request.param
    if getattr(request.node, "execution_count", 1) > 1:
        # A test that is run once more measures once more.
        _walked.pop(look, None)
    if look not in _walked:
        take_off = put_on(look)
        try:
            application = request.getfixturevalue("application")
            dock = Up42Dock(application, request.getfixturevalue("canvas"))
            dock.resize(*SIZE)
            dock.show()
            user = DockUser(dock, application, CONNECTION, qtbot, request.getfixturevalue("sandbox"))
            try:
                _walked[look] = Walk(user, qtbot).run()
            finally:
                dock.release()
                sip.delete(dock)
        finally:
            take_off()
    return _walked[look]


def report(surfaces, look):
    """Prints the figures of a look."""
    columns = {
        "controls": lambda surface: len(surface.controls),
        "nameless": lambda surface: sum(not control.name for control in surface.controls),
        "sentence": lambda surface: sum(control.has_sentence_as_name for control in surface.controls),
        "small": lambda surface: sum(control.is_small for control in surface.controls),
        "rows": lambda surface: surface.rows,
        "silent": lambda surface: len(surface.silent_rows),
        "unmarked": lambda surface: len(surface.unmarked),
        "overlap": lambda surface: len(surface.overlapping),
        "keys": lambda surface: len(surface.mnemonics),
        "twice": lambda surface: len(surface.repeated),
        "dead": lambda surface: len(surface.dead) if surface.name in DOCKED else 0,
        "backward": lambda surface: len(surface.backward),
        "texts": lambda surface: len(surface.texts),
        "faint": lambda surface: len(faint_texts(surface)),
        "least": lambda surface: f"{min((t.contrast for t in ours(surface) if t.is_enabled), default=21):.1f}",
    }
    print("\n" + f"{look:<26}" + "".join(f"{title:>9}" for title in columns))
    for surface in surfaces:
        print(f"{surface.name:<26.25}" + "".join(f"{figure(surface):>9}" for figure in columns.values()))


def ours(surface):
    return [text for text in surface.texts if not text.is_of_the_style]


def faint_texts(surface):
    """Texts that we colour and that are hard to read; disabled controls are exempt (WCAG 2.2, 1.4.3)."""
    return [text for text in ours(surface) if text.is_enabled and text.contrast < MIN_CONTRAST]


def assert_none(found):
    assert not found, "\n" + "\n".join(found)


@pytest.mark.parametrize("surfaces", [LIGHT], indirect=True)
def test_every_control_has_a_name_for_screen_readers(surfaces):
    report(surfaces, LIGHT)
    assert_none([str(control) for surface in surfaces for control in surface.controls if not control.name])


@pytest.mark.parametrize("surfaces", [LIGHT], indirect=True)
def test_a_name_is_no_sentence(surfaces):
    # A reader says the name at every stop; what a control does is in its description and tool tip.
    found = [str(control) for surface in surfaces for control in surface.controls if control.has_sentence_as_name]
    assert_none(found)


@pytest.mark.parametrize("surfaces", [LIGHT], indirect=True)
def test_a_button_without_words_has_a_tool_tip(surfaces):
    icons = [control for surface in surfaces for control in surface.controls if control.is_icon_only]
    assert_none([str(control) for control in icons if not control.tip])


@pytest.mark.parametrize("surfaces", [LIGHT], indirect=True)
def test_tab_reaches_every_control(surfaces):
    assert_none([str(control) for surface in surfaces for control in surface.controls if not control.is_reachable])


@pytest.mark.parametrize("surfaces", [LIGHT], indirect=True)
def test_tab_goes_the_way_of_reading(surfaces):
    assert_none([pair for surface in surfaces for pair in surface.backward])


@pytest.mark.parametrize("surfaces", [LIGHT], indirect=True)
def test_targets_are_at_least_24_pixels(surfaces):
    assert_none([str(control) for surface in surfaces for control in surface.controls if control.is_small])


@pytest.mark.parametrize("surfaces", [LIGHT], indirect=True)
def test_no_mnemonic_is_used_twice_or_taken_by_qgis(surfaces):
    assert_none([twice for surface in surfaces for twice in surface.repeated])
    docked = [surface for surface in surfaces if surface.name in DOCKED]
    assert_none([dead for surface in docked for dead in surface.dead])


@pytest.mark.parametrize("surfaces", [LIGHT], indirect=True)
def test_every_row_says_what_it_shows(surfaces):
    # Rows that are painted in lines have their values in no cell: a reader hears the texts for readers only.
    assert sum(surface.rows for surface in surfaces) > 5
    assert_none([row for surface in surfaces for row in surface.silent_rows])


@pytest.mark.parametrize("surfaces", LOOKS, indirect=True)
def test_every_text_is_clear_from_its_ground(surfaces, request):
    look = request.node.callspec.params["surfaces"]
    report(surfaces, look)
    assert_none([str(text) for surface in surfaces for text in faint_texts(surface)])


@pytest.mark.parametrize("surfaces", LOOKS, indirect=True)
def test_controls_of_the_style_are_as_clear_as_all_of_qgis(surfaces, request):
    """Their colours are QGIS's: where its theme is faint (3.7 in Night Mapping), they are no fainter."""
    take_off = put_on(request.node.callspec.params["surfaces"])
    try:
        floor = min(MIN_CONTRAST, *(text.contrast for text in plain_contrasts()))
    finally:
        take_off()
    texts = [text for surface in surfaces for text in surface.texts if text.is_of_the_style and text.is_enabled]
    assert texts
    assert_none([str(text) for text in texts if text.contrast < floor - 0.1])


@pytest.mark.parametrize("surfaces", [LIGHT], indirect=True)
def test_the_focus_of_the_keyboard_is_seen(surfaces):
    # Without a mark nobody knows which row Space ticks, or which button Enter presses.
    assert_none([stop for surface in surfaces for stop in surface.unmarked])


@pytest.mark.parametrize("surfaces", [LIGHT], indirect=True)
def test_no_text_of_a_row_is_painted_over_another(surfaces):
    assert_none([pair for surface in surfaces for pair in surface.overlapping])


@pytest.mark.parametrize("surfaces", LOOKS, indirect=True)
def test_marks_of_rows_are_seen_on_every_ground(surfaces):
    # A tick that is green on green decides over credits without being seen.
    marks = [(surface.name, name, value) for surface in surfaces for name, value in surface.marks.items()]
    assert len(marks) == 4
    assert_none([f"{where}: {name} {value:.1f}" for where, name, value in marks if value < MIN_MARK_CONTRAST])

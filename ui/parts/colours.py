"""Colours that remain distinguishable on any palette, by the contrast ratio of WCAG 2."""

from __future__ import annotations

from qgis.PyQt.QtGui import QColor, QGuiApplication, QPalette

# Contrast of text with its ground (WCAG 2.1, success criterion 1.4.3).
READABLE = 4.5
# Of plain text on a selection, so that dimmed captions on it can be read too.
_PLAIN = 6.0


def contrast(first: QColor, second: QColor) -> float:
    """Returns the contrast ratio of two opaque colours, 1 to 21 (WCAG 2.1, definition "contrast ratio")."""
    light, dark = sorted((_luminance(first), _luminance(second)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def blended(first: QColor, second: QColor, share: float) -> QColor:
    """Returns a colour that is `share` of the way from the first to the second."""
    return QColor.fromRgbF(
        *(
            start + (end - start) * share
            for start, end in zip(first.getRgbF()[:3], second.getRgbF()[:3])
        )
    )


def readable_on(ground: QColor, color: QColor, text: QColor, ratio: float) -> QColor:
    """Returns `color`, moved towards the colour of text only as far as the contrast with the ground needs."""
    for step in range(10):
        candidate = blended(color, text, step / 10.0)
        if contrast(candidate, ground) >= ratio:
            return candidate
    return text


def text_on(ground: QColor, color: QColor) -> QColor:
    """Returns a text colour as it is if it can be read on a ground, else white or black."""
    if contrast(color, ground) >= READABLE:
        return QColor(color)
    return max(QColor("white"), QColor("black"), key=lambda plain: contrast(plain, ground))


def base_of(palette: QPalette, group: QPalette.ColorGroup = QPalette.ColorGroup.Current) -> QColor:
    """Returns the ground of texts, never transparent: a style sheet may leave the palette of a widget so."""
    for known in (palette, QGuiApplication.palette()):
        for role in (QPalette.ColorRole.Base, QPalette.ColorRole.Window):
            if known.color(group, role).alpha() == 255:
                return known.color(group, role)
    text = palette.color(group, QPalette.ColorRole.Text)
    return max(QColor("white"), QColor("black"), key=lambda plain: contrast(plain, text))


def dimmed_on(ground: QColor, text: QColor) -> QColor:
    """Returns a text colour a third of the way to its ground, or as much of it as can still be read."""
    return readable_on(ground, blended(text, ground, 1.0 / 3.0), text, READABLE)


def ground_below(text: QColor, color: QColor) -> QColor:
    """Returns the colour of a ground, made darker or brighter until text and its captions can be read on it."""
    away = QColor("black") if _luminance(text) > _luminance(color) else QColor("white")
    moved = (blended(color, away, step / 20.0) for step in range(21))
    return next((ground for ground in moved if contrast(text, ground) >= _PLAIN), away)


def _luminance(color: QColor) -> float:
    red, green, blue = (
        part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in color.getRgbF()[:3]
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue

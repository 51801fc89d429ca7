"""The word "Sandbox", stamped into quicklooks: nobody should take a drawn world for imagery."""

from __future__ import annotations

from functools import lru_cache
from typing import Tuple

import numpy as np
from numpy.typing import NDArray

# Five columns and seven rows per letter, a row per number, its highest bit on the left.
_LETTERS = {
    "S": (0b01111, 0b10000, 0b10000, 0b01110, 0b00001, 0b00001, 0b11110),
    "A": (0b01110, 0b10001, 0b10001, 0b11111, 0b10001, 0b10001, 0b10001),
    "N": (0b10001, 0b11001, 0b11001, 0b10101, 0b10011, 0b10011, 0b10001),
    "D": (0b11110, 0b10001, 0b10001, 0b10001, 0b10001, 0b10001, 0b11110),
    "B": (0b11110, 0b10001, 0b10001, 0b11110, 0b10001, 0b10001, 0b11110),
    "O": (0b01110, 0b10001, 0b10001, 0b10001, 0b10001, 0b10001, 0b01110),
    "X": (0b10001, 0b10001, 0b01010, 0b00100, 0b01010, 0b10001, 0b10001),
}
WORD = "SANDBOX"
# Light letters with a dark edge are read on ground, water and cloud alike.
_LETTER, _EDGE, _OPACITY = 250.0, 30.0, 0.75


def stamp(pixels: NDArray[np.float32], corner: Tuple[int, int]) -> None:
    """Writes the word into an image (rows, columns, bands), its upper left at a row and column; cut at the edges."""
    word = _word(max(1, pixels.shape[0] // 256))
    top, left = max(corner[0], 0), max(corner[1], 0)
    part = pixels[top : top + word.shape[0], left : left + word.shape[1]]
    shown = word[: part.shape[0], : part.shape[1], None]
    tone = np.where(shown == 2, np.float32(_LETTER), np.float32(_EDGE))
    part += (tone - part) * (np.float32(_OPACITY) * (shown > 0))


@lru_cache(maxsize=4)
def _word(scale: int) -> NDArray[np.uint8]:
    """Returns the word with 2 for letters, 1 for the pixels around them and 0 elsewhere."""
    letters = np.zeros((9, 6 * len(WORD) + 2), dtype=np.uint8)
    for number, letter in enumerate(WORD):
        rows = [[(row >> (4 - column)) & 1 for column in range(5)] for row in _LETTERS[letter]]
        letters[1:8, 6 * number + 1 : 6 * number + 6] = np.array(rows, dtype=np.uint8) * 2
    around = np.zeros_like(letters)
    for down in (-1, 0, 1):
        for right in (-1, 0, 1):
            around |= np.roll(np.roll(letters, down, axis=0), right, axis=1)
    return np.maximum(letters, around // 2).repeat(scale, axis=0).repeat(scale, axis=1)

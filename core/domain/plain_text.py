"""Text of others, made fit for places that may read it as markup."""

from __future__ import annotations

# Alike to the eye, and no markup anywhere: escaping would show its signs in places that show plain text.
_SIGNS = {ord("<"): "‹", ord(">"): "›"}


def plain(text: str) -> str:
    """Returns text in which nothing can be read as markup, wherever it is shown.

    For names of layers and tasks, and the metadata of layers: QGIS shows each of them as plain text in one place and
    as HTML in another, so that neither the raw nor the escaped text would do.
    """
    return text.translate(_SIGNS)


def plain_address(address: str) -> str:
    """Returns an address that cannot leave the attribute in which it is written."""
    for sign, code in (('"', "%22"), ("'", "%27"), ("<", "%3C"), (">", "%3E"), (" ", "%20")):
        address = address.replace(sign, code)
    return address

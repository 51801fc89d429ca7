"""Makes foreign text safe for places that may interpret it as markup."""

from __future__ import annotations

# These look alike and are never markup. Escapes would be visible in places that show plain text.
_SIGNS = {ord("<"): "‹", ord(">"): "›"}


def plain(text: str) -> str:
    """Returns text that contains no markup, regardless of where it is shown.

    For names of layers and tasks and for layer metadata: QGIS shows each as plain text in one place and as HTML in
    another, so neither the raw nor the escaped text is right in both.
    """
    return text.translate(_SIGNS)


def plain_address(address: str) -> str:
    """Returns an address that cannot break out of the HTML attribute it is written into."""
    for sign, code in (('"', "%22"), ("'", "%27"), ("<", "%3C"), (">", "%3E"), (" ", "%20")):
        address = address.replace(sign, code)
    return address

"""Words of products: what they are called, and why one cannot be ordered."""

from __future__ import annotations

from qgis.PyQt.QtCore import QCoreApplication

from ...core.domain.products import Product

_translate = QCoreApplication.translate


def product_name_text(product: Product) -> str:
    """Returns the whole name of a product, its collection before it where the title does not tell it."""
    if not product.collection or product.title.lower().startswith(product.collection.lower()):
        return product.title
    return _translate("UP42", "{collection} · {product}").format(collection=product.collection, product=product.title)


def product_short_text(product: Product) -> str:
    """Returns the name of a product under the heading of its collection."""
    start = f"{product.collection} ".lower()
    is_repeated = bool(product.collection) and product.title.lower().startswith(start)
    return product.title[len(start) :] if is_repeated else product.title


def why_not_orderable_text(product: Product) -> str:
    """Returns in a few words why a product cannot be ordered from here, empty where it can."""
    return "" if product.is_orderable else _translate("UP42", "not available through the API")

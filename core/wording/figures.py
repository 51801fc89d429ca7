"""Numbers as people read them: credits, areas, times; in the person's own locale."""

from __future__ import annotations

import math
from datetime import datetime, timedelta
from decimal import Decimal
from typing import Optional

from qgis.PyQt.QtCore import QCoreApplication, QDateTime, QLocale

from ..domain.jobs.credits import Budget
from ..domain.outputs.transfer import Transfer
from ..domain.products import Product

_translate = QCoreApplication.translate

UNKNOWN = "–"
# Qt counts plurals in 32 bits and sizes in 64; its numbers are exact up to 2^53.
_MAX_COUNT = 2**31 - 1
_MAX_EXACT = 2**53
_MAX_BYTES = 2**62
_MAX_DURATION_S = 1e9


def counted(text: str, count: int) -> str:
    """Settles the plural of an English text whose noun ends in `(s)`; translated texts have none left."""
    return text.replace("(s)", "" if count == 1 else "s")


def number_text(value: Optional[float], digits: int = 0) -> str:
    """Returns a number with the locale's separators, a dash for an unknown one or for what is no number.

    A number too long to be read has its power of ten, as in 1.5e+30.
    """
    if value is None or (not isinstance(value, int) and not math.isfinite(value)):
        return UNKNOWN
    if abs(value) > _MAX_EXACT:
        # Qt would show another number.
        return f"{Decimal(f'{Decimal(value):.5e}').normalize():g}"
    return QLocale().toString(float(value), "f", 0 if isinstance(value, int) else digits)


def unreadable_text(count: int) -> str:
    """Returns how many records of an answer are missing because they could not be read, empty for none."""
    if not count:
        return ""
    text = _translate("UP42", "Left out: %Ln record(s) of the answer that could not be read.", None, count)
    return counted(text, count)


def credits_text(credits: Optional[int]) -> str:
    """Returns a number of credits with its unit."""
    if credits is None:
        return _translate("UP42", "unknown credits")
    if not 0 <= credits <= _MAX_COUNT:
        # Qt has no plural of negative numbers, nor of such large ones.
        return _translate("UP42", "{number} credits").format(number=number_text(credits))
    return counted(_translate("UP42", "%Ln credit(s)", None, credits), credits)


def credits_range_text(least: int, most: int) -> str:
    """Returns the range of a cost with its unit, one number where both ends are equal."""
    if least == most:
        return credits_text(least)
    return _translate("UP42", "{least} – {most}").format(least=number_text(least), most=credits_text(most))


def confirm_hold_text(credits: int) -> str:
    """Returns the words of the button that agrees to a hold; two ampersands show one on a button."""
    if credits > _MAX_COUNT:
        pattern = _translate("UP42", "Confirm && Run Job · Hold {number} Credits")
        return pattern.format(number=number_text(credits))
    return counted(_translate("UP42", "Confirm && Run Job · Hold %Ln Credit(s)", None, credits), credits)


def balance_failed_text() -> str:
    """Returns the line in the place of a balance that the service could not tell."""
    return _translate("UP42", "Balance not known: the service could not report it")


def balance_text(available: Optional[int], held: Optional[int], *, is_from_service: bool) -> str:
    """Returns the line of the balance; held credits that only this computer knows of are told apart."""
    if available is None:
        text = _translate("UP42", "Credits are not shown to this account")
        if not held:
            return text
        return _translate("UP42", "{held} held by jobs of this computer").format(held=number_text(held))
    if held is None:
        return credits_text(available)
    if is_from_service or held == 0:
        pattern = _translate("UP42", "{available} · {held} held")
    else:
        pattern = _translate("UP42", "{available} · {held} held by own jobs")
    return pattern.format(available=credits_text(available), held=number_text(held))


def budget_text(budget: Budget) -> str:
    """Returns a budget with what is left of it, its name alone where it has no limit."""
    if budget.remaining_credits is None:
        return budget.name
    pattern = _translate("UP42", "{name} · {credits} left")
    return pattern.format(name=budget.name, credits=credits_text(budget.remaining_credits))


def percent_text(share: Optional[float]) -> str:
    """Returns a share from 0 to 1 in percent, a dash for an unknown one."""
    if share is None:
        return UNKNOWN
    return _translate("UP42", "{number} %").format(number=number_text(100.0 * share, 0))


def area_text(area_km2: float) -> str:
    """Returns an area in square kilometres, with as many digits as help to compare it with a limit."""
    digits = 0 if area_km2 >= 1000 else 1 if area_km2 >= 10 else 2 if area_km2 >= 0.1 else 4
    return _translate("UP42", "{number} km²").format(number=number_text(float(area_km2), digits))


def volume_text(size_bytes: Optional[int]) -> str:
    """Returns the size of a file, a dash for an unknown one."""
    is_known = size_bytes is not None and 0 <= size_bytes <= _MAX_BYTES
    return QLocale().formattedDataSize(size_bytes) if is_known else UNKNOWN


def transfer_text(transfer: Transfer) -> str:
    """Returns how long a download will take, how fast it comes and how much of it is there, as far as known.

    What matters most stands first, for a narrow column cuts the end.
    """
    parts = []
    if transfer.left_s is not None and transfer.left_s <= _MAX_DURATION_S:
        left = duration_text(timedelta(seconds=math.ceil(transfer.left_s)))
        parts.append(_translate("UP42", "{duration} left").format(duration=left))
    if transfer.bytes_per_s is not None:
        parts.append(_translate("UP42", "{volume}/s").format(volume=_short_volume(round(transfer.bytes_per_s))))
    done = _short_volume(transfer.done_bytes)
    if transfer.total_bytes is not None:
        pattern = _translate("UP42", "{done} of {total}")
        done = pattern.format(done=done, total=_short_volume(transfer.total_bytes))
    return " · ".join([*parts, done])


def _short_volume(size_bytes: int) -> str:
    return QLocale().formattedDataSize(min(size_bytes, _MAX_BYTES), 1)


def time_text(moment: Optional[datetime]) -> str:
    """Returns a moment in the person's own time zone, a dash for an unknown one."""
    if moment is None:
        return UNKNOWN
    local = QDateTime.fromSecsSinceEpoch(int(moment.timestamp()))
    return QLocale().toString(local, QLocale.FormatType.ShortFormat)


def duration_text(duration: Optional[timedelta]) -> str:
    """Returns a span of time in its two largest units, a dash for an unknown one."""
    if duration is None:
        return UNKNOWN
    seconds = max(int(duration.total_seconds()), 0)
    minutes, seconds = divmod(seconds, 60)
    hours, minutes = divmod(minutes, 60)
    days, hours = divmod(hours, 24)
    if days:
        return _translate("UP42", "{days} d {hours} h").format(days=days, hours=hours)
    if hours:
        return _translate("UP42", "{hours} h {minutes} min").format(hours=hours, minutes=minutes)
    if minutes:
        return _translate("UP42", "{minutes} min {seconds} s").format(minutes=minutes, seconds=seconds)
    return _translate("UP42", "{seconds} s").format(seconds=seconds)


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

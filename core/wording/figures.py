"""Formats credits, numbers, areas, sizes and times in the user's locale."""

from __future__ import annotations

import math
import re
from datetime import datetime, timedelta, timezone
from decimal import Decimal
from typing import TYPE_CHECKING, Optional

from qgis.PyQt.QtCore import QCoreApplication, QDateTime, QLocale

from ..domain.connections import Region
from ..domain.jobs.job import short_name
from ..domain.products import Product, SensorKind

if TYPE_CHECKING:
    from ..domain.jobs.credits import Budget
    from ..domain.outputs.transfer import Transfer

_translate = QCoreApplication.translate

UNKNOWN = "–"
# Qt counts plurals in 32 bits and sizes in 64; its numbers are exact up to 2^53.
_MAX_COUNT = 2**31 - 1
_THOUSAND = 1000
# The smallest area and share that are not shown as less than that.
_MIN_AREA_KM2 = 1e-4
_MIN_SHARE = 0.005
_MAX_EXACT = 2**53
_MAX_BYTES = 2**62
_MAX_DURATION_S = 1e9
# As in (is|are)
_FORMS = re.compile(r"\(([^()|]+)\|([^()|]+)\)")


def counted(text: str, count: int) -> str:
    """Resolves the `(s)` and `(one|several)` of an English text with a number; translated texts have neither.

    The number, which Qt writes as QGIS does, gets its thousands separators.
    """
    text = text.replace("(s)", "" if count == 1 else "s")
    if count >= _THOUSAND:
        text = re.sub(rf"(?<!\d){count}(?!\d)", number_text(count), text)
    return _FORMS.sub(lambda forms: forms[1 if count == 1 else 2], text)


def number_text(value: Optional[float], digits: int = 0) -> str:
    """Returns a number with thousands separators, a dash if it is unknown or not a number.

    Numbers that are too long to read have an exponent, as in 1.5e+30.
    """
    if value is None or (not isinstance(value, int) and not math.isfinite(value)):
        return UNKNOWN
    if abs(value) > _MAX_EXACT:
        # Qt would show another number.
        return f"{Decimal(f'{Decimal(value):.5e}').normalize():g}"
    return number_locale().toString(float(value), "f", 0 if isinstance(value, int) else digits)


def number_locale() -> QLocale:
    """Returns the locale of QGIS with thousands separators."""
    # QGIS leaves out the separators unless an option is set; amounts of money need them.
    locale = QLocale()
    locale.setNumberOptions(locale.numberOptions() & ~QLocale.NumberOption.OmitGroupSeparator)
    return locale


def unreadable_text(count: int) -> str:
    """Returns how many records of an answer could not be read, empty for none."""
    if not count:
        return ""
    text = _translate("UP42", "Left out: %Ln record(s) of the answer that could not be read.", None, count)
    return counted(text, count)


def credits_text(credits: Optional[int]) -> str:
    """Returns a number of credits with its unit."""
    if credits is None:
        return _translate("UP42", "unknown credits")
    # Qt has no plural of negative numbers, nor of such large ones.
    count = min(abs(credits), _MAX_COUNT)
    text = counted(_translate("UP42", "{number} credit(s)", None, count), count)
    return text.format(number=number_text(credits))


def money_text(credits: int, region: Optional[Region]) -> str:
    """Returns what credits cost in the currency of a region: 100 credits are 1 EUR, in Saudi Arabia 1 USD."""
    return _money(credits, region, 2)


def _money(credits: float, region: Optional[Region], digits: int) -> str:
    """Returns an amount of money as the user's language writes it: €48.02 in English, 48,02 € in German."""
    locale = number_locale()
    if locale.language() == QLocale.Language.C:
        # Qt's locale without a country, in which our texts are English and 48.02€ is no way to write it.
        locale = QLocale("en_US")
    return locale.toCurrencyString(credits / 100.0, "$" if region is Region.SA else "€", digits)


def credits_range_text(minimum: int, maximum: int) -> str:
    """Returns the range of a cost with its unit, one number where both ends are equal."""
    if minimum == maximum:
        return credits_text(minimum)
    return _translate("UP42", "{minimum} – {maximum}").format(
        minimum=number_text(minimum), maximum=credits_text(maximum)
    )


def confirm_hold_text(credits: int) -> str:
    """Returns the words of the button that agrees to a hold; two ampersands show one on a button."""
    count = min(credits, _MAX_COUNT)
    text = counted(_translate("UP42", "Confirm && Run Job · Hold {number} Credit(s)", None, count), count)
    return text.format(number=number_text(credits))


def balance_failed_text() -> str:
    """Returns the line shown if the service could not report a balance."""
    return _translate("UP42", "Balance unknown: the service could not report it")


def balance_text(available: Optional[int], held: Optional[int], *, is_from_service: bool) -> str:
    """Returns the balance; held credits counted from this computer's journal are marked as such."""
    if available is None:
        text = _translate("UP42", "This account cannot see its credits")
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
    """Returns what is left of a budget, before its name, which may be cut; only the name if it has no limit."""
    if budget.remaining_credits is None:
        return budget.name
    pattern = _translate("UP42", "{credits} left · {name}")
    return pattern.format(name=budget.name, credits=credits_text(budget.remaining_credits))


def percent_text(share: Optional[float]) -> str:
    """Returns a share from 0 to 1 in percent, a dash for an unknown one."""
    if share is None:
        return UNKNOWN
    return _translate("UP42", "{number} %").format(number=number_text(100.0 * share, 0))


def coverage_text(share: Optional[float]) -> str:
    """Returns the covered share of an area in percent: 0 % only where a scene shows nothing of it."""
    if share is not None and 0.0 < share < _MIN_SHARE:
        return _translate("UP42", "< {number} %").format(number=number_text(1))
    return percent_text(share)


def area_text(area_km2: float) -> str:
    """Returns an area in square kilometres, with enough digits to compare it with a limit; only nothing is 0 km²."""
    if 0 < area_km2 < _MIN_AREA_KM2:
        pattern = _translate("UP42", "< {number} km²")
        return pattern.format(number=number_text(_MIN_AREA_KM2, 4))
    digits = 0 if area_km2 >= 1000 or not area_km2 else 1 if area_km2 >= 10 else 2 if area_km2 >= 0.1 else 4
    return _translate("UP42", "{number} km²").format(number=number_text(float(area_km2), digits))


def group_title(job_name: str, area_km2: Optional[float], created: Optional[datetime]) -> str:
    """Returns the name of a job's group of layers: product or own name, size of the area, time in UTC."""
    parts = [short_name(job_name)]
    if area_km2 is not None:
        parts.append(area_text(area_km2))
    if created is not None:
        parts.append(created.astimezone(timezone.utc).strftime("%Y-%m-%d %H:%M"))
    return " · ".join(parts)


def volume_text(size_bytes: Optional[int]) -> str:
    """Returns the size of a file, a dash for an unknown one."""
    if size_bytes is None or not 0 <= size_bytes <= _MAX_BYTES:
        return UNKNOWN
    return QLocale().formattedDataSize(size_bytes)


def transfer_text(transfer: Transfer) -> str:
    """Returns the time left, speed and size of a download, as far as known.

    The most important comes first, because a narrow column cuts the end.
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
    """Returns a moment in local time, as in 2026-11-29 10:28; a dash if unknown."""
    if moment is None:
        return UNKNOWN
    return QDateTime.fromSecsSinceEpoch(int(moment.timestamp())).toString("yyyy-MM-dd HH:mm")


def price_age_text(age_s: float) -> str:
    """Returns how old a price is, empty below a minute."""
    minutes = int(age_s // 60)
    if minutes < 1:
        return ""
    if minutes < 60:
        return _translate("UP42", "{minutes} min ago").format(minutes=minutes)
    return _translate("UP42", "{hours} h ago").format(hours=minutes // 60)


def duration_text(duration: Optional[timedelta]) -> str:
    """Returns a duration in its two largest units, a dash if unknown."""
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
    """Returns the full name of a product, preceded by its collection unless the title starts with it."""
    if not product.collection or product.title.lower().startswith(product.collection.lower()):
        return product.title
    return _translate("UP42", "{collection} · {product}").format(collection=product.collection, product=product.title)


def product_short_text(product: Product) -> str:
    """Returns the name of a product below the heading of its collection."""
    start = f"{product.collection} ".lower()
    is_repeated = bool(product.collection) and product.title.lower().startswith(start)
    return product.title[len(start) :] if is_repeated else product.title


def product_facts_text(
    product: Product, credits_per_km2: Optional[float] = None, region: Optional[Region] = None
) -> str:
    """Returns what helps to choose a product, as far as it is known: as in 0.5 m · optical · Airbus · min 0.1 km².

    `credits_per_km2` is a price that was seen in an estimate, in place of the list price.
    """
    sensors = {
        SensorKind.OPTICAL: _translate("UP42", "optical"),
        SensorKind.RADAR: _translate("UP42", "radar"),
        SensorKind.ELEVATION: _translate("UP42", "elevation"),
    }
    parts = []
    if product.resolution_m:
        parts.append(resolution_text(product.resolution_m))
    if product.sensor is not None:
        parts.append(sensors[product.sensor])
    parts.append(product.provider)
    price = credits_per_km2 if credits_per_km2 is not None else product.credits_per_km2
    if product.is_free:
        parts.append(_translate("UP42", "free"))
    elif price is not None:
        money = _money(price, region, 0 if price >= 1000 else 2)
        parts.append(_translate("UP42", "from ~{money}/km²").format(money=money))
    for limit, pattern in (
        (product.min_area_km2, _translate("UP42", "min {area}")),
        (product.charged_from_km2, _translate("UP42", "charged from {area}")),
        (product.max_area_km2, _translate("UP42", "max {area}")),
    ):
        if limit is not None:
            area = _translate("UP42", "{number} km²").format(number=_shortest_text(limit))
            parts.append(pattern.format(area=area))
    return " · ".join(part for part in parts if part)


def resolution_text(metres: float) -> str:
    """Returns the size of a pixel on the ground."""
    return _translate("UP42", "{number} m").format(number=_shortest_text(metres))


def _shortest_text(value: float) -> str:
    """Returns a stated figure without zeros at its end."""
    return number_text(float(value), 0 if value == int(value) else 1 if round(value, 1) == value else 2)


def why_not_orderable_text(product: Product) -> str:
    """Returns in a few words why a product cannot be ordered from here, empty if it can."""
    return "" if product.is_orderable else _translate("UP42", "not available through the API")

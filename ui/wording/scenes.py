"""Texts of the Scenes tab."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, List, Optional

from qgis.PyQt.QtCore import QCoreApplication

from ...core.wording.figures import (
    UNKNOWN,
    area_text,
    counted,
    credits_text,
    number_text,
    percent_text,
    unreadable_text,
)

if TYPE_CHECKING:
    from ...core.domain.scenes.cover import Cover
    from ...core.domain.scenes.scene import PlacedQuicklook, Scene, SceneCollection

_translate = QCoreApplication.translate


def scene_count_text(count: int) -> str:
    """Returns a number of scenes."""
    return counted(_translate("UP42", "%Ln scene(s)", None, count), count)


def shown_scenes_text(shown: int, total: int) -> str:
    """Returns how many of all scenes pass the filters."""
    if shown == total:
        return scene_count_text(total)
    pattern = _translate("UP42", "{shown} of {total}")
    return pattern.format(shown=number_text(shown), total=scene_count_text(total))


def limit_text(collection: SceneCollection) -> str:
    """Returns how many scenes match beyond those found, empty if none or unknown."""
    return " ".join(filter(None, (_beyond_text(collection), unreadable_text(collection.unreadable_count))))


def _beyond_text(collection: SceneCollection) -> str:
    if not collection.is_complete:
        return _translate(
            "UP42",
            "More scenes match than can be read at once, so newer ones may be missing. "
            "Choose a shorter period or a smaller area.",
        )
    found, matching = len(collection.scenes), collection.match_count
    if matching is None or (matching <= found and collection.is_counted):
        return ""
    if not collection.is_counted:
        pattern = _translate("UP42", "These are the newest {found}; more match.")
        return pattern.format(found=number_text(found))
    pattern = _translate("UP42", "These are the newest {found} of {matching} that match.")
    return pattern.format(found=number_text(found), matching=number_text(matching))


def shown_quicklooks_text(shown: int, total: int) -> str:
    """Returns how many of all quicklooks are on the map."""
    pattern = _translate("UP42", "{shown} of %Ln quicklook(s) on the map.", None, total)
    return counted(pattern, total).format(shown=number_text(shown))


def hidden_scenes_text(total: int) -> str:
    """Returns the sentence shown instead of a list that the filters have emptied."""
    if total == 1:
        return _translate("UP42", "The filters hide the scene that was found.")
    text = _translate("UP42", "The filters hide all of the %Ln scene(s) found.", None, total)
    return counted(text, total)


def hidden_ticks_text(count: int) -> str:
    """Returns that scenes are left out of the order because the list does not show them."""
    return counted(_translate("UP42", "%Ln scene(s) left out: hidden by the filters", None, count), count)


def order_button_text(count: int, ticked: int) -> str:
    """Returns the words of the button that orders: the ticked scenes, else the one or those that are selected."""
    if ticked and count:
        return _translate("UP42", "Order Selected ({count})…").format(count=number_text(count))
    if not count:
        return _translate("UP42", "Order Selected…")
    if count == 1:
        return _translate("UP42", "Order This Scene…")
    return counted(_translate("UP42", "Order %Ln Scene(s)…", None, count), count)


def ordered_scenes_text(count: int, limit: int) -> str:
    """Returns how many scenes a job orders: the chosen ones, or up to the limit if none was chosen."""
    if count:
        return scene_count_text(count)
    return counted(_translate("UP42", "The %Ln most recent scene(s) within the parameters", None, limit), limit)


def scene_line_text(scene: Scene) -> str:
    """Returns a scene in one line: its date and platform, or its ID if both are unknown."""
    date = scene.acquired.strftime("%Y-%m-%d") if scene.acquired is not None else ""
    parts = [part for part in (date, scene.platform or scene.constellation) if part]
    return " · ".join(parts) or scene.id


def owned_texts() -> List[str]:
    """Returns the mark of a scene that the account already owns, longest form first."""
    return [_translate("UP42", "You already own this"), _translate("UP42", "Owned")]


def owned_sentence(owned: int, total: int) -> str:
    """Returns the warning that the account already owns some of the scenes."""
    if owned == total == 1:
        text = _translate("UP42", "You already own the scene of this job. Ordering again costs again.")
    elif owned == total:
        text = _translate("UP42", "You already own all %Ln scene(s) of this job. Ordering again costs again.",
                          None, owned)
    else:
        text = _translate("UP42", "You already own %Ln scene(s) of this job. Ordering again costs again.", None, owned)
    return counted(text, owned)


def refused_scenes_sentence(refused: int, total: int) -> str:
    """Returns that parts of an order cannot be ordered."""
    if refused == total:
        return _translate(
            "UP42", "Nothing of this job can be ordered: see the reasons in the list above. Nothing is held."
        )
    pattern = _translate(
        "UP42", "{refused} of {total} parts cannot be ordered: see the reasons in the list above. Nothing is held."
    )
    return pattern.format(refused=number_text(refused), total=number_text(total))


def no_scenes_sentence(unreadable_count: int = 0) -> str:
    """Returns the message for an empty result, which is an error only if records could not be read."""
    if unreadable_count == 1:
        return _translate(
            "UP42",
            "The scene in UP42's answer could not be read, and nothing was charged. "
            "Try again. If the problem persists, check for a plugin update.",
        )
    if unreadable_count:
        text = _translate(
            "UP42",
            "None of the %Ln scene(s) in UP42's answer could be read, and none were charged. "
            "Try again. If the problem persists, check for a plugin update.",
            None,
            unreadable_count,
        )
        return counted(text, unreadable_count)
    return _translate(
        "UP42",
        "No scenes were found for this area and these dates, and none were charged. "
        "Try a longer period, more cloud cover or another area.",
    )


def area_cloud_text(quicklook: Optional[PlacedQuicklook]) -> str:
    """Returns the cloud cover over the area measured in a quicklook, with its error; a dash if unknown."""
    if quicklook is None or quicklook.problem or quicklook.aoi_cloud_cover is None:
        return UNKNOWN
    cover = number_text(quicklook.aoi_cloud_cover, 0)
    if quicklook.aoi_cloud_error is None:
        return _translate("UP42", "{number} %").format(number=cover)
    error = number_text(quicklook.aoi_cloud_error, 0)
    return _translate("UP42", "{number} ± {error} %").format(number=cover, error=error)


def quicklook_mark_text(quicklook: Optional[PlacedQuicklook]) -> str:
    """Returns in a few words what is wrong with a quicklook, empty if nothing is or none has arrived yet."""
    if quicklook is None:
        return ""
    if quicklook.problem:
        return _translate("UP42", "No quicklook")
    return _translate("UP42", "Position uncertain") if quicklook.is_doubtful else ""


def quicklook_sentences(quicklook: Optional[PlacedQuicklook]) -> List[str]:
    """Returns what to know about a quicklook before trusting it."""
    if quicklook is None:
        return [_translate("UP42", "The quicklook has not arrived yet.")]
    if quicklook.problem:
        return [_translate("UP42", "This scene has no usable quicklook.")]
    sentences = []
    if quicklook.is_doubtful:
        sentences.append(_translate("UP42", "The quicklook's position on the map is uncertain: do not measure on it."))
    if quicklook.aoi_seen is not None and quicklook.aoi_seen < _WHOLE:
        pattern = _translate("UP42", "The cloud cover over the area is that of the {share} which the quicklook shows.")
        sentences.append(pattern.format(share=percent_text(quicklook.aoi_seen)))
    return sentences


# From this share on, the whole area counts as seen; footprints and images differ by a pixel.
_WHOLE = 0.99


def cover_text(cover: Cover) -> str:
    """Returns how much of the area a set of scenes covers, its cost and how it was chosen."""
    from ...core.domain.scenes.cover import CostBasis

    if not cover.ids:
        return _translate("UP42", "None of the scenes in the list covers any of the area.")
    if cover.open_km2 < _NOTHING_KM2:
        pattern = _translate("UP42", "All of the area is covered by {scenes}.")
        text = pattern.format(scenes=scene_count_text(len(cover.ids)))
    else:
        pattern = _translate(
            "UP42", "{share} % of the area is covered by {scenes}; {open} remains uncovered (hatched on the map)."
        )
        # Rounded down: 99.96 % is not 100 %.
        share = number_text(math.floor(1000.0 * cover.share) / 10.0, 1)
        text = pattern.format(scenes=scene_count_text(len(cover.ids)), share=share, open=area_text(cover.open_km2))
    if cover.basis is CostBasis.PRICE:
        least = _translate("UP42", "No other set covers as much for less than {credits}.")
        best = _translate("UP42", "The cheapest set found costs {credits}.")
        reason = (least if cover.is_least else best).format(credits=credits_text(cover.credits))
    elif cover.is_least:
        reason = _translate("UP42", "Prices are unknown: no other set covers as much with fewer scenes.")
    else:
        reason = _translate("UP42", "Prices are unknown: this is the smallest set found.")
    return f"{text} {reason}"


# A smaller gap is a rounding error.
_NOTHING_KM2 = 1e-4

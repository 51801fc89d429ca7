"""Sentences about the list of scenes over many areas."""

from __future__ import annotations

from typing import TYPE_CHECKING, List, Optional, Sequence, Tuple

from qgis.PyQt.QtCore import QCoreApplication

from ...core.domain.jobs.charged import charged_for_scene
from ...core.wording.areas import charged_text, lost_memory_text, smallest_sentence, unsearched_texts
from ...core.wording.errors import error_sentence
from ...core.wording.figures import counted, credits_text, number_text
from ...core.wording.orders import doubt_sentence
from .scenes import hidden_scenes_text, hidden_ticks_text, shown_scenes_text

if TYPE_CHECKING:
    from ...core.app.areas.area_search import AreaSearch
    from ...core.app.jobs.ordering import OrderSummary
    from ...core.domain.areas.area_scene import AreaScene
    from ...core.domain.areas.kept_watch import KeptWatch, WatchNews
    from ...core.domain.jobs.purchase import AreaOutcome

_translate = QCoreApplication.translate
# Maximum number of areas that are named before the rest is counted.
MAX_NAMES = 4


def features_text(wanted: int, total: int) -> str:
    """Returns how many features of a layer are areas of the next test query."""
    if wanted < total:
        pattern = _translate("UP42", "{wanted} of {total} features selected, each an area of its own")
        return pattern.format(wanted=number_text(wanted), total=number_text(total))
    return counted(_translate("UP42", "%Ln feature(s), each an area of its own", None, total), total)


def areas_state_text(search: AreaSearch, listed: Optional[int] = None, edited: int = 0) -> str:
    """Returns how far the test query over many areas is, and how many areas have a problem.

    `listed` counts the scenes that filters let through, None for all; `edited` the areas of another shape by now.
    """
    from ...core.app.areas.area_search import AreaSearchState

    done, scenes = len(search.found), sum(len(found.rows) for found in search.found)
    troubled = [found for found in search.found if found.own_problems]
    failed = sum(not found.searched for found in troubled)
    partly = len(troubled) - failed
    listed = scenes if listed is None else listed
    figures = shown_scenes_text(listed, scenes)
    if search.state is AreaSearchState.SEARCHING or done < search.area_count:
        total = search.area_count
        pattern = counted(_translate("UP42", "{done} of %Ln area(s) · {scenes}", None, total), total)
        text = pattern.format(done=number_text(done), scenes=figures)
    else:
        areas = counted(_translate("UP42", "%Ln area(s)", None, done), done)
        text = f"{areas} · {figures}"
    if failed:
        pattern = _translate(
            "UP42", "%Ln area(s) could not be searched; (its row says|their rows say) why", None, failed
        )
        text += " · " + counted(pattern, failed)
    if partly:
        pattern = _translate("UP42", "%Ln area(s) could not be searched for every product (⚠)", None, partly)
        text += " · " + counted(pattern, partly)
    pattern = _translate("UP42", "{product}: prices are for {parameter} “{choice}”.")
    assumed = [
        pattern.format(product=product, parameter=parameter, choice=choice)
        for choices in search.assumed.values()
        for product, parameter, choice in choices
    ]
    hidden = [hidden_scenes_text(scenes)] if scenes and not listed else []
    if edited:
        pattern = _translate(
            "UP42",
            "%Ln area(s) (was|were) edited after the test query (✎): scenes are ordered for the (shape|shapes) that "
            "(was|were) searched. Run the test query again for the new (one|ones).",
            None,
            edited,
        )
        hidden.append(counted(pattern, edited))
    return "\n".join([text, *unsearched_texts(search.unsearched), *assumed, *hidden])


def assumed_text(search: AreaSearch, rows: Sequence[AreaScene]) -> str:
    """Returns why rows cannot be ordered: nobody has chosen what their product needs; empty if they can be."""
    assumed = search.assumed
    titles = dict.fromkeys(assumed[row.product_id][0][0] for row in rows if row.product_id in assumed)
    pattern = _translate(
        "UP42", "{product} needs a choice before an order: choose it in the form and run the test query again."
    )
    return " ".join(pattern.format(product=title) for title in titles)


def order_refusal_text(search: AreaSearch, rows: Sequence[AreaScene]) -> str:
    """Returns why rows cannot be ordered, empty if they can be."""
    if not search.is_current:
        return _translate("UP42", "These scenes were found with another connection. Run the test query again.")
    return assumed_text(search, rows)


def chosen_text(rows: Sequence[AreaScene], hidden: int) -> str:
    """Returns what is chosen for the order: scenes, areas and the most that they may cost, as far as that is known.

    `hidden` ones are chosen too, and left out because the list does not show them.
    """
    left_out = [hidden_ticks_text(hidden)] if hidden else []
    if not rows:
        return "".join(left_out)
    count, areas = len(rows), len({row.area.id for row in rows})
    scenes = counted(_translate("UP42", "%Ln scene(s)", None, count), count)
    over = counted(_translate("UP42", "%Ln area(s)", None, areas), areas)
    text = _translate("UP42", "{scenes} over {areas}").format(scenes=scenes, areas=over)
    known = [row.credits for row in rows if row.credits is not None]
    if known:
        text += " · " + credits_text(sum(known))
    lacking = count - len(known)
    if lacking:
        pattern = _translate("UP42", "%Ln price(s) not known yet", None, lacking)
        text += " · " + counted(pattern, lacking)
    return " · ".join([text, *left_out])


def watch_state_text(watch: KeptWatch, is_running: bool) -> str:
    """Returns what a watch searches and when it last ran."""
    count = len(watch.areas)
    areas = counted(_translate("UP42", "%Ln area(s)", None, count), count)
    if is_running:
        last = _translate("UP42", "searching")
    elif watch.last_run is None:
        last = _translate("UP42", "not searched yet")
    else:
        last = _translate("UP42", "last searched {day}").format(day=f"{watch.last_run:%Y-%m-%d %H:%M}")
    titles = [product.title for product in watch.products]
    return f"{_products_text(titles)} · {areas} · {last}"


def _products_text(titles: Sequence[str]) -> str:
    """Returns the names of products, and how many more there are."""
    shown = ", ".join(titles[:MAX_NAMES])
    more = len(titles) - MAX_NAMES
    if more <= 0:
        return shown
    return counted(_translate("UP42", "{products} and %Ln more", None, more), more).format(products=shown)


def news_text(news: WatchNews) -> str:
    """Returns what a run of a watch found, of which products; nothing of it is charged."""
    total, count = len(news.found), news.new_count
    areas = counted(_translate("UP42", "%Ln area(s)", None, total), total)
    if news.since is None:
        text = counted(_translate("UP42", "%Ln area(s) (is|are) watched from now on.", None, total), total)
        text += " " + counted(_translate("UP42", "%Ln scene(s) (exists|exist) already.", None, count), count)
    elif count:
        new = counted(_translate("UP42", "%Ln new scene(s)", None, count), count)
        pattern = _translate("UP42", "{scenes} over {some} of {areas} since {day}.")
        text = pattern.format(scenes=new, some=news.area_count, areas=areas, day=f"{news.since:%Y-%m-%d %H:%M}")
    else:
        pattern = _translate("UP42", "Nothing new over {areas} since {day}.")
        text = pattern.format(areas=areas, day=f"{news.since:%Y-%m-%d %H:%M}")
    if len(news.product_titles) > 1 and news.counts:
        pattern = _translate("UP42", "{product}: {count}")
        each = [pattern.format(product=title, count=number_text(number)) for title, number in news.counts.items()]
        text += f" ({', '.join(each)})"
    if news.has_lost_memory:
        text += " " + lost_memory_text()
    text = " ".join([text, *unsearched_texts(news.unsearched)])
    if news.failed_count:
        failed = news.failed_count
        pattern = _translate("UP42", "%Ln area(s) could not be searched; the next run tries again.", None, failed)
        text += " " + counted(pattern, failed)
    return text


def areas_text(summary: OrderSummary) -> str:
    """Returns over how many areas an order is, and their names if they are few."""
    parts = summary.many.parts if summary.many is not None else ()
    names = list(dict.fromkeys(part.request.area for part in parts if part.hold is not None))
    if len(names) <= MAX_NAMES:
        return ", ".join(names)
    return counted(_translate("UP42", "%Ln area(s)", None, len(names)), len(names))


def many_warnings(summary: OrderSummary) -> List[Tuple[str, str]]:
    """Returns what has to be read before an order over many areas, each with the name of its label."""
    found: List[Tuple[str, str]] = []
    lines = left_out_lines(summary)
    if lines:
        count = len(lines)
        pattern = _translate("UP42", "%Ln scene(s) (is|are) left out of this order:", None, count)
        shown = [*lines[:MAX_NAMES], *(["…"] if count > MAX_NAMES else [])]
        found.append(("\n".join([counted(pattern, count), *shown]), "left_out_label"))
    parts = summary.many.parts if summary.many is not None else ()
    found += _charged_warnings(summary)
    doubted = [entry for part in parts for entry in part.doubted]
    if doubted:
        found.append((doubt_sentence(doubted), "doubt_label"))
    return found


def _charged_warnings(summary: OrderSummary) -> List[Tuple[str, str]]:
    """Returns which areas are charged as larger than they are, since the product sells none so small."""
    lines: List[str] = []
    for part in summary.many.parts if summary.many is not None else ():
        aoi = part.request.parameters.aoi
        charged = None
        if part.hold is not None and aoi is not None:
            charged = charged_for_scene(part.hold.estimate.lines, aoi.area_km2)
        if charged is not None and aoi is not None:
            pattern = _translate("UP42", "{area}: {sentence}")
            lines.append(pattern.format(area=part.request.area, sentence=charged_text(aoi.area_km2, charged)))
    if not lines:
        return []
    shown = [*lines[:MAX_NAMES], *(["…"] if len(lines) > MAX_NAMES else [])]
    return [("\n".join([smallest_sentence(), *shown]), "charged_label")]


def left_out_lines(summary: OrderSummary) -> List[str]:
    """Returns a line per scene of an order that cannot be ordered, or would be bought twice."""
    lines: List[str] = []
    for part in summary.many.parts if summary.many is not None else ():
        for taken in part.taken:
            pattern = (
                _translate("UP42", "{area}: you own {scene} already")
                if taken.is_owned
                else _translate("UP42", "{area}: {scene} is on its way already")
            )
            lines.append(pattern.format(area=part.request.area, scene=taken.scene_id))
        for scene_id, error in part.refused:
            reason = error.detail or error_sentence(error)
            pattern = _translate("UP42", "{area}: {scene} was refused. {reason}")
            lines.append(pattern.format(area=part.request.area, scene=scene_id, reason=reason).replace("  ", " "))
    return lines


def placed_text(placed: Sequence[AreaOutcome]) -> str:
    """Returns what came of an order over many areas, with a line per part that was not ordered."""
    ordered = sum(item.entry is not None for item in placed)
    if ordered == len(placed):
        if ordered == 1:
            return _translate("UP42", "The job is ordered.")
        return counted(_translate("UP42", "%Ln job(s) ordered, one per area and product.", None, ordered), ordered)
    total = len(placed)
    pattern = _translate("UP42", "Ordered: {ordered} of %Ln job(s). The rest holds no credits.", None, total)
    lines = [counted(pattern, total).format(ordered=number_text(ordered))]
    for item in placed:
        if item.error is not None:
            lines.append(f"{item.area}: {error_sentence(item.error)}")
    return "\n".join([*lines[: MAX_NAMES + 1], *(["…"] if len(lines) > MAX_NAMES + 1 else [])])

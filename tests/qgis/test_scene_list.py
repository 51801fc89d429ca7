"""The scene list keeps its order and the indexes that views hold while figures arrive."""

from __future__ import annotations

from datetime import datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st
from qgis.PyQt.QtCore import QItemSelectionModel, QPersistentModelIndex, Qt

from up42_jobs.core.app.scenes.figures import SceneColumn
from up42_jobs.core.app.scenes.scene_filter import SceneFilterModel
from up42_jobs.core.app.scenes.scene_list import SceneListModel, SceneRole
from up42_jobs.core.domain.jobs.credits import EstimateLine
from up42_jobs.core.domain.scenes.filters import SceneFilters
from up42_jobs.core.domain.scenes.scene import PlacedQuicklook, Scene, SceneCollection

NOW = datetime(2026, 11, 22, 10, 32, tzinfo=timezone.utc)
SORTED_BY = [SceneColumn.DATE, SceneColumn.CLOUD_COVER, SceneColumn.AREA_CLOUD, SceneColumn.PRICE, SceneColumn.ID]
NUMBERS = st.integers(min_value=0, max_value=3)
FIGURES = st.lists(st.tuples(NUMBERS, st.none() | NUMBERS), min_size=1, max_size=8)
STEPS = st.lists(
    st.tuples(st.just("sort"), st.sampled_from(SORTED_BY), st.booleans())
    | st.tuples(st.just("cloud"), st.integers(0, 7), NUMBERS)
    | st.tuples(st.just("price"), st.integers(0, 7), NUMBERS),
    max_size=8,
)


def scenes_of(figures):
    """Scenes in the order of the service, with a day back and a cloud cover each, many of them equal."""
    return tuple(
        Scene(f"scene-{number}", f"feature-{number}", NOW - timedelta(days=day), cloud_cover=cloud)
        for number, (day, cloud) in enumerate(figures)
    )


def expected(model, scenes, column, is_descending):
    values = {scene.id: model.sort_value(model.row_of(scene.id), column) for scene in scenes}
    known = [scene.id for scene in scenes if values[scene.id] is not None]
    known.sort(key=values.__getitem__, reverse=is_descending)
    return known + [scene.id for scene in scenes if values[scene.id] is None]


@given(FIGURES, STEPS)
def test_figures_that_arrive_move_rows_and_what_views_keep_of_them(qgis_app, figures, steps):
    scenes = scenes_of(figures)
    model = SceneListModel()
    shown = SceneFilterModel(model)
    selection = QItemSelectionModel(shown)
    model.set_collection(SceneCollection(scenes, "", True), None)
    listed = [shown.index(row, 0) for row in range(len(scenes))]
    kept = {index.data(SceneRole.SCENE).id: QPersistentModelIndex(index) for index in listed}
    selection.select(shown.index(0, 0), QItemSelectionModel.SelectionFlag.Select)
    selected = shown.index(0, 0).data(SceneRole.SCENE).id
    column, is_descending = SceneColumn.DATE, True
    for kind, *what in steps:
        if kind == "sort":
            column, is_descending = what
            order = Qt.SortOrder.DescendingOrder if is_descending else Qt.SortOrder.AscendingOrder
            shown.sort(int(column), order)
        elif kind == "cloud":
            scene = scenes[what[0] % len(scenes)]
            model.set_quicklooks([PlacedQuicklook(scene.id, "", "a.tif", "corners", 1.0, aoi_cloud_cover=what[1])])
        else:
            scene = scenes[what[0] % len(scenes)]
            model.set_costs([EstimateLine("", 0, what[1], scene_id=scene.id)])
        assert shown.scene_ids() == expected(model, scenes, column, is_descending)
        for scene_id, index in kept.items():
            assert shown.index(index.row(), 0).data(SceneRole.SCENE).id == scene_id
        assert [index.data(SceneRole.SCENE).id for index in selection.selectedIndexes()] == [selected]


def test_a_cloud_cover_that_arrives_hides_its_scene_where_the_filter_says_so(qgis_app):
    scenes = scenes_of([(0, None), (1, None)])
    model = SceneListModel()
    shown = SceneFilterModel(model)
    model.set_collection(SceneCollection(scenes, "", True), None)
    shown.set_filters(SceneFilters(max_area_cloud=50))
    shown.sort(int(SceneColumn.AREA_CLOUD), Qt.SortOrder.AscendingOrder)
    model.set_quicklooks([PlacedQuicklook("scene-0", "", "a.tif", "corners", 1.0, aoi_cloud_cover=80.0)])
    model.set_quicklooks([PlacedQuicklook("scene-1", "", "b.tif", "corners", 1.0, aoi_cloud_cover=20.0)])
    assert shown.scene_ids() == ["scene-1"]


@pytest.mark.parametrize("is_descending", [True, False])
def test_equal_figures_stay_as_the_service_told_them_and_unknown_ones_come_last(qgis_app, is_descending):
    scenes = scenes_of([(0, None), (1, 2), (2, 2), (3, 1)])
    model = SceneListModel()
    model.set_collection(SceneCollection(scenes, "", True), None)
    order = Qt.SortOrder.DescendingOrder if is_descending else Qt.SortOrder.AscendingOrder
    model.sort(int(SceneColumn.CLOUD_COVER), order)
    known = ["scene-1", "scene-2", "scene-3"] if is_descending else ["scene-3", "scene-1", "scene-2"]
    assert [scene.id for scene in model.scenes()] == [*known, "scene-0"]


def test_the_eyes_of_many_scenes_are_closed_with_one_signal_over_their_rows(qgis_app):
    """Each signal goes through filter, list and timeline: with 500 of them a click takes a frame and more."""
    scenes = scenes_of([(number, None) for number in range(8)])
    model = SceneListModel()
    model.set_collection(SceneCollection(scenes, "", True), None)
    model.set_quicklooks(PlacedQuicklook(scene.id, "", "a.tif", "corners", 1.0) for scene in scenes[:6])
    changed, closed = [], []
    model.dataChanged.connect(lambda first, last: changed.append((first.row(), last.row())))
    model.shown_changed.connect(lambda scene_id, is_shown: closed.append((scene_id, is_shown)))
    model.set_shown([scene.id for scene in [*scenes[2:], *scenes[2:]]], False)
    assert changed == [(2, 5)]
    assert closed == [(f"scene-{number}", False) for number in range(2, 6)]
    model.set_shown(["scene-2", "scene-7", "unknown"], False)
    assert len(changed) == 1

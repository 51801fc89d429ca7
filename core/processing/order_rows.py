"""Reads rows of scenes over areas, as `testqueryareas` and `watch` write them, into the live jobs that order them."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, Dict, List, Optional, Tuple

from qgis.core import (
    NULL,
    QgsFeature,
    QgsFeatureRequest,
    QgsProcessingContext,
    QgsProcessingException,
    QgsProcessingFeatureSource,
)

from .algorithm import refusal, tr
from .job_parameters import JobAlgorithm, find_product

if TYPE_CHECKING:
    from qgis.core import QgsCoordinateReferenceSystem, QgsGeometry

    from ..domain.aoi import Aoi
    from ..domain.ports.gateway import JobGateway
    from ..domain.products import Limits, Product
    from ..usecases.prepare_order import OrderRequest

AREA, AREA_ID, PRODUCT, SCENE = "area", "area_id", "product", "scene_id"
FIELDS = (AREA, AREA_ID, PRODUCT, SCENE)


@dataclass(frozen=True)
class Row:
    """One row: a scene of a product over an area. `claims` are what it buys, one per polygon of its geometry.

    A row with a `problem` is not ordered; it has no claims.
    """

    number: int
    area: str
    scene_id: str
    claims: Tuple[str, ...] = ()
    problem: str = ""


class _RowProblem(Exception):
    """Why one row is not ordered, as a sentence."""


@dataclass(frozen=True)
class OrderRows:
    """The rows in their order, and the requests that order them: one per area, product and polygon."""

    rows: Tuple[Row, ...]
    requests: Tuple[OrderRequest, ...]


class RowReader:
    """Reads the rows of one run."""

    def __init__(
        self,
        algorithm: JobAlgorithm,
        gateway: JobGateway,
        parameters: Dict[str, Any],
        context: QgsProcessingContext,
        project: str,
    ) -> None:
        self._algorithm = algorithm
        self._gateway = gateway
        self._parameters = parameters
        self._context = context
        self._project = project
        self._extra = algorithm.read_extra(parameters, context)
        self._products: Dict[str, Product] = {}
        self._refused: Dict[str, str] = {}
        self._limits: Optional[Limits] = None

    def read(self, name: str) -> OrderRows:
        """Returns the rows of the layer parameter `name`: the selected ones, or all if none is selected.

        Raises a sentence for a layer that is not one of scenes over areas, or that is empty.
        """
        features, crs = self._features(name)
        rows: List[Row] = []
        merged: Dict[Tuple[str, ...], OrderRequest] = {}
        for number, feature in enumerate(features, 1):
            area = _text(feature[AREA]) or tr("Area {id}").format(id=_text(feature[AREA_ID]) or number)
            row = Row(number, area, _text(feature[SCENE]))
            try:
                wanted = self._requests(row, feature, crs)
            except _RowProblem as error:
                rows.append(replace(row, problem=str(error)))
                continue
            claims: List[str] = []
            for request in wanted:
                claims += self._gateway.claims(request.product, request.parameters)
                key = (area, _text(feature[AREA_ID]), request.product.id, _outline(request.parameters.aoi))
                known = merged.get(key)
                merged[key] = request if known is None else _joined(known, request)
            rows.append(replace(row, claims=tuple(claims)))
        if not rows:
            raise refusal(name, tr("There are no rows, so there is nothing to order."))
        return OrderRows(tuple(rows), tuple(merged.values()))

    def _features(self, name: str) -> Tuple[List[QgsFeature], QgsCoordinateReferenceSystem]:
        layer = self._algorithm.parameterAsVectorLayer(self._parameters, name, self._context)
        source = self._algorithm.parameterAsSource(self._parameters, name, self._context)
        if source is None:
            raise refusal(name, tr("There is no layer or file “{name}”.").format(name=self._parameters.get(name)))
        missing = [field for field in FIELDS if source.fields().indexOf(field) < 0]
        if missing:
            pattern = tr(
                "These are no rows of “Test query over areas” or “Watch areas”; the fields {names} are missing."
            )
            raise refusal(name, pattern.format(names=", ".join(missing)))
        request = QgsFeatureRequest()
        if layer is not None and layer.selectedFeatureCount():
            request.setFilterFids(layer.selectedFeatureIds())
        # QGIS's own check of geometries raises through Python and ends the process at the next run.
        flag = QgsProcessingFeatureSource.Flag.FlagSkipGeometryValidityChecks
        return list(source.getFeatures(request, flag)), source.sourceCrs()

    def _requests(self, row: Row, feature: QgsFeature, crs: QgsCoordinateReferenceSystem) -> List[OrderRequest]:
        """Returns the requests of a row, one per polygon; raises the sentence of its problem."""
        from ..domain.jobs.job import JobMode
        from ..domain.parameters import GeometryMode, JobParameters
        from ..domain.problems import find_problems
        from ..domain.products import default_options
        from ..usecases.prepare_order import OrderRequest
        from ..wording.problems import problem_sentence

        if not row.scene_id:
            raise _RowProblem(tr("The row names no scene."))
        product = self._product(_text(feature[PRODUCT]))
        if self._limits is None:
            self._limits = self._gateway.limits()
        found: List[OrderRequest] = []
        for aoi in self._areas(feature.geometry(), crs):
            wanted = JobParameters(
                product_id=product.id,
                aoi=aoi,
                geometry_mode=GeometryMode.BBOX if aoi.is_box else GeometryMode.INTERSECTS,
                limit=1,
                scene_ids=(row.scene_id,),
                options=default_options(product),
            )
            merged = self._algorithm.merged(self._gateway, product, wanted, JobMode.LIVE, self._extra, self._context)
            if merged.aoi is not aoi or merged.scene_ids != wanted.scene_ids:
                raise refusal(
                    self._algorithm.PARAMETERS, tr("Areas and scenes are those of the rows; remove them from the JSON.")
                )
            problems = find_problems(product, merged, self._limits, is_live=True)
            if problems:
                raise _RowProblem(problem_sentence(problems[0]))
            found.append(OrderRequest(self._algorithm.connection.name, product, merged, self._project, row.area))
        return found

    def _areas(self, geometry: QgsGeometry, crs: QgsCoordinateReferenceSystem) -> List[Aoi]:
        """Returns the polygons of a geometry; the parts of a row stay as they are, also where they touch."""
        from ..domain.problems import AreaError
        from ..gis.areas.geometry import aoi_from_geometry
        from ..wording.problems import problem_sentence

        parts = geometry.asGeometryCollection() if not geometry.isNull() else []
        try:
            found = [aoi_from_geometry(part, crs, self._context.transformContext()) for part in parts]
        except AreaError as error:
            raise _RowProblem(problem_sentence(error.problem)) from error
        if not found:
            raise _RowProblem(tr("The row has no area."))
        return found

    def _product(self, text: str) -> Product:
        if text in self._refused:
            raise _RowProblem(self._refused[text])
        if text not in self._products:
            try:
                self._products[text] = find_product(self._gateway, text)
            except QgsProcessingException as error:
                self._refused[text] = str(error)
                raise _RowProblem(str(error)) from error
        return self._products[text]


def _joined(known: OrderRequest, request: OrderRequest) -> OrderRequest:
    """Returns a request with the scenes of another one for the same area."""
    scenes = tuple(dict.fromkeys((*known.parameters.scene_ids, *request.parameters.scene_ids)))
    return replace(known, parameters=replace(known.parameters, scene_ids=scenes, limit=len(scenes)))


def _outline(aoi: Optional[Aoi]) -> str:
    return "" if aoi is None else repr(aoi.polygon())


def _text(value: Any) -> str:
    return "" if value is None or value == NULL else str(value).strip()

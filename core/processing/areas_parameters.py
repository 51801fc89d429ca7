"""Parameters and results of the algorithms that search many areas: products, the layer of areas, files."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any, Dict, List, Sequence, Tuple

from qgis.core import (
    QgsFeatureRequest,
    QgsProcessing,
    QgsProcessingContext,
    QgsProcessingFeatureSource,
    QgsProcessingFeedback,
    QgsProcessingOutputNumber,
    QgsProcessingOutputVectorLayer,
    QgsProcessingParameterBoolean,
    QgsProcessingParameterFeatureSource,
    QgsProcessingParameterField,
    QgsProcessingParameterFolderDestination,
    QgsProcessingParameterNumber,
    QgsProcessingParameterString,
    QgsProcessingUtils,
)

from .algorithm import FeedbackControl, refusal, tr
from .job_parameters import JobAlgorithm, listed_product

if TYPE_CHECKING:
    from ..domain.areas.area import Area
    from ..domain.areas.area_scene import AreaFound, AreaScene
    from ..domain.areas.fields import AreaReport, AreaRow
    from ..domain.parameters import JobParameters
    from ..domain.ports.gateway import JobGateway
    from ..domain.products import Product
    from ..usecases.area_query import AreaQuery

# Shares of the progress after which searching and quicklooks are done, in per cent.
_SEARCHED, _SHOWN = 50.0, 80.0


class AreasAlgorithm(JobAlgorithm):
    """Base class of the algorithms that search products over each feature of a layer."""

    guide_page = "many-areas"
    PRODUCT = "PRODUCTS"
    AOI = "AREAS"
    NAME_FIELD = "NAME_FIELD"
    MIN_COVERAGE = "MIN_COVERAGE"
    QUICKLOOKS = "QUICKLOOKS"
    PRICES = "PRICES"
    FOLDER = "FOLDER"
    AREAS_REPORT = "AREAS_REPORT"
    SCENE_COUNT = "SCENE_COUNT"
    AREA_COUNT = "AREA_COUNT"
    FAILED_COUNT = "FAILED_COUNT"

    def add_area_parameters(self) -> None:
        """Adds CONNECTION and all parameters of a search."""
        self.add_connection_parameter()
        self._add(
            QgsProcessingParameterString(self.PRODUCT, tr("Products")),
            tr("Ids or names of products, joined by commas. An unknown name lists the products."),
        )
        self._add(
            # Any geometry: tables of mixed shapes hold polygons too.
            QgsProcessingParameterFeatureSource(
                self.AOI, tr("Areas"), [QgsProcessing.SourceType.TypeVectorAnyGeometry]
            ),
            tr("A layer of polygons; each feature is an area of its own, and one that fails stops no other."),
        )
        self._add(
            QgsProcessingParameterField(
                self.NAME_FIELD, tr("Name of an area"), parentLayerParameterName=self.AOI, optional=True
            ),
            tr("Field with the names of the areas; missing and repeated names get a number."),
        )
        self.add_filter_parameters(
            tr("Maximum number of scenes per area and product; the most recent ones are returned.")
        )
        number = QgsProcessingParameterNumber.Type.Double
        self._add(
            QgsProcessingParameterNumber(
                self.MIN_COVERAGE, tr("Lowest coverage (%)"), number, 0.0, minValue=0.0, maxValue=100.0
            ),
            tr("Share of the area that a scene must cover; scenes without a footprint stay."),
        )
        self.add_extra_parameter()
        self._add(
            QgsProcessingParameterBoolean(self.QUICKLOOKS, tr("Fetch quicklooks"), True),
            tr("Adds the cloud cover over each area, estimated from the quicklooks, and georeferenced GeoTIFFs."),
        )
        self._add(
            QgsProcessingParameterBoolean(self.PRICES, tr("Request prices"), True),
            tr("Adds the price of each scene over its area. Estimates are free."),
        )

    def add_area_outputs(self, scenes: str, title: str) -> None:
        """Adds FOLDER, the layer of scenes with that name and title, and the figures of a search."""
        self.addParameter(QgsProcessingParameterFolderDestination(self.FOLDER, tr("Folder of scenes and quicklooks")))
        polygons = QgsProcessing.SourceType.TypeVectorPolygon
        self.addOutput(QgsProcessingOutputVectorLayer(scenes, title, polygons))
        self.addOutput(QgsProcessingOutputVectorLayer(self.AREAS_REPORT, tr("Report on the areas"), polygons))
        self.addOutput(QgsProcessingOutputNumber(self.SCENE_COUNT, tr("Number of rows")))
        self.addOutput(QgsProcessingOutputNumber(self.AREA_COUNT, tr("Number of areas")))
        self.addOutput(QgsProcessingOutputNumber(self.FAILED_COUNT, tr("Number of areas with a problem")))

    def read_folder(self, parameters: Dict[str, Any], context: QgsProcessingContext) -> Path:
        """Returns the folder of the results, which exists; never one with outputs that were paid for."""
        from ..domain.outputs.disk import make_folder
        from ..usecases.job_folder import query_folder

        folder = query_folder(Path(self.parameterAsString(parameters, self.FOLDER, context)))
        make_folder(folder)
        return folder

    def read_areas(self, parameters: Dict[str, Any], context: QgsProcessingContext) -> Tuple[Area, ...]:
        """Returns an area per feature; raises a sentence for a layer that cannot be read, or that has no feature."""
        from ..domain.problems import AreaError
        from ..gis.areas.geometry import layer_crs
        from ..gis.areas.lonlat import check_crs
        from ..gis.areas.many import AreaFeature, read_areas
        from ..wording.problems import problem_sentence

        self._expect_one_layer(parameters, context)
        source = self.parameterAsSource(parameters, self.AOI, context)
        if source is None:
            raise refusal(self.AOI, tr("There is no layer or file “{name}”.").format(name=parameters.get(self.AOI)))
        name_field = self.parameterAsString(parameters, self.NAME_FIELD, context)
        place = source.fields().indexOf(name_field) if name_field else -1
        if name_field and place < 0:
            raise refusal(self.NAME_FIELD, tr("The layer has no field “{name}”.").format(name=name_field))
        request = QgsFeatureRequest().setSubsetOfAttributes([place] if place >= 0 else [])
        # QGIS's own check of geometries raises through Python, and ends the whole process at the next run.
        flag = QgsProcessingFeatureSource.Flag.FlagSkipGeometryValidityChecks
        features = [
            AreaFeature(feature.id(), feature.attribute(place) if place >= 0 else None, feature.geometry())
            for feature in source.getFeatures(request, flag)
        ]
        if not features:
            raise refusal(self.AOI, tr("The layer has no feature. Choose a layer of polygons."))
        layer = self.parameterAsVectorLayer(parameters, self.AOI, context)
        crs = source.sourceCrs() if layer is None else layer_crs(layer)
        try:
            check_crs(crs)
        except AreaError as error:
            raise refusal(self.AOI, problem_sentence(error.problem)) from error
        return read_areas(features, crs, context.transformContext(), tr("Area {number}"))

    def read_query(
        self,
        gateway: JobGateway,
        areas: Sequence[Area],
        parameters: Dict[str, Any],
        context: QgsProcessingContext,
    ) -> AreaQuery:
        """Returns the search; raises one sentence for anything that is wrong over every area and with every product.

        A product that cannot be read has the reason in its query; the others are searched.
        """
        from ..domain.aoi import Aoi, box_ring
        from ..domain.parameters import JobParameters
        from ..usecases.area_query import AreaQuery, ProductQuery
        from ..usecases.compare_products import expect_searchable, read_product

        names = [name.strip() for name in self.parameterAsString(parameters, self.PRODUCT, context).split(",")]
        products = {}
        for name in filter(None, names):
            product = listed_product(gateway, name)
            products[product.id] = product
        if not products:
            raise refusal(self.PRODUCT, tr("Name at least one product."))
        # A request without an area cannot be read; each area takes its place later.
        parts = [part for area in areas if area.problem is None for part in area.parts]
        stand_in = parts[0] if parts else Aoi(box_ring(0.0, 0.0, 0.01, 0.01), 1.2)
        queries = tuple(
            ProductQuery(product, self._product_parameters(gateway, product, stand_in, parameters, context))
            if error is None
            else ProductQuery(product, JobParameters(product.id), error)
            for product, error in (read_product(gateway, listed) for listed in products.values())
        )
        expect_searchable(queries)
        return AreaQuery(queries, self.parameterAsDouble(parameters, self.MIN_COVERAGE, context) / 100.0)

    def _product_parameters(
        self,
        gateway: JobGateway,
        product: Product,
        stand_in: Any,
        parameters: Dict[str, Any],
        context: QgsProcessingContext,
    ) -> JobParameters:
        from dataclasses import replace

        from ..domain.jobs.job import JobMode
        from ..domain.problems import find_problems
        from ..usecases.area_query import for_part

        given = for_part(product, self.read_filters(product, parameters, context), stand_in)
        extra = self.read_extra(parameters, context)
        wanted = self.merged(gateway, product, given, JobMode.DRY_RUN, extra, context)
        if wanted.aoi is not given.aoi or wanted.scene_ids:
            sentence = tr("Areas are those of the layer, and scenes those that are found; remove them from the JSON.")
            raise refusal(self.PARAMETERS, sentence)
        found = find_problems(product, wanted, gateway.limits(), is_live=False)
        for problem in found:
            if problem.field != "area":
                raise self._named_refusal(problem, wanted, given, parameters)
        return replace(wanted, aoi=None)

    def search(
        self,
        gateway: JobGateway,
        areas: Sequence[Area],
        query: AreaQuery,
        folder: Path,
        parameters: Dict[str, Any],
        context: QgsProcessingContext,
        feedback: QgsProcessingFeedback,
    ) -> Tuple[AreaFound, ...]:
        """Searches, and adds clouds and prices if they are wanted; reports each area as it is done."""
        from ..gis.areas.geometry import share_covered
        from ..gis.quicklooks.placing import place_over_areas
        from ..usecases.area_figures import with_clouds, with_prices
        from ..usecases.area_query import search_areas, with_rows
        from ..usecases.quicklook_cache import image_cache_of
        from ..wording.areas import unsearched_texts

        for text in unsearched_texts(query.unsearched):
            feedback.pushWarning(text)
        wants_quicklooks = self.parameterAsBool(parameters, self.QUICKLOOKS, context)
        wants_prices = self.parameterAsBool(parameters, self.PRICES, context)
        control = FeedbackControl(feedback, 0.0, _SEARCHED if wants_quicklooks or wants_prices else 100.0)
        done: List[AreaFound] = []

        def tell(found: AreaFound) -> None:
            done.append(found)
            self._tell(found, len(done), len(areas), feedback)

        found = search_areas(gateway, areas, query, share_covered, control, control.pause, tell)
        rows: Tuple[AreaScene, ...] = tuple(row for item in found for row in item.rows)
        if wants_quicklooks:
            control = FeedbackControl(feedback, _SEARCHED, _SHOWN if wants_prices else 100.0)
            cache = image_cache_of(self.services.home, self.connection.name)
            rows = with_clouds(gateway, rows, folder, place_over_areas, control, cache=cache)
        if wants_prices:
            control = FeedbackControl(feedback, _SHOWN if wants_quicklooks else _SEARCHED, 100.0)
            rows = with_prices(gateway, query.products, rows, control)
        return with_rows(found, rows)

    def _tell(self, found: AreaFound, number: int, total: int, feedback: QgsProcessingFeedback) -> None:
        from ..wording.areas import own_problem_text

        problem = own_problem_text(found)
        pattern = tr("{number} of {total}, {area}: %Ln scene(s). {problem}", None, len(found.rows))
        text = pattern.format(number=number, total=total, area=found.area.name, problem=problem).strip()
        (feedback.pushWarning if problem else feedback.pushInfo)(text)

    def written_rows(self, found: Sequence[AreaFound], query: AreaQuery) -> List[AreaRow]:
        """Returns the rows as they are written."""
        from ..domain.areas.fields import AreaRow
        from ..wording.areas import row_problem_text

        names = product_names([wanted.product for wanted in query.products])
        best = {item.area.id: item.best for item in found}
        return [
            AreaRow(row, names[row.product_id], row is best[row.area.id], row_problem_text(row))
            for item in found
            for row in item.rows
        ]

    def write_report(self, folder: Path, found: Sequence[AreaFound]) -> str:
        """Writes `areas.gpkg` and returns it as the source of a layer."""
        from ..domain.areas.fields import AreaReport
        from ..gis.scenes.area_scene_file import AREAS, write_area_report
        from ..wording.areas import area_note_text, area_problem_text

        reports: List[AreaReport] = [AreaReport(item, area_problem_text(item), area_note_text(item)) for item in found]
        return f"{write_area_report(folder / f'{AREAS}.gpkg', reports)}|layername={AREAS}"

    def load_when_done(self, layers: Dict[str, Tuple[str, str]], context: QgsProcessingContext) -> None:
        """Shows layers, by output: title and source, in the project when the algorithm is done."""
        from ..gis.scenes.quicklook_layers import FootprintStyler

        if context.project() is None:
            return
        self._stylers = []
        for output, (title, source) in layers.items():
            details = QgsProcessingContext.LayerDetails(
                title, context.project(), output, QgsProcessingUtils.LayerHint.Vector
            )
            # QGIS does not keep it alive.
            self._stylers.append(FootprintStyler())
            details.setPostProcessor(self._stylers[-1])
            context.addLayerToLoadOnCompletion(source, details)

    def _expect_one_layer(self, parameters: Dict[str, Any], context: QgsProcessingContext) -> None:
        """Refuses a file with several layers of polygons: QGIS would read the first one only."""
        from ..domain.problems import AreaError
        from ..gis.areas.file_sources import PLAIN_SUFFIXES, split_source
        from ..gis.areas.files import area_layers
        from ..wording.problems import problem_sentence
        from .area_parameters import source_text

        path, options = split_source(source_text(parameters.get(self.AOI), context))
        if options or Path(path).suffix.lower() not in PLAIN_SUFFIXES or not Path(path).is_file():
            return
        try:
            names = [layer.name for layer in area_layers(path)]
        except AreaError as error:
            raise refusal(self.AOI, problem_sentence(error.problem)) from error
        if len(names) > 1:
            pattern = tr("The file has several layers. Write {path}|layername=NAME, with one of: {names}.")
            raise refusal(self.AOI, pattern.format(path=Path(path).name, names=", ".join(names)))


def product_names(products: Sequence[Product]) -> Dict[str, str]:
    """Returns the name of each product for scripts: its key, or its id where two have the same key."""
    keys = [product.key for product in products]
    return {product.id: product.key if keys.count(product.key) == 1 else product.id for product in products}

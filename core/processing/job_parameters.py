"""The parameters that describe a job, shared by test query, estimate and live job."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Dict, List, Mapping, Tuple

from qgis.core import (
    QgsProcessing,
    QgsProcessingContext,
    QgsProcessingException,
    QgsProcessingParameterDateTime,
    QgsProcessingParameterDefinition,
    QgsProcessingParameterExtent,
    QgsProcessingParameterFeatureSource,
    QgsProcessingParameterNumber,
    QgsProcessingParameterString,
)

from .algorithm import Up42Algorithm, refusal, tr

if TYPE_CHECKING:
    from ..domain.aoi import Aoi
    from ..domain.jobs.job import JobMode
    from ..domain.parameters import JobParameters
    from ..domain.ports.gateway import JobGateway
    from ..domain.problems import Problem
    from ..domain.products import Product


class JobAlgorithm(Up42Algorithm):
    """Base class of the algorithms that take job parameters."""

    PRODUCT = "PRODUCT"
    EXTENT = "EXTENT"
    AOI = "AOI"
    START = "START"
    END = "END"
    LIMIT = "LIMIT"
    MAX_CLOUD_COVER = "MAX_CLOUD_COVER"
    PARAMETERS = "PARAMETERS"
    SCENE_IDS = "SCENE_IDS"

    def add_job_parameters(self, *, with_scenes: bool) -> None:
        """Adds CONNECTION and the parameters of the job."""
        self.add_connection_parameter()
        self._add(
            QgsProcessingParameterString(self.PRODUCT, tr("Product")),
            tr("Id or name of a workflow, its data task, or a data product. An unknown name lists the products."),
        )
        self._add(
            QgsProcessingParameterExtent(self.EXTENT, tr("Extent"), optional=True),
            tr(
                "The area of interest as a box, in any CRS. In degrees, a west greater than the east means across "
                "180°. Give either this or a polygon layer."
            ),
        )
        self._add(
            # Any geometry: tables of mixed shapes hold polygons too.
            QgsProcessingParameterFeatureSource(
                self.AOI, tr("Area of interest"), [QgsProcessing.SourceType.TypeVectorAnyGeometry], optional=True
            ),
            tr(
                "A layer or a file with polygons in any of its layers; they are dissolved and must form one polygon "
                "without holes."
            ),
        )
        self.add_filter_parameters(tr("Maximum number of scenes; the most recent ones are returned."))
        if with_scenes:
            self._add(
                QgsProcessingParameterString(self.SCENE_IDS, tr("Scene ids"), optional=True),
                tr("Ids from a test query, joined by commas; they override dates, limit and cloud cover."),
            )
        self.add_extra_parameter()

    def add_filter_parameters(self, limit_help: str) -> None:
        """Adds START, END, LIMIT and MAX_CLOUD_COVER."""
        self._add(
            QgsProcessingParameterDateTime(self.START, tr("Acquired from (UTC)"), optional=True),
            tr("Earliest acquisition time; UTC, unless it has a time zone."),
        )
        self._add(
            QgsProcessingParameterDateTime(self.END, tr("Acquired until (UTC)"), optional=True),
            tr("Latest acquisition time; UTC, unless it has a time zone. A date alone is the whole day."),
        )
        self._add(
            QgsProcessingParameterNumber(
                self.LIMIT, tr("Limit"), QgsProcessingParameterNumber.Type.Integer, 10, minValue=1
            ),
            limit_help,
        )
        self._add(
            QgsProcessingParameterNumber(
                self.MAX_CLOUD_COVER,
                tr("Highest cloud cover (%)"),
                QgsProcessingParameterNumber.Type.Integer,
                100,
                minValue=0,
                maxValue=100,
            ),
            tr("Cloud cover of the whole scene, as reported by the provider."),
        )

    def add_extra_parameter(self) -> None:
        """Adds PARAMETERS."""
        extra = QgsProcessingParameterString(self.PARAMETERS, tr("JSON parameters"), multiLine=True, optional=True)
        extra.setFlags(extra.flags() | QgsProcessingParameterDefinition.Flag.FlagAdvanced)
        self._add(extra, tr("A JSON object that is merged into the request built from the other parameters."))

    def _add(self, parameter: QgsProcessingParameterDefinition, help_text: str) -> None:
        parameter.setHelp(help_text)
        self.addParameter(parameter)

    def checkParameterValues(self, parameters: Dict[str, Any], context: QgsProcessingContext) -> Tuple[bool, str]:
        """Leaves area and times to the run, which accepts more formats than QGIS and reports the exact problem."""
        own = [self.parameterDefinition(name) for name in (self.AOI, self.START, self.END)]
        optional = QgsProcessingParameterDefinition.Flag.FlagOptional
        names = [definition.name() for definition in own if definition is not None and definition.flags() & optional]
        return super().checkParameterValues(
            {name: value for name, value in parameters.items() if name not in names}, context
        )

    def read_job(
        self,
        gateway: JobGateway,
        parameters: Dict[str, Any],
        context: QgsProcessingContext,
        mode: JobMode,
    ) -> Tuple[Product, JobParameters]:
        """Returns product and parameters, checked by the dock's rules; raises one sentence for invalid input."""
        from dataclasses import replace

        from ..domain.jobs.job import JobMode
        from ..domain.parameters import GeometryMode
        from ..domain.problems import find_problems
        from .area_parameters import read_area

        product = find_product(gateway, self.parameterAsString(parameters, self.PRODUCT, context))
        aoi = read_area(self, self.EXTENT, self.AOI, parameters, context)
        mode_of_area = GeometryMode.BBOX if aoi.is_box else GeometryMode.INTERSECTS
        wanted = replace(self.read_filters(product, parameters, context), aoi=aoi, geometry_mode=mode_of_area)
        if self.parameterDefinition(self.SCENE_IDS) is not None:
            text = self.parameterAsString(parameters, self.SCENE_IDS, context)
            ids = tuple(part.strip() for part in text.split(",") if part.strip())
            if ids:
                wanted = replace(wanted, scene_ids=ids, limit=len(ids))
        given = wanted
        wanted = self.merged(gateway, product, wanted, mode, self.read_extra(parameters, context), context)
        problems = find_problems(product, wanted, gateway.limits(), is_live=mode is JobMode.LIVE)
        if problems:
            raise self._named_refusal(problems[0], wanted, given, parameters)
        return product, wanted

    def read_filters(
        self, product: Product, parameters: Dict[str, Any], context: QgsProcessingContext
    ) -> JobParameters:
        """Returns the parameters of a search without an area."""
        from ..domain.parameters import JobParameters
        from ..domain.products import default_options
        from .period_parameters import read_period

        covers = self.parameterAsInt(parameters, self.MAX_CLOUD_COVER, context)
        return JobParameters(
            product_id=product.id,
            period=read_period(self, self.START, self.END, parameters, context),
            limit=self.parameterAsInt(parameters, self.LIMIT, context),
            max_cloud_cover=covers if product.has_cloud_cover else None,
            options=default_options(product),
            # An open period ends at the present time; the same run a minute later still counts as the same job.
            has_open_end=parameters.get(self.END) in (None, ""),
        )

    def read_extra(self, parameters: Dict[str, Any], context: QgsProcessingContext) -> Dict[str, Any]:
        """Returns the JSON parameters; raises a sentence for anything but one object."""
        from ..domain.json_text import JsonError, parse_json

        text = self.parameterAsString(parameters, self.PARAMETERS, context).strip()
        if not text:
            return {}
        try:
            extra = parse_json(text, is_typed=True)
        except JsonError as error:
            raise QgsProcessingException(
                tr("JSON parameters: not valid JSON at line {line}, column {column}.").format(
                    line=error.line, column=error.column
                )
            ) from error
        if not isinstance(extra, dict):
            raise QgsProcessingException(tr("JSON parameters must be one JSON object."))
        return extra

    def merged(
        self,
        gateway: JobGateway,
        product: Product,
        wanted: JobParameters,
        mode: JobMode,
        extra: Mapping[str, Any],
        context: QgsProcessingContext,
    ) -> JobParameters:
        """Returns the parameters of a request with the JSON parameters merged into it."""
        from dataclasses import replace

        if not extra:
            return wanted
        request = deep_merged(gateway.request_json(product, wanted, mode), extra)
        parsed = gateway.parse_request(product, request)
        aoi = parsed.aoi
        if aoi is not None and wanted.aoi is not None and aoi.is_sent_like(wanted.aoi):
            aoi = wanted.aoi
        elif aoi is not None:
            aoi = self._measured(aoi, context)
        # A period given as JSON has a fixed end.
        ends = {period.text() for period in (wanted.period, parsed.period) if period is not None}
        return replace(parsed, aoi=aoi, has_open_end=wanted.has_open_end and len(ends) == 1)

    def _measured(self, aoi: Aoi, context: QgsProcessingContext) -> Aoi:
        """Returns an area given as JSON with its size, which the limits are checked against."""
        from ..domain.problems import AreaError
        from ..gis.areas.geometry import aoi_from_shapes, aoi_geometry
        from ..gis.areas.lonlat import wgs84
        from ..wording.problems import problem_sentence

        try:
            return aoi_from_shapes([aoi_geometry(aoi)], wgs84(), context.transformContext())
        except AreaError as error:
            raise refusal(self.PARAMETERS, problem_sentence(error.problem)) from error

    def _named_refusal(
        self, problem: Problem, wanted: JobParameters, given: JobParameters, parameters: Dict[str, Any]
    ) -> QgsProcessingException:
        """Returns the dock's sentence, prefixed with the parameter."""
        from ..wording.problems import problem_sentence

        names = {
            "product": self.PRODUCT,
            "area": self.AOI if parameters.get(self.AOI) not in (None, "") else self.EXTENT,
            "period": f"{self.START}, {self.END}",
            "limit": self.LIMIT,
            "cloud_cover": self.MAX_CLOUD_COVER,
        }
        name = names.get(problem.field, self.PARAMETERS)
        if problem.field == "area" and wanted.aoi is not given.aoi:
            name = self.PARAMETERS
        return refusal(name, problem_sentence(problem))


def find_product(gateway: JobGateway, text: str) -> Product:
    """Returns the product with that id, task name, workflow name or display name, with all of its fields.

    Raises a sentence that lists the products for an unknown or ambiguous name.
    """
    found = listed_product(gateway, text)
    return found if found.is_complete else gateway.product(found.id)


def listed_product(gateway: JobGateway, text: str) -> Product:
    """Returns that product as the list of products has it, perhaps without its fields."""
    products = gateway.products()
    wanted = text.strip()
    for matches in (
        [product for product in products if product.id == wanted],
        [product for product in products if product.key == wanted],
        [
            product
            for product in products
            if wanted.lower() in (product.title.lower(), product.key.split(":")[0].lower())
        ],
    ):
        if len(matches) == 1:
            return matches[0]
        if matches:
            raise QgsProcessingException(
                tr("Several products are named “{name}”: {list}.").format(name=wanted, list=_listed(matches))
            )
    pattern = tr("There is no product “{name}”. Available products: {list}.")
    raise QgsProcessingException(pattern.format(name=wanted, list=_listed(list(products))))


def deep_merged(base: Mapping[str, Any], over: Mapping[str, Any]) -> Dict[str, Any]:
    """Returns `base` with `over` merged into it recursively; values other than objects are replaced."""
    merged = dict(base)
    for name, value in over.items():
        old = merged.get(name)
        merged[name] = deep_merged(old, value) if isinstance(old, dict) and isinstance(value, dict) else value
    return merged


def _listed(products: List[Product]) -> str:
    return "; ".join(f"{product.title} ({product.key})" for product in products)

"""Why an order is not placed: a rule of the form, or nothing left of an order over many areas."""

from __future__ import annotations

from typing import Optional

from ...domain.errors import ErrorKind, Up42Error
from ...domain.problems import Problem, ProblemCode
from ...usecases.prepare_order import taken_text
from ...usecases.prepare_orders import PreparedOrders


def refusal(problem: Problem) -> Up42Error:
    """Returns a broken rule as an error, with the page where it can be fixed."""
    kinds = {
        ProblemCode.LICENCE_NOT_ACCEPTED: ErrorKind.LICENCE_NOT_ACCEPTED,
        ProblemCode.ACCESS_RESTRICTED: ErrorKind.ACCESS_RESTRICTED,
    }
    kind = kinds.get(problem.code)
    if kind is None:
        return Up42Error(ErrorKind.INVALID_REQUEST, problem.code.value)
    return Up42Error(kind, str(problem.values.get("title") or ""), link=str(problem.values.get("link") or "") or None)


def nothing_left(many: Optional[PreparedOrders]) -> Up42Error:
    """Returns why an order over many areas has nothing left to order, with the reasons as details."""
    if many is None:
        return Up42Error(ErrorKind.INTERNAL)
    taken = [item for part in many.parts for item in part.taken]
    reasons = [f"{part.request.area}: {error.detail}" for part in many.parts for _, error in part.refused]
    kind = ErrorKind.ALREADY_STARTED if taken and not reasons else ErrorKind.INVALID_REQUEST
    error = Up42Error(kind, "\n".join([taken_text(taken), *reasons]).strip())
    error.is_nothing_spent = True
    return error

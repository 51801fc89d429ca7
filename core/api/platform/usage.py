"""Creates the usage.json of a test query: prices of the scenes and figures of the account at that time."""

from __future__ import annotations

from datetime import datetime
from typing import Any, Dict, Optional

from ...domain.jobs.credits import Balance, Estimate, EstimateLine
from ...domain.jobs.job import Job
from ...domain.parameters import utc_text
from ...domain.products import Product


def usage_document(
    product: Product, job: Job, scene_count: int, estimate: Estimate, balance: Optional[Balance], now: datetime
) -> Dict[str, Any]:
    """Returns the document, with the member names of the service's estimate. Credits are integers.

    `estimate` has a line for each scene whose price was requested; a balance that the account may not see is null.
    """
    return {
        "jobId": job.id,
        "createdAt": utc_text(now),
        "collection": product.raw.get("collection"),
        "dataProduct": product.id if product.is_orderable else None,
        "sceneCount": scene_count,
        "creditsUsed": 0,
        "estimate": {
            "sceneCount": len(estimate.lines),
            "totalCredits": estimate.hold_credits,
            "results": [_result(line) for line in estimate.lines],
        },
        "account": {"availableCredits": None if balance is None else balance.available_credits},
    }


def _result(line: EstimateLine) -> Dict[str, Any]:
    if line.problem:
        return {"sceneId": line.scene_id, "credits": None, "message": line.problem}
    size = {} if line.quantity is None else {"size": line.quantity, "unit": line.unit}
    return {"sceneId": line.scene_id, "credits": line.max_credits, **size}

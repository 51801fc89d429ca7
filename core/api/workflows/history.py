"""Reads the account's history of charges."""

from __future__ import annotations

from datetime import datetime
from typing import List, Optional, Tuple

from ...domain.errors import ErrorKind, Up42Error
from ...domain.jobs.credits import Charge
from ...domain.parameters import utc_text
from .answers import parse_charges
from .client import WorkflowClient

MAX_PAGES = 100
# The service's maximum page size of the history is 2,000.
HISTORY_PAGE = 1000


class CreditHistory:
    """The charges to jobs in the account's history. Thread-safe."""

    def __init__(self, client: WorkflowClient) -> None:
        self._client = client

    def charges(self, since: datetime) -> Optional[Tuple[Charge, ...]]:
        """Returns the charges since then, None if the account may not see them."""
        found: List[Charge] = []
        for page in range(MAX_PAGES):
            query = {"from": utc_text(since), "page": page, "size": HISTORY_PAGE}
            try:
                data = self._client.data("GET", "/accounts/me/credits/history", query=query)
            except Up42Error as error:
                if error.kind in (ErrorKind.FORBIDDEN, ErrorKind.NOT_FOUND):
                    return None
                raise
            charges, count = parse_charges(data)
            found += charges
            if count < HISTORY_PAGE:
                break
        return tuple(found)

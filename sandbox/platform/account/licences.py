"""Licences (EULAs), and which of them the account has accepted."""

from __future__ import annotations

import threading
from typing import Any, Dict, List, Optional, Set

from ...access import named_id
from ...clock import iso_from
from ..glossary.products import Collection, DataProduct, Glossary

UNACCEPTED = ("Airbus Pléiades Neo",)


class Licences:
    """The licences of a glossary, by their ids; all but `UNACCEPTED` are accepted at the start. Safe for threads."""

    def __init__(self, glossary: Glossary, opened: float, user: str) -> None:
        self._lock = threading.Lock()
        self._names = glossary.eulas()
        self._opened = iso_from(opened)
        self._user = user
        self._accepted: Set[str] = {id for id, name in self._names.items() if name not in UNACCEPTED}
        self._open_collections: Set[str] = set()

    def accept(self, id: str, is_accepted: bool = True) -> None:
        """Accepts a licence, or takes that back, as a user does in the console; KeyError for an unknown one."""
        with self._lock:
            self._names[id]
            (self._accepted.add if is_accepted else self._accepted.discard)(id)

    def grant(self, collection: str) -> None:
        """Grants access to a restricted collection, as support does after a request."""
        with self._lock:
            self._open_collections.add(collection)

    def missing(self, product: DataProduct) -> Optional[str]:
        """Returns the id of the licence that must be accepted before a product can be ordered, or None."""
        with self._lock:
            return None if product.eula_id is None or product.eula_id in self._accepted else product.eula_id

    def is_closed(self, collection: Collection) -> bool:
        """Returns whether the account has no access to a collection."""
        with self._lock:
            return collection.is_restricted and collection.name not in self._open_collections

    def all_json(self) -> List[Dict[str, Any]]:
        """Returns every licence as the service does."""
        return [self._as_json(id) for id in self._names]

    def one_json(self, id: str) -> Optional[Dict[str, Any]]:
        """Returns a licence as the service does, or None."""
        return self._as_json(id) if id in self._names else None

    def _as_json(self, id: str) -> Dict[str, Any]:
        name = self._names[id]
        document = named_id("document", id)
        with self._lock:
            is_accepted = id in self._accepted
        accepted = {"acceptedAt": self._opened, "acceptedById": self._user} if is_accepted else {}
        return {
            "id": id,
            "title": f"{name} licence",
            "description": f"Terms of use of data under the {name} licence",
            "isAccepted": is_accepted,
            **accepted,
            "currentDocumentId": document,
            "currentDocumentUrl": f"https://eula.sandbox.example/{document}.pdf",
            "currentDocumentFilename": f"{document}.pdf",
            "currentDocumentCreatedAt": self._opened,
            "currentDocumentValidFrom": self._opened,
        }

"""Parts of the application that are made when they are first used, and followed from then on."""

from __future__ import annotations

from contextlib import contextmanager
from typing import Any, Callable, Dict, Generic, Iterator, List, Optional, TypeVar, overload

from qgis.PyQt.QtCore import QObject

Part = TypeVar("Part")


class late(Generic[Part]):
    """A property whose method makes a part, once, when it is first read; the method imports what it needs.

    Its owner is a `Late`. What was assigned instead, or was made, is an ordinary attribute from then on.
    """

    def __init__(self, make: Callable[[Any], Part]) -> None:
        self._make = make
        self.name = make.__name__
        self.__doc__ = make.__doc__

    @overload
    def __get__(self, owner: None, kind: type) -> late[Part]: ...

    @overload
    def __get__(self, owner: Late, kind: type) -> Part: ...

    def __get__(self, owner: Optional[Late], kind: type) -> Any:
        """Returns the part, made now; the property itself when it is read from the class."""
        if owner is None:
            return self
        with owner.making():
            part = owner.__dict__[self.name] = self._make(owner)
            owner.add_made(self.name)
        return part


class Late(QObject):
    """An object with `late` parts; `follow` is how others connect to their signals without having them made.

    Those who follow are called once the parts that are made together exist: parts are connected to each other first.
    A part may have changed by then, so they take its state as it is.
    """

    def __init__(self, parent: Optional[QObject] = None) -> None:
        super().__init__(parent)
        self._followers: Dict[str, List[Callable[[Any], object]]] = {}
        self._made: List[str] = []
        self._depth = 0

    def follow(self, part: late[Part], follow: Callable[[Part], object]) -> None:
        """Calls `follow` with a part: now if it was made, else as soon as it is; never if it is not used."""
        if part.name in self.__dict__ and part.name not in self._made:
            follow(self.__dict__[part.name])
        else:
            self._followers.setdefault(part.name, []).append(follow)

    def later(self, part: late[Part]) -> Later[Part]:
        """Returns a part for someone who needs no other and may not need it yet."""
        return Later(self, part)

    def made(self, part: late[Part]) -> Optional[Part]:
        """Returns a part, None while it was not used."""
        return self.__dict__.get(part.name)

    def make(self, *parts: late[Any]) -> None:
        """Makes parts that were not used yet: those that have to follow what begins now."""
        with self.making():
            for part in parts:
                getattr(self, part.name)

    @contextmanager
    def making(self) -> Iterator[None]:
        """Delays the calls of those who follow until the parts made within are complete."""
        self._depth += 1
        try:
            yield
        finally:
            self._depth -= 1
        while self._made and not self._depth:
            name = self._made.pop(0)
            for follow in self._followers.pop(name, ()):
                follow(self.__dict__[name])

    def add_made(self, name: str) -> None:
        """Records that a part was made."""
        self._made.append(name)

    def stop_following(self) -> None:
        """Forgets those who wait."""
        self._followers.clear()


class Later(Generic[Part]):
    """One part of a `Late`, made when it is first called for; taken by widgets that open before the part is used."""

    def __init__(self, owner: Late, part: late[Part]) -> None:
        self._owner = owner
        self._part = part

    def __call__(self) -> Part:
        """Returns the part, made now if it was not used yet."""
        part: Part = getattr(self._owner, self._part.name)
        return part

    @property
    def made(self) -> Optional[Part]:
        """Returns the part, None while it was not used."""
        return self._owner.made(self._part)

    def follow(self, follow: Callable[[Part], object]) -> None:
        """Calls `follow` with the part: now if it was made, else as soon as it is."""
        self._owner.follow(self._part, follow)

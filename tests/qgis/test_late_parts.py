"""Parts that are made on first use: a follower must not miss its signals, and following must not make it."""

from __future__ import annotations

import pytest
from qgis.PyQt.QtCore import QObject, pyqtSignal

from up42_jobs.core.app.late import Late, late


class Source(QObject):
    rang = pyqtSignal()


class House(Late):
    """Two parts, of which the second listens to the first."""

    def __init__(self):
        super().__init__()
        self.heard = []
        self.is_broken = False

    @late
    def bell(self) -> Source:
        """The first."""
        if self.is_broken:
            raise ValueError("no bell")
        return Source(self)

    @late
    def door(self) -> Source:
        """The second."""
        door = Source(self)
        self.bell.rang.connect(lambda: self.heard.append("door"))
        return door


def test_following_makes_nothing_and_hears_everything():
    house = House()
    house.follow(House.bell, lambda bell: bell.rang.connect(lambda: house.heard.append("follower")))
    assert house.made(House.bell) is None
    house.bell.rang.emit()
    assert house.heard == ["follower"]
    assert house.made(House.bell) is house.bell


def test_a_part_is_made_once_and_a_late_follower_gets_it_at_once():
    house = House()
    bell, given = house.bell, []
    house.follow(House.bell, given.append)
    assert given == [bell] == [house.bell]


def test_parts_hear_each_other_before_those_who_follow_them():
    """The list of jobs must have a new row before the dock shows it."""
    house = House()
    house.follow(House.bell, lambda bell: bell.rang.connect(lambda: house.heard.append("follower")))
    house.make(House.door)
    house.bell.rang.emit()
    assert house.heard == ["door", "follower"]


def test_parts_made_together_are_complete_when_they_are_followed():
    house, seen = House(), []
    house.follow(House.bell, lambda bell: seen.append(house.made(House.door)))
    house.make(House.bell, House.door)
    assert seen == [house.door]


def test_a_part_that_cannot_be_made_now_is_made_later():
    house, given = House(), []
    house.follow(House.bell, given.append)
    house.is_broken = True
    with pytest.raises(ValueError):
        house.make(House.bell)
    assert given == []
    house.is_broken = False
    assert given == [] != [house.bell] == given


def test_nothing_is_given_after_the_end_of_following():
    house, given = House(), []
    house.follow(House.bell, given.append)
    house.stop_following()
    assert house.bell is not None
    assert given == []


def test_a_single_part_can_be_handed_on_without_being_made():
    """A widget that opens before its part is used takes this one, and cannot reach the others."""
    house, given = House(), []
    bell = house.later(House.bell)
    bell.follow(given.append)
    assert bell.made is None
    assert given == []
    assert bell() is house.bell
    assert bell.made is house.bell
    assert given == [house.bell]

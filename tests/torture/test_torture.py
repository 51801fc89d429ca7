"""Runs a minute of the torture, and checks that it finds the faults that it looks for."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

SCRIPT = Path(__file__).with_name("run.py")
WORLDS = Path(__file__).with_name("worlds.py")
AREAS = Path(__file__).with_name("areas.py")
WATCHES = Path(__file__).with_name("watches.py")
FIGURES = ("paid_twice", "lost", "charged_without_hold", "secrets", "sums_differ", "mistakes")
AREA_FIGURES = (
    "paid_twice", "lost", "charged_without_hold", "false_words", "untold", "unknown_for_ever", "mistakes"
)

pytestmark = pytest.mark.skipif(not hasattr(os, "fork"), reason="needs fork")


def rows(*arguments, script=SCRIPT):
    """The figures of a run of its own: forking is not for a process that holds QGIS."""
    done = subprocess.run(
        [sys.executable, str(script), "--json", *arguments], stdout=subprocess.PIPE, text=True, timeout=300
    )
    return json.loads(done.stdout)


def test_no_fault_and_no_death_makes_a_job_be_paid_twice_or_lost():
    # Where the create request is what goes wrong, in both generations.
    for row in rows("--network", "direct", "--cases", "36", "--seed", "72"):
        assert row["cases"] == 36
        assert row["confirmed"] >= row["on_server"] > 10
        assert {name: row[name] for name in FIGURES} == dict.fromkeys(FIGURES, 0), row["generation"]


@pytest.mark.parametrize(("defence", "figure"), [("write-ahead", "lost"), ("single-request", "paid_twice")])
def test_the_torture_sees_a_client_without_its_defences(defence, figure):
    played = ("--network", "direct", "--cases", "18", "--seed", "72")
    [row] = rows("--generation", "workflows", *played, "--without", defence)
    assert row[figure] > 0


@pytest.mark.parametrize("network", ["tls", "http proxy", "connect proxy", "gateway"])
def test_nothing_between_the_client_and_the_service_makes_a_job_be_paid_twice_or_lost(network):
    for row in rows("--network", network, "--cases", "10"):
        assert (row["network"], row["cases"]) == (network, 10)
        assert row["confirmed"] >= row["on_server"] > 2
        assert {name: row[name] for name in FIGURES} == dict.fromkeys(FIGURES, 0), row["generation"]


@pytest.mark.parametrize(("network", "defence"), [("connect proxy", "own-side"), ("gateway", "own-form")])
def test_the_torture_sees_a_client_that_believes_what_stands_between(network, defence):
    [row] = rows("--generation", "workflows", "--network", network, "--cases", "14", "--without", defence)
    assert row["paid_twice"] > 0


def test_no_world_makes_a_scene_be_paid_twice_or_a_job_be_called_absent_that_is_there():
    for row in rows("--cases", "1", script=WORLDS):
        figures = {name: row[name] for name in ("paid_twice", "lost", "false_words", "unknown_for_ever")}
        assert figures == dict.fromkeys(figures, 0), (row["world"], row["generation"])


@pytest.mark.parametrize(
    ("cure", "world", "figure"),
    [
        ("account", "two accounts", "false_words"),
        ("patience", "late lists", "false_words"),
        ("look-again", "later lists", "paid_twice"),
        ("witnesses", "lists without the others", "false_words"),
        ("gone", "empty lists", "false_words"),
        ("own-clock", "wrong dates", "false_words"),
        ("renewal", "slow orders", "paid_twice"),
        ("claims", "overlapping orders", "paid_twice"),
    ],
)
def test_each_world_shows_what_its_cure_is_for(cure, world, figure):
    assert sum(row[figure] for row in rows("--world", world, "--cases", "3", "--without", cure, script=WORLDS)) > 0


def test_order_over_ten_areas_under_faults_and_kills_is_paid_once_and_every_area_is_told():
    # Where the create request is what goes wrong, in both generations.
    for row in rows("--cases", "12", "--seed", "82", script=AREAS):
        assert row["wanted"] >= row["bought"] > 40
        figures = {name: row[name] for name in AREA_FIGURES}
        assert figures == dict.fromkeys(figures, 0), row["generation"]


@pytest.mark.parametrize(
    ("defence", "figure"), [("write-ahead", "lost"), ("single-request", "paid_twice"), ("claims", "paid_twice")]
)
def test_the_torture_over_areas_sees_a_client_without_its_defences(defence, figure):
    played = ("--generation", "workflows", "--cases", "8", "--seed", "82")
    [row] = rows(*played, "--without", defence, script=AREAS)
    assert row[figure] > 0


def figures_of_watches(*arguments):
    done = subprocess.run(
        [sys.executable, str(WATCHES), "--json", *arguments], stdout=subprocess.PIPE, text=True, timeout=500
    )
    return json.loads(done.stdout)


def test_a_watch_that_is_killed_at_any_line_reports_each_scene_once():
    figures = figures_of_watches("--cases", "0")
    assert (figures["lost"], figures["repeated"], figures["invented"]) == (0, 0, 0)
    assert figures["killed"] > 30
    assert figures["scenes"] > 100


def test_watches_that_fail_and_are_killed_lose_and_repeat_nothing():
    figures = figures_of_watches("--cases", "40", "--seed", "3")
    assert (figures["lost"], figures["repeated"], figures["invented"]) == (0, 0, 0)
    assert min(figures["killed"], figures["failed"]) > 5


def test_the_torture_sees_a_watch_that_remembers_before_its_output_is_there():
    assert figures_of_watches("--cases", "0", "--without", "order")["lost"] > 0

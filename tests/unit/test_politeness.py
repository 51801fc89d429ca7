"""Pictures are asked for as many at once as the service has shown to take, and no more."""

from __future__ import annotations

import threading
from functools import partial

import pytest

from up42_jobs.core.api.politeness import FIRST_AT_ONCE, MAX_AT_ONCE, PoliteGate
from up42_jobs.core.domain.errors import ErrorKind, Up42Error


class Service:
    """Counts who asks at once; refuses, and counts that, beyond `takes`."""

    def __init__(self, takes=MAX_AT_ONCE):
        self.takes = takes
        self.inside = self.most = self.refused = 0
        self.lock = threading.Lock()
        self.gate = PoliteGate(lambda: self.refused)

    def ask(self):
        """One request, as long as those that came at the same time are there."""
        with self.lock:
            self.inside += 1
            self.most = max(self.most, self.inside)
            if self.inside > self.takes:
                self.refused += 1
        threading.Event().wait(0.002)
        with self.lock:
            self.inside -= 1

    def ask_often(self, calls, threads=24):
        """Many requests from many threads."""
        left = iter(range(calls))

        def work():
            while next(left, None) is not None:
                self.gate.run(self.ask)

        running = [threading.Thread(target=work) for _ in range(threads)]
        for thread in running:
            thread.start()
        for thread in running:
            thread.join()


def test_few_are_asked_at_first_and_more_once_a_round_has_gone_well():
    gate = Service().gate
    grown = []
    for _ in range(200):
        gate.run(lambda: None)
        grown.append(gate.at_once)
    assert grown[: FIRST_AT_ONCE - 1] == [FIRST_AT_ONCE] * (FIRST_AT_ONCE - 1)
    assert grown == sorted(grown)
    assert grown[2 * MAX_AT_ONCE] == MAX_AT_ONCE


def test_generous_service_is_never_asked_by_more_than_the_highest_number():
    service = Service()
    service.ask_often(400)
    assert service.most <= MAX_AT_ONCE
    assert service.gate.at_once == MAX_AT_ONCE


def test_refusal_halves_at_once_and_what_was_under_way_with_it_counts_once():
    service = Service()
    gate, started, go_on = service.gate, threading.Semaphore(0), threading.Event()

    def ask():
        started.release()
        go_on.wait(60)
        service.refused += 1

    threads = [threading.Thread(target=gate.run, args=(ask,)) for _ in range(FIRST_AT_ONCE)]
    for thread in threads:
        thread.start()
    for _ in threads:
        started.acquire()
    go_on.set()
    for thread in threads:
        thread.join()
    gate.run(lambda: None)
    assert gate.at_once == FIRST_AT_ONCE // 2


def test_service_that_takes_few_is_soon_asked_by_no_more_than_that():
    service = Service(takes=4)
    service.ask_often(100)
    refused = service.refused
    service.ask_often(200)
    assert service.refused - refused <= FIRST_AT_ONCE
    assert 1 <= service.gate.at_once < FIRST_AT_ONCE


def test_call_that_fails_gives_its_place_back():
    gate = Service().gate

    def fail():
        raise KeyError

    for _ in range(3 * MAX_AT_ONCE):
        try:
            gate.run(fail)
        except KeyError:
            continue
    assert gate.at_once > FIRST_AT_ONCE


def test_a_request_that_others_keep_out_is_answered_once_they_wait():
    """A scene without its picture, for no reason but that the others were faster, is not what the service meant."""
    service = Service()
    answered = []
    others = threading.Event()

    def ask(number):
        if number:
            others.set()
        # The first one never has the service for itself while the others may ask.
        others.wait(60)
        with service.lock:
            service.inside += 1
            is_kept_out = number == 0 and (service.inside > 1 or not service.refused)
        threading.Event().wait(0.002)
        with service.lock:
            service.inside -= 1
        if is_kept_out:
            service.refused += 1
            raise Up42Error(ErrorKind.RATE_LIMITED)
        answered.append(number)

    def work(numbers):
        for number in numbers:
            service.gate.run(partial(ask, number))

    threads = [threading.Thread(target=work, args=([*range(index, 40, 8)],)) for index in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(answered) == list(range(40))


def test_service_that_refuses_everything_is_asked_again_for_the_first_call_only():
    asked = []

    def ask():
        asked.append(1)
        raise Up42Error(ErrorKind.RATE_LIMITED)

    gate = PoliteGate(lambda: len(asked))
    for _ in range(5):
        with pytest.raises(Up42Error):
            gate.run(ask)
    assert len(asked) == 2 + 4


def test_other_errors_are_not_asked_again():
    asked = []

    def ask():
        asked.append(1)
        raise Up42Error(ErrorKind.NOT_FOUND)

    with pytest.raises(Up42Error):
        PoliteGate(lambda: 0).run(ask)
    assert len(asked) == 1

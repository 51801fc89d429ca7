"""Distributes test files to processes, and goes on with the rest when one of them crashes.

pytest-xdist 3.8 does not: with `--dist loadfile` it hands on what a crashed process had finished already as files
without tests, after which nobody asks for more, and it repeats the test of the crash, which ends the next process too.
The run then waits for ever with a few tests left. See pytest-xdist 1323, 1327 and 1371.
"""

from __future__ import annotations

from xdist.scheduler import LoadFileScheduling


class FileScheduling(LoadFileScheduling):
    """Gives the tests that a crashed process left to others, except the test of the crash: it has failed."""

    def add_node_collection(self, node, collection):
        super().add_node_collection(node, collection)
        if node not in self.registered_collections:
            # Left alone it would never be given a test, and the run would wait for it.
            raise RuntimeError(f"{node.gateway.id} found other tests than the processes before it")

    def remove_node(self, node):
        left = {
            file: {test: False for test, is_done in tests.items() if not is_done}
            for file, tests in self.assigned_work.pop(node).items()
        }
        left = {file: tests for file, tests in left.items() if tests}
        if not left:
            return None
        first = next(iter(left))
        crashed = next(iter(left[first]))
        del left[first][crashed]
        self.workqueue.update({file: tests for file, tests in left.items() if tests})
        for other in self.assigned_work:
            self._reschedule(other)
        return crashed

    def _reschedule(self, node):
        # A process that has not found its tests yet is given some when it has.
        if node not in self.registered_collections:
            return
        super()._reschedule(node)
        # A process begins with a test when it has another one or knows that there is none.
        while not node.shutting_down and self._pending_of(self.assigned_work[node]) < 2:
            super()._reschedule(node)

"""States of Sandbox jobs follow from the time alone and keep the order of the service."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from up42_jobs.sandbox.workflows.jobs.timeline import JobTimeline, RunStatus

ORDER = [RunStatus.NOT_STARTED, RunStatus.PENDING, RunStatus.RUNNING, RunStatus.CANCELLING]

timelines = st.builds(
    JobTimeline,
    created=st.just(1000.0),
    seconds=st.floats(0.0, 100.0),
    task_count=st.integers(1, 6),
    failing=st.none() | st.integers(0, 5),
    cancelled=st.none() | st.floats(1000.0, 1120.0),
).filter(lambda timeline: timeline.failing is None or timeline.failing < timeline.task_count)
times = st.lists(st.floats(1000.0, 1300.0), min_size=2, max_size=12).map(sorted)


def seen_by(timeline, now):
    """Hides a cancelling that has not been asked for yet."""
    if timeline.cancelled is not None and now < timeline.cancelled:
        return JobTimeline(timeline.created, timeline.seconds, timeline.task_count, timeline.failing)
    return timeline


@given(timelines, times)
def test_a_job_only_moves_forward_and_never_leaves_its_end(timeline, moments):
    states = [seen_by(timeline, now).job(now).status for now in moments]
    for before, after in zip(states, states[1:]):
        if before.is_final:
            assert after is before
        elif not after.is_final:
            assert ORDER.index(before) <= ORDER.index(after)


@given(timelines, times)
def test_a_finished_time_is_told_exactly_when_the_job_is_over_and_lies_in_the_past(timeline, moments):
    for now in moments:
        moment = seen_by(timeline, now).job(now)
        assert (moment.finished is not None) == moment.status.is_final
        assert moment.finished is None or moment.started is None or moment.started <= moment.finished <= now


@given(timelines, times)
def test_a_task_that_has_succeeded_stays_so_whatever_happens_later(timeline, moments):
    done = set()
    for now in moments:
        states = [task.status for task in seen_by(timeline, now).tasks(now)]
        assert all(states[index] is RunStatus.SUCCEEDED for index in done)
        done |= {index for index, state in enumerate(states) if state is RunStatus.SUCCEEDED}


@given(timelines)
def test_the_end_of_a_job_agrees_with_the_ends_of_its_tasks(timeline):
    job, tasks = timeline.job(1e6), [task.status for task in timeline.tasks(1e6)]
    if job.status is RunStatus.SUCCEEDED:
        assert set(tasks) == {RunStatus.SUCCEEDED}
    elif job.status is RunStatus.FAILED:
        assert tasks[: timeline.failing] == [RunStatus.SUCCEEDED] * timeline.failing
        assert tasks[timeline.failing] is RunStatus.FAILED
        assert set(tasks[timeline.failing + 1 :]) <= {RunStatus.NOT_STARTED}
    else:
        assert job.status is RunStatus.CANCELLED
        assert set(tasks) <= {RunStatus.SUCCEEDED, RunStatus.CANCELLED}
        assert tasks[-1] is RunStatus.CANCELLED

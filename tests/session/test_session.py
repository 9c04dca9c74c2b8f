"""Steps, attempts, hints, skip, undo, reset, resume: the session against a kernel that is told what to do."""

import asyncio

from tutor.events import (
    HintGiven,
    KernelState,
    LanguageChanged,
    LessonEnded,
    Notice,
    Skipped,
    StepOpened,
    Undone,
    Verdict,
)
from tutor.progress import Cell, StepState

FIRST = "x = nd.arange(12)"
LAST = "y = x + 1"


def run(work):
    return asyncio.run(work)


def kinds(session, *wanted):
    return [event for event in session.seen if isinstance(event, wanted)]


def test_the_first_start_opens_the_first_step_before_the_kernel_is_up(session, kernel):
    run(session.open())
    (opened,) = kinds(session, StepOpened)
    assert (opened.lesson, opened.step, opened.index, opened.count) == ("a-one", "first", 0, 3)
    assert kernel.calls == ["start"]
    assert [name for name, _ in kernel.commands] == ["begin_lesson", "begin_step"]


def test_a_right_cell_finishes_the_step_and_is_logged(session, kernel, logged):
    kernel.passing = {FIRST}

    async def work():
        await session.open()
        assert not (await session.submit("x = nd.arange(11)")).passed
        assert (await session.submit(FIRST)).passed

    run(work())
    assert session.accepted
    assert session.state == StepState("done", attempts=1)
    assert logged("a-one", "first") == [
        Cell("x = nd.arange(11)"),
        Cell(FIRST, accepted=True),
    ]


def test_exploring_is_no_attempt_and_an_empty_cell_is_nothing(session, kernel):
    async def work():
        await session.open()
        assert (await session.submit("x.shape")).status == "explored"
        assert await session.submit("  \n") is None

    run(work())
    assert session.state.attempts == 0
    assert kernel.executed == ["x.shape"]


def test_a_part_of_the_answer_begins_the_step_and_is_no_mistake(session, kernel):
    kernel.verdicts = {"x = 1": "partly", "x = 2": "broken"}

    async def work():
        await session.open()
        assert (await session.submit("x = 1")).status == "partly"
        assert (await session.submit("x = 2")).status == "broken"

    run(work())
    assert session.state == StepState("begun", attempts=0)


def test_after_acceptance_play_gets_no_verdict_but_is_logged(session, kernel, logged):
    kernel.passing = {FIRST}

    async def work():
        await session.open()
        await session.submit(FIRST)
        assert await session.submit("x = 3") is None

    run(work())
    assert len(kinds(session, Verdict)) == 1
    assert [cell.code for cell in logged("a-one", "first")] == [FIRST, "x = 3"]


def test_a_missing_verdict_is_never_a_pass(session, kernel):
    kernel.silent = {FIRST}

    async def work():
        await session.open()
        return await session.submit(FIRST)

    assert run(work()).status == "broken"
    assert not session.accepted


def replayed(session, kernel):
    """What a restart of the kernel makes it run again."""
    kernel.commands.clear()
    run(session.restart())
    return kernel.named("replay")


def test_cells_that_raise_are_kept_and_not_replayed(session, kernel, logged):
    async def work():
        await session.open()
        await session.submit("raise ValueError")
        await session.submit("z = 1")

    run(work())
    assert logged("a-one", "first") == [Cell("raise ValueError", failed=True), Cell("z = 1")]
    assert [a["cells"] for _, a in replayed(session, kernel)] == [[{"code": "z = 1", "accepted": False}]]


def test_the_next_step_is_told_which_names_the_lesson_has_bound(session, kernel):
    kernel.passing = {FIRST}

    async def work():
        await session.open()
        await session.submit(FIRST)
        await session.next()

    run(work())
    assert session.step.id == "guess"
    assert kernel.named("begin_step")[-1][1]["names"] == ["nd", "x"]


def test_resume_replays_the_log_step_by_step(make, kernel, progress, course):
    kernel.passing = {FIRST, "(12,)"}

    async def first_sitting():
        session = make()
        await session.open()
        await session.submit(FIRST)
        await session.next()
        await session.submit("(12,)")
        await session.next()
        await session.submit("z = x * 2")

    run(first_sitting())
    kernel.commands.clear()
    session = make()
    run(session.open())
    assert session.step.id == "last" and not session.accepted
    assert [name for name, _ in kernel.commands] == ["begin_lesson"] + ["begin_step", "replay"] * 3
    replays = [arguments["cells"] for _, arguments in kernel.named("replay")]
    assert replays[0] == [{"code": FIRST, "accepted": True}]
    assert replays[2] == [{"code": "z = x * 2", "accepted": False}]


def test_resume_at_a_finished_step_offers_the_next_one(make, kernel):
    kernel.passing = {FIRST}

    async def first_sitting():
        session = make()
        await session.open()
        await session.submit(FIRST)

    run(first_sitting())
    session = make()
    run(session.open())
    assert session.accepted and session.following.id == "guess"


def test_jumping_runs_the_solutions_of_the_steps_before(session, kernel):
    async def work():
        await session.open()
        kernel.commands.clear()
        await session.goto("b-two", "last")

    run(work())
    assert [a["cells"] for _, a in kernel.named("replay")] == [
        [{"code": FIRST, "accepted": True}],
        [{"code": "", "accepted": True}],
    ]


def test_skip_shows_and_logs_the_solution(session, kernel, logged):
    async def work():
        await session.open()
        await session.skip()

    run(work())
    assert kinds(session, Skipped) == [Skipped(step="first", code=FIRST)]
    assert session.accepted and session.state.status == "skipped"
    assert logged("a-one", "first") == [Cell(FIRST, accepted=True, fresh=True)]


def test_a_skip_that_fails_is_said_and_is_no_skip(session, kernel):
    kernel.broken_commands = {"skip": "boom"}

    async def work():
        await session.open()
        await session.skip()

    run(work())
    assert kinds(session, Notice)[-1].code == "notice.command_failed"
    assert not session.accepted


def test_undo_takes_back_the_last_cell_and_replays_the_others(session, kernel, logged):
    kernel.passing = {FIRST}

    async def work():
        await session.open()
        await session.submit("a = 1")
        await session.submit(FIRST)
        kernel.commands.clear()
        await session.undo()

    run(work())
    assert not session.accepted and session.state.status == "begun"
    assert kernel.commands == [("restore", {}), ("replay", {"cells": [{"code": "a = 1", "accepted": False}]})]
    assert kinds(session, Undone) == [Undone(cell=2, code=FIRST)]
    assert logged("a-one", "first") == [Cell("a = 1")]


def test_undo_of_a_cell_that_raised_keeps_the_cells_before(session, kernel, logged):
    async def work():
        await session.open()
        await session.submit("a = 1")
        await session.submit("raise ValueError")
        await session.undo()

    run(work())
    assert logged("a-one", "first") == [Cell("a = 1")]


def test_undo_with_nothing_to_undo_says_so(session):
    async def work():
        await session.open()
        await session.undo()

    run(work())
    assert kinds(session, Notice)[-1].code == "notice.nothing_to_undo"


def test_resetting_a_step_forgets_it_and_nothing_else(session, kernel, progress, course, logged):
    kernel.passing = {FIRST, "(12,)"}

    async def work():
        await session.open()
        await session.submit(FIRST)
        await session.next()
        await session.submit("(12,)")
        await session.reset("step")

    run(work())
    assert session.step.id == "guess" and not session.accepted
    assert progress.step(course.id, "a-one", "first").finished
    assert logged("a-one", "guess") == []


def test_resetting_everything_begins_the_course_anew(session, kernel, progress, course):
    kernel.passing = {FIRST}

    async def work():
        await session.open()
        await session.submit(FIRST)
        await session.goto("c-three")
        await session.reset("all")

    run(work())
    assert (session.lesson.id, session.index, session.accepted) == ("a-one", 0, False)
    assert progress.steps(course.id) == {}


def test_hints_come_one_at_a_time_until_there_are_no_more(session):
    async def work():
        await session.open()
        for _ in range(3):
            session.hint()

    run(work())
    assert [event.index for event in kinds(session, HintGiven)] == [1, 2]
    assert kinds(session, Notice)[-1].code == "notice.no_more_hints"
    assert session.state == StepState("begun", hints=2)


def test_a_lesson_ends_with_its_last_step_and_the_next_lesson_follows(session, kernel):
    kernel.passing = {LAST}

    async def work():
        await session.open(lesson="a-one", step="last")
        await session.submit(LAST)
        await session.next()

    run(work())
    (ended,) = kinds(session, LessonEnded)
    assert (ended.lesson, ended.following) == ("a-one", "b-two")
    assert [result.status for result in ended.results] == ["", "", "done"]
    assert (session.lesson.id, session.index) == ("b-two", 0)


def test_the_end_of_the_course_is_said(session, kernel):
    kernel.passing = {LAST}

    async def work():
        await session.open(lesson="c-three", step="last")
        await session.submit(LAST)
        await session.next()

    run(work())
    assert session.following is None
    assert kinds(session, Notice)[-1].code == "notice.course_done"


def test_a_kernel_that_dies_is_restarted_and_replayed_and_it_is_said(session, kernel):
    kernel.passing = {FIRST}
    kernel.dying = {"os._exit(1)"}

    async def work():
        await session.open()
        await session.submit(FIRST)
        kernel.commands.clear()
        assert await session.submit("os._exit(1)") is None

    run(work())
    assert kernel.calls == ["start", "restart"]
    assert [name for name, _ in kernel.commands] == ["begin_lesson", "begin_step", "replay"]
    assert [event.code for event in kinds(session, Notice)] == [
        "notice.kernel_restarts",
        "notice.kernel_restarted",
    ]
    assert session.accepted


def test_a_kernel_that_dies_while_nothing_runs_is_restarted_too(session, kernel):
    async def work():
        await session.open()
        kernel.alive = False
        kernel.listener(KernelState(state="dead"))
        await session.submit("x.shape")

    run(work())
    assert kernel.calls == ["start", "restart"]
    assert kernel.executed == ["x.shape"]


def test_a_restart_on_demand_ends_what_runs_and_rebuilds_once(session, kernel):
    async def work():
        await session.open()
        await session.restart()

    run(work())
    assert kernel.calls == ["start", "kill", "restart"]
    assert [name for name, _ in kernel.commands] == ["begin_lesson", "begin_step"] * 2


def test_after_a_pass_from_the_checkpoint_the_cells_before_are_kept_and_not_replayed(session, kernel, logged):
    async def work():
        await session.open()
        await session.submit("x = 5")
        execute = kernel.execute

        async def retried(code, **options):
            kernel.silent = {code}
            kernel.listener(Verdict(status="passed", retried=True))
            return await execute(code, **options)

        kernel.execute = retried
        await session.submit(FIRST)

    run(work())
    assert logged("a-one", "first") == [Cell("x = 5"), Cell(FIRST, accepted=True, fresh=True)]
    assert [a["cells"] for _, a in replayed(session, kernel)] == [[{"code": FIRST, "accepted": True}]]
    run(session.undo())
    assert kernel.commands[-1] == ("replay", {"cells": [{"code": "x = 5", "accepted": False}]})


def test_the_language_can_be_changed_at_any_time_and_is_remembered(session, progress):
    session.set_language("zh")
    assert kinds(session, LanguageChanged) == [LanguageChanged(language="zh")]
    assert session.language == "zh" and progress.setting("language") == "zh"


def test_the_outline_counts_what_is_finished(session, kernel):
    kernel.passing = {FIRST}

    async def work():
        await session.open()
        await session.submit(FIRST)

    run(work())
    outline = session.outline()
    assert (outline.finished, outline.total) == (1, 9)
    assert outline.lessons[0].begun and not outline.lessons[1].begun


def test_a_place_that_the_course_no_longer_has_falls_back_to_its_beginning(make, progress, course):
    progress.set_place(course.id, "gone", "first")
    session = make()
    run(session.open())
    assert session.lesson.id == "a-one"


def test_a_sitting_stays_at_its_own_place_where_another_one_goes_on_elsewhere(
    session, kernel, progress, course
):
    async def work():
        session.arrive("b-two")
        progress.set_place(course.id, "c-three", "last")  # another sitting, on the same progress file
        await session.open()
        assert session.lesson.id == "b-two"
        progress.set_place(course.id, "c-three", "last")
        await session.play()
        await session.next()
        assert session.lesson.id == "b-two"

    run(work())

"""What MiniStack's Step Functions lacks for the local run: the states inside of Map and Parallel in the history, and
answers in place of tasks.

A task state with a field LocalAnswers (written by local/executions/mocks.ts) does not do its work: it has one answer
for every call, or a list with one for each. With {"callback": ...} it does its work, and its token is answered
after some seconds. Pinned to the release in requirements.txt, whose names this file uses.
"""

import contextvars
import copy
import json
import threading
import time

from ministack.services import stepfunctions as sfn

ANSWERS = "LocalAnswers"
PREFIX = "local:answers:"

_lock = threading.Lock()
# The event before, which a branch or item inherits from the state around it; and the item that it is in.
_before = contextvars.ContextVar("before", default=(None, 0))
_item = contextvars.ContextVar("item", default=None)
# How often an execution has asked for the answers of a state.
_calls = {}


def add_event(execution, kind, details=None):
    events = execution["events"]
    with _lock:
        # The first event is written where an execution begins.
        for first in events[:1]:
            first.setdefault("previousEventId", 0)
        of, last = _before.get()
        event = {
            "id": len(events) + 1,
            "previousEventId": last if of is events else len(events),
            "type": kind,
            "timestamp": sfn.now_iso(),
            **(details or {}),
        }
        events.append(event)
        _before.set((events, event["id"]))
    return event


def run_sub_machine(states, start_at, data, execution, ctx):
    """MiniStack's own, with an event for each item and for each state that is entered and left."""
    item = ctx.get("Map")
    if item is not None and item is not _item.get():
        _item.set(item)
        details = {"name": ctx["State"]["Name"], "index": item["Item"]["Index"]}
        add_event(execution, "MapIterationStarted", {"mapIterationStartedEventDetails": details})
    name, data = start_at, copy.deepcopy(data)
    while name:
        state = states.get(name)
        if state is None:
            raise sfn._ExecutionError("States.Runtime", f"State '{name}' not found")
        kind, entered = state.get("Type"), name
        # Branches have one context between them: its state is whichever was entered last, as in MiniStack.
        ctx["State"] = {"Name": name, "EnteredTime": sfn.now_iso(), "RetryCount": 0}
        add_event(execution, f"{kind}StateEntered", {"stateEnteredEventDetails": {"name": name, "input": json.dumps(data)}})
        if kind == "Fail":
            raise sfn._ExecutionError(*sfn._fail_state_error(state, data, ctx))
        if kind == "Succeed":
            data, name = sfn._apply_output_path(state, sfn._apply_input_path(state, data, ctx), ctx), None
        elif kind in ("Task", "Parallel", "Map"):
            data, name = getattr(sfn, f"_execute_{kind.lower()}")(state, data, execution, ctx)
        elif kind in ("Pass", "Choice", "Wait"):
            data, name = getattr(sfn, f"_execute_{kind.lower()}")(state, data, ctx)
        else:
            raise sfn._ExecutionError("States.Runtime", f"Unknown state type: {kind}")
        add_event(execution, f"{kind}StateExited", {"stateExitedEventDetails": {"name": entered, "output": json.dumps(data)}})
    return data


def next_answer(answers, execution_id, state_name):
    if isinstance(answers, dict):
        return answers
    with _lock:
        calls = _calls[(execution_id, state_name)] = _calls.get((execution_id, state_name), 0) + 1
    if calls <= len(answers):
        return answers[calls - 1]
    cause = f"state {state_name} was called {calls} times, but has {len(answers)} answers; add one per call"
    raise sfn._ExecutionError("States.Runtime", cause)


def outcome(answer):
    if "error" in answer:
        raise sfn._ExecutionError(answer["error"], answer.get("cause", ""))
    return copy.deepcopy(answer.get("result"))


def execute_task(state, data, execution, ctx, original=sfn._execute_task):
    answers = state.get(ANSWERS)
    if answers is not None:
        about = [answers, ctx["Execution"]["Id"], ctx["State"]["Name"]]
        if "callback" in (answers if isinstance(answers, dict) else answers[0]):
            state = {**state, ANSWERS: about}
        else:
            state = {**state, "Resource": PREFIX + json.dumps(about)}
    return original(state, data, execution, ctx)


def invoke_resource(resource, data, original=sfn._invoke_resource):
    if resource.startswith(PREFIX):
        return outcome(next_answer(*json.loads(resource.removeprefix(PREFIX))))
    return original(resource, data)


def invoke_with_callback(resource, data, token, state, original=sfn._invoke_with_callback):
    if ANSWERS not in state:
        return original(resource, data, token, state)
    callback = next_answer(*state[ANSWERS])["callback"]
    timer = threading.Timer(callback.get("afterSeconds", 0), contextvars.copy_context().run, (answer, token, callback))
    timer.daemon = True
    timer.start()
    return original(resource, data, token, state)


def answer(token, callback):
    # The token is known once the work that carries it has begun.
    for _ in range(500):
        if token in sfn._task_tokens:
            break
        time.sleep(0.01)
    if "error" in callback:
        sfn._send_task_failure({"taskToken": token, "error": callback["error"], "cause": callback.get("cause", "")})
    else:
        sfn._send_task_success({"taskToken": token, "output": json.dumps(callback.get("result"))})


def failing(original, kind):
    """Notes that a Map or Parallel failed, which tells a catch that was taken from one that was not."""

    def run(state, data, execution, ctx):
        try:
            return original(state, data, execution, ctx)
        except sfn._ExecutionError as error:
            details = {"error": error.error, "cause": error.cause}
            add_event(execution, f"{kind}StateFailed", {f"{kind.lower()}StateFailedEventDetails": details})
            raise

    return run


def install():
    sfn._run_map_items = failing(sfn._run_map_items, "Map")
    sfn._run_parallel_branches = failing(sfn._run_parallel_branches, "Parallel")
    sfn._add_event = add_event
    sfn._run_sub_machine = run_sub_machine
    sfn._execute_task = execute_task
    sfn._invoke_resource = invoke_resource
    sfn._invoke_with_callback = invoke_with_callback

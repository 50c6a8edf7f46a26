"""Fails a state where a path leads nowhere, as AWS does. MiniStack's own Step Functions goes on with nothing.

Pinned to the release in requirements.txt, whose names this file uses.
"""

from ministack.services import stepfunctions as sfn

RUNTIME = "States.Runtime"


def leads_nowhere(path, data):
    """Whether a path to one place finds none. One to many places, or that MiniStack cannot read, always finds some."""
    tokens = sfn._parse_jsonpath_tokens(path) if path.startswith("$") else None
    if tokens is None or any(kind == "wildcard" for kind, _ in tokens):
        return False
    for _, at in tokens:
        if isinstance(data, dict) and at in data or isinstance(data, list) and isinstance(at, int) and at < len(data):
            data = data[at]
        else:
            return True
    return False


def resolve_path(path, data, original=sfn._resolve_path):
    if leads_nowhere(path, data):
        raise sfn._ExecutionError(RUNTIME, f"the JSONPath '{path}' could not be found in the input")
    return original(path, data)


def evaluate_rule(rule, data, ctx=None, original=sfn._evaluate_rule):
    if "IsPresent" not in rule:
        return original(rule, data, ctx)
    try:
        sfn._resolve_path_or_ctx(rule["Variable"], data, ctx)
    except sfn._ExecutionError:
        return not rule["IsPresent"]
    return rule["IsPresent"]


def error_matches(names, error, original=sfn._error_matches):
    """No Retry and no Catch takes this one, also not by its name."""
    return error != RUNTIME and original(names, error)


def install():
    sfn._resolve_path = resolve_path
    sfn._evaluate_rule = evaluate_rule
    sfn._error_matches = error_matches

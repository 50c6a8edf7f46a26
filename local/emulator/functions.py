"""Runs functions in Node.js and Python as AWS does: behind the Lambda runtime API, so that errors keep their names.

MiniStack has two ways to run a function. Custom runtimes speak the runtime API; for Node.js and Python it uses a
protocol of its own, in which every error is called Runtime.HandlerError. Here both go the first way, with a bootstrap
of ours (runtime/). Pinned to the release in requirements.txt, whose names this file uses.
"""

import io
import os
import shlex
import sys
import zipfile

from ministack.core import lambda_runtime
from ministack.services import lambda_svc

RUNTIMES = os.path.join(os.path.dirname(os.path.abspath(__file__)), "runtime")
KINDS = {
    # What runs the bootstrap, and where in a layer its packages are: what AWS puts on the path from /opt.
    "nodejs": (["node", "--enable-source-maps", os.path.join(RUNTIMES, "node.cjs")], "nodejs/"),
    "python": ([sys.executable, os.path.join(RUNTIMES, "python.py")], "python/"),
}


def kind_of(config):
    runtime = str(config.get("Runtime", ""))
    return next((kind for kind in KINDS if runtime.startswith(kind)), None)


def with_bootstrap(config, code_zip):
    """The function's archive with the bootstrap, and the packages of its layers where the function has none."""
    command, folder = KINDS[kind_of(config)]
    files = {}
    for layer in config.get("Layers") or []:
        data = lambda_svc._resolve_layer_zip(layer)
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            for name in archive.namelist():
                if name.startswith(folder) and not name.endswith("/"):
                    files[name.removeprefix(folder)] = archive.read(name)
    whole = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(code_zip)) as archive:
        files.update({name: archive.read(name) for name in archive.namelist() if not name.endswith("/")})
    lines = ["#!/bin/sh", f"export AWS_EXECUTION_ENV=AWS_Lambda_{config['Runtime']}", f"exec {shlex.join([*command, str(os.getpid())])}"]
    files["bootstrap"] = "\n".join([*lines, ""])
    with zipfile.ZipFile(whole, "w") as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    return whole.getvalue()


class Function(lambda_runtime.ProvidedWorker):
    """An execution environment for a function in Node.js or Python."""

    def __init__(self, name, config, code_zip):
        super().__init__(name, config, with_bootstrap(config, code_zip))


def worker_class(config, original=lambda_runtime._worker_class_for):
    # MiniStack gives durable functions their context in its own protocol.
    return Function if kind_of(config) and not config.get("DurableConfig") else original(config)


def execute(func, event, request_id, original=lambda_svc._execute_function_warm):
    config = func.get("config") or func
    named = worker_class(config) is Function and not lambda_svc._durable_ctx.get()
    return (lambda_svc._execute_function_provided_warm if named else original)(func, event, request_id)


def install():
    lambda_runtime._worker_class_for = worker_class
    lambda_svc._execute_function_warm = execute

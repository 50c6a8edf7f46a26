"""The bootstrap of functions in Python: takes each event from the Lambda runtime API, calls the handler with the contract
of AWS's own runtime, and sends back its result or its error by name.

https://docs.aws.amazon.com/lambda/latest/dg/runtimes-api.html,
https://github.com/aws/aws-lambda-python-runtime-interface-client
"""

import http.client
import importlib
import json
import os
import sys
import threading
import time
import traceback

ROOT = os.environ["LAMBDA_TASK_ROOT"]
# The first entry is the folder of this file, which a function does not have.
sys.path[0] = ROOT


def call(method, url, body=None):
    connection = http.client.HTTPConnection(os.environ["AWS_LAMBDA_RUNTIME_API"])
    try:
        connection.request(method, f"/2018-06-01/runtime/{url}", body)
        response = connection.getresponse()
        return response.headers, response.read()
    finally:
        connection.close()


class RuntimeFault(Exception):
    """An error that AWS's runtime reports by a name of its own."""

    def __init__(self, name, message):
        super().__init__(message)
        self.name = f"Runtime.{name}"


class Context:
    """https://docs.aws.amazon.com/lambda/latest/dg/python-context.html"""

    def __init__(self, headers):
        self.function_name = os.environ["AWS_LAMBDA_FUNCTION_NAME"]
        self.function_version = os.environ["AWS_LAMBDA_FUNCTION_VERSION"]
        self.memory_limit_in_mb = os.environ["AWS_LAMBDA_FUNCTION_MEMORY_SIZE"]
        self.log_group_name = os.environ.get("AWS_LAMBDA_LOG_GROUP_NAME", f"/aws/lambda/{self.function_name}")
        self.log_stream_name = os.environ.get("AWS_LAMBDA_LOG_STREAM_NAME")
        self.aws_request_id = headers["Lambda-Runtime-Aws-Request-Id"]
        self.invoked_function_arn = headers["Lambda-Runtime-Invoked-Function-Arn"]
        self.identity = None
        self.client_context = None
        self._deadline = int(headers["Lambda-Runtime-Deadline-Ms"])

    def get_remaining_time_in_millis(self):
        return max(self._deadline - int(time.time() * 1000), 0)


def load_handler():
    module, _, name = os.environ["_HANDLER"].rpartition(".")
    if not module:
        raise RuntimeFault("MalformedHandlerName", f"Bad handler '{name}': not enough values to unpack (expected 2, got 1)")
    try:
        loaded = importlib.import_module(module.replace("/", "."))
    except ImportError as error:
        raise RuntimeFault("ImportModuleError", f"Unable to import module '{module}': {error}") from error
    except SyntaxError as error:
        raise RuntimeFault("UserCodeSyntaxError", f"Syntax error in module '{module}': {error}") from error
    if not hasattr(loaded, name):
        raise RuntimeFault("HandlerNotFound", f"Handler '{name}' missing on module '{module}'")
    return getattr(loaded, name)


def error_payload(error, request_id):
    """As AWS's runtime writes errors: the frames of this file left out."""
    frames = [frame for frame in traceback.extract_tb(error.__traceback__) if frame.filename != __file__]
    return {
        "errorMessage": str(error),
        "errorType": error.name if isinstance(error, RuntimeFault) else type(error).__name__,
        "requestId": request_id,
        "stackTrace": traceback.format_list(frames),
    }


def to_json(result):
    try:
        return json.dumps(result)
    except TypeError as error:
        raise RuntimeFault("MarshalError", f"Unable to marshal response: {error}") from error


def end_with_parent():
    """The emulator, which gives its id, ends its functions; when it is killed itself, nobody else does."""
    while os.getppid() == int(sys.argv[1]):
        time.sleep(0.5)
    os._exit(1)


def main():
    threading.Thread(target=end_with_parent, daemon=True).start()
    handler = broken = None
    try:
        handler = load_handler()
    except BaseException as error:
        broken = error
    while True:
        headers, event = call("GET", "invocation/next")
        request_id = headers["Lambda-Runtime-Aws-Request-Id"]
        os.environ["_X_AMZN_TRACE_ID"] = headers.get("Lambda-Runtime-Trace-Id", "")
        try:
            if broken is not None:
                raise broken
            answer = to_json(handler(json.loads(event), Context(headers)))
            call("POST", f"invocation/{request_id}/response", answer)
        except Exception as error:
            payload = error_payload(error, request_id)
            print(f"[ERROR] {payload['errorType']}: {error}\n{''.join(payload['stackTrace'])}", flush=True)
            call("POST", f"invocation/{request_id}/error", json.dumps(payload))
        sys.stdout.flush()


main()

"""Runs MiniStack until standard input closes, then ends it with every process and file it made.

The command that starts it holds the other end of standard input: however that command ends, even by
SIGKILL, nothing stays behind. A line "keep" cuts the tie; from then on SIGTERM ends it.
"""

import os
import shutil
import signal
import sys
import threading

GRACE_SECONDS = 3


def end_with_starter():
    if sys.stdin.readline().strip() == "keep":
        return
    # MiniStack may be waiting for a client or a worker: it gets a moment, not more.
    timer = threading.Timer(GRACE_SECONDS, end)
    timer.daemon = True
    timer.start()
    os.kill(os.getpid(), signal.SIGTERM)


def end():
    shutil.rmtree(os.environ["TMPDIR"], ignore_errors=True)
    # The starter made this process the leader of a group, which holds the workers of Lambda functions too.
    os.killpg(os.getpgrp(), signal.SIGKILL)


# Until MiniStack has a handler of its own: by default the signal would end this at once, and leave the files.
signal.signal(signal.SIGTERM, lambda *_: sys.exit())
# Compiled once for all runs, where nothing of it is beside a source. Functions, as in AWS, write none of theirs.
sys.dont_write_bytecode = False
sys.pycache_prefix = os.path.join(sys.prefix, "pycache")
try:
    # In here, as the starter may be gone already: then the signal comes at once.
    threading.Thread(target=end_with_starter, daemon=True).start()
    import functions
    import paths
    import workflows
    from ministack.app import main

    functions.install()
    paths.install()
    workflows.install()
    main()
finally:
    end()

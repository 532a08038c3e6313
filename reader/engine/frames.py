"""What a worker and its child say to each other: a header with kind and job, then a pickled payload."""

import io
import pickle
import struct
import traceback
from enum import IntEnum
from typing import Any

HEADER = struct.Struct("<BQ")  # kind, job id; the pickled payload follows
# Each message counts so much more than it has, which makes what a child may have waiting 64 small or one large one.
_MESSAGE_BYTES = 32 * 1024


class WorkerError(Exception):
    """A bug in a child (or in what was asked of it); the text is its traceback."""


class Kind(IntEnum):
    # to the child
    JOB = 1  # (method, args, is_stream)
    CANCEL = 2
    STOP = 3
    # to the parent
    STARTED = 4
    ITEM = 5
    DONE = 6  # the result
    FAILED = 7  # the exception
    UNUSABLE = 8  # the exception: there is no service, the child ends
    # from the pump to the loop
    BROKEN_ITEM = 9  # the exception: an item that cannot be unpickled here
    ENDED = 10  # the exit code


def frame_of(kind: Kind, job_id: int = 0, payload: object = None) -> bytes:
    buffer = io.BytesIO()  # pickle writes large bytes straight into it: one copy of them, not three
    buffer.write(HEADER.pack(kind, job_id))
    pickle.dump(payload, buffer, pickle.HIGHEST_PROTOCOL)
    return buffer.getvalue()


def read_frame(frame: bytes) -> tuple[Kind, int, Any, int]:
    kind, job_id = HEADER.unpack_from(frame)
    size_bytes = len(frame) + _MESSAGE_BYTES
    try:
        payload = pickle.loads(memoryview(frame)[HEADER.size :])
    except Exception as error:  # noqa: BLE001  a class that only the child has, or that does not survive pickling
        payload = WorkerError("".join(traceback.format_exception(error)))
        if kind == Kind.ITEM:
            kind = Kind.BROKEN_ITEM
        elif kind == Kind.DONE:
            kind = Kind.FAILED
    return Kind(kind), job_id, payload, size_bytes

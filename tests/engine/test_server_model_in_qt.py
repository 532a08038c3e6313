"""A model on a server, qasync and PySide6 together, in a program of its own: this file, run with an address."""

import asyncio
import os
import subprocess
import sys
import time
from contextlib import aclosing
from pathlib import Path

from tests.fake_server import Chat, FakeServer, says, says_and

_PATIENCE_S = 20.0


def test_answers_stream_and_stop_in_qts_loop() -> None:
    with FakeServer(says("It", " says", " so."), says_and("It", then=Chat.stall)) as server:
        program = subprocess.run(
            [sys.executable, "-W", "error", __file__, server.url],
            env={**os.environ, "PYTHONPATH": str(Path(__file__).parents[2]), "QT_QPA_PLATFORM": "offscreen"},
            capture_output=True,
            text=True,
            timeout=60,
            check=False,
        )
        assert program.stderr == ""
        assert (program.returncode, program.stdout) == (0, "It says so.\nstopped\n")
        assert server.was_left.wait(_PATIENCE_S)


async def _ask(url: str) -> None:
    from reader.engine.llm import Message
    from reader.engine.server_address import server_address
    from reader.engine.server_model import ServerModel

    model = ServerModel(server_address(url), key_of=lambda _address: "")
    asked = [Message("user", "What does it say?")]
    try:
        print("".join([text async for text in model.generate(asked, max_tokens=50)]))  # noqa: T201
        async with aclosing(model.generate(asked, max_tokens=50)) as texts:
            assert await anext(texts) == "It"
            begun = time.perf_counter()
        assert time.perf_counter() - begun < 0.3
        print("stopped")  # noqa: T201
    finally:
        await model.close()


def _main() -> None:
    from PySide6.QtWidgets import QApplication
    from qasync import QEventLoop

    application = QApplication([])
    with asyncio.Runner(loop_factory=lambda: QEventLoop(application)) as runner:
        runner.run(_ask(sys.argv[1]))


if __name__ == "__main__":
    _main()

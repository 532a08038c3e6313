"""A program that makes a digest and logs every call of its model; prints "stalled" where it hangs in an answer.

It is run and killed by test_digest_making.py: python digesting_program.py FOLDER [NUMBER OF THE CALL THAT HANGS]
"""

import asyncio
import sys
from collections.abc import AsyncGenerator, Sequence
from pathlib import Path

from reader.engine.llm import Message
from reader.engine.scripted import ScriptedModel
from reader.flows.digest_events import DigestFinished
from tests.flows.digest_desk import SAID, digest_desk


class LoggingModel(ScriptedModel):
    def __init__(self, log: Path, hangs_at: int) -> None:
        super().__init__([SAID], name="scripted")
        self.log, self.hangs_at = log, hangs_at

    async def generate(
        self, messages: Sequence[Message], *, max_tokens: int, is_aside: bool = False
    ) -> AsyncGenerator[str, None]:
        if is_aside:
            yield ""
            return
        with self.log.open("a", encoding="utf-8") as log:
            log.write(" ".join(messages[-1].content.split()) + "\n")
        self.hangs_at -= 1
        yield f"{SAID} And th"
        if not self.hangs_at:
            print("stalled", flush=True)  # noqa: T201
            await asyncio.Event().wait()


async def main(folder: Path, hangs_at: int) -> None:
    async with digest_desk(folder) as here:
        if await here.digests.digest("d1") is None:
            await here.add(model="scripted")
        events = await here.made(LoggingModel(folder / "calls.log", hangs_at))
        assert isinstance(events[-1], DigestFinished)
        print(events[-1].digest.state, flush=True)  # noqa: T201


asyncio.run(main(Path(sys.argv[1]), int(sys.argv[2]) if len(sys.argv) > 2 else 0))

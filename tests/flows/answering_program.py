"""A program that answers a question with a model that stalls; prints a line for each sentence that is on disk.

It is run and killed by test_answering.py: python answering_program.py FOLDER
"""

import asyncio
import sys
from contextlib import aclosing
from pathlib import Path

from reader.flows.answering import answer
from reader.flows.events import Cited, Text
from tests.flows.desk import BrokenOffModel, desk


async def main(folder: Path) -> None:
    model = BrokenOffModel(
        "LOMO reduces the memory usage to 10.8 % of the standard solution. ", "It is new. ", "And th"
    )
    async with desk(folder) as here:
        await here.read()
        async with aclosing(answer(here.document, "How does LOMO reduce memory?", model, here.notebook)) as events:
            async for event in events:
                if isinstance(event, Cited):
                    print(event.claim.text, flush=True)  # noqa: T201
                elif event == Text("And th"):
                    print("stalled", flush=True)  # noqa: T201


asyncio.run(main(Path(sys.argv[1])))

"""A program that makes a note with a model that stalls in the second question; prints each part that is on disk.

It is run and killed by test_note_making.py: python noting_program.py FOLDER
"""

import asyncio
import sys
from contextlib import aclosing
from pathlib import Path

from reader.engine.scripted import ScriptedModel
from reader.flows.events import Text
from reader.flows.note_events import ItemEvent, ItemFinished
from reader.flows.note_making import make_note
from tests.flows.note_desk import SAID, note_desk, two_questions


async def main(folder: Path) -> None:
    gate = asyncio.Event()
    gate.set()
    async with note_desk(folder) as here:
        making = make_note(here.document, two_questions(here), ScriptedModel([SAID], gate=gate), here.notes)
        async with aclosing(making) as events:
            async for event in events:
                if isinstance(event, ItemFinished):
                    print(event.item_id, flush=True)  # noqa: T201
                    if event.item_id == "q1":
                        gate.clear()  # from now on no answer gets past its first word
                elif isinstance(event, ItemEvent) and event.item_id == "q2" and isinstance(event.event, Text):
                    print("stalled", flush=True)  # noqa: T201


asyncio.run(main(Path(sys.argv[1])))

"""Makes the notes in resources/examples/ from the guide, whose text is ours: guide-en.md and guide-ja.md.

    python packaging/make_examples.py [--output FOLDER]

Without a model, so that the same guide and the same program give the same files; ids and times are fixed for that.
"""

import argparse
import asyncio
import os
import sys
import tempfile
from contextlib import aclosing
from dataclasses import replace
from pathlib import Path

from reader.core.answer import Answer
from reader.core.paper_note import SUMMARY, NoteItem, PaperNote
from reader.flows.exporting import export_note
from reader.flows.indexing import read_all
from reader.flows.note_events import NoteFinished
from reader.flows.note_making import make_note, new_note
from reader.flows.opening import open_document
from reader.store.library import open_library_database
from reader.store.paper_notes import PaperNotes

ROOT = Path(__file__).resolve().parents[1]
GUIDE = ROOT / "resources" / "guide"
EXAMPLES = ROOT / "resources" / "examples"
QUESTIONS = {
    "en": (
        "How do I go back to where I was reading after following a citation?",
        "Do my documents or questions leave the machine?",
        "How long is the wait with 640 tokens to read?",
        "How are English and Japanese words put into the index?",
        "How are scanned pages read?",
        "Who paid for the development?",
    ),
    "ja": (
        "引用をたどったあと、元の場所に戻るにはどうしますか？",
        "文書や質問は外に送られますか？",
        "640トークンを読む待ち時間はどのくらいですか？",
        "英語と日本語の言葉は、索引でどのように扱われますか？",
        "スキャン画像のページはどのように読み取られますか？",
        "開発の費用は誰が払いましたか？",
    ),
}
"""Asked as a reader would: the question sets are for papers. The last one has no answer."""
TIME = "2026-11-25T00:00:00+00:00"


async def make(pdf: Path, language: str, folder: Path) -> PaperNote:
    """`folder`: for the library; the index is where XDG_CACHE_HOME says."""
    database = await open_library_database(folder / f"{language}.db")
    document = await open_document(pdf)
    try:
        await read_all(document)
        store = PaperNotes(database)
        own = tuple(NoteItem(f"q{n}", question, "own") for n, question in enumerate(QUESTIONS[language], start=1))
        note = replace(new_note(document, language=language, model="none", question_set="paper"), items=own)
        async with aclosing(make_note(document, note, None, store, count=len(note.items))) as events:
            async for event in events:
                if isinstance(event, NoteFinished):
                    note = event.note
    finally:
        await document.close()
        await database.close()
    return _fixed(note, pdf.stem)


def _fixed(note: PaperNote, name: str) -> PaperNote:
    """The same note whenever it is made."""
    items = tuple(_fixed_item(item, f"q{number}", name) for number, item in enumerate(note.items, start=1))
    summary = _fixed_item(note.summary, SUMMARY, name)
    return replace(note, note_id=name, created=TIME, modified=TIME, summary=summary, items=items)


def _fixed_item(item: NoteItem, item_id: str, name: str) -> NoteItem:
    answer: Answer | None = item.answer
    if answer is not None:
        answer = replace(answer, answer_id=f"{name}-{item_id}", created=TIME)
    return replace(item, item_id=item_id, answer=answer)


async def make_all(output: Path) -> list[Path]:
    made = []
    with tempfile.TemporaryDirectory() as folder:
        for language in QUESTIONS:
            pdf = GUIDE / f"guide-{language}.pdf"
            note = await make(pdf, language, Path(folder))
            target = output / f"guide-{language}.md"
            made.append(await export_note(note, pdf, target))
    return made


def main() -> int:
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--output", type=Path, default=EXAMPLES, metavar="FOLDER")
    output = parser.parse_args().output
    with tempfile.TemporaryDirectory() as cache:
        os.environ["XDG_CACHE_HOME"] = cache  # nothing of the reader's own library has a part in it
        for file in asyncio.run(make_all(output)):
            print(file)
    return 0


if __name__ == "__main__":
    sys.exit(main())

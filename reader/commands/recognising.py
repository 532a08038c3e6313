"""Pages without text in the commands: read by OCR where it is asked for, else a remark that they were not read."""

from reader.commands.output import ProgressLine, remark
from reader.engine.ocr import Tesseract
from reader.flows.opening import OpenDocument
from reader.flows.recognising import Progress, drop_empty_pages, recognise_all

OPTION_HELP = "read pages that are pictures with Tesseract first; it is kept, so once per document"


async def read_pictures(document: OpenDocument, *, is_wanted: bool) -> None:
    """After the document's own text has been read. Raises OcrMissing, OcrFailed where it is wanted."""
    await drop_empty_pages(document)
    count = len(document.pages_without_text)
    if not count:
        return
    if not is_wanted:
        has = "1 page has" if count == 1 else f"{count} pages have"
        remark(f"{has} no text that can be read; with --ocr Tesseract reads what is a picture.")
        return
    recogniser, line = Tesseract(), ProgressLine()

    def tell(progress: Progress) -> None:
        left = "" if progress.left_s is None else f", about {progress.left_s:.0f} s left"
        text = f"OCR: {progress.done} of {progress.total} pages{left}"
        line.show(100 * progress.done // max(progress.total, 1), text)

    try:
        await recognise_all(document, recogniser, tell)
    finally:
        line.end()
        await recogniser.close()

"""The failures a reader can meet, each with a title (what happened) and a hint (what to do next).

Anything that is not a ReaderError is a bug. Errors cross process borders, so `args` hold what rebuilds them.
"""

from pathlib import PurePath


def _name(file: str) -> str:
    return PurePath(file).name or file


def _gigabytes(size_bytes: int) -> str:
    return f"{size_bytes / 1e9:.1f} GB"


class ReaderError(Exception):
    """An expected failure. `title` and `hint` are English; the window translates by class and fields."""

    @property
    def title(self) -> str:
        return str(self.args[0]) if self.args else type(self).__name__

    @property
    def hint(self) -> str:
        return str(self.args[1]) if len(self.args) > 1 else ""

    def __str__(self) -> str:
        return f"{self.title} {self.hint}".strip()


class _FileError(ReaderError):
    def __init__(self, file: str) -> None:
        super().__init__(file)
        self.file = file


class FileMissing(_FileError):
    @property
    def title(self) -> str:
        return f"{_name(self.file)} cannot be found."

    @property
    def hint(self) -> str:
        return f"Check that the file still exists and may be read: {self.file}"


class FileChanged(_FileError):
    """The file has other content than when it was opened."""

    @property
    def title(self) -> str:
        return f"{_name(self.file)} has changed since it was opened."

    @property
    def hint(self) -> str:
        return "The new version is shown as soon as it can be read; or open the file again."


class NotAPdf(_FileError):
    @property
    def title(self) -> str:
        return f"{_name(self.file)} is not a PDF that can be read."

    @property
    def hint(self) -> str:
        return "The file is damaged or of another kind. Get a fresh copy, or open it in the program that made it."


class NoPages(_FileError):
    @property
    def title(self) -> str:
        return f"{_name(self.file)} has no page that can be shown."

    @property
    def hint(self) -> str:
        return "The file is damaged or empty. Get a fresh copy."


class NothingToRead(_FileError):
    """Of a folder, or of several files: `file` is the folder, or the first of them."""

    @property
    def title(self) -> str:
        return f"There is no PDF in {_name(self.file)} that can be read."

    @property
    def hint(self) -> str:
        return "Choose a folder that holds PDFs, or the files themselves."


class NoText(_FileError):
    """All its pages are pictures, or their text is garbled."""

    @property
    def title(self) -> str:
        return f"{_name(self.file)} has no text that can be read."

    @property
    def hint(self) -> str:
        return "Its pages are pictures. Tesseract can read them: in the window unasked, on the command line with --ocr."


class PasswordNeeded(_FileError):
    @property
    def title(self) -> str:
        return f"{_name(self.file)} is protected by a password."

    @property
    def hint(self) -> str:
        return "Give its password: the window asks for it, on the command line use --password."


class PasswordWrong(_FileError):
    @property
    def title(self) -> str:
        return f"This password does not open {_name(self.file)}."

    @property
    def hint(self) -> str:
        return "Check capital letters and the keyboard layout, then try again."


class PageBroken(ReaderError):
    def __init__(self, file: str, page_index: int) -> None:
        super().__init__(file, page_index)
        self.file = file
        self.page_index = page_index

    @property
    def title(self) -> str:
        return f"Page {self.page_index + 1} of {_name(self.file)} cannot be shown."

    @property
    def hint(self) -> str:
        return "This page is damaged; the others can be read."


class ModelMissing(ReaderError):
    def __init__(self, name: str) -> None:
        super().__init__(name)
        self.name = name

    @property
    def title(self) -> str:
        return f"The model {self.name} is not on this computer."

    @property
    def hint(self) -> str:
        return f"Fetch it with: shiori models get {self.name}   or answer without a model: --model none"


class ModelUnusable(ReaderError):
    def __init__(self, name: str, reason: str) -> None:
        super().__init__(name, reason)
        self.name = name
        self.reason = reason

    @property
    def title(self) -> str:
        return f"The model {_name(self.name)} cannot be used: {self.reason}."

    @property
    def hint(self) -> str:
        return "Fetch it again or choose another one: shiori models list"


class ModelTooLarge(ReaderError):
    def __init__(self, name: str, need_bytes: int, free_bytes: int) -> None:
        super().__init__(name, need_bytes, free_bytes)
        self.name = name
        self.need_bytes = need_bytes
        self.free_bytes = free_bytes

    @property
    def title(self) -> str:
        return (
            f"The model {_name(self.name)} needs {_gigabytes(self.need_bytes)} of memory; "
            f"{_gigabytes(self.free_bytes)} are free."
        )

    @property
    def hint(self) -> str:
        return "Close other programs or choose a smaller model: shiori models list"


class ServerAddressWrong(ReaderError):
    """What was given as the address of a model server is none."""

    def __init__(self, address: str, reason: str) -> None:
        super().__init__(address, reason)
        self.address = address
        self.reason = reason

    @property
    def title(self) -> str:
        return f"{self.address} is not the address of a model server: {self.reason}."

    @property
    def hint(self) -> str:
        return "It looks like this: http://localhost:8080/v1   or with a model's name: http://localhost:8080/v1#NAME"


class ServerUnreachable(ReaderError):
    def __init__(self, host: str, reason: str) -> None:
        super().__init__(host, reason)
        self.host = host
        self.reason = reason

    @property
    def title(self) -> str:
        return f"The model server {self.host} cannot be reached: {self.reason}."

    @property
    def hint(self) -> str:
        return "Check that it runs and its address. Without it: --model none, or the name of a model of this computer."


class ServerRefusedKey(ReaderError):
    def __init__(self, host: str, url: str, has_key: bool) -> None:
        super().__init__(host, url, has_key)
        self.host = host
        self.url = url
        self.has_key = has_key
        """One was sent, and it is not accepted."""

    @property
    def title(self) -> str:
        if self.has_key:
            return f"The model server {self.host} does not accept the key."
        return f"The model server {self.host} asks for a key."

    @property
    def hint(self) -> str:
        return f"Store the right one: shiori models key {self.url}   or set SHIORI_API_KEY."


class ServerModelUnknown(ReaderError):
    def __init__(self, host: str, model: str, known: str) -> None:
        super().__init__(host, model, known)
        self.host = host
        self.model = model
        """Empty: the server has none at all."""
        self.known = known
        """Some of those that it has, with commas."""

    @property
    def title(self) -> str:
        if not self.model:
            return f"The model server {self.host} has no model."
        return f"The model server {self.host} has no model {self.model}."

    @property
    def hint(self) -> str:
        if not self.known:
            return "Load a model there, or name one after the address: http://HOST/v1#NAME"
        return f"It has: {self.known}. Name one after the address: http://HOST/v1#NAME"


class ServerFailed(ReaderError):
    """It was reached, and did not do what it should."""

    def __init__(self, host: str, reason: str) -> None:
        super().__init__(host, reason)
        self.host = host
        self.reason = reason

    @property
    def title(self) -> str:
        return f"The model server {self.host} failed: {self.reason}."

    @property
    def hint(self) -> str:
        return "Try again later; what was written is kept. The server's own log says more."


class ServerNotAllowed(ReaderError):
    """A server on another machine is chosen, and nobody agreed that text goes there."""

    def __init__(self, host: str) -> None:
        super().__init__(host)
        self.host = host

    @property
    def title(self) -> str:
        return f"No text is sent to {self.host}: that was not allowed."

    @property
    def hint(self) -> str:
        return "Answers quote the document. You are asked again at the next start."


class KeyNotStored(ReaderError):
    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason

    @property
    def title(self) -> str:
        return f"The key could not be stored: {self.reason}."

    @property
    def hint(self) -> str:
        return "Where the system has no keyring, set the environment variable SHIORI_API_KEY."


class DownloadFailed(ReaderError):
    def __init__(self, name: str, reason: str) -> None:
        super().__init__(name, reason)
        self.name = name
        self.reason = reason

    @property
    def title(self) -> str:
        return f"{self.name} could not be fetched: {self.reason}."

    @property
    def hint(self) -> str:
        return "Check the network connection and try again. Reading and quoting work without a model."


class HubUnreachable(ReaderError):
    """The place that models are fetched from does not answer."""

    def __init__(self, name: str, host: str) -> None:
        super().__init__(name, host)
        self.name = name
        self.host = host

    @property
    def title(self) -> str:
        return f"{self.name} could not be fetched: {self.host} cannot be reached."

    @property
    def hint(self) -> str:
        return (
            "Check the network and try again: what has arrived is kept. "
            'HF_ENDPOINT, or "hub_url" in settings.json, names a mirror.'
        )


class HubWithoutModel(ReaderError):
    def __init__(self, name: str, host: str) -> None:
        super().__init__(name, host)
        self.name = name
        self.host = host

    @property
    def title(self) -> str:
        return f"{self.name} could not be fetched: {self.host} does not have this file."

    @property
    def hint(self) -> str:
        return "Choose another model (shiori models list), or give a copy: shiori models get NAME --from FILE"


class HubForbidden(ReaderError):
    """The file is only for those who have signed in or agreed to its terms."""

    def __init__(self, name: str, host: str) -> None:
        super().__init__(name, host)
        self.name = name
        self.host = host

    @property
    def title(self) -> str:
        return f"{self.name} could not be fetched: {self.host} does not give it to everybody."

    @property
    def hint(self) -> str:
        return "Agree to its terms on its page there and set HF_TOKEN to your access token, or choose another model."


class DownloadDamaged(ReaderError):
    """What arrived, or what is offered, has another SHA-256 than it should."""

    def __init__(self, name: str) -> None:
        super().__init__(name)
        self.name = name

    @property
    def title(self) -> str:
        return f"{self.name} could not be fetched: this is not the expected file (its SHA-256 differs)."

    @property
    def hint(self) -> str:
        return "Nothing of it was kept. Try again, or fetch it from elsewhere: shiori models get NAME --from FILE"


class DiskTooSmall(ReaderError):
    def __init__(self, name: str, need_bytes: int, free_bytes: int) -> None:
        super().__init__(name, need_bytes, free_bytes)
        self.name = name
        self.need_bytes = need_bytes
        self.free_bytes = free_bytes

    @property
    def title(self) -> str:
        return (
            f"{self.name} could not be fetched: it needs {_gigabytes(self.need_bytes)} more on the disk, "
            f"{_gigabytes(self.free_bytes)} are free."
        )

    @property
    def hint(self) -> str:
        return "Make room and try again: what has arrived is kept. Or choose a smaller model: shiori models list"


class ArxivUnreachable(ReaderError):
    def __init__(self, host: str, reason: str) -> None:
        super().__init__(host, reason)
        self.host = host
        self.reason = reason

    @property
    def title(self) -> str:
        return f"The arXiv service at {self.host} cannot be reached: {self.reason}."

    @property
    def hint(self) -> str:
        return "Check the network connection and try again. What the PDF itself says of the paper is there."


class ArxivUnknown(ReaderError):
    def __init__(self, name: str) -> None:
        super().__init__(name)
        self.name = name
        """A number with version, or a title."""

    @property
    def title(self) -> str:
        return f"arXiv does not know {self.name}." if self.name else "There is nothing to look up on arXiv."

    @property
    def hint(self) -> str:
        return "Check number and title in the note's head; both can be changed there."


class ArxivFailed(ReaderError):
    def __init__(self, host: str, reason: str) -> None:
        super().__init__(host, reason)
        self.host = host
        self.reason = reason

    @property
    def title(self) -> str:
        return f"The arXiv service at {self.host} failed: {self.reason}."

    @property
    def hint(self) -> str:
        return "Try again later. What the PDF itself says of the paper is there."


class PromptTooLong(ReaderError):
    def __init__(self, tokens: int, limit: int) -> None:
        super().__init__(tokens, limit)
        self.tokens = tokens
        self.limit = limit

    @property
    def title(self) -> str:
        return f"The question is too long for this model ({self.tokens} tokens, at most {self.limit})."

    @property
    def hint(self) -> str:
        return "Ask a shorter question or choose a model with a larger context."


class OcrMissing(ReaderError):
    def __init__(self) -> None:
        super().__init__()

    @property
    def title(self) -> str:
        return "Pages that are pictures cannot be read: Tesseract is not installed."

    @property
    def hint(self) -> str:
        return (
            "Install it and open the document again: apt install tesseract-ocr tesseract-ocr-jpn (Linux), "
            "brew install tesseract tesseract-lang (macOS), winget install UB-Mannheim.TesseractOCR (Windows)."
        )


class OcrFailed(ReaderError):
    """Tesseract ended without a result for a page."""

    def __init__(self, page_index: int, reason: str) -> None:
        super().__init__(page_index, reason)
        self.page_index = page_index
        self.reason = reason

    @property
    def title(self) -> str:
        return f"The picture of page {self.page_index + 1} could not be read: {self.reason}."

    @property
    def hint(self) -> str:
        return "Check that Tesseract works, with its languages: tesseract --list-langs"


class PrintFailed(ReaderError):
    def __init__(self, name: str) -> None:
        super().__init__(name)
        self.name = name
        """Of the printer, or the file that was to be written."""

    @property
    def title(self) -> str:
        return f"Printing to {self.name} does not work."

    @property
    def hint(self) -> str:
        return "Check that the printer is on and that the file can be written, and print again."


class ExportFailed(ReaderError):
    def __init__(self, file: str, reason: str) -> None:
        super().__init__(file, reason)
        self.file = file
        self.reason = reason

    @property
    def title(self) -> str:
        return f"{_name(self.file)} could not be written: {self.reason}."

    @property
    def hint(self) -> str:
        return "Choose another folder, or free some space, and export again. Nothing was lost."


class NotANote(_FileError):
    """A Markdown file without the parts of a paper note."""

    @property
    def title(self) -> str:
        return f"{_name(self.file)} is no paper note."

    @property
    def hint(self) -> str:
        return "A note that Shiori has written has a part “Summary” or “Q&A” and says which PDF it is about."


class CopyOverOriginal(_FileError):
    """A copy with annotations would have replaced the document it was made of."""

    @property
    def title(self) -> str:
        return f"The copy cannot take the place of {_name(self.file)} itself."

    @property
    def hint(self) -> str:
        return "Choose another name or folder: the document stays as it is."


class QuestionSetMissing(ReaderError):
    def __init__(self, name: str, known: str) -> None:
        super().__init__(name, known)
        self.name = name
        self.known = known
        """The names there are, in one line."""

    @property
    def title(self) -> str:
        return f"There is no question set {self.name}."

    @property
    def hint(self) -> str:
        return f"Choose one of: {self.known}"


class QuestionSetUnusable(ReaderError):
    """A reader's own set has a mistake."""

    def __init__(self, file: str, line: int, reason: str) -> None:
        super().__init__(file, line, reason)
        self.file = file
        self.line = line
        """From 1."""
        self.reason = reason

    @property
    def title(self) -> str:
        return f"The question set {_name(self.file)} has a mistake in line {self.line}: {self.reason}."

    @property
    def hint(self) -> str:
        return f"Mend it, or take it away, and the program's own questions are used: {self.file}"


class DigestRunning(ReaderError):
    """Two programs that make one digest would make its answers twice."""

    def __init__(self) -> None:
        super().__init__()

    @property
    def title(self) -> str:
        return "This digest is being made already."

    @property
    def hint(self) -> str:
        return "Another window or command of Shiori is at it: wait until it has ended, or pause it there."


class StoreUnusable(ReaderError):
    def __init__(self, file: str, reason: str) -> None:
        super().__init__(file, reason)
        self.file = file
        self.reason = reason

    @property
    def title(self) -> str:
        return f"{_name(self.file)} cannot be used: {self.reason}."

    @property
    def hint(self) -> str:
        return f"Check the disk and the rights of this file: {self.file}"


class WorkerDied(ReaderError):
    """A child process ended in the middle of its work; it is started again for the next job."""

    def __init__(self, worker: str, exitcode: int | None) -> None:
        super().__init__(worker, exitcode)
        self.worker = worker
        self.exitcode = exitcode

    @property
    def title(self) -> str:
        return f"The helper process for {self.worker} stopped unexpectedly (code {self.exitcode})."

    @property
    def hint(self) -> str:
        return "It has been started again; try once more."

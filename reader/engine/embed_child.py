"""The embedder's process: llama.cpp through its C interface, for models that make vectors and write nothing.

One text is one sequence in a batch of its own: attention looks at the whole batch, so that twenty texts in one batch
took 2.6 times as long as one after the other.
"""

import ctypes
import re
from pathlib import Path

import llama_cpp.llama_cpp as native
import numpy as np

from reader.core.errors import ModelUnusable
from reader.engine.embed import EmbedderFacts
from reader.engine.preflight import EMBEDDED_TOKENS, require_embedder

_LARGEST, _SMALLEST = 127, 1e-12
_ERROR = 4
"""Of llama.cpp's log levels."""


class EmbedService:
    """The jobs of the embedder's process. `load` comes first."""

    def __init__(self) -> None:
        self._complaints: list[str] = []
        self._log = native.llama_log_callback(self._on_log)
        native.llama_log_set(self._log, ctypes.c_void_p(0))
        self._model: native.llama_model_p | None = None

    def load(self, path: str, name: str, threads: int, is_careful: bool) -> None:
        """Check the file, load it, embed a word.

        Raises ModelMissing, ModelTooLarge, and ModelUnusable with what is wrong or llama.cpp's first complaint.
        `is_careful` leaves the weights as they are instead of rearranging them for this processor's matrix units.
        """
        require_embedder(Path(path), name)
        self._complaints.clear()
        native.llama_backend_init()
        how = native.llama_model_default_params()
        how.use_extra_bufts = not is_careful
        model = native.llama_model_load_from_file(path.encode(), how)
        if not model:
            raise ModelUnusable(name, self._complaint("it cannot be loaded"))
        trained_tokens = native.llama_model_n_ctx_train(model)
        self._max_tokens = min(EMBEDDED_TOKENS, trained_tokens) if trained_tokens > 0 else EMBEDDED_TOKENS
        self._threads = threads
        self._context = self._new_context(model)
        vocabulary = native.llama_model_get_vocab(model)
        if not self._context or not vocabulary:
            raise ModelUnusable(name, self._complaint("its context cannot be made"))
        pooling = native.llama_pooling_type(self._context)
        if pooling in (native.LLAMA_POOLING_TYPE_NONE, native.LLAMA_POOLING_TYPE_RANK):
            raise ModelUnusable(name, "it does not make one vector of a text")
        self._model, self._vocabulary = model, vocabulary
        self._dimensions = int(native.llama_model_n_embd_out(model))
        title = self._meta("general.name")
        # These were trained with such beginnings (and other families with none or with others, which nobody can guess).
        self._beginnings = ("query: ", "passage: ") if re.search(r"\be5\b", title, re.IGNORECASE) else ("", "")
        # Where this build of llama.cpp does not get along with this processor, it dies here.
        self.embed("word", is_query=True)

    def _new_context(self, model: native.llama_model_p) -> native.llama_context_p | None:
        settings = native.llama_context_default_params()
        # In one batch, as models need that look at a text forwards and backwards.
        settings.n_ctx = settings.n_batch = settings.n_ubatch = EMBEDDED_TOKENS
        settings.n_threads = settings.n_threads_batch = self._threads
        settings.embeddings = True
        settings.flash_attn_type = native.LLAMA_FLASH_ATTN_TYPE_DISABLED
        settings.no_perf = True
        return native.llama_init_from_model(model, settings)

    def rest(self) -> None:
        """Make the context anew, which takes 1.3 ms.

        It keeps room for what is never computed here, a score for each word of the vocabulary and each token of the
        longest text: the process has 762 MB after 512 tokens with e5, and 257 MB with a new context.
        """
        assert self._model is not None
        native.llama_free(self._context)
        self._context = self._new_context(self._model)
        if not self._context:
            raise RuntimeError(self._complaint("no new context"))

    def facts(self) -> EmbedderFacts:
        return EmbedderFacts(
            title=self._meta("general.name"),
            architecture=self._meta("general.architecture"),
            dimensions=self._dimensions,
            max_tokens=self._max_tokens,
            threads=self._threads,
        )

    def embed(self, text: str, is_query: bool) -> bytes:
        """The vector of one text in `dimensions` whole numbers, the largest of them 127 or -127."""
        tokens = self._tokenize(self._beginnings[0 if is_query else 1] + text)
        array = (native.llama_token * len(tokens))(*tokens)
        batch = native.llama_batch_get_one(array, len(tokens))
        memory = native.llama_get_memory(self._context)
        if memory:
            native.llama_memory_clear(memory, False)
            code = native.llama_decode(self._context, batch)
        else:
            code = native.llama_encode(self._context, batch)
        numbers = native.llama_get_embeddings_seq(self._context, 0) if code == 0 else None
        if not numbers:
            raise RuntimeError(f"llama.cpp returned {code}: {self._complaint('no reason given')}")
        vector = np.ctypeslib.as_array(numbers, (self._dimensions,))
        largest = max(float(np.abs(vector).max()), _SMALLEST)
        return bytes(np.rint(vector * (_LARGEST / largest)).astype(np.int8))

    def _tokenize(self, text: str) -> list[int]:
        """At most `max_tokens`; where the model marks the end of a text, a cut one is marked too."""
        raw = text.encode("utf-8", "replace")
        size = len(raw) + 8
        tokens = (native.llama_token * size)()
        count = native.llama_tokenize(self._vocabulary, raw, len(raw), tokens, size, True, False)
        if count < 0:
            raise RuntimeError(f"llama_tokenize wants {-count} tokens for {len(raw)} bytes")
        kept = list(tokens[:count]) or [0]
        if len(kept) <= self._max_tokens:
            return kept
        ending = kept[-1:] if native.llama_vocab_is_control(self._vocabulary, kept[-1]) else []
        return kept[: self._max_tokens - len(ending)] + ending

    def _meta(self, key: str) -> str:
        assert self._model is not None
        buffer = ctypes.create_string_buffer(256)
        length = native.llama_model_meta_val_str(self._model, key.encode(), buffer, len(buffer))
        return buffer.value.decode("utf-8", "replace") if length >= 0 else ""

    def _on_log(self, level: int, text: bytes | None, _data: object) -> None:
        if level == _ERROR and text:
            self._complaints.append(text.decode("utf-8", "replace").strip())

    def _complaint(self, otherwise: str) -> str:
        """The first error llama.cpp named, in one line without its function names; later ones only follow from it."""
        if not self._complaints:
            return otherwise
        return re.sub(r"^\w+: (error loading model: )?", "", self._complaints[0]).rstrip(".")


def create_service() -> EmbedService:
    return EmbedService()

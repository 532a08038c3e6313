"""The model process: llama.cpp through its C interface. The only importer of llama_cpp; started by module name.

One context with one sequence. `_cached` lists the tokens whose keys and values are in the KV cache; a new prompt keeps
the longest common beginning, so a second question about the same passages is read from its first new token on.
A job beside the conversation (a translation) copies that cache first, and the conversation's next job takes it back.
"""

import ctypes
import logging
import re
import sys
import time
from collections.abc import Iterator, Sequence
from pathlib import Path

import llama_cpp.llama_cpp as native
import numpy as np
from llama_cpp.llama_chat_format import Jinja2ChatFormatter

from reader.core.errors import ModelUnusable, PromptTooLong
from reader.engine import serving
from reader.engine.llm import Message, ModelFacts, Usage
from reader.engine.preflight import require_usable
from reader.engine.text_stream import TextStream

_log = logging.getLogger(__name__)

_BATCH_TOKENS = 512
_PAUSE_S = 0.03
"""Texts go to the window at most this often: each one costs it a timer and a repaint."""

_WARM_UP_TOKENS = 8
_TURN_ENDS = ("<|im_end|>", "<|eot_id|>", "<|end|>", "<|endoftext|>", "<|end_of_text|>", "<end_of_turn>", "<turn|>")
"""Ends of a turn in the templates in use; many files do not mark theirs as an end of generation."""
_PLAIN_STOPS = ("\nUser:", "\nSystem:", "\nAssistant:")


class _Stopped(Exception):
    """The running job was cancelled inside llama.cpp."""


class LlamaService:
    """The jobs of the model process. `load` comes first."""

    def __init__(self) -> None:
        self._stop_flag, self._stop_callback = _native_stop()
        self._complaints: list[str] = []
        self._log = native.llama_log_callback(self._on_log)
        native.llama_log_set(self._log, ctypes.c_void_p(0))
        self._model: native.llama_model_p | None = None
        self._cached: list[int] = []
        self._put_aside: tuple[list[int], ctypes.Array[ctypes.c_uint8]] | None = None

    def on_cancel(self) -> None:
        """Called from the reader thread: llama.cpp looks at this byte between two operations."""
        self._stop_flag[0] = b"\x01"

    def load(self, path: str, name: str, context_tokens: int, threads: int, is_careful: bool) -> None:
        """Check the file, load it, make its context, read a few tokens.

        Raises ModelMissing, ModelTooLarge, and ModelUnusable with what is wrong or llama.cpp's first complaint.
        `is_careful` leaves the weights as they are instead of rearranging them for this processor's matrix units.
        """
        require_usable(Path(path), name, context_tokens)
        self._complaints.clear()
        native.llama_backend_init()
        how = native.llama_model_default_params()
        how.use_extra_bufts = not is_careful
        model = native.llama_model_load_from_file(path.encode(), how)
        if not model:
            raise ModelUnusable(name, self._complaint("it cannot be loaded"))
        trained_tokens = native.llama_model_n_ctx_train(model)
        settings = native.llama_context_default_params()
        settings.n_ctx = min(context_tokens, trained_tokens) if trained_tokens > 0 else context_tokens
        settings.n_batch = settings.n_ubatch = _BATCH_TOKENS
        settings.n_threads = settings.n_threads_batch = threads
        # Faster on a GPU, but on a CPU writing at 1,000 tokens of context takes up to twice as long with it.
        settings.flash_attn_type = native.LLAMA_FLASH_ATTN_TYPE_DISABLED
        settings.no_perf = True
        context = native.llama_init_from_model(model, settings)
        vocabulary = native.llama_model_get_vocab(model)
        memory = native.llama_get_memory(context) if context else None
        if not context or not vocabulary or not memory:
            raise ModelUnusable(name, self._complaint("its context cannot be made"))
        # Without a native function here, Stop would have to wait for the whole batch. Does nothing on a GPU: there
        # the parent ends this process after its time of grace.
        native.llama_set_abort_callback(context, self._stop_callback, ctypes.cast(self._stop_flag, ctypes.c_void_p))
        self._model, self._context, self._vocabulary, self._memory = model, context, vocabulary, memory
        self._context_tokens = int(settings.n_ctx)
        self._vocabulary_size = native.llama_vocab_n_tokens(vocabulary)
        self._bos = native.llama_vocab_bos(vocabulary)
        self._adds_bos = native.llama_vocab_get_add_bos(vocabulary) and self._bos >= 0
        self._threads = threads
        self._set_template()
        # Touches every weight, so that the first question does not wait for the disk; and where this build of
        # llama.cpp does not get along with this processor, it dies here and not in the middle of an answer.
        self._evaluate([0] * _WARM_UP_TOKENS)
        self._forget_after(0)

    def facts(self) -> ModelFacts:
        assert self._model is not None
        return ModelFacts(
            title=self._meta("general.name"),
            architecture=self._meta("general.architecture"),
            context_tokens=self._context_tokens,
            vocabulary_size=self._vocabulary_size,
            threads=self._threads,
            has_chat_template=self._template is not None,
            has_bos=self._adds_bos,
        )

    def count_tokens(self, text: str) -> int:
        return len(self._tokenize(text, is_trusted=False))

    def prefill(self, messages: Sequence[Message]) -> Usage:
        """Read the messages into the KV cache. Stopping keeps what was read."""
        started = time.perf_counter()
        prompt, reused, _ = self._begin(messages, is_open=False)
        try:
            self._evaluate(prompt[reused:])
        except _Stopped:
            prompt = prompt[: len(self._cached)]
        spent_s = time.perf_counter() - started
        return Usage(len(prompt), reused, 0, spent_s, spent_s)

    def generate(self, messages: Sequence[Message], max_tokens: int, is_aside: bool = False) -> Iterator[str | Usage]:
        """Yields texts about every 30 ms, and a Usage before reading, with the first text and at the end.

        Raises PromptTooLong. A stopped answer's Usage is the last one that came.
        """
        started = time.perf_counter()
        prompt, reused, stream = self._begin(messages, is_open=True, is_aside=is_aside)
        answer: list[int] = []
        first_token_s = 0.0
        waiting, given_at = "", 0.0

        def usage() -> Usage:
            return Usage(len(prompt), reused, len(answer), first_token_s, time.perf_counter() - started)

        yield usage()
        try:
            self._evaluate(prompt[reused:])
            while len(answer) < min(max_tokens, self._context_tokens - len(prompt)):
                token = self._choose()
                first_token_s = first_token_s or time.perf_counter() - started
                if token in self._end_tokens or native.llama_vocab_is_eog(self._vocabulary, token):
                    break
                answer.append(token)
                waiting += stream.push(self._piece(token))
                if stream.is_finished:
                    break
                if waiting and time.perf_counter() - given_at >= _PAUSE_S:
                    if not given_at:
                        yield usage()
                    yield waiting
                    waiting, given_at = "", time.perf_counter()
                self._evaluate([token])
        except _Stopped:
            # The text so far is at the parent, which left. The next prompt begins with a consistent cache.
            return
        waiting += stream.finish()
        if waiting:
            yield waiting
        yield usage()

    # Prompts

    def _set_template(self) -> None:
        """The model's own chat template, rendered in Jinja's sandbox; None where it has none or a broken one."""
        text = native.llama_model_chat_template(self._model, None) if self._model else None
        source = text.decode("utf-8", "replace") if text else ""
        ends = [end for end in _TURN_ENDS if end in source]
        ids = {end: self._tokenize(end, is_trusted=True) for end in ends}
        self._end_tokens = {tokens[0] for tokens in ids.values() if len(tokens) == 1}
        self._stop_strings = tuple(end for end, tokens in ids.items() if len(tokens) != 1)
        self._template = None
        if source:
            eos = native.llama_vocab_eos(self._vocabulary)
            try:
                self._template = Jinja2ChatFormatter(source, self._token_text(eos), self._token_text(self._bos))
            except Exception as failure:  # noqa: BLE001  a template is a foreign program
                _log.warning("chat template: %s", failure)

    def _prompt(self, messages: Sequence[Message], *, is_open: bool) -> tuple[str, tuple[str, ...]]:
        """The text the model continues, and the strings that end its answer. `is_open`: the assistant's turn begins."""
        turns = [(message.role, self._harmless(message.content)) for message in messages]
        if self._template is not None:
            for tried in (turns, _without_system(turns)):
                try:
                    self._template.add_generation_prompt = is_open
                    rendered = self._template(messages=[{"role": role, "content": text} for role, text in tried])
                    return str(rendered.prompt), self._stop_strings
                except Exception as failure:  # noqa: BLE001  for roles they do not know templates raise anything
                    _log.warning("chat template: %s", failure)
        labels = {"system": "", "user": "User: ", "assistant": "Assistant: "}
        lines = [labels[role] + text.strip() for role, text in turns]
        return "\n\n".join([*lines, "Assistant:"] if is_open else lines), _PLAIN_STOPS

    def _harmless(self, text: str) -> str:
        """A text in which nothing is a control token: a PDF that says <|im_end|> must not end the question."""
        while True:
            tokens = self._tokenize(text, is_trusted=True)
            controls = {t for t in tokens if native.llama_vocab_is_control(self._vocabulary, t)}
            broken = text
            for control in controls:
                name = self._token_text(control)
                broken = broken.replace(name, f"{name[:1]} {name[1:]}") if name else broken
            if broken == text:
                return text
            text = broken

    def _begin(
        self, messages: Sequence[Message], *, is_open: bool, is_aside: bool = False
    ) -> tuple[list[int], int, TextStream]:
        """Tokens of the prompt, how many of them are in the KV cache, and the stream for its answer."""
        self._complaints.clear()
        self._stop_flag[0] = b"\x00"
        if serving.is_cancelled():
            # It was cancelled before the flag was cleared: set it again, the first evaluation sees it.
            self.on_cancel()
        text, stops = self._prompt(messages, is_open=is_open)
        tokens = self._tokenize(text, is_trusted=True)
        if self._adds_bos and tokens[:1] != [self._bos]:
            tokens.insert(0, self._bos)
        if len(tokens) >= self._context_tokens:
            raise PromptTooLong(len(tokens), self._context_tokens - 1)
        self._leave_conversation() if is_aside else self._return_to_conversation()
        same = 0
        # The last token is always evaluated: its logits choose the first word.
        for old, new in zip(self._cached, tokens[:-1] if is_open else tokens, strict=False):
            if old != new:
                break
            same += 1
        self._forget_after(same)
        return tokens, len(self._cached), TextStream(stops)

    # llama.cpp

    def _evaluate(self, tokens: Sequence[int]) -> None:
        """Append tokens to the KV cache; the last one's logits are ready then. Raises _Stopped."""
        for start in range(0, len(tokens), _BATCH_TOKENS):
            part = list(tokens[start : start + _BATCH_TOKENS])
            array = (native.llama_token * len(part))(*part)
            code = native.llama_decode(self._context, native.llama_batch_get_one(array, len(part)))
            if code == 0:
                self._cached += part
                continue
            # Part of the batch may be in the cache: only what its own positions say is certain.
            self._cached += part
            self._forget_after(native.llama_memory_seq_pos_max(self._memory, 0) + 1)
            if code == 2:
                raise _Stopped
            raise RuntimeError(f"llama_decode returned {code}: {self._complaint('no reason given')}")

    def _forget_after(self, count: int) -> None:
        """Keep the first `count` tokens of the KV cache, or none where a model cannot drop just a part."""
        count = min(count, len(self._cached))
        if not native.llama_memory_seq_rm(self._memory, 0, count, -1):
            native.llama_memory_clear(self._memory, False)
            count = 0
        del self._cached[count:]

    def _leave_conversation(self) -> None:
        """Copy the KV cache: 28 KB a token for Qwen2.5-1.5B, a few milliseconds for 1,000 of them."""
        if self._put_aside is not None or not self._cached:
            return
        size = native.llama_state_seq_get_size(self._context, 0)
        state = (ctypes.c_uint8 * size)()
        if native.llama_state_seq_get_data(self._context, state, size, 0) == size:
            self._put_aside = list(self._cached), state

    def _return_to_conversation(self) -> None:
        """Put the copy back, if there is one."""
        if self._put_aside is None:
            return
        tokens, state = self._put_aside
        self._put_aside = None
        self._forget_after(0)
        if native.llama_state_seq_set_data(self._context, state, len(state), 0) == len(state):
            self._cached = tokens
        else:
            native.llama_memory_clear(self._memory, False)

    def _choose(self) -> int:
        """The likeliest next token, as it is.

        No penalty on what was said before: tried on the default model it bent names and numbers ("LOmO", "64-Ghz") and
        made the model go on inventing where it would have run into a loop. The text stream ends loops instead.
        """
        logits = native.llama_get_logits_ith(self._context, -1)
        return int(np.ctypeslib.as_array(logits, (self._vocabulary_size,)).argmax())

    def _piece(self, token: int) -> bytes:
        """The bytes of a token; none for control tokens."""
        size = 64
        while True:
            buffer = ctypes.create_string_buffer(size)
            length = native.llama_token_to_piece(self._vocabulary, token, buffer, size, 0, False)
            if length >= 0:
                return buffer.raw[:length]
            size = -length

    def _tokenize(self, text: str, *, is_trusted: bool) -> list[int]:
        """Tokens of a text without a BOS. `is_trusted`: the names of control tokens become control tokens."""
        # A lone surrogate, as some PDFs' text holds it, has no UTF-8.
        raw = text.encode("utf-8", "replace")
        size = len(raw) + 8
        tokens = (native.llama_token * size)()
        count = native.llama_tokenize(self._vocabulary, raw, len(raw), tokens, size, False, is_trusted)
        if count < 0:
            raise RuntimeError(f"llama_tokenize wants {-count} tokens for {len(raw)} bytes")
        return list(tokens[:count])

    def _token_text(self, token: int) -> str:
        text = native.llama_vocab_get_text(self._vocabulary, token) if token >= 0 else None
        return text.decode("utf-8", "replace") if text else ""

    def _meta(self, key: str) -> str:
        assert self._model is not None
        buffer = ctypes.create_string_buffer(256)
        length = native.llama_model_meta_val_str(self._model, key.encode(), buffer, len(buffer))
        return buffer.value.decode("utf-8", "replace") if length >= 0 else ""

    def _on_log(self, level: int, text: bytes | None, _data: object) -> None:
        # 4 is an error; the rest is a running commentary.
        if level == 4 and text:
            self._complaints.append(text.decode("utf-8", "replace").strip())

    def _complaint(self, otherwise: str) -> str:
        """The first error llama.cpp named, in one line without its function names; later ones only follow from it."""
        if not self._complaints:
            return otherwise
        return re.sub(r"^\w+: (error loading model: )?", "", self._complaints[0]).rstrip(".")


def _native_stop() -> tuple["ctypes.Array[ctypes.c_char]", object]:
    """A flag, and a C function that tells whether it is set: strlen of the flag's buffer.

    A Python callback here would take the interpreter lock between any two operations of llama.cpp.
    """
    flag = ctypes.create_string_buffer(2)
    c_library = ctypes.cdll.msvcrt if sys.platform == "win32" else ctypes.CDLL(None)
    return flag, ctypes.cast(c_library.strlen, native.ggml_abort_callback)


def _without_system(turns: Sequence[tuple[str, str]]) -> list[tuple[str, str]]:
    """The system text put before the first question, for templates that know no system role."""
    system = "\n\n".join(text for role, text in turns if role == "system")
    others = [turn for turn in turns if turn[0] != "system"]
    if not system or not others:
        return list(turns)
    return [(others[0][0], f"{system}\n\n{others[0][1]}"), *others[1:]]


def create_service() -> LlamaService:
    return LlamaService()

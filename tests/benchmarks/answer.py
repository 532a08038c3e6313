"""How fast answers come: writing speed, the first word of the first and the second question, and Stop.

    python tests/benchmarks/answer.py [--json] [--model NAME] [--file PDF QUESTION SIMILAR OTHER]

Ours: the model in its child process behind the answering flow. Baseline, in the same run on the same prompt and with as
many threads: a bare loop over llama.cpp's own functions in a process that does nothing else. `ratio` is of the tokens
written a second. Questions are asked one after the other in one conversation, as in the window: `first_s` after the
document was opened and its card read, `similar_s` and `other_s` as the second question (of the same topic; of another
one), `typed_s` the other topic again after its prompt was read ahead while it was typed. `cold_s`: nothing read at all.
"""

import argparse
import asyncio
import ctypes
import json
import os
import statistics
import subprocess
import sys
import tempfile
import time
from contextlib import aclosing
from dataclasses import dataclass
from pathlib import Path

THIS = Path(__file__).resolve()
ROOT = THIS.parents[2]
GUIDE = ROOT / "resources" / "guide" / "guide-en.pdf"
GUIDE_QUESTIONS = (
    "How do I go back to where I was reading after following a citation?",
    "How do I go back to where I was after following a link?",
    "Which signs stand beside a sentence, and what do they mean?",
)
WRITTEN_TOKENS = 96
STOP_AFTER_S = 0.3
STOPS = 5


@dataclass
class Asked:
    first_token_s: float
    prompt_tokens: int
    reused_tokens: int


async def measure(file: Path, questions: tuple[str, str, str], name: str) -> dict[str, object]:
    from reader.engine.llm import LlamaModel, Message
    from reader.engine.models import find_model
    from reader.flows.answering import AnswerTiming, answer
    from reader.flows.indexing import read_all
    from reader.flows.opening import open_document
    from reader.flows.prefilling import read_card, read_for_draft
    from reader.flows.prompting import PromptMemory

    path = find_model(name)
    model = LlamaModel(path, name)
    document = await open_document(file)

    async def ask(question: str, memory: PromptMemory) -> Asked:
        timing = AnswerTiming()
        async with aclosing(answer(document, question, model, None, memory=memory, timing=timing)) as events:
            async for _ in events:
                pass
        return Asked(round(timing.first_token_s or 0.0, 3), timing.prompt_tokens, timing.reused_tokens)

    async def after_first(second: str, *, is_typed: bool = False) -> tuple[Asked, Asked]:
        await forget()
        memory = PromptMemory()
        await read_card(document, model, memory)
        first = await ask(questions[0], memory)
        if is_typed:
            await read_for_draft(document, second, model, memory)
        return first, await ask(second, memory)

    async def forget() -> None:
        await model.prefill([Message("system", "x")])

    try:
        await read_all(document)
        facts = await model.load()
        await forget()
        cold = await ask(questions[0], PromptMemory())
        first, similar = await after_first(questions[1])
        _, other = await after_first(questions[2])
        _, typed = await after_first(questions[2], is_typed=True)
        written_per_s = await writing_speed(model)
        stops = [await stop_latency(model) for _ in range(STOPS)]
    finally:
        await model.close()
        await document.close()
    baseline = bare_speed(path, facts.threads)
    return {
        "name": "answer",
        "ours": {"written_tokens_per_s": round(written_per_s, 2)},
        "baseline": {"written_tokens_per_s": round(baseline, 2)},
        "ratio": round(written_per_s / baseline, 3),
        "model": name,
        "threads": facts.threads,
        "cold_s": cold.first_token_s,
        "first_s": first.first_token_s,
        "similar_s": similar.first_token_s,
        "other_s": other.first_token_s,
        "typed_s": typed.first_token_s,
        "second_to_first": {
            kind: round(second.first_token_s / cold.first_token_s, 3)
            for kind, second in (("similar", similar), ("other", other), ("typed", typed))
        },
        "prompt_tokens": {
            kind: [asked.prompt_tokens, asked.reused_tokens]
            for kind, asked in (("first", first), ("similar", similar), ("other", other), ("typed", typed))
        },
        "stop_ms": {"median": round(statistics.median(stops) * 1000, 1), "worst": round(max(stops) * 1000, 1)},
    }


def long_text() -> str:
    return " ".join(f"Sentence {n} tells of gradient {n * 7 % 90} and memory." for n in range(60))


async def writing_speed(model: object) -> float:
    """Tokens a second after the first one."""
    from reader.engine.llm import Message

    messages = [Message("user", f"{long_text()}\n\nRepeat this text word for word.")]
    async with aclosing(model.generate(messages, max_tokens=WRITTEN_TOKENS)) as parts:  # type: ignore[attr-defined]
        async for _ in parts:
            pass
    usage = model.usage  # type: ignore[attr-defined]
    return (usage.generated_tokens - 1) / (usage.total_s - usage.first_token_s)


async def stop_latency(model: object) -> float:
    """Seconds from Stop, while a prompt is read, until the model does something else."""
    from reader.engine.llm import Message

    messages = [Message("user", f"{time.perf_counter()} {long_text()}")]
    reading = asyncio.create_task(model.prefill(messages))  # type: ignore[attr-defined]
    await asyncio.sleep(STOP_AFTER_S)
    begun = time.perf_counter()
    reading.cancel()
    await asyncio.wait([reading])
    await model.count_tokens("x")  # type: ignore[attr-defined]
    return time.perf_counter() - begun


def bare_speed(path: Path, threads: int) -> float:
    command = [sys.executable, str(THIS), "--bare", str(path), "--threads", str(threads)]
    done = subprocess.run(
        command, check=True, capture_output=True, text=True, env={**os.environ, "GOMP_SPINCOUNT": "1000"}
    )
    return float(done.stdout.split()[-1])


def write_bare(path: Path, threads: int) -> float:
    """The same prompt length and number of tokens with llama.cpp's own functions and nothing else."""
    import llama_cpp.llama_cpp as native
    import numpy as np

    quiet = native.llama_log_callback(lambda *_: None)
    native.llama_log_set(quiet, ctypes.c_void_p(0))
    native.llama_backend_init()
    model = native.llama_model_load_from_file(str(path).encode(), native.llama_model_default_params())
    settings = native.llama_context_default_params()
    settings.n_ctx, settings.n_batch, settings.n_ubatch = 4096, 512, 512
    settings.n_threads = settings.n_threads_batch = threads
    settings.flash_attn_type = native.LLAMA_FLASH_ATTN_TYPE_DISABLED
    context = native.llama_init_from_model(model, settings)
    vocabulary = native.llama_model_get_vocab(model)
    size = native.llama_vocab_n_tokens(vocabulary)
    text = f"{long_text()}\n\nRepeat this text word for word.".encode()
    tokens = (native.llama_token * (len(text) + 8))()
    count = native.llama_tokenize(vocabulary, text, len(text), tokens, len(tokens), True, True)

    def evaluate(part: list[int]) -> None:
        array = (native.llama_token * len(part))(*part)  # has to live as long as the batch, which only points to it
        if native.llama_decode(context, native.llama_batch_get_one(array, len(part))):
            raise RuntimeError("llama_decode failed")

    for start in range(0, count, 512):
        evaluate(list(tokens[start : min(start + 512, count)]))
    begun = time.perf_counter()
    for _ in range(WRITTEN_TOKENS):
        logits = native.llama_get_logits_ith(context, -1)
        token = int(np.ctypeslib.as_array(logits, (size,)).argmax())
        evaluate([token])
    return WRITTEN_TOKENS / (time.perf_counter() - begun)


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--json", action="store_true")
    parser.add_argument("--model", default="smollm2-135m-instruct")
    parser.add_argument("--file", nargs=4, metavar=("PDF", "QUESTION", "SIMILAR", "OTHER"))
    parser.add_argument("--bare", type=Path, help=argparse.SUPPRESS)
    parser.add_argument("--threads", type=int, help=argparse.SUPPRESS)
    arguments = parser.parse_args()
    if arguments.bare is not None:
        print(write_bare(arguments.bare, arguments.threads))
        return 0
    # Children import the main module again: not this one.
    sys.modules["__main__"].__dict__.update(__file__=None, __spec__=None)
    sys.path.insert(0, str(ROOT))
    file, *questions = arguments.file or (GUIDE, *GUIDE_QUESTIONS)
    with tempfile.TemporaryDirectory() as home:
        os.environ["XDG_CACHE_HOME"] = home  # an index that is not there yet
        result = asyncio.run(measure(Path(file), tuple(questions), arguments.model))
    print(json.dumps(result) if arguments.json else json.dumps(result, indent=2))
    return 0


if __name__ == "__main__":
    sys.exit(main())

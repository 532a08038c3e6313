"""Will this model file work on this computer? Answered from its header, before anything is loaded."""

from dataclasses import dataclass
from pathlib import Path

from reader.core.errors import ModelMissing, ModelTooLarge, ModelUnusable, ReaderError
from reader.engine.gguf_header import GgufHeader, read_header
from reader.engine.machine import free_memory_bytes
from reader.engine.models import Purpose

_PROCESS_BYTES = 110_000_000
"""The child without a model: Python, numpy, llama.cpp."""
_BATCH_TOKENS = 512
EMBEDDED_TOKENS = 512
"""Of one text: what e5 was trained for, and three of our passages."""
_MEAN_TO_LAST, _RANK = range(1, 4), 4

_CHAT_ARCHITECTURES = frozenset(
    """
    llama llama4 deci falcon falcon-h1 grok gpt2 gptj gptneox mpt baichuan starcoder starcoder2 refact bloom stablelm
    qwen qwen2 qwen2moe qwen2vl qwen3 qwen3moe qwen3next qwen3vl qwen3vlmoe qwen35 qwen35moe phi2 phi3 phimoe
    plamo plamo2 plamo3 codeshell orion internlm2 minicpm minicpm3 gemma gemma2 gemma3 gemma3n gemma4
    mamba mamba2 jamba xverse command-r cohere2 cohere2moe dbrx olmo olmo2 olmoe openelm arctic
    deepseek deepseek2 deepseek32 chatglm glm4 glm4moe bitnet jais jais2 nemotron nemotron_h nemotron_h_moe
    exaone exaone4 exaone-moe rwkv6 rwkv7 granite granitemoe granitehybrid plm bailingmoe bailingmoe2 dots1
    arcee afmoe ernie4_5 ernie4_5-moe hunyuan-moe hunyuan-dense smollm3 gpt-oss lfm2 lfm2moe smallthinker seed_oss
    grovemoe apertus minimax-m2 mistral3 mistral4 mimo2
    """.split()
)
_OTHER_PURPOSES = {
    "clip": "it only looks at pictures",
    "t5": "it translates and does not chat",
    "t5encoder": "it is an embedding model",
    "wavtokenizer-dec": "it makes sound",
}


@dataclass(frozen=True, slots=True)
class ModelCheck:
    """The verdict on one file. `title` is one plain sentence, `hint` what to do; both English."""

    path: Path
    purpose: Purpose
    """What it was checked for."""
    ok: bool
    title: str
    hint: str
    architecture: str
    has_chat_template: bool
    context_tokens: int
    need_bytes: int
    free_bytes: int | None
    """None where the system does not say."""
    error: ReaderError | None


def check_model(path: Path, context_tokens: int = 4096, purpose: Purpose | None = "chat") -> ModelCheck:
    """Check one model file; never raises a ReaderError, the verdict holds it. `purpose` None: what the file is for."""
    header, need_bytes, free_bytes = None, 0, free_memory_bytes()
    try:
        if not path.is_file():
            raise ModelMissing(str(path))
        header = read_header(path)
        purpose = purpose or ("embedding" if _is_embedder(header) else "chat")
        if purpose == "embedding":
            context_tokens = EMBEDDED_TOKENS
        need_bytes = needed_bytes(header, context_tokens)
        if purpose == "embedding":
            need_bytes += 4 * EMBEDDED_TOKENS * header.vocabulary_size  # EmbedService.rest() says why
        if purpose == "chat":
            _require_chat_model(header)
        else:
            _require_embedder(header)
        if free_bytes is not None and need_bytes > free_bytes:
            raise ModelTooLarge(str(path), need_bytes, free_bytes)
        error, title, hint = None, f"{path.name} can be used.", ""
        if purpose == "embedding":
            hint = "It makes no answers: search by meaning uses it."
        elif header.chat_template is None:
            hint = "It has no chat template: it continues texts and may answer badly."
        elif header.context_length and header.context_length < context_tokens:
            hint = f"Its context is only {header.context_length} tokens."
    except ReaderError as failure:
        error, title, hint = failure, failure.title, failure.hint
    return ModelCheck(
        path=path,
        purpose=purpose or "chat",
        ok=error is None,
        title=title,
        hint=hint,
        architecture=header.architecture if header else "",
        has_chat_template=header is not None and header.chat_template is not None,
        context_tokens=min(context_tokens, header.context_length or context_tokens) if header else 0,
        need_bytes=need_bytes,
        free_bytes=free_bytes,
        error=error,
    )


def require_usable(path: Path, name: str, context_tokens: int) -> None:
    """Raises ModelMissing, ModelUnusable or ModelTooLarge, with the name that people know the model by."""
    _require(check_model(path, context_tokens), name)


def require_embedder(path: Path, name: str) -> None:
    """The same for a model that is to make vectors."""
    _require(check_model(path, purpose="embedding"), name)


def _require(check: ModelCheck, name: str) -> None:
    match check.error:
        case ModelMissing():
            raise ModelMissing(name)
        case ModelUnusable(reason=reason):
            raise ModelUnusable(name, reason)
        case ModelTooLarge(need_bytes=need_bytes, free_bytes=free_bytes):
            raise ModelTooLarge(name, need_bytes, free_bytes)


def purpose_of(path: Path) -> Purpose:
    """What a file is for; "chat" also where it cannot be read."""
    try:
        return "embedding" if _is_embedder(read_header(path)) else "chat"
    except ModelUnusable:
        return "chat"


def _is_embedder(header: GgufHeader) -> bool:
    architecture = header.architecture
    return "bert" in architecture or architecture.endswith("embedding") or header.pooling_type in _MEAN_TO_LAST


def _require_chat_model(header: GgufHeader) -> None:
    architecture = header.architecture
    _require_whole(header)
    if _is_embedder(header):
        raise ModelUnusable(header.file, "it is an embedding model and does not write text")
    if reason := _OTHER_PURPOSES.get(architecture):
        raise ModelUnusable(header.file, reason)
    if architecture not in _CHAT_ARCHITECTURES:
        raise ModelUnusable(header.file, f"its architecture ({architecture}) is not known here")
    _require_complete(header)


def _require_embedder(header: GgufHeader) -> None:
    _require_whole(header)
    if header.pooling_type == _RANK:
        raise ModelUnusable(header.file, "it compares two texts and makes no vectors")
    if not _is_embedder(header):
        raise ModelUnusable(header.file, "it is no embedding model")
    _require_complete(header)


def _require_whole(header: GgufHeader) -> None:
    if header.split_count > 1:
        raise ModelUnusable(header.file, f"it is one of {header.split_count} parts; join them first")


def _require_complete(header: GgufHeader) -> None:
    if not (header.tensor_count and header.block_count and header.embedding_length and header.vocabulary_size):
        raise ModelUnusable(header.file, "it holds no complete model")


def needed_bytes(header: GgufHeader, context_tokens: int) -> int:
    """Memory of the model's process at that context: weights, KV cache, working space, the process itself."""
    kept = min(context_tokens, header.context_length or context_tokens)
    widest = max(header.feed_forward_length, 4 * header.embedding_length, kept)
    working_bytes = 4 * (_BATCH_TOKENS * widest * 2 + 2 * header.vocabulary_size)
    return header.weight_bytes + header.kv_bytes(kept) + working_bytes + _PROCESS_BYTES

from collections.abc import AsyncGenerator, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from pathlib import Path

import pytest

from reader.store.database import Database
from reader.store.library import open_library_database


@pytest.fixture
def library_database(tmp_path: Path) -> Callable[[], AbstractAsyncContextManager[Database]]:
    """A context with library.db open; each one opens the same file anew."""

    @asynccontextmanager
    async def opened() -> AsyncGenerator[Database, None]:
        database = await open_library_database(tmp_path / "library.db")
        try:
            yield database
        finally:
            await database.close()

    return opened

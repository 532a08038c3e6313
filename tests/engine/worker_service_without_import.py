"""A child whose native library is missing."""

import reader.engine.no_such_library  # noqa: F401

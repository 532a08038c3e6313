"""A child whose service cannot be created, for an expected reason."""

from typing import NoReturn

from reader.core.errors import ModelMissing


def create_service() -> NoReturn:
    raise ModelMissing("tiny")

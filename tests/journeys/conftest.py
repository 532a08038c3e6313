"""session(act, *files): a whole session of the window, from its start to its end."""

from collections.abc import Callable
from functools import partial

import pytest
from PySide6.QtWidgets import QApplication

from tests.journeys.session import run_session


@pytest.fixture
def session(qapp: QApplication, caplog: pytest.LogCaptureFixture) -> Callable[..., None]:
    return partial(run_session, caplog)

"""A child that dies while its native library is imported."""

import os

os._exit(7)

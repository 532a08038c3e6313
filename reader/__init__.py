"""Shiori, a PDF reading assistant that answers with page citations."""

__version__ = "0.1.0"

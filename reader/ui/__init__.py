"""The Qt window: the only package besides reader.app that imports PySide6."""

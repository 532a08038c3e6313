"""What is remembered: SQLite and JSON files."""

"""The sub-commands of `shiori`, one module each: `add_parser(commands)` and a function that returns the exit code."""

"""`python -m reader` and the `shiori` command. Light on imports: spawned children import this module again."""

import multiprocessing
import sys


def main() -> int:
    multiprocessing.freeze_support()
    from reader.cli import run

    return run(sys.argv[1:])


if __name__ == "__main__":
    sys.exit(main())

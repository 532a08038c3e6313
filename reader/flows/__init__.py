"""What a reader can do, as coroutines without Qt."""

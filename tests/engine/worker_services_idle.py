"""A service that does something while no job waits for it."""


class Service:
    def __init__(self) -> None:
        self._turns = 0
        self._fails = False

    def on_idle(self) -> None:
        self._turns += 1
        if self._fails:
            self._fails = False
            raise ValueError("nobody asked")

    def idle_turns(self) -> int:
        return self._turns

    def fail_when_idle(self) -> None:
        self._fails = True


def create_service() -> Service:
    return Service()

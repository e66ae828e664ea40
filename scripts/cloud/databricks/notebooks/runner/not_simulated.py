"""What the local cloud lacks of the service is said by name."""


class NotSimulated(Exception):
    """The local cloud does not simulate a part of the service."""

    def __init__(self, what: str) -> None:
        super().__init__(f"the local cloud does not simulate {what}")

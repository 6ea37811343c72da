"""What goes wrong with the store; apart from the journal, so that pages know it without loading a database."""


class StoreError(Exception):
    """The store could not be read or written; nothing was stored.

    ``reason`` is one of unreachable, full, read_only, corrupt, busy, newer (``problem.store_<reason>`` in the
    catalogues).
    """

    def __init__(self, reason: str) -> None:
        """Keep the reason for whoever shows it."""
        super().__init__(reason)
        self.reason = reason

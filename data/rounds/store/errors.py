"""What goes wrong with the store; apart from the journal, so that pages know it without loading a database."""

import secrets


class StoreError(Exception):
    """The store could not be read or written.

    What was to be written is not stored, or, where the answer was lost, stored as a whole: stored again, it is there
    once. ``reason`` is one of unreachable, full, read_only, corrupt, busy, newer (``problem.store_<reason>`` in the
    catalogues); ``reference`` is for the log and for the reader.
    """

    def __init__(self, reason: str) -> None:
        """Keep the reason for whoever shows it."""
        super().__init__(reason)
        self.reason = reason
        self.reference = secrets.token_hex(4)


class NotScrubbedError(StoreError):
    """A text was erased from every entry, but the database's own files may still have it: to be asked for again."""

"""A connection to PostgreSQL that is not waited for without end."""

from typing import Any

from psycopg import Connection, OperationalError


class Bounded(Connection[Any]):
    """A connection that is given up when the server does not answer, be it frozen or cut off.

    ``limit`` is how many seconds an answer may take.
    """

    limit = 2.0

    def wait(self, gen: Any, interval: float = 0.1, timeout: float | None = None) -> Any:
        """Wait for the server. Raises psycopg's ``OperationalError`` when the limit is reached."""
        try:
            return super().wait(gen, interval, timeout or self.limit)
        except OperationalError as error:
            if error.sqlstate is None:  # not the server's words: its answer might still come, to another question
                self.pgconn.finish()
            raise

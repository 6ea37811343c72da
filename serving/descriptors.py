"""How many files and connections the process may have open: as many as the system lets it."""

import logging

MOST = 65_536  # what is asked for where the system knows no bound

log = logging.getLogger("dashboard")


def raise_limit() -> None:
    """Raise the soft limit to the hard one: an open page takes four, and macOS begins with 256."""
    try:
        import resource
    except ImportError:  # Windows has no such limit
        return
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    wanted = MOST if hard == resource.RLIM_INFINITY else hard
    if soft == resource.RLIM_INFINITY or soft >= wanted:
        return
    for most in (wanted, 10_240):  # macOS grants no more than the second, whatever its hard limit says
        try:
            resource.setrlimit(resource.RLIMIT_NOFILE, (min(most, wanted), hard))
        except (OSError, ValueError) as error:
            log.warning("at most %d open files: the limit could not be raised: %s", soft, error)
        else:
            return

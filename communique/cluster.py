"""A Dask cluster to code on: one that runs already, or one started here; Dask comes with the extra ``dask``."""

from __future__ import annotations

import contextlib
import logging
from collections.abc import Iterator

from communique.errors import InputError

LOCAL = "local"
"""Stands for a cluster that is started here and stopped afterwards."""

_PATIENCE = "10s"


@contextlib.contextmanager
def connected(address: str, workers: int) -> Iterator[None]:
    """Connect to a cluster while the block runs.

    Parameters
    ----------
    address
        Of the scheduler, such as ``tcp://host:8786``; or ``local``.
    workers
        Processes of a local cluster.

    Raises
    ------
    InputError
        When Dask is not installed, or nobody answers there.
    """
    try:
        from distributed import Client, LocalCluster  # noqa: PLC0415 - an extra, and slow to import
    except ImportError as error:
        msg = "a cluster needs Dask, which is not installed. Install it with: pip install 'communique[dask]'."
        raise InputError(msg) from error
    with contextlib.ExitStack() as stack:
        if address == LOCAL:
            cluster = LocalCluster(
                n_workers=workers, threads_per_worker=1, processes=True, dashboard_address=None, silence_logs=logging.ERROR
            )
            address = stack.enter_context(cluster).scheduler_address
        try:
            client = Client(address, timeout=_PATIENCE, set_as_default=True)
        except (OSError, ValueError, TimeoutError) as error:
            reason = str(error).splitlines()[0] if str(error) else type(error).__name__
            msg = f"no Dask scheduler answers at {address!r} ({reason}). Start one with 'dask scheduler', or use 'local'."
            raise InputError(msg) from error
        stack.enter_context(client)
        if not client.scheduler_info()["workers"]:
            msg = f"the Dask scheduler at {address} has no workers. Start one with 'dask worker {address}'."
            raise InputError(msg)
        yield

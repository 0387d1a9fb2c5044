"""How gunicorn serves Handleplan: `make demo`, `make run` and the container start `gunicorn handleplan.wsgi`."""

import gc
import os

host = os.environ.get("HOST", "127.0.0.1")
port = os.environ.get("PORT", "8000")
bind = f"[{host}]:{port}" if ":" in host else f"{host}:{port}"

workers = int(os.environ.get("WORKERS", "2"))
worker_class = "gthread"
threads = int(os.environ.get("THREADS", "2"))
preload_app = True  # the code is loaded once and shared; see when_ready

timeout = 60  # a page takes a fraction of a second; a PDF has its own, shorter limit in its child process
graceful_timeout = 20
keepalive = 5
if os.path.isdir("/dev/shm"):
    worker_tmp_dir = "/dev/shm"  # the heartbeat file: on a slow disk a busy machine would kill healthy workers

# X-Forwarded-Proto counts only from these addresses. A proxy on another machine: name its address.
forwarded_allow_ips = os.environ.get("FORWARDED_ALLOW_IPS", "127.0.0.1,::1")

accesslog = os.environ.get("ACCESS_LOG") or None  # "-" is standard output; off, as the proxy in front keeps one
loglevel = os.environ.get("LOG_LEVEL", "info")
control_socket_disable = True  # it would be a file in the home folder, one for all servers of that user


def when_ready(server):
    """In the parent, listening, before the first worker is forked."""
    from django.db import connections
    from django.urls import get_resolver

    _ = get_resolver().url_patterns  # imports every view, so that no worker has to
    connections.close_all()  # a connection must not be shared by two processes
    gc.collect()
    gc.freeze()  # measured: p99 68-83 -> 14-17 ms; and the shared memory stays shared
    if os.environ.get("ANNOUNCE"):
        shown = "localhost" if host in ("127.0.0.1", "0.0.0.0", "::1", "::") else host
        print(f"\nHandleplan answers at http://{shown}:{port}/\nCtrl-C stops it.", flush=True)

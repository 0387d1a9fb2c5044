"""The paper engine: frozen facts in, a PDF out, through one bounded child process.

``press`` runs in the web process and owns the child; ``worker`` is the child; everything else runs in the child
alone. User text reaches WeasyPrint only escaped and bounded (``bounds``), the fetcher knows our own assets and nothing
else (``fetching``), and the child has limits on CPU, memory and time.
"""

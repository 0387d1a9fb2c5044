"""Reports: snapshots, pages and paper."""

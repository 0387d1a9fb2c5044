"""Speed, as ratios within one run. Nothing here is a test: seconds drift, ratios hold."""

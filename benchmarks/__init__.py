"""Programs that measure: each prints ours beside the peers, in one run, as ratios."""

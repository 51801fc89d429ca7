"""The plugin's benchmarks, one module per subject; `tools/bench.py` runs them."""

"""The measures that the plugin holds itself to, one module a subject; `tools/bench.py` runs them."""

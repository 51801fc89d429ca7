"""The simulated Earth: a place looks the same in every quicklook and every output."""

"""The Earth that the Sandbox shows: the same place looks the same in every quicklook and every output."""

"""The data that can be ordered: collections, their hosts and data products, and their order forms."""

"""What can be ordered: collections, their hosts and data products, and the order form of each."""

"""The Configure tab: product, area, dates and parameters of the next job."""

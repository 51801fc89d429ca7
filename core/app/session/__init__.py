"""The signed-in session: account, area of interest, parameters of the next job, background tasks."""

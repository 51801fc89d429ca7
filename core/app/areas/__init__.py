"""Many areas in the dock: their layer, the test query over them, the list and the choice of what to order."""

"""Areas of interest: reading, cleaning, measuring and repairing their geometry."""

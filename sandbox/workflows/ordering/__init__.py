"""From the inputs of a job to the scenes and the credits that it is about."""

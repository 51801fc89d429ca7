"""Jobs, their tasks, their journal entries, and the credits that they hold and use."""

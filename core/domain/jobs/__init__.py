"""Jobs, their parts, and the credits that they hold and use."""

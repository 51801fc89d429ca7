"""What several tests share: servers, samples, drivers of the application, relays before the Sandbox."""

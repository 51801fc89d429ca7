"""What tests put between the client and the Sandbox."""

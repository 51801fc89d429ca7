"""What delivered files are, and what is known of them."""

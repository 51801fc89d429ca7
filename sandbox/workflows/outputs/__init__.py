"""What a job leaves: data.json, quicklooks, archives, assets."""

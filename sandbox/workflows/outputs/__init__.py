"""The outputs of a job: data.json, quicklooks, archives, assets."""

"""HTTP as the Sandbox needs it: server, routes, whole and broken answers, parts of files."""

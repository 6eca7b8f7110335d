"""The benchmark of the portal: ``python -m bench``. See README.md for what each figure means."""

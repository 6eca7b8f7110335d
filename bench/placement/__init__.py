"""How well comments keep their place: measured on real laws whose paragraphs carry official ids."""

-- One place: one row (or none), with its former names.
SELECT place_id, place_name, place_path, level, parent_id, former_names FROM places WHERE place_id = $place;

-- The texts of all documents where they are too many to be held in memory.
DROP SCHEMA IF EXISTS memory.held CASCADE;
CREATE SCHEMA memory.held;
CREATE VIEW memory.held.texts AS SELECT doc_id, text FROM warehouse.main.documents WHERE text IS NOT NULL;

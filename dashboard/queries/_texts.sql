-- The texts of all documents, held in memory: in the file they are packed so tightly that reading one unpacks a thousand.
DROP SCHEMA IF EXISTS memory.held CASCADE;
CREATE SCHEMA memory.held;
CREATE TABLE memory.held.texts AS SELECT doc_id, text FROM warehouse.main.documents WHERE text IS NOT NULL;

-- The texts of some documents, as read: one row a document.
SELECT d.doc_id, t.text FROM documents d LEFT JOIN memory.held.texts t USING (doc_id) WHERE list_contains($docs, d.doc_id);

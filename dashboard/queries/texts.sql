-- The texts of some documents, as read: one row a document.
SELECT doc_id, text FROM documents WHERE list_contains($docs, doc_id);

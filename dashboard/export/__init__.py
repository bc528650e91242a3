"""Charts and briefings that can be checked again: PPTX, DOCX, PDF, XLSX, HTML, images, tables, and packs of them."""

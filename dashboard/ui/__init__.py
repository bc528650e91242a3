"""What pages are made of: the shell, filters, charts with their table, HTML pieces. Only here and in pages is Streamlit met."""

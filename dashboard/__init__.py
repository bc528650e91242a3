"""The dashboard. It meets the ETL only at the warehouse file, and starts it as a process for imports."""

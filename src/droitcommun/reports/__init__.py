"""A Dossier as what is printed, edited and reused: PDF, DOCX, ODT, XLSX, ODS, open data."""

//! Exporters: from pages to PDF, from a document to EPUB and to plain text.

pub mod pdf;

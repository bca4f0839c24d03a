//! Themes: files with the messages that they must give beside them. `NASHRA_UPDATE=1` writes the messages anew.

mod files;
mod masthead;

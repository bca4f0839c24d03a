//! How well lines are filled: the measures of a layout against those of the finished PDF, and against the bars that
//! hold for them; and what must hold for paragraphs, columns and pages.

mod bars;
mod harness;
mod pages;
mod paragraphs;
mod read_back;

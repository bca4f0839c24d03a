//! A bundled face that is kept deflated, since few texts need it.
//!
//! Most of a bulletin is set in the Arabic faces; the others stand in for what those lack, and are more than half of all
//! bytes. The build script deflates them, and notes beside each what is asked before a face sets anything: its measures
//! and its characters. A face is inflated when text is set in it, once in a process.

use std::sync::OnceLock;

use super::face::Metrics;

/// A deflated face and what is known of it.
#[derive(Debug)]
pub struct Packed {
    deflated: &'static [u8],
    /// The whole file's size, in bytes.
    size: usize,
    /// The face's measures.
    pub(super) metrics: Metrics,
    /// The face's characters: the first and the last of each stretch, in order.
    pub(super) characters: &'static [(u32, u32)],
    whole: OnceLock<Vec<u8>>,
}

impl Packed {
    /// What the build script made of a face. Only it and its test call this.
    pub(super) const fn new(
        deflated: &'static [u8],
        size: usize,
        metrics: Metrics,
        characters: &'static [(u32, u32)],
    ) -> Self {
        Packed { deflated, size, metrics, characters, whole: OnceLock::new() }
    }

    /// The face's file.
    pub fn bytes(&self) -> &[u8] {
        self.whole.get_or_init(|| {
            let mut whole = Vec::with_capacity(self.size);
            // A test holds the bundled faces to their sums; one that could not be inflated would have no glyphs.
            let _ = flate2::Decompress::new(false).decompress_vec(
                self.deflated,
                &mut whole,
                flate2::FlushDecompress::Finish,
            );
            whole
        })
    }
}

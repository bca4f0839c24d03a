//! Byte offsets to lines and columns, fast for long lines too.
//!
//! A dump of a megabyte may stand on one line, so counting characters from the line's start for every place would
//! take the square of its length. The characters before every block of bytes are counted once instead.

/// A line and a column, both from 1, in characters.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct Spot {
    /// The line.
    pub line: u32,
    /// The column.
    pub column: u32,
}

/// Bytes in a block: a place costs at most two counts of so many bytes.
const BLOCK: usize = 1024;

/// The lines of a text.
#[derive(Clone, Debug)]
pub struct Lines<'t> {
    text: &'t str,
    first_line: u32,
    first_column: u32,
    /// The byte offset at which each line begins.
    starts: Vec<usize>,
    /// The characters that begin before each block.
    blocks: Vec<usize>,
}

impl<'t> Lines<'t> {
    /// Numbers the lines of `text` from `first_line` on. A line ends with LF, CR LF, or CR alone.
    pub fn new(text: &'t str, first_line: u32) -> Self {
        let bytes = text.as_bytes();
        let mut starts = vec![0];
        for (at, &byte) in bytes.iter().enumerate() {
            if byte == b'\n' || (byte == b'\r' && bytes.get(at + 1) != Some(&b'\n')) {
                starts.push(at + 1);
            }
        }
        let mut blocks = Vec::with_capacity(bytes.len() / BLOCK + 1);
        let mut count = 0;
        for block in bytes.chunks(BLOCK) {
            blocks.push(count);
            count += characters(block);
        }
        Lines { text, first_line, first_column: 1, starts, blocks }
    }

    /// The same lines, the first of which begins at `column`, from 1.
    pub fn beginning_at(mut self, column: u32) -> Self {
        self.first_column = column;
        self
    }

    /// The line and column of the character at byte `offset`.
    pub fn spot(&self, offset: usize) -> Spot {
        let offset = offset.min(self.text.len());
        let line = self.starts.partition_point(|&start| start <= offset).saturating_sub(1);
        let start = self.starts.get(line).copied().unwrap_or(0);
        let column = self.characters_before(offset) - self.characters_before(start) + 1;
        let before = if line == 0 { self.first_column.saturating_sub(1) } else { 0 };
        Spot { line: self.first_line.saturating_add(line as u32), column: before.saturating_add(column as u32) }
    }

    /// The byte offset of the character with that number, counted from 0; the text's length if there is none.
    pub fn offset_of(&self, character: usize) -> usize {
        let block = self.blocks.partition_point(|&before| before <= character).saturating_sub(1);
        let before = self.blocks.get(block).copied().unwrap_or(0);
        let mut start = block * BLOCK;
        // A block may begin inside a character, which belongs to the block before.
        while start < self.text.len() && !self.text.is_char_boundary(start) {
            start += 1;
        }
        let rest = self.text.get(start..).unwrap_or("");
        rest.char_indices().nth(character - before).map_or(self.text.len(), |(at, _)| start + at)
    }

    /// The characters that begin from byte `start` on and before byte `end`.
    pub fn characters_between(&self, start: usize, end: usize) -> u32 {
        let count = self.characters_before(end.min(self.text.len())).saturating_sub(self.characters_before(start));
        u32::try_from(count).unwrap_or(u32::MAX)
    }

    fn characters_before(&self, offset: usize) -> usize {
        let block = (offset / BLOCK).min(self.blocks.len().saturating_sub(1));
        let bytes = self.text.as_bytes().get(block * BLOCK..offset).unwrap_or(&[]);
        self.blocks.get(block).copied().unwrap_or(0) + characters(bytes)
    }
}

fn characters(bytes: &[u8]) -> usize {
    bytes.iter().filter(|&&byte| byte & 0xC0 != 0x80).count()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_character_has_the_place_that_counting_gives() {
        let text = "سطر طويل من الحروف، ثم شيء\r\n".repeat(120) + &"كلمة word ".repeat(400) + "\rآخر\n";
        let lines = Lines::new(&text, 1);
        let (mut line, mut column) = (1, 1);
        let mut before = ' ';
        for (number, (at, c)) in text.char_indices().enumerate() {
            if before == '\n' || (before == '\r' && c != '\n') {
                (line, column) = (line + 1, 1);
            }
            assert_eq!(lines.spot(at), Spot { line, column }, "byte {at}");
            assert_eq!(lines.offset_of(number), at);
            column += 1;
            before = c;
        }
    }
}

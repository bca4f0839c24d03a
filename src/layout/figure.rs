//! Pictures with what is said of them: one row that moves as a whole, see [`super::columns`].

use std::rc::Rc;

use super::blocks::{Blocks, Room};
use super::columns::Span;
use super::page::{Artifact, Content, Frame, Owner};
use super::rows::{self, Row, join, merged};
use super::set::Measure;
use super::structure::{NodeId, Role};
use crate::assets::{PRINT_DPI, Picture};
use crate::diagnostics::{Problem, Problems};
use crate::document::{Image, Text};
use crate::theme::TextStyle;

/// A picture is at most this share of a column high, so that text stands beside or below it.
const HIGHEST: f64 = 0.5;
/// A small picture is not drawn larger than at this many pixels an inch: below it single pixels are seen.
pub(super) const LEAST_DPI: f64 = 96.0;
/// Below a picture, before its caption, in points.
const BELOW: f64 = 3.0;
/// Points in an inch.
pub(super) const POINTS_PER_INCH: f64 = 72.0;

/// Adds a picture with its caption: as one row that may move, or row by row where that is higher than a column.
/// `place` says how wide it may stand, and `room` where a column stands; `column` is the height of a full column in
/// points.
#[expect(clippy::too_many_arguments, reason = "a picture, and where it stands")]
pub fn rows(
    blocks: &mut Blocks<'_, '_, '_>,
    image: &Image,
    picture: Option<&Rc<Picture>>,
    parent: NodeId,
    place: (Span, Room),
    room: Room,
    column: f64,
    problems: &mut Problems,
    out: &mut Vec<Row>,
) {
    let caption = join(image.caption.iter().chain(&image.credit));
    let style = TextStyle { indent: 0.0, ..blocks.setter.theme.caption };
    let leading = blocks.setter.theme.body.leading;
    // A caption that leaves its picture no room can't stand across the columns: it has to go on in them.
    let is_long = |text: &Text| {
        let lines = rows::grid_lines(&style, blocks.setter);
        let measure = Measure { width: place.1.width, leading, fill_last: false };
        let count = blocks.setter.set(text, &style, blocks.language, measure).lines.len();
        (count * lines) as f64 * leading > (1.0 - HIGHEST) * column
    };
    let long = place.0 == Span::All && caption.as_ref().is_some_and(is_long);
    let (span, room) = if long { (Span::Column, room) } else { place };
    let mut set = Vec::new();
    if let Some(picture) = picture {
        set.push(figure(blocks, image, picture, parent, room, column, problems));
    }
    if let Some(caption) = caption {
        let node = blocks.tree.add(parent, Role::Caption);
        let at = set.len();
        blocks.text(&caption, &style, node, room, &mut set);
        // The picture and the caption's first two lines stay together.
        set[at..].iter_mut().take(2).for_each(|r| r.may_open = at == 0);
    }
    let lines: usize = set.iter().map(|r| r.lines).sum();
    if picture.is_some() && lines as f64 * leading <= column {
        let mut row = merged(set, leading);
        row.float = Some(span);
        if span == Span::All {
            // A note needs a column to stand at the foot of; these stand at the end of the article.
            row.notes.clear();
        }
        out.push(row);
    } else if !set.is_empty() {
        out.push(Row::space(1));
        out.extend(set);
        out.push(Row::space(1));
    }
}

fn figure(
    blocks: &mut Blocks<'_, '_, '_>,
    image: &Image,
    picture: &Rc<Picture>,
    parent: NodeId,
    room: Room,
    column: f64,
    problems: &mut Problems,
) -> Row {
    let leading = blocks.setter.theme.body.leading;
    let (pixels_wide, pixels_high) = (f64::from(picture.width.max(1)), f64::from(picture.height.max(1)));
    let width = room.width.min(pixels_wide / LEAST_DPI * POINTS_PER_INCH);
    let scale = (width / pixels_wide).min(HIGHEST * column / pixels_high);
    let (width, height) = (pixels_wide * scale, pixels_high * scale);
    let dpi = picture.dpi_at(width as f32);
    if dpi < PRINT_DPI {
        problems.push(Problem::warning(
            image.origin.start(),
            format!("the picture “{}” is printed at {dpi:.0} dots an inch", image.image),
            format!("{PRINT_DPI:.0} look sharp on paper: use a larger picture"),
        ));
    }
    let owner = match alt(image) {
        Some(alt) => {
            let node = blocks.tree.add(parent, Role::Figure);
            blocks.tree.set_alt(node, alt);
            Owner::Node(node)
        }
        None => {
            problems.push(Problem::warning(
                image.origin.start(),
                format!("the picture “{}” has no `alt`", image.image),
                "say in a sentence what it shows, for those who can't see it; without it it counts as an ornament",
            ));
            Owner::Artifact(Artifact::Ornament)
        }
    };
    let x = room.left + (room.width - width) / 2.0;
    let content = Content::Image { picture: Rc::clone(picture), width, height };
    let lines = ((height + BELOW) / leading).ceil().max(1.0) as usize;
    // The picture stands on its caption; what is left of its lines is above it.
    let y = lines as f64 * leading - height - BELOW;
    Row { lines, frames: vec![Frame { x, y, content, owner }], may_open: true, ..Row::default() }
}

/// What a picture shows: as its author says, else its caption.
fn alt(image: &Image) -> Option<String> {
    let said = |text: &Option<Text>| text.as_ref().map(Text::plain).filter(|t| !t.trim().is_empty());
    said(&image.alt).or_else(|| said(&image.caption))
}

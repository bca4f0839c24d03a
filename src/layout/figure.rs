//! Pictures with what is said of them: one row that moves as a whole, see [`super::columns`].

use std::rc::Rc;

use super::blocks::{Blocks, Room};
use super::columns::Span;
use super::page::{Artifact, Content, Frame, Owner};
use super::rows::{Row, join, lines_to_rows};
use super::set::{Measure, SetLines};
use super::stack::Piece;
use super::structure::{NodeId, Role};
use crate::assets::{PRINT_DPI, Picture};
use crate::diagnostics::{Problem, Problems};
use crate::document::{Image, Text};
use crate::say;
use crate::theme::{Align, TextStyle};

/// A caption is at least this share of its room wide; below a picture that is narrower, both stand in the middle.
const NARROWEST_CAPTION: f64 = 0.5;
/// A caption across the columns leaves at least this share of their height to its picture.
const LEAST_PICTURE: f64 = 0.5;
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
    let caption = join(image.caption.iter().chain(&image.credit), blocks.language);
    let style = TextStyle { indent: 0.0, ..blocks.setter.theme.caption };
    let (mut below, mut align) = below(picture, place.1, column, blocks, style.align);
    let mut said = caption.as_ref().map(|text| set(text, &TextStyle { align, ..style }, below, blocks));
    let height = |said: &Option<SetLines>| said.as_ref().map_or(0, |s| s.lines.len()) as f64 * style.leading;
    // A caption that leaves its picture no room can't stand across the columns: it has to go on in them.
    let (span, room) = if place.0 == Span::All && height(&said) > (1.0 - LEAST_PICTURE) * column {
        (Span::Column, room)
    } else {
        place
    };
    if span != place.0 {
        (below, align) = self::below(picture, room, column, blocks, style.align);
        said = caption.as_ref().map(|text| set(text, &TextStyle { align, ..style }, below, blocks));
    }
    let picture = picture.map(|picture| figure(blocks, image, picture, parent, room, column, problems));
    let node = caption.as_ref().map(|_| blocks.tree.add(parent, Role::Caption));
    let leading = blocks.setter.theme.body.leading;
    match (picture, said) {
        (Some(picture), said) if picture.height + height(&said) <= column => {
            let mut row = stacked(picture, said.zip(node), &style, below, leading);
            row.float = Some(span);
            if span == Span::All {
                // A note needs a column to stand at the foot of; these stand at the end of the article.
                row.notes.clear();
            }
            out.push(row);
        }
        (picture, _) => {
            out.push(Row::space(1));
            let from = out.len();
            out.extend(picture.map(|picture| stacked(picture, None, &style, room, leading)));
            let at = out.len();
            if let (Some(text), Some(node)) = (&caption, node) {
                blocks.text(text, &style, node, room, out);
            }
            if from < at {
                // The picture and the caption's first two lines stay together.
                out[at..].iter_mut().take(2).for_each(|r| r.may_open = false);
            }
            out.push(Row::space(1));
        }
    }
}

/// How large a picture is drawn.
fn size(picture: &Picture, room: Room, column: f64, blocks: &Blocks<'_, '_, '_>) -> (f64, f64) {
    let (pixels_wide, pixels_high) = (f64::from(picture.width.max(1)), f64::from(picture.height.max(1)));
    let width = room.width.min(pixels_wide / LEAST_DPI * POINTS_PER_INCH);
    let highest = blocks.setter.theme.pictures.height_percent / 100.0 * column;
    let scale = (width / pixels_wide).min(highest / pixels_high);
    (pixels_wide * scale, pixels_high * scale)
}

/// Where the caption of a picture stands: below it, as wide as it is.
fn below(
    picture: Option<&Rc<Picture>>,
    room: Room,
    column: f64,
    blocks: &Blocks<'_, '_, '_>,
    align: Align,
) -> (Room, Align) {
    let width = picture.map_or(room.width, |picture| size(picture, room, column, blocks).0);
    if width < NARROWEST_CAPTION * room.width {
        return (room, Align::Center);
    }
    (Room { left: room.left + (room.width - width) / 2.0, width }, align)
}

fn set(text: &Text, style: &TextStyle, room: Room, blocks: &mut Blocks<'_, '_, '_>) -> SetLines {
    // Ragged lines about as long as each other: a credit's last word alone on a line looks lost.
    let measure = Measure { width: room.width, leading: style.leading, fill_last: style.align != Align::Justify };
    blocks.setter.set(text, style, blocks.language, measure)
}

/// A picture with its caption as one row. What is left of its lines stands above and below it alike.
fn stacked(picture: Piece, caption: Option<(SetLines, NodeId)>, style: &TextStyle, room: Room, leading: f64) -> Row {
    let mut row = Row { may_open: true, frames: picture.frames, ..Row::default() };
    let mut height = picture.height;
    if let Some((set, node)) = caption {
        let (at, baseline) = (height, set.baseline);
        for (i, line) in lines_to_rows(set, 1, Owner::Node(node)).into_iter().enumerate() {
            let y = at + i as f64 * style.leading + baseline;
            row.frames.extend(line.frames.into_iter().map(|f| Frame { x: room.left, y, ..f }));
            row.notes.extend(line.notes);
            height += style.leading;
        }
    }
    row.lines = (height / leading - 0.01).ceil().max(1.0) as usize;
    let down = (row.lines as f64 * leading - height) / 2.0;
    row.frames.iter_mut().for_each(|f| f.y += down);
    row
}

fn figure(
    blocks: &mut Blocks<'_, '_, '_>,
    image: &Image,
    picture: &Rc<Picture>,
    parent: NodeId,
    room: Room,
    column: f64,
    problems: &mut Problems,
) -> Piece {
    let (width, height) = size(picture, room, column, blocks);
    let dpi = picture.dpi_at(width as f32);
    if dpi < PRINT_DPI {
        problems.push(Problem::warning(
            image.origin.start(),
            say!(
                "the picture “{image}” is printed at {dpi} dots an inch",
                image = &image.image,
                dpi = format!("{dpi:.0}")
            ),
            say!("{dpi} look sharp on paper: use a larger picture", dpi = format!("{PRINT_DPI:.0}")),
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
                say!("the picture “{image}” has no `alt`", image = &image.image),
                say!(
                    "say in a sentence what it shows, for those who can't see it; without it it counts as an ornament"
                ),
            ));
            Owner::Artifact(Artifact::Ornament)
        }
    };
    let x = room.left + (room.width - width) / 2.0;
    let content = Content::Image { picture: Rc::clone(picture), width, height };
    Piece { frames: vec![Frame { x, y: 0.0, content, owner }], notes: Vec::new(), height: height + BELOW }
}

/// What a picture shows: as its author says, else its caption.
fn alt(image: &Image) -> Option<String> {
    let said = |text: &Option<Text>| text.as_ref().map(Text::plain).filter(|t| !t.trim().is_empty());
    said(&image.alt).or_else(|| said(&image.caption))
}

//! The pictures of a dump's entry: addresses, or objects with an address and what the picture shows.

use super::fields::Fields;
use super::flat_names::{PICTURES, get};
use super::flow_images::image;
use super::foreign::{many, pictures_in, put_beside, same_picture, string, string_at};
use super::placed::Placed;
use super::report::Report;
use super::tree::Node;
use crate::document::{Block, Image, Language};

impl Report {
    /// Puts an entry's pictures beside its text, unless the text has pictures of its own.
    pub fn flat_pictures(&mut self, fields: &Fields, body: &mut Vec<Block>, language: &Language) {
        let present = pictures_in(body);
        let mut found: Vec<Image> = Vec::new();
        for name in PICTURES {
            let Some(node) = get(fields, name) else { continue };
            // A thumbnail is another's smaller size.
            if name == "thumbnail" && !found.is_empty() {
                continue;
            }
            for node in many(Some(node)) {
                let Some(address) = address_of(node) else { continue };
                let written = address.text.trim();
                if !present.is_empty() {
                    self.own_picture(address.spot(0), name, written, &present);
                } else if !found.iter().any(|known| same_picture(&known.image, written)) {
                    found.extend(self.flat_picture(node, address, name, language));
                }
            }
        }
        if !body.is_empty() {
            put_beside(body, found);
        }
    }

    fn flat_picture(&mut self, node: &Node, address: &Placed, field: &str, language: &Language) -> Option<Image> {
        let mut image = image(address.text.trim(), address.spot(0), field, self)?;
        let mut part = |names: &[&str]| {
            let placed = names.iter().find_map(|name| string_at(node, &[name]))?;
            self.marked_line(placed, field, language)
        };
        image.caption = part(&["caption", "description", "title"]);
        image.alt = part(&["alt", "alt_text", "altText"]);
        image.credit = part(&["credit", "photographer", "source"]);
        Some(image)
    }
}

/// An address that names a file: numbers of pictures and marks that there is one are none.
fn address_of(node: &Node) -> Option<&Placed> {
    let parts = ["url", "src", "href", "path", "link"];
    let placed = string(node).or_else(|| parts.iter().find_map(|name| string_at(node, &[name])))?;
    let address = placed.text.trim();
    (address.contains(['.', '/']) && !address.contains(char::is_whitespace)).then_some(placed)
}

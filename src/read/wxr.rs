//! WXR, the file that WordPress exports a whole site to: RSS with everything in it.
//!
//! Posts and pages are articles, and so are a site's own kinds of posts. Attachments give the featured images; menus,
//! comments and styles are no articles.

use std::collections::HashMap;

use super::detect::Reader;
use super::elements::{Ground, Id, Tree};
use super::flow_images::image;
use super::foreign::{self, How, pictures_in, same_picture, source, text_of};
use super::input::Input;
use super::placed::Placed;
use super::report::Report;
use super::{Format, Options, Outcome, shortcodes, xml_tree};
use crate::document::{Article, Block, Date, Language, Text};
use crate::say;

/// Reads WXR.
pub struct Wxr;

impl Reader for Wxr {
    fn format(&self) -> Format {
        Format::Wxr
    }

    fn recognises(&self, input: &Input) -> bool {
        xml_tree::root_name(input.text) == Some("rss") && input.text.contains("<wp:wxr_version>")
    }

    fn read(&self, input: &Input, options: &Options) -> Vec<Outcome> {
        let tree = match xml_tree::parse(&Ground::whole(input.text, &input.lines)) {
            Ok(tree) => tree,
            Err(fault) => return foreign::broken(input, fault.offset, fault.what, fault.cure),
        };
        let Some(channel) = tree.find(Tree::ROOT, "channel") else {
            return foreign::broken(input, 0, say!("the export has no channel"), say!("export the site again"));
        };
        let site = Site::of(&tree, channel);
        let mut outcomes = Vec::new();
        let mut others = 0;
        for item in tree.children_named(channel, "item") {
            match plain(&tree, item, "wp:post_type").as_deref() {
                Some("post" | "page") | None => outcomes.push(site.post(input, item, outcomes.len(), options)),
                Some("attachment") => {}
                Some(kind) if is_inner(kind) || tree.child_text(item, "content:encoded").is_none() => others += 1,
                // A kind of post of the site's own.
                Some(_) => outcomes.push(site.post(input, item, outcomes.len(), options)),
            }
        }
        if outcomes.is_empty() {
            return foreign::broken(input, 0, say!("the export has no posts"), say!("export the posts of the site"));
        }
        if let Some(outcome) = outcomes.first_mut().filter(|_| others > 0) {
            let what =
                say!("the export has {others} entries that are no posts (menus, styles): they are passed over", others);
            let place = crate::diagnostics::Place::file(input.file.clone());
            outcome.problems.push(crate::diagnostics::Problem::note(place, what, say!()));
        }
        outcomes
    }
}

/// Whether entries of that kind are WordPress's own: menus, styles, templates, earlier versions.
fn is_inner(kind: &str) -> bool {
    kind.starts_with("wp_")
        || kind.starts_with("acf-")
        || matches!(
            kind,
            "nav_menu_item" | "revision" | "custom_css" | "customize_changeset" | "oembed_cache" | "user_request"
        )
}

fn plain(tree: &Tree, id: Id, name: &str) -> Option<String> {
    Some(tree.child_text(id, name)?.text.trim().to_owned())
}

/// What all posts of a site share.
struct Site<'t> {
    tree: &'t Tree,
    channel: Id,
    /// Names of authors by their login.
    authors: HashMap<String, Placed>,
    /// Attachments by their number.
    attachments: HashMap<String, Id>,
}

impl<'t> Site<'t> {
    fn of(tree: &'t Tree, channel: Id) -> Self {
        let mut authors = HashMap::new();
        for author in tree.children_named(channel, "wp:author") {
            let login = plain(tree, author, "wp:author_login");
            if let (Some(login), Some(name)) = (login, tree.child_text(author, "wp:author_display_name")) {
                authors.insert(login, name);
            }
        }
        let mut attachments = HashMap::new();
        for item in tree.children_named(channel, "item") {
            if plain(tree, item, "wp:post_type").as_deref() == Some("attachment")
                && let Some(number) = plain(tree, item, "wp:post_id")
            {
                attachments.insert(number, item);
            }
        }
        Site { tree, channel, authors, attachments }
    }

    fn post(&self, input: &Input, id: Id, index: usize, options: &Options) -> Outcome {
        let tree = self.tree;
        let mut report = Report::new(&input.file);
        let language = match tree.child_text(self.channel, "language") {
            Some(placed) => report.foreign_language(&placed, "language", &Language::default()),
            None => Language::default(),
        };
        if let Some(status) = tree.child_text(id, "wp:status") {
            report.status(&status, "wp:status", &["publish", "inherit"]);
        }
        let url = plain(tree, id, "link");
        let mut body = Vec::new();
        if let Some(content) = tree.child_text(id, "content:encoded") {
            let content = shortcodes::resolve(&content, &mut report);
            let mut how = How::new(&language, url.as_deref().unwrap_or(""), options);
            // Texts of the newer editor are whole HTML; those of the older one part paragraphs by blank lines.
            how.lines_count = !content.text.contains("<!-- wp:");
            body = report.html_body(&content, "content:encoded", &how);
        }
        if !body.is_empty() {
            self.featured(&mut report, id, &mut body);
        }
        let headline = tree.child_text(id, "title");
        let headline = headline.and_then(|placed| report.marked_line(&placed, "title", &language));
        let summary = tree.child_text(id, "excerpt:encoded");
        let summary = summary.and_then(|placed| report.marked_line(&placed, "excerpt:encoded", &language));
        let categories =
            tree.children_named(id, "category").filter(|c| tree.attribute(*c, "domain") == Some("category"));
        let categories: Vec<Text> = categories
            .enumerate()
            .filter_map(|(i, c)| text_of(&mut report, tree, Some(c), &format!("category[{i}]")))
            .collect();
        let article = Article {
            id: plain(tree, id, "wp:post_id"),
            headline: headline.unwrap_or_default(),
            categories,
            byline: self.author(&mut report, id),
            published: self.published(&mut report, id),
            source: source(text_of(&mut report, tree, tree.child(self.channel, "title"), "source"), url.clone()),
            language,
            summary,
            body,
            ..Article::default()
        };
        report.foreign_article(index, article, tree.at(id), options)
    }

    fn author(&self, report: &mut Report, id: Id) -> Option<Text> {
        let login = self.tree.child_text(id, "dc:creator")?;
        let name = self.authors.get(login.text.trim()).unwrap_or(&login);
        Some(report.verbatim(name, "dc:creator"))
    }

    /// A draft has no date: zeros stand for it.
    fn published(&self, report: &mut Report, id: Id) -> Option<Date> {
        let given =
            |name: &str| self.tree.child_text(id, name).filter(|placed| !placed.text.trim().starts_with("0000"));
        if let Some(placed) = given("wp:post_date_gmt") {
            let universal = Placed { text: format!("{}Z", placed.text.trim().replacen(' ', "T", 1)), ..placed };
            return report.foreign_date(&universal, "wp:post_date_gmt");
        }
        let placed = given("wp:post_date")?;
        report.foreign_date(&Placed { text: placed.text.trim().replacen(' ', "T", 1), ..placed }, "wp:post_date")
    }

    fn featured(&self, report: &mut Report, id: Id, body: &mut Vec<Block>) {
        let tree = self.tree;
        let meta = tree.children_named(id, "wp:postmeta");
        let mut thumbnails = meta.filter(|meta| plain(tree, *meta, "wp:meta_key").as_deref() == Some("_thumbnail_id"));
        let number = thumbnails.next().and_then(|meta| plain(tree, meta, "wp:meta_value"));
        let Some(attachment) = number.and_then(|number| self.attachments.get(&number)).copied() else { return };
        let address = tree.child_text(attachment, "wp:attachment_url").or_else(|| tree.child_text(attachment, "guid"));
        let Some(address) = address else { return };
        if pictures_in(body).iter().any(|known| same_picture(known, &address.text)) {
            return;
        }
        let Some(mut image) = image(address.text.trim(), tree.at(id), "_thumbnail_id", report) else { return };
        image.caption = text_of(report, tree, tree.child(attachment, "excerpt:encoded"), "_thumbnail_id");
        let meta = tree.children_named(attachment, "wp:postmeta");
        let mut alts = meta.filter(|m| plain(tree, *m, "wp:meta_key").as_deref() == Some("_wp_attachment_image_alt"));
        image.alt = alts.next().and_then(|m| text_of(report, tree, tree.child(m, "wp:meta_value"), "_thumbnail_id"));
        body.insert(0, Block::Image(image));
    }
}

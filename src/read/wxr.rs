//! WXR, the file that WordPress exports a whole site to: RSS with everything in it.
//!
//! Posts and pages are articles, and so are a site's own kinds of posts. Attachments give the featured images; menus,
//! comments and styles are no articles.

use std::collections::{HashMap, HashSet};

use super::detect::Reader;
use super::elements::{Ground, Id, Tree};
use super::flow_images::image;
use super::foreign::{self, How, pictures_in, plain_address, same_picture, source, text_of};
use super::input::Input;
use super::placed::Placed;
use super::report::Report;
use super::{Format, Item, Options, Outcome, shortcodes, xml_names, xml_tree};
use crate::document::{Article, Block, Date, Image, Language, Text};
use crate::say;

/// Reads WXR.
pub struct Wxr;

impl Reader for Wxr {
    fn format(&self) -> Format {
        Format::Wxr
    }

    fn recognises(&self, input: &Input) -> bool {
        xml_tree::root_name(input.text) == Some("rss") && input.text.contains(":wxr_version>")
    }

    fn read(&self, input: &Input, options: &Options) -> Vec<Outcome> {
        let tree = match xml_tree::parse(&Ground::whole(input.text, &input.lines)) {
            Ok(mut tree) => {
                xml_names::settle(&mut tree);
                tree
            }
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
        if let Some((number, first)) = site.unused(&outcomes)
            && let Some(outcome) = outcomes.first_mut()
        {
            let first = super::address::shown(&first);
            let what = say!(
                "files of the export that stand in none of its posts: {number}, the first is {first}",
                number,
                first
            );
            let place = crate::diagnostics::Place::file(input.file.clone());
            outcome.problems.push(crate::diagnostics::Problem::note(place, what, say!()));
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
        // Plugins for sites of several languages file each post under its own.
        let own = tree.children_named(id, "category").find(|c| tree.attribute(*c, "domain") == Some("language"));
        let own = own.and_then(|own| Some(Placed::at(tree.attribute(own, "nicename")?, tree.at(own))));
        let language = match own.or_else(|| tree.child_text(self.channel, "language")) {
            Some(placed) => report.foreign_language(&placed, "language", &Language::default()),
            None => Language::default(),
        };
        if let Some(status) = tree.child_text(id, "wp:status") {
            report.status(&status, "wp:status", &["publish", "inherit"]);
        }
        if tree.child_text(id, "wp:post_password").is_some() {
            let cure = say!("ask its source before you publish it");
            report.warning(tree.at(id), "wp:post_password", say!("the post is protected by a password"), cure);
        }
        let url = plain(tree, id, "link");
        let mut body = Vec::new();
        if let Some(mut content) = tree.child_text(id, "content:encoded") {
            content.text.push_str(&self.footnotes(id));
            let content = shortcodes::resolve(&content, &mut report);
            let mut how = How::new(&language, url.as_deref().unwrap_or(""), options);
            // Texts of the newer editor are whole HTML; those of the older one part paragraphs by blank lines.
            how.lines_count = !content.text.contains("<!-- wp:");
            body = report.html_body(&content, "content:encoded", &how);
        }
        let picture = self.featured(&mut report, id, &body);
        let headline = tree.child_text(id, "title");
        let headline = headline.and_then(|placed| report.marked_line(&placed, "title", &language));
        if body.is_empty() {
            let title = headline.as_ref().map(Text::plain);
            report.pictures_alone(tree.at(id), "_thumbnail_id", title.as_deref(), picture.as_slice());
        } else {
            body.splice(0..0, picture.map(Block::Image));
        }
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

    /// The footnotes of the newer editor, which stand beside the text, as pages show them: below it.
    fn footnotes(&self, id: Id) -> String {
        let tree = self.tree;
        let mut meta = tree.children_named(id, "wp:postmeta");
        let meta = meta.find(|meta| plain(tree, *meta, "wp:meta_key").as_deref() == Some("footnotes"));
        let Some(value) = meta.and_then(|meta| plain(tree, meta, "wp:meta_value")) else { return String::new() };
        let notes: Vec<serde_json::Value> = serde_json::from_str(&value).unwrap_or_default();
        let part = |note: &serde_json::Value, name: &str| note.get(name)?.as_str().map(str::to_owned);
        let notes = notes.iter().filter_map(|note| Some((part(note, "id")?, part(note, "content")?)));
        let items: String = notes
            .map(|(id, content)| format!("<li id=\"{}\">{content}</li>", id.replace(['"', '<', '>', '&'], "")))
            .collect();
        if items.is_empty() { items } else { format!("\n\n<ol class=\"wp-block-footnotes\">{items}</ol>") }
    }

    /// How many pictures of the export stand in none of its posts, and the address of the first.
    fn unused(&self, outcomes: &[Outcome]) -> Option<(usize, String)> {
        let mut used: HashSet<String> = HashSet::new();
        for outcome in outcomes {
            if let Some(Item::Article(article)) = &outcome.item {
                used.extend(pictures_in(&article.body).iter().map(|address| plain_address(address)));
            }
        }
        let mut unused: Vec<(Id, String)> = self
            .attachments
            .values()
            .filter_map(|id| Some((*id, self.address(*id)?.text.trim().to_owned())))
            .filter(|(_, address)| !used.contains(&plain_address(address)))
            .collect();
        unused.sort_unstable();
        let first = unused.first()?.1.clone();
        Some((unused.len(), first))
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

    /// The featured image, unless the text has it already.
    fn featured(&self, report: &mut Report, id: Id, body: &[Block]) -> Option<Image> {
        let tree = self.tree;
        let meta = tree.children_named(id, "wp:postmeta");
        let mut thumbnails = meta.filter(|meta| plain(tree, *meta, "wp:meta_key").as_deref() == Some("_thumbnail_id"));
        let number = thumbnails.next().and_then(|meta| plain(tree, meta, "wp:meta_value"));
        let attachment = number.and_then(|number| self.attachments.get(&number)).copied()?;
        let address = self.address(attachment)?;
        if pictures_in(body).iter().any(|known| same_picture(known, &address.text)) {
            return None;
        }
        let mut image = image(address.text.trim(), tree.at(id), "_thumbnail_id", report)?;
        image.caption = text_of(report, tree, tree.child(attachment, "excerpt:encoded"), "_thumbnail_id");
        let meta = tree.children_named(attachment, "wp:postmeta");
        let mut alts = meta.filter(|m| plain(tree, *m, "wp:meta_key").as_deref() == Some("_wp_attachment_image_alt"));
        image.alt = alts.next().and_then(|m| text_of(report, tree, tree.child(m, "wp:meta_value"), "_thumbnail_id"));
        Some(image)
    }

    /// The address of an attachment.
    fn address(&self, attachment: Id) -> Option<Placed> {
        let tree = self.tree;
        tree.child_text(attachment, "wp:attachment_url").or_else(|| tree.child_text(attachment, "guid"))
    }
}

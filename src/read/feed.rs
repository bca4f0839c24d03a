//! RSS 0.9x to 2.0, RSS 1.0 and Atom: each entry is an article.
//!
//! Elements are looked for by their usual prefix (`content:encoded`, `dc:creator`); a feed that has declared another has
//! got the usual one in `xml_names` before.

use super::address::{Base, is_remote};
use super::detect::Reader;
use super::elements::{Ground, Id, Tree};
use super::flow_images::image;
use super::foreign::{self, How, has_markup, names, pictures_in, put_beside, same_picture, source, text_of};
use super::input::Input;
use super::placed::Placed;
use super::report::Report;
use super::{Format, Options, Outcome, bodies, wordpress};
use super::{xml_names as names_of_elements, xml_tree};
use crate::document::{Article, Block, Date, Image, Language, Text};
use crate::say;

/// Reads RSS and Atom.
pub struct Feed;

impl Reader for Feed {
    fn format(&self) -> Format {
        Format::Feed
    }

    fn recognises(&self, input: &Input) -> bool {
        matches!(xml_tree::root_name(input.text), Some("rss" | "feed" | "RDF"))
    }

    fn read(&self, input: &Input, options: &Options) -> Vec<Outcome> {
        let mut tree = match xml_tree::parse(&Ground::whole(input.text, &input.lines)) {
            Ok(mut tree) => {
                names_of_elements::settle(&mut tree);
                tree
            }
            Err(fault) => return foreign::broken(input, fault.offset, fault.what, fault.cure),
        };
        let entries: Vec<Id> = tree
            .walk(Tree::ROOT)
            .filter(|id| matches!(tree.name(*id), "item" | "entry") && is_entry(&tree, *id))
            .collect();
        if entries.is_empty() {
            return foreign::broken(input, 0, say!("the feed has no entries"), say!("give it at least one"));
        }
        let channel = tree.find(Tree::ROOT, "channel").or_else(|| tree.find(Tree::ROOT, "feed")).unwrap_or(Tree::ROOT);
        let channel = Channel::of(&tree, channel);
        let mut outcomes = Vec::with_capacity(entries.len());
        for (index, id) in entries.into_iter().enumerate() {
            outcomes.push(entry(input, &tree, &channel, id, index, options));
            tree.forget(id);
        }
        outcomes
    }
}

/// What a channel says for all its entries, found once: it may have many.
struct Channel {
    language: Option<Placed>,
    dublin_core_language: Option<Placed>,
    title: Option<Id>,
    /// The channel itself, where it names authors.
    authors: Option<Id>,
    /// The notice of rights, which in Atom holds for every entry without one, and in RSS for the channel.
    rights: Option<Id>,
    /// When the channel's content came out, for an entry that does not say when it did.
    date: Option<(&'static str, Placed)>,
    /// The address of the channel's site, to which relative ones are relative.
    address: String,
}

impl Channel {
    fn of(tree: &Tree, id: Id) -> Self {
        Channel {
            language: tree.child_text(id, "language"),
            dublin_core_language: tree.child_text(id, "dc:language"),
            title: tree.children_named(id, "title").find(|id| tree.full_name(*id) == "title"),
            authors: Some(id).filter(|id| tree.children(*id).iter().any(|child| is_author(tree, *child))),
            rights: ["rights", "copyright"].iter().find_map(|name| tree.child(id, name)),
            // `lastBuildDate` and Atom's `updated` tell when the feed was written, not what is in it.
            date: ["pubDate", "dc:date"].iter().find_map(|name| Some((*name, tree.child_text(id, name)?))),
            address: link(tree, id, "").unwrap_or_default(),
        }
    }
}

/// Entries inside other entries (Atom's `source`) are none of the feed.
fn is_entry(tree: &Tree, id: Id) -> bool {
    tree.ancestors(id).all(|id| !matches!(tree.name(id), "item" | "entry"))
}

fn entry(input: &Input, tree: &Tree, channel: &Channel, id: Id, index: usize, options: &Options) -> Outcome {
    let mut report = Report::new(&input.file);
    let tag = tree.child_text(id, "dc:language").or_else(|| channel.language.clone());
    let tag = tag.or_else(|| Some(Placed::at(tree.language(id)?, tree.at(id))));
    let language = match tag.or_else(|| channel.dublin_core_language.clone()) {
        Some(placed) => report.foreign_language(&placed, "language", &Language::default()),
        None => Language::default(),
    };
    // Each base is relative to those around it, and all of them to the channel's site.
    let mut bases: Vec<&str> =
        std::iter::once(id).chain(tree.ancestors(id)).filter_map(|id| tree.attribute(id, "base")).collect();
    bases.reverse();
    let base = bases.into_iter().fold(Base::of(&channel.address), |base, inner| base.within(inner)).address();
    let base = base.as_str();
    let url = link(tree, id, base);
    let how = How::new(&language, url.as_deref().unwrap_or(base), options);
    let (mut body, used) = body(&mut report, tree, id, &how);
    let found = pictures(&mut report, tree, id, &body, &language);
    let title =
        tree.children_named(id, "title").find(|id| tree.full_name(*id) == "title").or_else(|| tree.child(id, "title"));
    let headline = title.and_then(|title| markup_text(&mut report, tree, title, "title", &language));
    if body.is_empty() {
        let title = headline.as_ref().map(Text::plain);
        report.pictures_alone(tree.at(id), "enclosure", title.as_deref(), &found);
    } else {
        put_beside(&mut body, found);
    }
    let summary = match used {
        // The short text is the article's where there is no long one.
        "content" => summary(&mut report, tree, id, &language),
        _ => None,
    };
    if used == "summary" && !body.is_empty() {
        report.note(tree.at(id), "body", say!("the feed gives a summary only, which stands as the text"), say!());
    }
    let categories = tree.children_named(id, "category").enumerate().filter_map(|(i, category)| {
        let field = format!("category[{i}]");
        let named = tree.attribute(category, "label").or_else(|| tree.attribute(category, "term"));
        match named.map(str::trim).filter(|name| !name.is_empty()) {
            Some(name) => Some(report.verbatim(&Placed::at(name, tree.at(category)), &field)),
            None => text_of(&mut report, tree, Some(category), &field),
        }
    });
    let mut categories: Vec<Text> = categories.collect();
    if categories.is_empty() {
        let subjects: Vec<Id> = tree.children_named(id, "dc:subject").collect();
        categories.extend(subjects.into_iter().filter_map(|id| text_of(&mut report, tree, Some(id), "dc:subject")));
    }
    // An entry that was taken over from another feed names it.
    let origin = tree.child(id, "source");
    let name = origin.map(|origin| tree.children_named(origin, "title").next().unwrap_or(origin));
    let name = name.filter(|name| !tree.text(*name).text.trim().is_empty()).or(channel.title);
    let name = name.and_then(|title| markup_text(&mut report, tree, title, "source", &language));
    let article = Article {
        id: tree
            .child_text(id, "guid")
            .or_else(|| tree.child_text(id, "id"))
            .map(|placed| placed.text.trim().to_owned()),
        headline: headline.unwrap_or_default(),
        categories,
        byline: authors(&mut report, tree, id)
            .or_else(|| authors(&mut report, tree, origin?))
            .or_else(|| authors(&mut report, tree, channel.authors?)),
        published: published(&mut report, tree, id).or_else(|| {
            let (name, placed) = channel.date.as_ref()?;
            report.date_of_package(tree.at(id), name);
            report.foreign_date(placed, name)
        }),
        source: source(name, url.clone()),
        language: language.clone(),
        summary,
        copyright: text_of(&mut report, tree, tree.child(id, "rights").or(channel.rights), "rights"),
        body,
        ..Article::default()
    };
    report.foreign_article(index, article, tree.at(id), options)
}

/// The body, and which kind of element it was found in.
fn body(report: &mut Report, tree: &Tree, id: Id, how: &How) -> (Vec<Block>, &'static str) {
    for (name, kind) in [
        ("content:encoded", "content"),
        ("content", "content"),
        ("description", "summary"),
        ("summary", "summary"),
        ("media:description", "summary"),
    ] {
        // `media:content` is a file, not a text.
        let Some(content) = tree.children_named(id, name).find(|id| tree.full_name(*id) == name) else { continue };
        if let Some(address) = tree.attribute(content, "src").map(str::trim).filter(|address| !address.is_empty()) {
            let what =
                say!("content that stands elsewhere is left out: {written}", written = super::address::shown(address));
            report.warning(tree.at(content), name, what, say!());
        }
        let blocks = match tree.attribute(content, "type") {
            Some("xhtml" | "application/xhtml+xml") => report.blocks(tree, content, how),
            Some("text" | "text/plain") => report.plain_body(&tree.text(content), how.options),
            _ => {
                let placed = tree.text(content);
                if let Some(once) = bodies::unescaped(&placed) {
                    report.html_body(&once, name, how)
                } else if has_markup(&placed.text) {
                    report.html_body(&placed, name, how)
                } else {
                    report.plain_body(&placed, how.options)
                }
            }
        };
        if !blocks.is_empty() {
            return (blocks, kind);
        }
    }
    (Vec::new(), "")
}

fn summary(report: &mut Report, tree: &Tree, id: Id, language: &Language) -> Option<Text> {
    let short = tree.child(id, "description").or_else(|| tree.child(id, "summary"))?;
    if wordpress::cut_short(&tree.text(short).text) || tree.full_name(short).starts_with("media:") {
        return None;
    }
    markup_text(report, tree, short, "summary", language)
}

/// A text construct in one line: Atom says what it is, in RSS markup is escaped.
fn markup_text(report: &mut Report, tree: &Tree, id: Id, field: &str, language: &Language) -> Option<Text> {
    match tree.attribute(id, "type") {
        Some("xhtml") => super::flow::Flow::new(tree, language).line(id, report, field),
        Some("text") => text_of(report, tree, Some(id), field),
        _ => report.marked_line(&one_line(tree.text(id)), field, language),
    }
}

fn one_line(placed: Placed) -> Placed {
    Placed { text: placed.text.replace(['\n', '\r', '\t'], " "), anchors: placed.anchors }
}

fn is_author(tree: &Tree, id: Id) -> bool {
    matches!(tree.name(id), "author" | "creator")
}

fn authors(report: &mut Report, tree: &Tree, id: Id) -> Option<Text> {
    let mut found = Vec::new();
    for author in tree.children(id).iter().copied().filter(|id| is_author(tree, *id)) {
        if let Some(name) = tree.child(author, "name") {
            found.extend(text_of(report, tree, Some(name), "author"));
            continue;
        }
        let placed = tree.text(author);
        // RSS wants an address of e-mail here, with the name in brackets behind it.
        let range = match (placed.text.find('('), placed.text.rfind(')')) {
            (Some(open), Some(close)) if open < close && placed.text.contains('@') => open + 1..close,
            _ if placed.text.contains('@') => continue,
            _ => 0..placed.text.len(),
        };
        let name = placed.slice(range);
        if !name.text.trim().is_empty() {
            found.push(report.verbatim_quietly(&name, "author"));
        }
    }
    found.dedup_by(|a, b| a.plain() == b.plain());
    names(found)
}

fn published(report: &mut Report, tree: &Tree, id: Id) -> Option<Date> {
    for name in ["published", "pubDate", "issued", "dc:date", "date", "updated", "modified"] {
        if let Some(placed) = tree.child_text(id, name) {
            return report.foreign_date(&placed, name);
        }
    }
    None
}

/// The address of an entry or a channel; a relative one from `base`.
fn link(tree: &Tree, id: Id, base: &str) -> Option<String> {
    for link in tree.children(id).iter().copied().filter(|id| tree.name(*id) == "link") {
        let relation = tree.attribute(link, "rel").unwrap_or("alternate");
        let address = match tree.attribute(link, "href") {
            Some(href) if relation == "alternate" => href.to_owned(),
            Some(_) => continue,
            None => tree.text(link).text,
        };
        let address = address.trim();
        if !address.is_empty() {
            let whole = if is_remote(address) { None } else { Base::of(base).resolve(address) };
            return Some(whole.unwrap_or_else(|| address.to_owned()));
        }
    }
    let guid = tree.child(id, "guid").filter(|guid| tree.attribute(*guid, "isPermaLink") != Some("false"))?;
    Some(tree.text(guid).text.trim().to_owned()).filter(|address| is_remote(address))
}

fn is_picture(kind: &str, address: &str) -> bool {
    let lower = address.to_ascii_lowercase();
    let by_name = [".jpg", ".jpeg", ".png", ".webp", ".gif"].iter().any(|ending| lower.contains(ending));
    kind.starts_with("image") || (kind.is_empty() && by_name)
}

/// Whether a picture is the largest of its group, which holds one picture in several sizes; so is one without a group.
fn is_largest(tree: &Tree, media: Id) -> bool {
    let Some(group) = tree.node(media).and_then(|node| node.parent).filter(|id| tree.full_name(*id) == "media:group")
    else {
        return true;
    };
    let width = |id: Id| tree.attribute(id, "width").and_then(|width| width.trim().parse::<u32>().ok()).unwrap_or(0);
    let pictures = tree.children_named(group, "media:content").filter(|id| {
        let kind = tree.attribute(*id, "type").or_else(|| tree.attribute(*id, "medium")).unwrap_or("");
        tree.attribute(*id, "url").is_some_and(|address| is_picture(kind, address))
    });
    // Of equals the first.
    let largest = pictures.reduce(|best, next| if width(next) > width(best) { next } else { best });
    largest.is_none_or(|largest| largest == media)
}

/// Pictures that the entry names beside its text. Other media are told of.
fn pictures(report: &mut Report, tree: &Tree, id: Id, body: &[Block], language: &Language) -> Vec<Image> {
    let known = pictures_in(body);
    // A text with pictures has the entry's own among them, mostly under another size's name.
    let mut found: Vec<Image> = Vec::new();
    const MEDIA: [&str; 4] = ["enclosure", "media:content", "media:thumbnail", "link"];
    let mut media: Vec<Id> = tree.walk(id).skip(1).filter(|id| MEDIA.contains(&tree.full_name(*id))).collect();
    // A thumbnail shows what another of them shows larger.
    media.sort_by_key(|id| tree.full_name(*id) == "media:thumbnail");
    for media in media {
        let kind = tree.attribute(media, "type").or_else(|| tree.attribute(media, "medium")).unwrap_or("");
        let address = match tree.full_name(media) {
            "enclosure" | "media:content" => tree.attribute(media, "url"),
            "media:thumbnail" if found.is_empty() && known.is_empty() => tree.attribute(media, "url"),
            "link" if tree.attribute(media, "rel") == Some("enclosure") => tree.attribute(media, "href"),
            _ => None,
        };
        let Some(address) = address.map(str::trim).filter(|address| !address.is_empty()) else { continue };
        if !is_picture(kind, address) && tree.full_name(media) != "media:thumbnail" {
            let what =
                say!("a file that the entry names was left out: {written}", written = super::address::shown(address));
            report.warning(tree.at(media), "enclosure", what, say!());
            continue;
        }
        if !is_largest(tree, media) {
            continue;
        }
        if !known.is_empty() {
            report.own_picture(tree.at(media), "enclosure", address, &known);
            continue;
        }
        if found.iter().any(|known| same_picture(&known.image, address)) {
            continue;
        }
        let Some(mut image) = image(address, tree.at(media), "enclosure", report) else { continue };
        let near = [Some(media), tree.node(media).and_then(|node| node.parent)];
        let part = |name: &str| near.iter().flatten().find_map(|id| tree.children_named(*id, name).next());
        image.caption = part("media:description").and_then(|id| markup_text(report, tree, id, "enclosure", language));
        image.credit = text_of(report, tree, part("media:credit"), "enclosure");
        image.alt = text_of(report, tree, part("media:title"), "enclosure");
        found.push(image);
    }
    found
}

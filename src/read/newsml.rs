//! NewsML-G2 and NITF, the IPTC's news in XML. A NewsML-G2 item carries its text inside itself as NITF or XHTML;
//! NITF also stands alone. Examples without the outer elements are read too.

use super::detect::Reader;
use super::elements::{Ground, Id, Tree};
use super::foreign::{self, How, names, pictures_in, put_beside, same_picture, source, text_of};
use super::input::Input;
use super::newsml_package::{Items, is_picture, is_shown, own_pictures, picture, title};
use super::page::drop_headline;
use super::placed::Placed;
use super::report::Report;
use super::{Format, Options, Outcome, xml_tree};
use crate::document::{Article, Block, Image, Language, Text};
use crate::say;

/// Reads NewsML-G2 and NITF.
pub struct NewsMl;

/// The elements that a document of these forms may begin with.
const ROOTS: [&str; 7] = ["newsItem", "newsMessage", "packageItem", "nitf", "contentSet", "contentMeta", "itemSet"];

impl Reader for NewsMl {
    fn format(&self) -> Format {
        Format::NewsMl
    }

    fn recognises(&self, input: &Input) -> bool {
        xml_tree::root_name(input.text).is_some_and(|name| ROOTS.contains(&name))
    }

    fn read(&self, input: &Input, options: &Options) -> Vec<Outcome> {
        let tree = match xml_tree::parse(&Ground::whole(input.text, &input.lines)) {
            Ok(tree) => tree,
            Err(fault) => return foreign::broken(input, fault.offset, fault.what, fault.cure),
        };
        let items = Items::of(&tree);
        let mut articles = items.articles.clone();
        if articles.is_empty() && items.packages.is_empty() {
            articles = tree.walk(Tree::ROOT).filter(|id| tree.name(*id) == "nitf").collect();
            if articles.is_empty() {
                articles.push(Tree::ROOT);
            }
        }
        let articles = articles.into_iter().enumerate();
        let mut outcomes: Vec<Outcome> =
            articles.map(|(index, id)| item(input, &tree, &items, id, index, options)).collect();
        around(input, &tree, &items, &mut outcomes, options);
        outcomes
    }
}

/// Tells of what a document holds beside its articles: in the first of them, or by itself where there is none.
fn around(input: &Input, tree: &Tree, items: &Items, outcomes: &mut Vec<Outcome>, options: &Options) {
    let mut report = Report::new(&input.file);
    for package in &items.packages {
        holds(&mut report, tree, *package);
        items.tell(&mut report, *package);
    }
    for other in tree.walk(Tree::ROOT).filter(|id| OTHERS.contains(&tree.name(*id))) {
        report.other_medium(tree.at(other), "", tree.name(other), title(tree, other).as_ref());
    }
    match (outcomes.first_mut(), items.packages.first()) {
        (Some(outcome), _) => outcome.problems.append(report.outcome(0, None).problems),
        (None, package) => {
            let at = tree.at(package.copied().unwrap_or(Tree::ROOT));
            outcomes.push(report.without_content(0, at, "", options.strict));
        }
    }
}

/// Items that are no news and may stand beside it in a message.
const OTHERS: [&str; 4] = ["conceptItem", "knowledgeItem", "planningItem", "catalogItem"];

/// The name of what an element names, in the article's language where it is given in several.
pub fn name_of(report: &mut Report, tree: &Tree, id: Id, field: &str, language: &Language) -> Option<Text> {
    let own = |name: &Id| {
        let tag = tree.attribute(*name, "lang").and_then(|tag| Language::parse(tag.trim()).ok());
        tag.is_some_and(|tag| tag.primary() == language.primary())
    };
    let name = tree.children_named(id, "name").find(own).or_else(|| tree.child(id, "name"));
    text_of(report, tree, name, field)
}

/// Those of some elements that are in a language, or all where none is: a text may be given in several.
fn spoken(tree: &Tree, all: Vec<Id>, language: &Language) -> Vec<Id> {
    let own = |id: &Id| {
        let tag = tree.attribute(*id, "lang").and_then(|tag| Language::parse(tag.trim()).ok());
        tag.is_some_and(|tag| tag.primary() == language.primary())
    };
    let found: Vec<Id> = all.iter().copied().filter(own).collect();
    if found.is_empty() { all } else { found }
}

/// The child of that name in a language, as far as it is given in several.
fn child(tree: &Tree, id: Id, name: &str, language: &Language) -> Option<Id> {
    spoken(tree, tree.children_named(id, name).collect(), language).first().copied()
}

/// The child of that name with one of some roles (without their scheme), else one without a role, else the first.
fn with_role(tree: &Tree, id: Id, name: &str, roles: &[&str], language: &Language) -> Option<Id> {
    let role = |id: &Id| tree.attribute(*id, "role").map(|role| role.rsplit([':', '/']).next().unwrap_or(role));
    let fits = |id: &Id| role(id).is_some_and(|role| roles.contains(&role));
    let all = spoken(tree, tree.children_named(id, name).collect(), language);
    all.iter().find(|id| fits(id)).or_else(|| all.iter().find(|id| role(id).is_none())).or(all.first()).copied()
}

/// A text, its white space folded as XML's indentation asks for.
pub fn folded(report: &mut Report, tree: &Tree, id: Option<Id>, field: &str, language: &Language) -> Option<Text> {
    super::flow::Flow::new(tree, language).line(id?, report, field)
}

fn item(input: &Input, tree: &Tree, items: &Items, id: Id, index: usize, options: &Options) -> Outcome {
    let mut report = Report::new(&input.file);
    // Below this no look-up leaves the item: a message holds many.
    let part = |name: &str| tree.find(id, name);
    let meta = part("contentMeta").unwrap_or(id);
    let tag = tree.child(meta, "language").and_then(|l| Some(Placed::at(tree.attribute(l, "tag")?, tree.at(l))));
    let nitf = part("nitf");
    let tag = tag.or_else(|| {
        // The text itself may be the only part that says it.
        let text = || tree.find(part("inlineXML")?, "html").or_else(|| part("inlineXML"));
        let spoken = [Some(id), nitf].into_iter().flatten().find_map(|id| Some((id, tree.language(id)?)));
        let spoken = spoken.or_else(|| text().and_then(|id| Some((id, tree.language(id)?))));
        spoken.map(|(id, tag)| Placed::at(tag, tree.at(id)))
    });
    let language = match tag {
        Some(placed) => report.foreign_language(&placed, "language", &Language::default()),
        None => Language::default(),
    };
    holds(&mut report, tree, id);
    let inner = nitf.map(|nitf| super::nitf::head(&mut report, tree, nitf, &language)).unwrap_or_default();
    let headline = with_role(tree, meta, "headline", &["main", "hlr"], &language).or_else(|| {
        let meta = part("itemMeta")?;
        tree.child(meta, "title").filter(|_| inner.headline.is_none())
    });
    let sub = tree.children_named(meta, "headline").find(|id| {
        Some(*id) != headline
            && tree.attribute(*id, "role").is_some_and(|role| role.to_ascii_lowercase().contains("sub"))
    });
    let subheadline = folded(&mut report, tree, sub, "headline", &language);
    let creators: Vec<Text> = tree
        .children_named(meta, "creator")
        .filter_map(|creator| name_of(&mut report, tree, creator, "creator", &language))
        .collect();
    let byline = folded(&mut report, tree, child(tree, meta, "by", &language), "by", &language);
    let located = tree.child(meta, "located");
    let dateline = folded(&mut report, tree, child(tree, meta, "dateline", &language), "dateline", &language);
    let dateline = inner.dateline.or(dateline).or_else(|| name_of(&mut report, tree, located?, "located", &language));
    let descriptions = spoken(tree, tree.children_named(meta, "description").collect(), &language);
    let summary = descriptions.into_iter().find(|id| {
        tree.attribute(*id, "role").is_none_or(|role| role.ends_with("summary") || role.ends_with("abstract"))
    });
    let summary = folded(&mut report, tree, summary, "description", &language);
    let provider = part("itemMeta").and_then(|meta| tree.child(meta, "provider"));
    let source_name = [tree.child(meta, "infoSource"), provider]
        .into_iter()
        .flatten()
        .find_map(|source| name_of(&mut report, tree, source, "infoSource", &language));
    let subjects = tree.children_named(meta, "subject").filter(|subject| tree.child(*subject, "name").is_some());
    let categories: Vec<Text> = subjects
        .enumerate()
        .filter_map(|(i, subject)| name_of(&mut report, tree, subject, &format!("subject[{i}]"), &language))
        .collect();
    // `versionCreated` is when the version came out that is read here; an item never lacks it, and the other dates
    // may be older by years: the first version's, and the content's (a picture of an archive).
    let when = ["versionCreated", "firstCreated"]
        .iter()
        .find_map(|name| tree.child_text(part("itemMeta")?, name).map(|placed| (*name, placed)));
    let when = when.or_else(|| Some(("contentCreated", tree.child_text(meta, "contentCreated")?)));
    let published = when.and_then(|(name, placed)| report.foreign_date(&placed, name));
    let rights = part("rightsInfo").and_then(|rights| child(tree, rights, "copyrightNotice", &language));
    let holder = part("rightsInfo").and_then(|rights| tree.child(rights, "copyrightHolder"));
    let copyright = folded(&mut report, tree, rights, "copyrightNotice", &language);
    let copyright = copyright.or_else(|| {
        let holder = tree.child_text(holder?, "name")?;
        Some(report.holder(None, &holder, "copyrightHolder"))
    });
    if let Some(terms) = part("rightsInfo").and_then(|rights| tree.child_text(rights, "usageTerms")) {
        report.terms(&terms, "usageTerms");
    }
    let guid = tree.attribute(id, "guid").map(|guid| guid.trim().to_owned());
    let how = How::new(&language, "", options);
    let mut pictures = items.pictures(&mut report, id, &language);
    let mut body = if is_picture(tree, id) {
        let alone = picture(&mut report, tree, id, &language);
        let title = title(tree, id).map(|placed| placed.text.split_whitespace().collect::<Vec<_>>().join(" "));
        report.pictures_alone(tree.at(id), "remoteContent", title.as_deref(), alone.as_slice());
        Vec::new()
    } else {
        pictures.splice(0..0, own_pictures(&mut report, tree, id));
        body(&mut report, tree, id, nitf, &how)
    };
    let own_headline = folded(&mut report, tree, headline, "headline", &language).or(inner.headline);
    drop_headline(&mut body, own_headline.as_ref());
    let present = pictures_in(&body);
    if !body.is_empty() {
        let free = |picture: &Image| !present.iter().any(|known| same_picture(known, &picture.image));
        put_beside(&mut body, pictures.into_iter().filter(free).collect());
    }
    let article = Article {
        id: guid.or(inner.id),
        headline: own_headline.unwrap_or_default(),
        subheadline: subheadline.or(inner.subheadline),
        categories: if categories.is_empty() { inner.categories } else { categories },
        byline: byline.or(inner.byline).or_else(|| names(creators)),
        dateline,
        published: published.or(inner.published),
        source: source(source_name.or(inner.publisher), None),
        summary: summary.or(inner.summary),
        copyright: copyright.or(inner.copyright),
        language,
        body,
        ..Article::default()
    };
    report.foreign_article(index, article, tree.at(id), options)
}

/// What keeps an item from being published, as it says itself.
fn holds(report: &mut Report, tree: &Tree, id: Id) {
    let Some(meta) = tree.child(id, "itemMeta") else { return };
    if let Some(status) = tree.child(meta, "pubStatus") {
        let value = tree.attribute(status, "qcode").or_else(|| tree.attribute(status, "uri"));
        if let Some(value) = value {
            report.status(
                &Placed::at(value.rsplit('/').next().unwrap_or(value), tree.at(status)),
                "pubStatus",
                &["usable"],
            );
        }
    }
    if let Some(embargo) = tree.child(meta, "embargoed") {
        report.embargo(&tree.text(embargo), "embargoed");
    }
    for note in tree.children_named(meta, "edNote") {
        report.editors_note(&tree.text(note), "edNote");
    }
}

fn body(report: &mut Report, tree: &Tree, id: Id, nitf: Option<Id>, how: &How) -> Vec<Block> {
    let mut blocks = Vec::new();
    let around = |nitf: &Id| tree.ancestors(*nitf).find(|id| tree.name(*id) == "inlineXML");
    if let Some(nitf) = nitf.filter(|nitf| around(nitf).is_none()) {
        blocks = super::nitf::body(report, tree, nitf, how);
    }
    let contents = tree.walk(id).filter(|id| matches!(tree.name(*id), "inlineXML" | "inlineData" | "remoteContent"));
    let mut contents: Vec<Id> = contents.collect();
    // The one that the others were made of, if it is named; then the richest.
    let original = tree.find(id, "contentSet").and_then(|set| tree.attribute(set, "original")).map(str::trim);
    contents.sort_by_key(|content| {
        let is_original = original.is_some() && tree.attribute(*content, "id").map(str::trim) == original;
        let kind = tree.attribute(*content, "contenttype").unwrap_or("");
        let rank = match nitf.as_ref().and_then(around) {
            Some(around) if around == *content => 0,
            _ if kind.contains("html") => 1,
            _ => 2,
        };
        (!is_original, tree.name(*content) != "inlineXML", rank)
    });
    for content in contents {
        match tree.name(content) {
            "inlineXML" if blocks.is_empty() => {
                blocks = match tree.find(content, "nitf") {
                    Some(nitf) => super::nitf::body(report, tree, nitf, how),
                    None => report.blocks(tree, tree.find(content, "body").unwrap_or(content), how),
                };
            }
            "inlineData" if blocks.is_empty() => {
                let placed = tree.text(content);
                let kind = tree.attribute(content, "contenttype").unwrap_or("");
                blocks = if kind.contains("html") {
                    report.html_body(&placed, "inlineData", how)
                } else {
                    report.any_body(&placed, "inlineData", how)
                };
            }
            "remoteContent" if is_shown(tree, content) => {}
            "remoteContent" => {
                let address = tree.attribute(content, "href").unwrap_or("");
                let what = say!(
                    "content that stands elsewhere is left out: {written}",
                    written = super::address::shown(address)
                );
                report.warning(tree.at(content), "remoteContent", what, say!());
            }
            _ => {
                report.note(tree.at(content), "contentSet", say!("a further rendition of the text is left out"), say!())
            }
        }
    }
    blocks
}

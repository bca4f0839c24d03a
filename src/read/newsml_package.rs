//! How the items of one NewsML-G2 document belong together: pictures to their articles, items to their package.
//!
//! A picture is an item of its own. It belongs to the articles that refer to it by its identifier (`residref`), and
//! else to the only article of the group, or of the package, in which it stands.

use std::collections::{HashMap, HashSet};

use super::elements::{Id, Tree};
use super::flow_images::image;
use super::foreign::{names, same_picture, text_of};
use super::newsml::{folded, name_of};
use super::placed::Placed;
use super::report::Report;
use crate::document::{Image, Language, Text};
use crate::say;

/// The items of a document.
pub struct Items<'t> {
    tree: &'t Tree,
    /// Those that are read as articles, and pictures that belong to none.
    pub articles: Vec<Id>,
    /// The packages.
    pub packages: Vec<Id>,
    /// The pictures of each article, in the order of the document.
    pictures: HashMap<Id, Vec<Id>>,
    by_guid: HashMap<&'t str, Id>,
}

impl<'t> Items<'t> {
    /// The items of a document that has any.
    pub fn of(tree: &'t Tree) -> Self {
        let all: Vec<Id> =
            tree.walk(Tree::ROOT).filter(|id| matches!(tree.name(*id), "newsItem" | "packageItem")).collect();
        let (packages, mut articles): (Vec<Id>, Vec<Id>) =
            all.into_iter().partition(|id| tree.name(*id) == "packageItem");
        let guid = |id: &Id| Some((tree.attribute(*id, "guid")?.trim(), *id));
        let by_guid: HashMap<&str, Id> = articles.iter().filter_map(guid).collect();
        let mut items = Items { tree, articles: Vec::new(), packages, pictures: HashMap::new(), by_guid };
        let texts: HashSet<Id> = articles.iter().copied().filter(|id| has_text(tree, *id)).collect();
        let mut owned = HashSet::new();
        for (article, picture) in items.belongings(&articles, &texts) {
            let known = items.pictures.entry(article).or_default();
            if !known.contains(&picture) {
                known.push(picture);
            }
            owned.insert(picture);
        }
        articles.retain(|id| !owned.contains(id));
        items.articles = articles;
        items
    }

    /// Which pictures belong to which articles.
    fn belongings(&self, all: &[Id], texts: &HashSet<Id>) -> Vec<(Id, Id)> {
        let is_own = |id: &Id| !texts.contains(id) && is_picture(self.tree, *id);
        let mut found = Vec::new();
        for article in all.iter().filter(|id| texts.contains(id)) {
            found.extend(self.named_in(*article).filter(is_own).map(|picture| (*article, picture)));
        }
        let owned: HashSet<Id> = found.iter().map(|(_, picture)| *picture).collect();
        for package in &self.packages {
            let groups = self.tree.walk(*package).filter(|id| self.tree.name(*id) == "group");
            // A group first: in the package as a whole there may be several articles.
            for place in groups.chain([*package]) {
                let items: Vec<Id> = self.named_in(place).collect();
                let mut articles = items.iter().filter(|id| texts.contains(id));
                if let (Some(article), None) = (articles.next(), articles.next()) {
                    let free = items.iter().filter(|id| is_own(id) && !owned.contains(id));
                    found.extend(free.map(|picture| (*article, *picture)));
                }
            }
        }
        let mut seen = HashSet::new();
        found.retain(|pair| seen.insert(*pair));
        found
    }

    /// The items of this document that an element refers to.
    fn named_in(&self, id: Id) -> impl Iterator<Item = Id> + '_ {
        let named = self.tree.walk(id).filter_map(|id| self.tree.attribute(id, "residref"));
        named.filter_map(|named| self.by_guid.get(named.trim()).copied())
    }

    /// The pictures of an article.
    pub fn pictures(&self, report: &mut Report, article: Id, language: &Language) -> Vec<Image> {
        let items = self.pictures.get(&article).map_or(&[][..], Vec::as_slice);
        items.iter().filter_map(|item| picture(report, self.tree, *item, language)).collect()
    }

    /// Tells of what a package says for itself, and of items that it refers to and that stand elsewhere.
    pub fn tell(&self, report: &mut Report, package: Id) {
        let tree = self.tree;
        let meta = tree.child(package, "contentMeta");
        if let Some(headline) = meta.and_then(|meta| tree.child_text(meta, "headline")) {
            report.package_headline(&headline, "headline");
        }
        for item in tree.walk(package).filter(|id| tree.name(*id) == "itemRef") {
            let named = tree.attribute(item, "residref").or_else(|| tree.attribute(item, "href"));
            let Some(named) = named.map(str::trim) else { continue };
            if self.by_guid.contains_key(named) {
                continue;
            }
            let title = tree.child_text(item, "title").map(|placed| placed.text);
            let title = title.as_deref().map(str::trim).unwrap_or(named);
            let what = say!(
                "the package refers to an item that is not in the input: {title}",
                title = super::address::shown(title)
            );
            report.warning(
                tree.at(item),
                "itemRef",
                what,
                say!("give the item itself, in a file or in the same message"),
            );
        }
    }
}

/// Whether an item has a text in it.
fn has_text(tree: &Tree, id: Id) -> bool {
    tree.walk(id).any(|id| matches!(tree.name(id), "inlineXML" | "inlineData" | "nitf"))
}

/// Whether an item without a text is a picture, by its class or else by what it consists of.
pub fn is_picture(tree: &Tree, id: Id) -> bool {
    if has_text(tree, id) {
        return false;
    }
    let class = tree.child(id, "itemMeta").and_then(|meta| tree.child(meta, "itemClass"));
    let class = class.and_then(|class| tree.attribute(class, "qcode").or_else(|| tree.attribute(class, "uri")));
    match class.and_then(|class| class.trim().rsplit([':', '/']).next()) {
        Some(class) => matches!(class, "picture" | "graphic"),
        None => files(tree, id).next().is_some(),
    }
}

/// The files of a picture.
fn files(tree: &Tree, id: Id) -> impl Iterator<Item = Id> + '_ {
    tree.walk(id).filter(|id| {
        tree.name(*id) == "remoteContent"
            && tree.attribute(*id, "href").is_some_and(|address| !address.trim().is_empty())
            && tree.attribute(*id, "contenttype").is_none_or(|kind| kind.trim().starts_with("image"))
    })
}

/// The pictures that a text carries along by their addresses, without the smaller sizes of them.
pub fn own_pictures(report: &mut Report, tree: &Tree, id: Id) -> Vec<Image> {
    let small = |id: &Id| {
        let rendition = tree.attribute(*id, "rendition").unwrap_or("").to_ascii_lowercase();
        rendition.ends_with("thumbnail") || rendition.ends_with("preview")
    };
    let (small, large): (Vec<Id>, Vec<Id>) = files(tree, id).filter(|id| is_shown(tree, *id)).partition(small);
    let mut found: Vec<Image> = Vec::new();
    for file in if large.is_empty() { small } else { large } {
        let address = tree.attribute(file, "href").map_or("", str::trim);
        if !found.iter().any(|known| same_picture(&known.image, address)) {
            found.extend(image(address, tree.at(file), "remoteContent", report));
        }
    }
    found
}

/// Whether content that stands elsewhere says that it is a picture.
pub fn is_shown(tree: &Tree, id: Id) -> bool {
    tree.attribute(id, "contenttype").is_some_and(|kind| kind.trim().starts_with("image"))
}

/// A picture, in the largest of its sizes.
pub fn picture(report: &mut Report, tree: &Tree, id: Id, language: &Language) -> Option<Image> {
    let size = |id: Id| {
        let width = tree.attribute(id, "width").and_then(|width| width.trim().parse::<u32>().ok()).unwrap_or(0);
        let rendition = tree.attribute(id, "rendition").unwrap_or("").to_ascii_lowercase();
        let rank = match rendition.rsplit([':', '/']).next() {
            Some("highres" | "main") => 3,
            Some("thumbnail" | "preview") => 1,
            _ => 2,
        };
        (width, rank)
    };
    // Of equals the first.
    let largest = files(tree, id).reduce(|best, next| if size(next) > size(best) { next } else { best });
    let Some(file) = largest else {
        report.warning(
            tree.at(id),
            "remoteContent",
            say!("an associated picture without an address is left out"),
            say!(),
        );
        return None;
    };
    let address = tree.attribute(file, "href").map(str::trim)?;
    let mut image = image(address, tree.at(file), "remoteContent", report)?;
    let meta = tree.child(id, "contentMeta")?;
    let described = |role: &str| {
        let fits =
            |id: &Id| tree.attribute(*id, "role").is_some_and(|named| named.to_ascii_lowercase().ends_with(role));
        tree.children_named(meta, "description").find(fits)
    };
    let first = || tree.child(meta, "description").or_else(|| tree.child(meta, "headline"));
    image.caption = folded(report, tree, described("caption").or_else(first), "description", language);
    image.alt = folded(report, tree, described("alttext"), "description", language);
    let creators: Vec<Text> = tree
        .children_named(meta, "creator")
        .filter_map(|creator| name_of(report, tree, creator, "creator", language))
        .collect();
    image.credit = folded(report, tree, tree.child(meta, "by"), "by", language)
        .or_else(|| names(creators))
        .or_else(|| text_of(report, tree, tree.child(meta, "creditline"), "creditline"));
    Some(image)
}

/// The headline of an item, or its title.
pub fn title(tree: &Tree, id: Id) -> Option<Placed> {
    let of = |part: &str, name: &str| tree.child_text(tree.child(id, part)?, name);
    of("contentMeta", "headline").or_else(|| of("itemMeta", "title"))
}

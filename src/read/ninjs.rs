//! ninjs, the IPTC's news in JSON: 1.x with its fields by role (`headline_main`, `body_xhtml`), 2.x and 3.x with
//! lists of values that name their role and kind; and what Superdesk makes of 1.x (`guid`, `firstpublished`,
//! `abstract`, a dateline in parts).
//!
//! Of several bodies the richest is read. An item that is no text (a picture, an event) has no content of an article
//! and is skipped; one that is held back is read, with a warning.

use super::detect::Reader;
use super::flow_images::image;
use super::foreign::{
    How, at, first, identifier, looks_like_html, many, names, pictures_in, put_beside, source, string, string_at,
};
use super::input::{Input, failed};
use super::json::looks_like_json;
use super::ninjs_package::Package;
use super::placed::Placed;
use super::report::Report;
use super::tree::{Node, Value};
use super::{Format, Options, Outcome, foreign};
use crate::document::{Article, Block, Image, Language, Text};
use crate::say;

/// When an item was published, the surest first. `firstpublished` says so, and is Superdesk's. `versionCreated` is
/// when the version came out that is read here; the first version is not what is read, and the content may be older by
/// years (a picture of an archive).
const DATES: [&str; 8] = [
    "firstpublished",
    "firstPublished",
    "versionCreated",
    "versioncreated",
    "firstCreated",
    "firstcreated",
    "contentCreated",
    "contentcreated",
];

/// The roles of an item's own text: 1.x names its kinds in the same place.
const MAIN: [&str; 6] = ["main", "xhtml", "html", "richtext", "text", ""];

/// Reads ninjs.
pub struct Ninjs;

impl Reader for Ninjs {
    fn format(&self) -> Format {
        Format::Ninjs
    }

    fn recognises(&self, input: &Input) -> bool {
        looks_like_json(input.text) && input.json().iter().take(20).any(|element| element.as_ref().is_ok_and(is_ninjs))
    }

    fn read(&self, input: &Input, options: &Options) -> Vec<Outcome> {
        let mut outcomes: Vec<Outcome> = Vec::new();
        for element in input.json() {
            match element {
                Ok(node) => {
                    let Some(package) = Package::of(node) else {
                        outcomes.push(article(input, node, None, outcomes.len(), options));
                        continue;
                    };
                    let first = outcomes.len();
                    let texts = package.texts.iter().enumerate();
                    outcomes.extend(texts.map(|(i, node)| article(input, node, Some(&package), first + i, options)));
                    let mut report = Report::new(&input.file);
                    package.tell(&mut report);
                    if let Some(outcome) = outcomes.get_mut(first) {
                        outcome.problems.append(report.outcome(first, None).problems);
                    }
                }
                Err(problem) => outcomes.push(failed(outcomes.len(), problem.clone())),
            }
        }
        outcomes
    }
}

/// An item's own title: its main headline, else its title.
pub fn title(item: &Node) -> Option<&Placed> {
    let heads = parts(item, "headlines", "headline");
    with_role(&heads, &["main", ""]).map(|part| part.value).or_else(|| string_at(item, &["title"]))
}

/// Whether an item is a picture.
pub fn is_picture(item: &Node) -> bool {
    let kind = string_at(item, &["type"]).map_or("", |placed| placed.text.as_str());
    matches!(kind, "picture" | "graphic" | "image" | "photo")
}

/// The items that belong to an item, each with its field.
pub fn associated(node: &Node) -> Vec<(String, &Node)> {
    match at(node, &["associations"]).map(|node| &node.value) {
        Some(Value::Map(fields)) => {
            fields.iter().map(|(key, node)| (format!("associations.{}", key.name), node)).collect()
        }
        Some(Value::List(nodes)) => {
            nodes.iter().enumerate().map(|(i, node)| (format!("associations[{i}]"), node)).collect()
        }
        _ => Vec::new(),
    }
}

fn is_ninjs(node: &Node) -> bool {
    let Value::Map(fields) = &node.value else { return false };
    let has = |name: &str| node.has(name);
    let begins = |start: &str| fields.iter().any(|(key, _)| key.name.starts_with(start));
    // Values of our own and of other forms under the same names are told apart by what ninjs alone has.
    let own = has("versioncreated") || has("versionCreated") || has("pubstatus") || has("pubStatus");
    let standard = string_at(node, &["standard", "name"]).is_some_and(|name| name.text.eq_ignore_ascii_case("ninjs"));
    let parts = has("headlines") || has("bodies") || begins("body_") || begins("headline_");
    let named = has("uri") || has("guid");
    standard || (named && (own || parts || has("type"))) || (own && (parts || has("type") || has("headline")))
}

/// Values under one name: of 2.x a list with roles, of 1.x fields that end in their role.
pub struct Part<'n> {
    role: &'n str,
    kind: &'n str,
    value: &'n Placed,
    field: String,
}

/// The values under one name.
pub fn parts<'n>(node: &'n Node, list: &str, single: &str) -> Vec<Part<'n>> {
    let mut found = Vec::new();
    for (number, entry) in many(at(node, &[list])).into_iter().enumerate() {
        let Some(value) = string_at(entry, &["value"]) else { continue };
        let word = |names: &[&str]| {
            names.iter().find_map(|name| string_at(entry, &[name])).map_or("", |placed| placed.text.as_str())
        };
        found.push(Part {
            role: word(&["role"]),
            kind: word(&["contentType", "contenttype"]),
            value,
            field: format!("{list}[{number}].value"),
        });
    }
    let Value::Map(fields) = &node.value else { return found };
    for (key, value) in fields {
        let Some(rest) = key.name.strip_prefix(single) else { continue };
        let role = match rest.strip_prefix('_') {
            Some(role) => role,
            None if rest.is_empty() => "",
            None => continue,
        };
        if let Some(value) = foreign::string(value) {
            found.push(Part { role, kind: "", value, field: key.name.clone() });
        }
    }
    found
}

fn is_html(part: &Part) -> bool {
    let kind = part.kind.to_ascii_lowercase();
    if kind.contains("html") {
        return true;
    }
    if kind.contains("plain") {
        return false;
    }
    let role = part.role.to_ascii_lowercase();
    role.contains("html") || role.contains("richtext") || looks_like_html(&part.value.text)
}

/// The parts under the first of some lists that has any; the single fields of 1.x have another name.
fn parts_of<'n>(node: &'n Node, names: &[(&str, &str)]) -> Vec<Part<'n>> {
    names.iter().map(|(list, single)| parts(node, list, single)).find(|found| !found.is_empty()).unwrap_or_default()
}

/// The part with the first of some roles, else the first of all.
fn with_role<'p, 'n>(parts: &'p [Part<'n>], roles: &[&str]) -> Option<&'p Part<'n>> {
    roles.iter().find_map(|role| parts.iter().find(|part| part.role.eq_ignore_ascii_case(role))).or(parts.first())
}

/// Tells of what keeps an item from being published, and on which terms it may be.
pub fn hold(report: &mut Report, node: &Node) {
    for name in ["pubStatus", "pubstatus"] {
        if let Some(placed) = string_at(node, &[name]) {
            report.status(placed, name, &["usable"]);
        }
    }
    // Where a Superdesk item stands in its own workflow.
    if let Some(placed) = string_at(node, &["state"]) {
        report.status(placed, "state", &["published", "corrected"]);
    }
    for name in ["embargoedUntil", "embargoeduntil", "embargoed"] {
        if let Some(placed) = string_at(node, &[name]) {
            report.embargo(placed, name);
        }
    }
    if let Some((name, placed)) = first(node, &["edNote", "ednote"]) {
        report.editors_note(placed, name);
    }
    if let Some((name, placed)) = first(node, &["usageTerms", "usageterms"]) {
        report.terms(placed, name);
    }
}

/// An article, by itself or in a package.
fn article<'n>(
    input: &Input,
    node: &'n Node,
    package: Option<&Package<'n>>,
    index: usize,
    options: &Options,
) -> Outcome {
    let mut report = Report::new(&input.file);
    if report.any_fields(node, "").is_none() {
        return report.outcome(index, None);
    }
    let language = string_at(node, &["language"]).or_else(|| package?.language());
    let language = language
        .map_or_else(Language::default, |placed| report.foreign_language(placed, "language", &Language::default()));
    hold(&mut report, node);
    let address = first(node, &["canonical", "url", "webUrl"]).map(|(_, placed)| placed.text.trim().to_owned());
    let mut how = How::new(&language, address.as_deref().unwrap_or(""), options);
    // A footer is none of the article's renditions: it stands below the text.
    let (footers, bodies): (Vec<Part>, Vec<Part>) =
        parts(node, "bodies", "body").into_iter().partition(|part| part.role.eq_ignore_ascii_case("footer"));
    let mut body = Vec::new();
    // A text beside the main one is never read in its place, however rich it is. Of the kinds of one text the richest is
    // first: markup tells headings, lists and links that plain text has lost.
    let is_main = |part: &Part| MAIN.iter().any(|role| part.role.eq_ignore_ascii_case(role));
    let mut order: Vec<&Part> = bodies.iter().collect();
    order.sort_by_key(|part| (!is_main(part), !is_html(part)));
    let mut read = None;
    for part in order {
        body = if is_html(part) {
            how.language = language.clone();
            report.html_body(part.value, &part.field, &how)
        } else {
            report.any_body(part.value, &part.field, &how)
        };
        if !body.is_empty() {
            read = Some(part);
            break;
        }
    }
    // Of one text there may be several kinds; other roles are other texts.
    let same = |part: &Part, read: &Part| part.role == read.role || (is_main(part) && is_main(read));
    for part in bodies.iter().filter(|part| read.is_some_and(|read| !same(part, read))) {
        let what = say!("a further text of the item is left out: {role}", role = part.role);
        report.warning(part.value.spot(0), &part.field, what, say!());
    }
    for part in if body.is_empty() { [].as_slice() } else { &footers } {
        let below = report.html_body(part.value, &part.field, &how);
        body.extend(below);
    }
    let headlines = parts(node, "headlines", "headline");
    let headline = with_role(&headlines, &["main", "", "headline", "text"]);
    let other = || Some(("title", string_at(node, &["title"])?));
    let headline = match headline {
        Some(part) => report.marked_line(part.value, &part.field, &language),
        None => other().and_then(|(name, placed)| report.marked_line(placed, name, &language)),
    };
    let subs = parts_of(node, &[("subHeadlines", "subHeadline"), ("subheadlines", "subheadline")]);
    let sub = headlines.iter().find(|part| part.role.to_ascii_lowercase().contains("sub")).or(subs.first());
    let subheadline = sub.and_then(|part| report.marked_line(part.value, &part.field, &language));
    let kicker =
        headlines.iter().find(|part| ["kicker", "overline"].contains(&part.role.to_ascii_lowercase().as_str()));
    let kicker = kicker.and_then(|part| report.marked_line(part.value, &part.field, &language));
    let descriptions = parts_of(node, &[("descriptions", "description"), ("abstracts", "abstract")]);
    let summary = with_role(&descriptions, &["summary", "text", "main", ""]);
    let summary = summary.and_then(|part| report.marked_line(part.value, &part.field, &language));
    let text = |names: &[&'static str], report: &mut Report| {
        first(node, names).map(|(name, placed)| report.verbatim(placed, name))
    };
    let found = pictures(&mut report, node, package, &mut body, &language);
    if body.is_empty() {
        let own = if is_picture(node) { picture(&mut report, node, "renditions", &language) } else { None };
        let alone: Vec<Image> = own.into_iter().chain(found).collect();
        report.pictures_alone(node.at, "", title(node).map(|placed| placed.text.as_str()), &alone);
    } else {
        put_beside(&mut body, found);
    }
    let categories = ["subjects", "subject", "service", "anpa_category"].iter().find_map(|name| {
        let named = many(at(node, &[name])).into_iter().filter_map(|node| string_at(node, &["name"]));
        Some(named.collect::<Vec<_>>()).filter(|named| !named.is_empty())
    });
    let categories = categories.unwrap_or_default().into_iter();
    let categories =
        categories.enumerate().map(|(i, placed)| report.verbatim(placed, &format!("subjects[{i}]"))).collect();
    let sources =
        many(at(node, &["infoSources"]).or_else(|| at(node, &["infosources"])).or_else(|| at(node, &["infosource"])));
    let name = sources.into_iter().find_map(|node| string_at(node, &["name"]));
    let name = name
        .map(|placed| report.verbatim(placed, "infoSources"))
        .or_else(|| text(&["provider", "source"], &mut report));
    let dates = first(node, &DATES).or_else(|| {
        let dates = first(package?.node, &DATES)?;
        report.date_of_package(node.at, dates.0);
        Some(dates)
    });
    let byline = text(&["byline", "by"], &mut report).or_else(|| {
        let people = many(at(node, &["authors"])).into_iter().filter_map(|node| string_at(node, &["name"]));
        names(people.map(|placed| report.verbatim(placed, "authors")).collect())
    });
    let dateline = text(&["located"], &mut report).or_else(|| {
        let place = ["located", "dateline"].iter().find_map(|name| {
            let node = at(node, &[name])?;
            string(node).or_else(|| string_at(node, &["located", "city"])).or_else(|| string_at(node, &["city"]))
        });
        place.map(|placed| report.verbatim(placed, "dateline"))
    });
    let notice = first(node, &["copyrightNotice", "copyrightnotice"])
        .or_else(|| Some(("rightsInfo", string_at(node, &["rightsInfo", "copyrightNotice"])?)));
    let copyright = notice.map(|(name, placed)| report.verbatim(placed, name)).or_else(|| {
        let (name, holder) = first(node, &["copyrightHolder", "copyrightholder"])?;
        Some(report.holder(None, holder, name))
    });
    let article = Article {
        id: identifier(at(node, &["uri"]).or_else(|| at(node, &["guid"]))),
        kicker,
        headline: headline.unwrap_or_default(),
        subheadline,
        categories,
        byline,
        dateline,
        published: dates.and_then(|(name, placed)| report.foreign_date(placed, name)),
        source: source(name, address.clone()),
        summary,
        copyright,
        language,
        body,
        ..Article::default()
    };
    report.foreign_article(index, article, node.at, options)
}

/// The pictures that belong to an item and do not stand in its text.
fn pictures<'n>(
    report: &mut Report,
    node: &'n Node,
    package: Option<&Package<'n>>,
    body: &mut [Block],
    language: &Language,
) -> Vec<Image> {
    let present = pictures_in(body);
    let mut items = associated(node);
    items.retain(|(_, item)| item.value != Value::Null);
    if let Some(package) = package {
        items.iter_mut().for_each(|(_, item)| *item = package.whole(item));
        items.extend(package.pictures_of_one());
    }
    let mut found = Vec::new();
    if !is_picture(node)
        && let Some(own) = own_picture(report, node).filter(|own| !present.contains(&own.image))
    {
        found.push(own);
    }
    for (field, item) in items {
        if !is_picture(item) {
            let kind = string_at(item, &["type"]).map_or("", |placed| placed.text.as_str());
            report.other_medium(item.at, &field, kind, title(item).or_else(|| string_at(item, &["uri"])));
            continue;
        }
        // One that stands in the text already is named here by any of its sizes.
        let in_text = |node: &&Node| string_at(node, &["href"]).is_some_and(|href| present.contains(&href.text));
        let Some(there) =
            renditions(item).iter().find(|node| in_text(node)).and_then(|node| string_at(node, &["href"]))
        else {
            found.extend(picture(report, item, &field, language));
            continue;
        };
        // What the text does not say of its picture, the item does.
        let Some(named) = picture(report, item, &field, language) else { continue };
        for block in body.iter_mut() {
            if let Block::Image(image) = block
                && image.image == there.text
            {
                image.alt = image.alt.take().or_else(|| named.alt.clone());
                image.caption = image.caption.take().or_else(|| named.caption.clone());
                image.credit = image.credit.take().or_else(|| named.credit.clone());
            }
        }
    }
    found
}

/// The sizes of a picture.
pub fn renditions(item: &Node) -> Vec<&Node> {
    match at(item, &["renditions"]).map(|node| &node.value) {
        Some(Value::Map(fields)) => fields.iter().map(|(_, node)| node).collect(),
        Some(Value::List(nodes)) => nodes.iter().collect(),
        _ => Vec::new(),
    }
}

/// The address of the largest of some renditions; of equals the first.
fn largest(renditions: Vec<&Node>) -> Option<&Placed> {
    let width = |node: &Node| match at(node, &["width"]).map(|node| &node.value) {
        Some(Value::Number(number)) => number.parse::<f64>().unwrap_or(0.0),
        Some(Value::String(placed)) => placed.text.trim().parse::<f64>().unwrap_or(0.0),
        _ => 0.0,
    };
    let mut best: Option<(&Placed, f64)> = None;
    for rendition in renditions {
        let Some(href) = string_at(rendition, &["href"]) else { continue };
        if best.is_none_or(|(_, known)| width(rendition) > known) {
            best = Some((href, width(rendition)));
        }
    }
    best.map(|(href, _)| href)
}

/// Whether an address ends as that of a picture.
fn names_picture(placed: &Placed) -> bool {
    let lower = placed.text.trim().to_ascii_lowercase();
    let endings = [".jpg", ".jpeg", ".png", ".webp", ".gif", ".svg", ".tif", ".tiff"];
    endings.iter().any(|ending| lower.ends_with(ending))
}

/// The picture that a text has among its own renditions, beside those of the text.
fn own_picture(report: &mut Report, node: &Node) -> Option<Image> {
    let shown = |node: &&Node| match first(node, &["contentType", "contenttype", "mimetype"]) {
        Some((_, kind)) => kind.text.trim().to_ascii_lowercase().starts_with("image/"),
        None => string_at(node, &["href"]).is_some_and(names_picture),
    };
    let href = largest(renditions(node).into_iter().filter(shown).collect())?;
    image(href.text.trim(), href.spot(0), "renditions", report)
}

fn picture(report: &mut Report, item: &Node, field: &str, language: &Language) -> Option<Image> {
    let by_name = || string_at(item, &["uri"]).filter(|placed| names_picture(placed));
    let Some(href) = largest(renditions(item)).or_else(by_name) else {
        report.warning(item.at, field, say!("an associated picture without an address is left out"), say!());
        return None;
    };
    let mut image = image(href.text.trim(), href.spot(0), field, report)?;
    let descriptions = parts(item, "descriptions", "description");
    let plain = descriptions.iter().find(|part| !is_html(part));
    let caption = plain.or_else(|| with_role(&descriptions, &["caption", "main", "text"]));
    image.caption = caption.and_then(|part| report.marked_line(part.value, &part.field, language));
    if image.caption.is_none() {
        let heads = parts(item, "headlines", "headline");
        let head = with_role(&heads, &["main", ""]);
        image.caption = head.and_then(|part| report.marked_line(part.value, &part.field, language));
    }
    image.alt = first(item, &["altText", "alttext", "alt_text"]).map(|(name, placed)| report.verbatim(placed, name));
    let credit = ["byline", "by", "creditline", "creditLine", "copyrightHolder", "copyrightholder", "copyrightNotice"];
    let credit: Vec<Text> =
        first(item, &credit).map(|(name, placed)| report.verbatim(placed, name)).into_iter().collect();
    image.credit = names(credit);
    Some(image)
}

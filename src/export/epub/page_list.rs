//! Where the pages of the printed edition begin in the text, so that a book can cite them.
//!
//! Layout says which line of which text stands first on a page; lines know their texts as strings. [`PageStart`]
//! says the same of the document's own texts, by which the pages of the book find the place.

use std::collections::{BTreeMap, BTreeSet};
use std::rc::Rc;

use crate::document::{Bulletin, Text};
use crate::export::notes::each_text;
use crate::layout::{Content, Layout, NodeId, Owner, Role};
use crate::locale::Digits;

/// The beginning of a printed page.
#[derive(Clone, Debug, PartialEq)]
pub struct PageStart<'a> {
    /// The text in which it begins: the very one of the bulletin that the book is made of.
    pub text: &'a Text,
    /// Before which byte of [`Text::plain`] it begins.
    pub offset: usize,
    /// The number printed on the page.
    pub label: String,
}

/// Beginnings by the text they stand in. Texts are told apart by where they are, since two may say the same.
pub(super) type Starts<'a> = BTreeMap<*const Text, Vec<&'a PageStart<'a>>>;

/// Sorts beginnings by their texts.
pub(super) fn by_text<'a>(starts: &'a [PageStart<'a>]) -> Starts<'a> {
    let mut sorted = Starts::new();
    for start in starts {
        sorted.entry(std::ptr::from_ref(start.text)).or_default().push(start);
    }
    sorted
}

/// The article (from 1) or head (0) whose texts a node shows, where it shows a text of the author's in its place.
fn owner(layout: &Layout, node: NodeId, articles: &BTreeMap<NodeId, usize>) -> Option<usize> {
    let mut at = Some(node);
    while let Some(id) = at {
        let node = layout.tree.node(id);
        match node.role {
            // Labels are made by the layout; notes stand at the foot of pages, out of the text's order.
            Role::Label | Role::Note => return None,
            Role::Article => return articles.get(&id).copied(),
            _ => at = node.parent,
        }
    }
    Some(0)
}

/// Where each page of a laid-out bulletin begins, in reading order. A page that shows none of the bulletin's texts
/// begins where the next one does.
pub fn page_starts<'a>(layout: &Layout, bulletin: &'a Bulletin) -> Vec<PageStart<'a>> {
    let articles = layout.tree.iter().filter(|(_, node)| node.role == Role::Article);
    let articles: BTreeMap<NodeId, usize> = articles.zip(1..).map(|((id, _), number)| (id, number)).collect();
    // The texts of the head and of each article, each with its place in the order of reading.
    let mut head: Vec<(usize, &Text, String)> = Vec::new();
    let mut pools = Vec::new();
    let mut order = 0;
    let mut add = |pool: &mut Vec<(usize, &'a Text, String)>, text: &'a Text| {
        order += 1;
        pool.push((order, text, text.plain()));
    };
    for text in [&bulletin.title, &bulletin.subtitle, &bulletin.issue, &bulletin.publisher].into_iter().flatten() {
        add(&mut head, text);
    }
    for section in &bulletin.sections {
        section.title.iter().for_each(|title| add(&mut head, title));
        for article in &section.articles {
            let mut pool = Vec::new();
            each_text(article, &mut |text| add(&mut pool, text));
            pools.push(pool);
        }
    }
    pools.insert(0, head);
    // Lines of one text share it: each is looked for once, among those of its article that are not taken.
    let mut known: BTreeMap<*const crate::layout::SetText, Option<(usize, &Text)>> = BTreeMap::new();
    let mut taken: BTreeSet<usize> = BTreeSet::new();
    let mut starts: Vec<PageStart> = Vec::new();
    let mut reached = (0, 0);
    let mut waiting: Vec<String> = Vec::new();
    let digits = Digits::of(&bulletin.language);
    for (number, page) in (1..).zip(&layout.pages) {
        let mut first: Option<((usize, usize), &Text)> = None;
        for frame in &page.frames {
            let (Content::Line { line, source }, Owner::Node(node)) = (&frame.content, frame.owner) else { continue };
            let found = *known.entry(Rc::as_ptr(source)).or_insert_with(|| {
                let pool = pools.get(owner(layout, node, &articles)?)?;
                let (order, text, _) =
                    pool.iter().find(|(order, _, plain)| !taken.contains(order) && *plain == source.text)?;
                taken.insert(*order);
                Some((*order, *text))
            });
            if let Some((order, text)) = found {
                let place = (order, line.range.start);
                if first.is_none_or(|(least, _)| place < least) {
                    first = Some((place, text));
                }
            }
        }
        waiting.push(digits.number(number));
        // A page that would go back (one that shows nothing but a text told earlier) waits for the next.
        if let Some((place, text)) = first.filter(|(place, _)| *place >= reached) {
            reached = place;
            let labels = std::mem::take(&mut waiting);
            starts.extend(labels.into_iter().map(|label| PageStart { text, offset: place.1, label }));
        }
    }
    starts
}

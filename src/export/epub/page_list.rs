//! Where the pages of the printed edition begin in the text, so that a book can cite them.
//!
//! Layout says which line of which text stands first on a page; lines know their texts as strings. [`PageStart`]
//! says the same of the document's own texts, by which the pages of the book find the place.

use std::collections::{BTreeMap, BTreeSet};
use std::rc::Rc;

use crate::document::notes::{Notes, each_text};
use crate::document::{Bulletin, Text};
use crate::layout::{Content, Layout, NodeId, Owner, Role, SetText};
use crate::locale::{DateStyle, Digits};

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

/// A text of the bulletin as layout sets it.
struct Known<'a> {
    /// Its place in the order of reading.
    order: usize,
    text: &'a Text,
    /// Its characters, with the numbers of the footnotes that it refers to.
    set: String,
    /// The numbers put in: where, and how long each is.
    marks: Vec<(usize, usize)>,
}

impl<'a> Known<'a> {
    fn new(order: usize, text: &'a Text, notes: &Notes, digits: Digits) -> Self {
        let flat = text.flatten();
        let mut known = Known { order, text, set: String::with_capacity(flat.text.len()), marks: Vec::new() };
        for part in &flat.ranges {
            let number = part.style.note.as_deref().and_then(|name| notes.number(name));
            match number.map(|number| digits.number(number)) {
                Some(number) => {
                    known.marks.push((known.set.len(), number.len()));
                    known.set.push_str(&number);
                }
                None => known.set.push_str(flat.text.get(part.range.clone()).unwrap_or("")),
            }
        }
        known
    }

    /// The author's offset of one in the text as it is set.
    fn original(&self, offset: usize) -> usize {
        let before = self.marks.iter().take_while(|(at, _)| *at < offset);
        offset.saturating_sub(before.map(|(_, length)| length).sum())
    }
}

/// The article (from 1) or head (0) whose texts a node shows, where it shows a text of the author's in its place.
fn owner(layout: &Layout, node: NodeId, articles: &BTreeMap<NodeId, usize>) -> Option<usize> {
    let mut at = Some(node);
    while let Some(id) = at {
        let node = layout.tree.node(id);
        match node.role {
            // Labels are made by the layout; notes stand at the foot of pages, out of the text's order.
            // The contents say headlines that stand elsewhere.
            Role::Label | Role::Note | Role::Toc => return None,
            Role::Article => return articles.get(&id).copied(),
            _ => at = node.parent,
        }
    }
    Some(0)
}

/// Where each page of a laid-out bulletin begins, in reading order; `dates` as layout was given it. A page that
/// shows none of the bulletin's texts begins where the next one does.
pub fn page_starts<'a>(layout: &Layout, bulletin: &'a Bulletin, dates: DateStyle) -> Vec<PageStart<'a>> {
    let articles = layout.tree.iter().filter(|(_, node)| node.role == Role::Article);
    let articles: BTreeMap<NodeId, usize> = articles.zip(1..).map(|((id, _), number)| (id, number)).collect();
    let pools = pools(bulletin, dates);
    // Lines of one text share it: each is looked for once, among those of its article that are not taken.
    let mut found: BTreeMap<*const SetText, Option<&Known>> = BTreeMap::new();
    let mut taken: BTreeSet<usize> = BTreeSet::new();
    let mut starts: Vec<PageStart> = Vec::new();
    let mut reached = (0, 0);
    let mut waiting: Vec<String> = Vec::new();
    let digits = dates.digits.unwrap_or_else(|| Digits::of(&bulletin.language));
    for (number, page) in (1..).zip(&layout.pages) {
        let mut first: Option<((usize, usize), &Text)> = None;
        for frame in &page.frames {
            let (Content::Line { line, source }, Owner::Node(node)) = (&frame.content, frame.owner) else { continue };
            let known = *found.entry(Rc::as_ptr(source)).or_insert_with(|| {
                let pool = pools.get(owner(layout, node, &articles)?)?;
                let known = pool.iter().find(|known| !taken.contains(&known.order) && known.set == source.text)?;
                taken.insert(known.order);
                Some(known)
            });
            if let Some(known) = known {
                let place = (known.order, known.original(line.range.start));
                if first.is_none_or(|(least, _)| place < least) {
                    first = Some((place, known.text));
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

/// The texts of the bulletin's head and section titles, then those of each article.
fn pools(bulletin: &Bulletin, dates: DateStyle) -> Vec<Vec<Known<'_>>> {
    let digits = |language| dates.digits.unwrap_or_else(|| Digits::of(language));
    let own = digits(&bulletin.language);
    let none = Notes::default();
    let (mut head, mut rest) = (Vec::new(), Vec::new());
    let mut order = 0..;
    let mut next = || order.next().unwrap_or(usize::MAX);
    for text in [&bulletin.title, &bulletin.subtitle, &bulletin.issue, &bulletin.publisher].into_iter().flatten() {
        head.push(Known::new(next(), text, &none, own));
    }
    for section in &bulletin.sections {
        head.extend(section.title.iter().map(|title| Known::new(next(), title, &none, own)));
        for article in &section.articles {
            let (notes, digits) = (Notes::of(article), digits(&article.language));
            let mut pool = Vec::new();
            each_text(article, &mut |text| pool.push(Known::new(next(), text, &notes, digits)));
            rest.push(pool);
        }
    }
    std::iter::once(head).chain(rest).collect()
}

//! Whole bulletins: the contents name the pages on which the headlines stand, wherever articles begin and however
//! columns were balanced, and long bulletins take as few passes as short ones.

use nashra::assets::Assets;
use nashra::diagnostics::Problems;
use nashra::document::{Bulletin, Section, Text};
use nashra::fonts::Library;
use nashra::layout::{self, Content, Frame, Layout, Node, NodeId, Owner, Role};
use nashra::locale::DateStyle;
use nashra::text::Shaper;
use nashra::theme::{ArticleStart, Theme};

const STARTS: [ArticleStart; 3] = [ArticleStart::Page, ArticleStart::Column, ArticleStart::Flow];

/// A bulletin of articles whose lengths differ, with headings, notes and an article from left to right.
fn bulletin(sections: usize, articles: usize, paragraphs: usize) -> Bulletin {
    let paragraph = "أعلنت الهيئة العامة للمياه أن منسوب النهر ارتفع هذا الأسبوع بعد أمطار غزيرة في الجبال، ودعت أصحاب \
                     المزارع القريبة من الضفاف إلى نقل معداتهم قبل حلول المساء. وتتابع فرق الصيانة العمل على السدود.";
    let english = "The ferry leaves the old harbour twice a day, and the crossing takes twenty-five minutes.";
    let mut bulletin = Bulletin { title: Some(Text::new("نشرة")), ..Bulletin::default() };
    let mut number = 0;
    for section in 0..sections {
        let mut list = Vec::new();
        for _ in 0..articles {
            number += 1;
            let is_english = number % 5 == 0;
            let text = if is_english { english } else { paragraph };
            let mut body: Vec<serde_json::Value> = Vec::new();
            for part in 0..paragraphs + number % 7 {
                body.push(serde_json::json!(if part % 3 == 1 { format!("{text}[^{part}]") } else { text.to_owned() }));
                if part % 3 == 1 {
                    body.push(serde_json::json!({ "footnote": part.to_string(), "text": text }));
                    body.push(serde_json::json!({ "heading": format!("عنوان {number} {part}") }));
                }
            }
            let headline = format!("{} {number}", if is_english { "Article" } else { "خبر" });
            let language = if is_english { "en" } else { "ar" };
            let article = serde_json::json!({ "headline": headline, "language": language, "body": body });
            list.push(serde_json::from_value(article).expect("an article"));
        }
        bulletin.sections.push(Section { title: Some(Text::new(format!("قسم {}", section + 1))), articles: list });
    }
    bulletin
}

fn lay_out(bulletin: &Bulletin, theme: &Theme) -> Layout {
    let library = Library::bundled();
    let mut shaper = Shaper::new(&library);
    let mut problems = Problems::default();
    layout::lay_out(bulletin, theme, DateStyle::default(), &Assets::default(), &mut shaper, &mut problems)
}

/// The text of a line.
fn text_of(frame: &Frame) -> &str {
    let Content::Line { line, source } = &frame.content else { return "" };
    source.text.get(line.range.clone()).unwrap_or_default().trim()
}

/// The number at the end of each entry of the contents, in order.
fn printed(layout: &Layout) -> Vec<usize> {
    let node = |frame: &Frame| if let Owner::Node(node) = frame.owner { Some(node) } else { None };
    let mut numbers: Vec<(NodeId, usize)> = Vec::new();
    for frame in layout.pages.iter().flat_map(|p| &p.frames) {
        let Some(id) = node(frame).filter(|&id| layout.tree.node(id).role == Role::Reference) else { continue };
        let digits: Option<String> = text_of(frame)
            .chars()
            .map(|c| c.to_digit(10).or_else(|| (c as u32).checked_sub('٠' as u32).filter(|&d| d < 10)))
            .map(|d| d.map(|d| d.to_string()))
            .collect();
        if let Some(number) = digits.and_then(|d| d.parse().ok()) {
            numbers.push((id, number));
        }
    }
    numbers.sort_by_key(|(id, _)| *id);
    numbers.into_iter().map(|(_, number)| number).collect()
}

/// The page, from 1, on which each entry's heading stands.
fn real(layout: &Layout) -> Vec<usize> {
    let page_of = |node: NodeId| {
        let holds = |p: &layout::Page| p.frames.iter().any(|f| f.owner == Owner::Node(node));
        layout.pages.iter().position(holds).expect("a page") + 1
    };
    layout.entries.iter().map(|entry| page_of(entry.node)).collect()
}

#[test]
fn contents_name_the_pages_on_which_headlines_stand() {
    let bulletin = bulletin(3, 6, 4);
    for name in ["classic", "briefing", "pocket"] {
        for start in STARTS {
            let mut theme = Theme::named(name).expect("a built-in theme");
            theme.page.article_start = start;
            let layout = lay_out(&bulletin, &theme);
            let real = real(&layout);
            assert_eq!(real.len(), 3 + 18);
            assert_eq!(printed(&layout), real, "{name}, {start:?}");
            assert!(real.is_sorted(), "{name}, {start:?}: {real:?}");
            assert!(layout.pages.len() > 3);
            // What the outline and the links of the contents lead to is the same.
            for (entry, page) in layout.entries.iter().zip(&real) {
                assert_eq!(entry.page + 1, *page, "{name}, {start:?}: {}", entry.title);
            }
        }
    }
}

/// No text is broken into lines more than twice: the contents are, since they are set when the pages are known.
fn sets_each_text_once(sections: usize, articles: usize, paragraphs: usize, least_pages: usize) {
    let bulletin = bulletin(sections, articles, paragraphs);
    let theme = Theme::named("classic").expect("a built-in theme");
    let layout = lay_out(&bulletin, &theme);
    assert!(layout.pages.len() >= least_pages, "{} pages", layout.pages.len());
    let texts = |node: &&Node| matches!(node.role, Role::Paragraph | Role::Heading(_) | Role::Label);
    let once = layout.tree.iter().filter(|(_, node)| texts(node)).count();
    // An entry of the contents is two texts; a page has a folio and up to two running heads.
    let twice = 2 * layout.entries.len() + 1;
    assert!(layout.texts_set <= once + 2 * twice + 3 * layout.pages.len(), "{} for {once}", layout.texts_set);
    assert_eq!(printed(&layout), real(&layout));
}

#[test]
fn a_bulletin_takes_two_passes() {
    sets_each_text_once(4, 5, 6, 10);
}

/// The same for one of 500 pages.
#[test]
fn a_bulletin_of_five_hundred_pages_takes_two_passes() {
    sets_each_text_once(40, 25, 14, 500);
}

/// A left-to-right article fills its columns from the left; those around it from the right.
#[test]
fn each_article_fills_its_columns_in_its_own_direction() {
    let bulletin = bulletin(1, 6, 8);
    let mut theme = Theme::named("classic").expect("a built-in theme");
    for start in STARTS {
        theme.page.article_start = start;
        let layout = lay_out(&bulletin, &theme);
        let middle = theme.page.width() / 2.0;
        for (id, node) in layout.tree.iter().filter(|(_, n)| n.role == Role::Article) {
            let english = node.language.as_ref().is_some_and(|l| l.primary() == "en");
            let first = node.children.iter().find(|&&c| layout.tree.node(c).role == Role::Paragraph);
            let first = *first.unwrap_or_else(|| panic!("a paragraph of {id:?}"));
            let frames = layout.pages.iter().flat_map(|p| &p.frames);
            let frame = frames.into_iter().find(|f| f.owner == Owner::Node(first)).expect("its first line");
            assert_eq!(frame.x < middle - 1.0, english, "{start:?}: {}", text_of(frame));
        }
    }
}

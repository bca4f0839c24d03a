//! One bulletin from the articles of one or several inputs.

use std::path::PathBuf;

use super::{Input, open};
use crate::diagnostics::{Place, Problem, Problems};
use crate::document::{Bulletin, BulletinFile, Section};
use crate::read;
use crate::say;

/// A bulletin, and what was met on the way to it.
#[derive(Debug, Default)]
pub struct Assembled {
    /// The bulletin; not whole where an error stands among the problems.
    pub bulletin: Bulletin,
    /// The folder that the bulletin's own paths (logo, theme) are relative to; the first input's where there is no
    /// bulletin's file.
    pub folder: PathBuf,
    /// The problems of all inputs, in their order.
    pub problems: Problems,
    /// The real paths of all files that were read.
    pub files: Vec<PathBuf>,
    /// The paths of all files that were looked for, whether they were found or not.
    pub sought: Vec<PathBuf>,
}

/// Joins inputs in one bulletin, in their order.
///
/// Articles that belong to no section stand in one without a title with those beside them. What a bulletin's own
/// file says of the bulletin (title, issue, …) is taken from the first such file; of further ones only the
/// sections are taken, with a warning.
pub fn assemble(inputs: &[Input], options: &read::Options) -> Assembled {
    let folder = inputs.first().map_or_else(|| PathBuf::from("."), Input::folder);
    let mut all = Assembled { folder, ..Assembled::default() };
    let mut headed = None;
    let mut loose = false;
    for input in inputs {
        let mut opened = open(input, options);
        all.files.extend_from_slice(&opened.files);
        all.sought.extend_from_slice(&opened.sought);
        let head = opened.head.take();
        if head.is_some() || !loose {
            all.bulletin.sections.extend(opened.sections.iter().map(|_| Section::default()));
        }
        loose = head.is_none();
        let first = all.bulletin.sections.len().saturating_sub(opened.sections.len());
        for (section, title) in all.bulletin.sections.iter_mut().skip(first).zip(opened.sections) {
            section.title = title;
        }
        match (head, headed) {
            (Some(head), None) => {
                headed = Some(input);
                all.folder = input.folder();
                take_head(&mut all.bulletin, head);
            }
            (Some(_), Some(earlier)) => all.problems.push(Problem::warning(
                Place::file(input.name.clone()),
                say!(
                    "a second bulletin: only its sections are taken, its title and the rest are {name}’s",
                    name = &earlier.name
                ),
                say!("name one bulletin, or give --title and the rest"),
            )),
            (None, _) => {}
        }
        for entry in opened.entries {
            all.problems.append(entry.problems);
            let section = all.bulletin.sections.get_mut(first + entry.section);
            if let (Some(article), Some(section)) = (entry.article, section) {
                section.articles.push(article);
            }
        }
    }
    finish(&mut all, headed.is_some());
    all
}

fn take_head(bulletin: &mut Bulletin, head: BulletinFile) {
    bulletin.title = Some(head.title);
    bulletin.subtitle = head.subtitle;
    bulletin.issue = head.issue;
    bulletin.date = head.date;
    bulletin.language = head.language;
    bulletin.publisher = head.publisher;
    bulletin.logo = head.logo;
    bulletin.theme = head.theme;
    bulletin.origins = head.origins;
}

fn finish(all: &mut Assembled, headed: bool) {
    all.bulletin.sections.retain(|section| !section.articles.is_empty());
    let first = all.bulletin.articles().next().map(|article| article.language.clone());
    match first {
        // Without a bulletin's own file, the bulletin speaks its first article's language.
        Some(language) if !headed => all.bulletin.language = language,
        Some(_) => {}
        None if all.problems.any_error() => {}
        None => all.problems.push(Problem::error(Place::default(), say!("the input has no article to set"), say!())),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use fs_err as fs;

    #[test]
    fn sections_keep_their_order_and_the_first_bulletin_speaks_for_all() {
        let temporary = tempfile::tempdir().unwrap();
        let article = |title: &str| format!(r#"{{ "headline": "{title}", "body": ["x"] }}"#);
        let bulletin = |title: &str| {
            let inner = article(title);
            format!(r#"{{ "title": "{title}", "sections": [{{ "title": "{title}", "articles": [{inner}] }}] }}"#)
        };
        let files = [
            ("a.json", article("a")),
            ("b.json", format!("[{}, {}]", article("b"), article("c"))),
            ("d.json", bulletin("d")),
            ("e.json", article("e")),
            ("f.json", bulletin("f")),
        ];
        let inputs = files.map(|(name, content)| {
            fs::write(temporary.path().join(name), content).unwrap();
            Input::file(temporary.path().join(name))
        });
        let all = assemble(&inputs, &read::Options::default());
        let sections: Vec<(String, Vec<String>)> = all
            .bulletin
            .sections
            .iter()
            .map(|section| {
                let title = section.title.as_ref().map(|title| title.plain()).unwrap_or_default();
                (title, section.articles.iter().map(|article| article.headline.plain()).collect())
            })
            .collect();
        let expected = [("", vec!["a", "b", "c"]), ("d", vec!["d"]), ("", vec!["e"]), ("f", vec!["f"])];
        let expected = expected.map(|(title, heads)| (title.to_owned(), heads.into_iter().map(String::from).collect()));
        assert_eq!(sections, expected);
        assert_eq!(all.bulletin.title.map(|title| title.plain()).as_deref(), Some("d"));
        assert_eq!(all.files.len(), 5);
        let problems: Vec<String> = all.problems.iter().map(|problem| problem.to_string()).collect();
        let [warning] = problems.as_slice() else { panic!("{problems:?}") };
        assert!(warning.contains("a second bulletin"), "{warning}");
    }
}

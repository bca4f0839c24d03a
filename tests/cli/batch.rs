//! Many articles: what is made, how it is named, and what is said of the rest.

use std::fs;
use std::path::Path;

use super::harness::{data, errors, names, run, run_with_input, temporary, text};

#[test]
fn batch_makes_what_it_can_and_reports_the_rest_in_order() {
    let temporary = temporary();
    let broken = data("one-broken.ndjson");
    let folder = data("articles");
    let run = run(temporary.path(), &["batch", text(&folder), text(&broken), "-o", "out", "--format", "txt"]);
    assert_eq!(run.code, Some(1));
    let [error] = errors(&run)[..] else { panic!("one error, not {run:?}") };
    assert!(error.contains("one-broken.ndjson:2:33: "), "{error}");
    let expected = ["a", "b", "many-00000", "many-00002", "one-broken-00000", "one-broken-00002"];
    let expected = expected.map(|name| format!("{name}.txt"));
    assert_eq!(names(&temporary.path().join("out")), expected);
    assert_eq!(run.out.lines().collect::<Vec<_>>(), expected.map(|name| format!("out/{name}")));
}

#[test]
fn batch_names_files_by_template() {
    let temporary = temporary();
    let many = fs::read(data("articles/many.ndjson")).unwrap();
    for (template, expected) in [
        ("{slug}", ["الخبر-الأول.txt", "الخبر-الثالث.txt"]),
        ("{index}-{source}", ["00000-سانا.txt", "00002-no-source.txt"]),
        ("{stem}_{date}_{index}", ["stdin_no-date_00000.txt", "stdin_no-date_00002.txt"]),
    ] {
        let out = temporary.path().join(template);
        let words = ["batch", "-", "-o", text(&out), "--format", "txt", "--name", template];
        let run = run_with_input(temporary.path(), &words, &many);
        assert_eq!(run.code, Some(0), "{run:?}");
        assert_eq!(names(&out), expected);
    }
}

#[test]
fn a_clash_of_names_is_an_error_before_anything_is_written() {
    let temporary = temporary();
    let folder = temporary.path();
    for name in ["a/x.json", "b/X.json"] {
        fs::create_dir_all(folder.join(name).parent().unwrap()).unwrap();
        fs::copy(data("articles/a.json"), folder.join(name)).unwrap();
    }
    let many = data("articles/many.ndjson");
    for words in [vec!["a", "b"], vec![text(&many), "--name", "{date}"]] {
        let words: Vec<&str> = ["batch", "-o", "out", "--format", "txt"].into_iter().chain(words).collect();
        let run = run(folder, &words);
        assert_eq!((run.code, run.out.as_str()), (Some(1), ""), "{run:?}");
        assert!(errors(&run)[0].contains("take the same name"), "{run:?}");
        assert!(!folder.join("out").exists());
    }
}

#[test]
fn a_thousand_articles_of_a_dump_go_through() {
    const NAME: &str = "a_thousand_articles_of_a_dump_go_through";
    let corpus = Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared/corpus/ar_pud.txt");
    let Ok(sentences) = fs::read_to_string(corpus) else {
        println!("skipped: {NAME} (there is no ../shared/corpus/ar_pud.txt)");
        return;
    };
    let sentences: Vec<&str> = sentences.lines().collect();
    let mut dump = String::new();
    for (number, sentence) in sentences.iter().enumerate() {
        let title: Vec<&str> = sentence.split_whitespace().take(7).collect();
        let content: Vec<&str> = sentences.iter().cycle().skip(number).take(1 + number % 5).copied().collect();
        let article = serde_json::json!({
            "source": "PUD", "url": format!("https://example.org/{number}"), "date_extracted": "2024-12-29",
            "title": title.join(" "), "author": "", "content": content.join("\n") + " ",
        });
        dump.push_str(&format!("{article}\n"));
    }
    let temporary = temporary();
    let words = ["batch", "-", "-o", "out", "--format", "txt,epub", "--name", "pud-{index}"];
    let run = run_with_input(temporary.path(), &words, dump.as_bytes());
    assert_eq!(run.code, Some(0), "{}", run.err.lines().take(20).collect::<Vec<_>>().join("\n"));
    assert_eq!(run.out.lines().count(), 2 * sentences.len());
    assert_eq!(names(&temporary.path().join("out")).len(), 2 * sentences.len());
}

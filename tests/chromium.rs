//! Books as a real engine shows them: `chromium/pages.mjs` opens their pages in headless Chromium.
//!
//! Skipped where NASHRA_JUDGES does not name a folder with playwright-core, or Node or Chromium is missing.

use std::io::Cursor;
use std::path::{Path, PathBuf};
use std::process::Command;

use nashra::assets::Assets;
use nashra::diagnostics::Problems;
use nashra::document::{Article, Bulletin, Section, Text};
use nashra::export::epub::{self, Cover, Options};
use nashra::fonts::Library;
use nashra::layout::lay_out;
use nashra::locale::DateStyle;
use nashra::text::Shaper;
use nashra::theme::Theme;

fn on_path(name: &str) -> Option<PathBuf> {
    std::env::split_paths(&std::env::var_os("PATH")?).map(|folder| folder.join(name)).find(|file| file.is_file())
}

/// The judges' folder, Node and the browser; else what is missing.
fn judges() -> Result<(PathBuf, PathBuf, PathBuf), String> {
    let folder = std::env::var_os("NASHRA_JUDGES").map(PathBuf::from).ok_or("NASHRA_JUDGES is not set")?;
    let folder = std::fs::canonicalize(folder).map_err(|error| format!("NASHRA_JUDGES: {error}"))?;
    if !folder.join("node_modules/playwright-core").is_dir() {
        return Err("no playwright-core in NASHRA_JUDGES".into());
    }
    let node = on_path("node").ok_or("no node on PATH")?;
    let browser = std::env::var_os("PUPPETEER_EXECUTABLE_PATH").map(PathBuf::from).or_else(|| on_path("chromium"));
    Ok((folder, node, browser.ok_or("no chromium on PATH")?))
}

/// A bulletin of an article with every kind of block, and an English one.
fn bulletin() -> Bulletin {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/data/epub/every-block.json");
    let every_block: Article = serde_json::from_str(&std::fs::read_to_string(path).unwrap()).unwrap();
    let english: Article = serde_json::from_str(
        r#"{"headline":"A headline","language":"en","body":["A paragraph[^a] of some words, which goes on for more than a line on any telephone, and beyond that.",
            {"list":["one","two"],"ordered":true},{"footnote":"a","text":"A note."}]}"#,
    )
    .unwrap();
    Bulletin {
        title: Some(Text::new("نشرة الأخبار")),
        sections: vec![Section { title: Some(Text::new("العالم")), articles: vec![every_block, english] }],
        ..Bulletin::default()
    }
}

#[test]
fn chromium_shows_the_pages_as_meant() {
    let (folder, node, browser) = match judges() {
        Ok(found) => found,
        Err(reason) => {
            let required = std::env::var_os("NASHRA_JUDGES_REQUIRED").is_some_and(|value| value != "0");
            assert!(!required, "{reason}");
            println!("skipped: chromium_shows_the_pages_as_meant ({reason})");
            return;
        }
    };
    let bulletin = bulletin();
    let library = Library::bundled();
    let mut shaper = Shaper::new(&library);
    let theme = Theme::named("classic").unwrap();
    let dates = DateStyle::default();
    let layout = lay_out(&bulletin, &theme, dates, &Assets::default(), &mut shaper, &mut Problems::default());
    let starts = epub::page_starts(&layout, &bulletin, dates);
    let cover = Cover::draw(&bulletin, &theme, dates, None, &mut shaper).unwrap();
    let options = Options { cover: Some(cover), page_starts: &starts, ..Options::default() };
    let book = epub::write(&bulletin, &options).unwrap();
    let unpacked = tempfile::tempdir().unwrap();
    zip::ZipArchive::new(Cursor::new(book)).unwrap().extract(unpacked.path()).unwrap();
    let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/chromium/pages.mjs");
    let run = Command::new(node)
        .arg(script)
        .arg(unpacked.path().join("OEBPS"))
        .arg(browser)
        .env("NASHRA_JUDGES", folder)
        .output()
        .unwrap();
    let said = String::from_utf8_lossy(&run.stdout);
    assert!(run.status.success() && said.is_empty(), "{said}{}", String::from_utf8_lossy(&run.stderr));
}

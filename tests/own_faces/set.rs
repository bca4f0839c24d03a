//! Bulletins set in a theme's own faces.

use std::fs;
use std::io::{Cursor, Read};
use std::path::Path;

use nashra::document::Bulletin;
use nashra::fonts::{Face, Library};
use nashra::input::{self, Input};
use nashra::produce::{Engine, Format, Produced, Settings};
use nashra::read;
use nashra::theme::Theme;
use tempfile::TempDir;

use super::drawn;
use super::make::{bytes, collection, postscript, with_fs_type};

const THEME: &str = "\
base = \"classic\"
[faces.mine]
regular = \"fonts/regular.ttf\"
bold = \"fonts/bold.ttf\"
[body]
family = \"mine\"
[headline]
family = \"mine\"
";

/// A folder with a theme and its faces.
fn folder(theme: &str, files: &[(&str, Vec<u8>)]) -> TempDir {
    let temporary = tempfile::tempdir().unwrap();
    fs::create_dir(temporary.path().join("fonts")).unwrap();
    fs::write(temporary.path().join("mine.toml"), theme).unwrap();
    for (name, bytes) in files {
        fs::write(temporary.path().join("fonts").join(name), bytes).unwrap();
    }
    temporary
}

fn naskh() -> [(&'static str, Vec<u8>); 2] {
    [("regular.ttf", bytes("Noto Naskh Arabic")), ("bold.ttf", bytes("Noto Naskh Arabic Bold"))]
}

fn theme(folder: &Path) -> Theme {
    input::theme(folder.join("mine.toml").to_str().unwrap()).unwrap_or_else(|problems| panic!("{problems:?}"))
}

fn sample() -> Bulletin {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("samples/azerbaijan-syria.json");
    input::assemble(&[Input::file(path)], &read::Options::default()).bulletin
}

fn made(bulletin: &Bulletin, settings: &Settings, library: &Library) -> Produced {
    let produced = Engine::new(library, settings).produce(bulletin, Path::new("."));
    assert!(!produced.problems.any_error(), "{:?}", produced.problems);
    produced
}

fn settings(theme: Theme, formats: &[Format]) -> Settings {
    Settings { formats: formats.to_vec(), theme: Some(theme), ..Settings::default() }
}

fn file_of(produced: &Produced, format: Format) -> &[u8] {
    &produced.files.iter().find(|(made, _)| *made == format).unwrap().1
}

#[test]
fn a_page_in_own_faces_is_the_page_in_the_bundled_ones() {
    let temporary = folder(THEME, &naskh());
    let own = theme(temporary.path());
    let mut bundled = Theme::named("classic").unwrap();
    bundled.body.family = nashra::theme::Family::NotoNaskh;
    bundled.headline.family = nashra::theme::Family::NotoNaskh;
    let bulletin = sample();
    let library = Library::bundled();
    let one = made(&bulletin, &settings(own.clone(), &[Format::Pdf]), &library);
    let two = made(&bulletin, &settings(bundled, &[Format::Pdf]), &library);
    // The faces call themselves by other names; all else is the same.
    let pages = |produced: &Produced| drawn::pages(file_of(produced, Format::Pdf).to_vec(), 40.0);
    assert!(pages(&one) == pages(&two), "the pages look alike");
    // An engine that has the faces from the beginning makes the same bytes as one that takes them in.
    let own_settings = settings(own, &[Format::Pdf, Format::Epub]);
    let with = made(&bulletin, &own_settings, &own_settings.library());
    let without = made(&bulletin, &own_settings, &library);
    assert!(with.files == without.files);
}

#[test]
fn every_kind_of_file_sets_the_same_pages() {
    let (regular, bold) = (bytes("Noto Naskh Arabic"), bytes("Noto Naskh Arabic Bold"));
    let bulletin = sample();
    let metrics = |temporary: &TempDir| {
        let settings = Settings { metrics: true, ..settings(theme(temporary.path()), &[Format::Pdf]) };
        serde_json::to_string(&made(&bulletin, &settings, &settings.library()).metrics.unwrap()).unwrap()
    };
    let plain = metrics(&folder(THEME, &naskh()));
    let otf = folder(THEME, &[("regular.ttf", postscript(&regular)), ("bold.ttf", postscript(&bold))]);
    assert!(metrics(&otf) == plain, "PostScript outlines");
    let in_collection = THEME
        .replace("\"fonts/regular.ttf\"", "{ file = \"fonts/both.ttc\", index = 0 }")
        .replace("\"fonts/bold.ttf\"", "{ file = \"fonts/both.ttc\", index = 1 }");
    let ttc = folder(&in_collection, &[("both.ttc", collection(&[regular, bold]))]);
    assert!(metrics(&ttc) == plain, "a collection");
}

#[test]
fn a_book_takes_along_what_it_shows_of_them() {
    let temporary = folder(THEME, &naskh());
    let own = theme(temporary.path());
    let mut settings = settings(own, &[Format::Epub]);
    let library = settings.library();
    let bulletin = sample();
    let names = |epub: &[u8]| {
        let mut zip = zip::ZipArchive::new(Cursor::new(epub.to_vec())).unwrap();
        let names: Vec<String> = zip.file_names().filter(|n| n.contains("fonts/")).map(str::to_owned).collect();
        let mut files = Vec::new();
        for name in &names {
            let mut bytes = Vec::new();
            zip.by_name(name).unwrap().read_to_end(&mut bytes).unwrap();
            files.push((name.clone(), bytes));
        }
        let mut sheet = String::new();
        zip.by_name("OEBPS/stylesheet.css").unwrap().read_to_string(&mut sheet).unwrap();
        files.sort();
        (files, sheet)
    };
    let (files, sheet) = names(file_of(&made(&bulletin, &settings, &library), Format::Epub));
    let listed: Vec<&str> = files.iter().map(|(name, _)| name.as_str()).collect();
    assert_eq!(
        listed,
        ["OEBPS/fonts/text-400-Noto-Naskh-Arabic-Regular.ttf", "OEBPS/fonts/text-700-Noto-Naskh-Arabic-Bold.ttf"]
    );
    assert!(sheet.contains("body { font-family: \"mine\", serif; }"), "{sheet}");
    let text: String = bulletin.articles().next().unwrap().body.iter().map(|block| format!("{block:?}")).collect();
    for (name, bytes) in &files {
        let whole = if name.contains("Bold") { "Noto Naskh Arabic Bold" } else { "Noto Naskh Arabic" };
        let whole = Face::parse("whole", super::make::bytes(whole).into()).unwrap();
        assert!(bytes.len() * 10 < whole.data().len() * 9, "{name}: {} of {}", bytes.len(), whole.data().len());
        let subset = Face::parse("subset", bytes.clone().into()).unwrap();
        assert_eq!(subset.metrics().glyphs, whole.metrics().glyphs);
        assert_eq!(subset.table(b"GSUB"), whole.table(b"GSUB"));
        for c in text.chars().filter(|c| ('\u{620}'..'\u{650}').contains(c)) {
            assert!(subset.covers(c), "{c}");
        }
        assert!(!subset.covers('ڥ'), "what the book does not have is left to other faces");
    }
    settings.epub.faces = nashra::export::epub::Faces::Full;
    let (files, _) = names(file_of(&made(&bulletin, &settings, &library), Format::Epub));
    assert!(files.iter().any(|(_, bytes)| *bytes == super::make::bytes("Noto Naskh Arabic")));
    settings.epub.faces = nashra::export::epub::Faces::None;
    let (files, _) = names(file_of(&made(&bulletin, &settings, &library), Format::Epub));
    assert!(files.is_empty());
}

#[test]
fn subsets_shape_as_the_whole_face_does() {
    use nashra::document::{Direction, Language};
    use nashra::text::{Request, ScriptTag, Shaper};
    let temporary = folder(THEME, &naskh());
    let settings = settings(theme(temporary.path()), &[Format::Epub]);
    let library = settings.library();
    let bulletin = sample();
    let epub = made(&bulletin, &settings, &library);
    let mut zip = zip::ZipArchive::new(Cursor::new(file_of(&epub, Format::Epub).to_vec())).unwrap();
    let mut subset = Vec::new();
    zip.by_name("OEBPS/fonts/text-400-Noto-Naskh-Arabic-Regular.ttf").unwrap().read_to_end(&mut subset).unwrap();
    let again = folder(THEME, &[("regular.ttf", subset), naskh()[1].clone()]);
    let subset = theme(again.path());
    let cut = Library::bundled().with(&subset.families);
    let id = |library: &Library| library.chain(nashra::fonts::Family::Own(0), nashra::fonts::Weight::Regular).primary();
    let (mut whole_shaper, mut cut_shaper) = (Shaper::new(&library), Shaper::new(&cut));
    let language = Language::default();
    for word in bulletin
        .articles()
        .flat_map(|article| article.headline.plain().split(' ').map(str::to_owned).collect::<Vec<_>>())
    {
        let request = |library: &Library| Request {
            face: id(library),
            script: ScriptTag::ARABIC,
            direction: Direction::RightToLeft,
            language: &language,
            text: &word,
            before: "",
            after: "",
        };
        let one = whole_shaper.shape(&request(&library));
        let two = cut_shaper.shape(&request(&cut));
        assert_eq!(one.glyphs, two.glyphs, "{word}");
        for glyph in &one.glyphs {
            let outline = |library: &Library| library.face(id(library)).outline(glyph.id);
            assert_eq!(outline(&library).is_empty(), outline(&cut).is_empty(), "{word}: {}", glyph.id);
        }
    }
}

#[test]
fn what_is_wrong_with_faces_is_told_where_they_are_named() {
    let face = bytes("Noto Naskh Arabic");
    let theme_text = "\
base = \"classic\"
[faces.a]
regular = \"fonts/restricted.ttf\"
bold = { file = \"fonts/both.ttc\" }
[faces.b]
regular = \"../outside.ttf\"
bold = \"fonts/nothing.ttf\"
[faces.c]
regular = \"fonts/page.ttf\"
";
    let temporary = folder(
        theme_text,
        &[
            ("restricted.ttf", with_fs_type(&face, 2)),
            ("both.ttc", collection(&[face.clone(), face.clone()])),
            ("page.ttf", b"<html>".to_vec()),
        ],
    );
    let problems = input::theme(temporary.path().join("mine.toml").to_str().unwrap()).unwrap_err();
    let found: Vec<(u32, u32, String)> =
        problems.iter().map(|p| (p.place.line, p.place.column, p.place.field.clone())).collect();
    let expected = [
        (3, 11, "faces.a.regular"),
        (4, 17, "faces.a.bold"),
        (6, 11, "faces.b.regular"),
        (7, 8, "faces.b.bold"),
        (9, 11, "faces.c.regular"),
    ];
    assert_eq!(found, expected.map(|(line, column, field)| (line, column, field.to_owned())), "{problems:?}");
    // A face without a bold one, and one without Arabic, are set with remarks.
    let latin = THEME.replace("bold = \"fonts/bold.ttf\"\n", "");
    let temporary = folder(&latin, &[("regular.ttf", bytes("Noto Serif"))]);
    let theme = theme(temporary.path());
    let remarks: Vec<String> = theme.families.remarks().iter().map(|problem| problem.what.to_string()).collect();
    assert_eq!(remarks.len(), 2, "{remarks:?}");
    assert!(remarks[0].contains("has no Arabic letters") && remarks[1].contains("no bold face"), "{remarks:?}");
    let produced = made(&sample(), &settings(theme, &[Format::Pdf]), &Library::bundled());
    assert_eq!(produced.files.len(), 1);
}

#[test]
fn a_bulletin_s_own_theme_brings_its_faces_along() {
    let temporary = folder(THEME, &naskh());
    let yaml = "title: t\ntheme: mine.toml\nsections:\n  - articles: [{headline: عنوان, body: [نص]}]\n";
    fs::write(temporary.path().join("b.yaml"), yaml).unwrap();
    let assembled = input::assemble(&[Input::file(temporary.path().join("b.yaml"))], &read::Options::default());
    let settings = Settings { formats: vec![Format::Pdf], ..Settings::default() };
    let library = Library::bundled();
    let mut engine = Engine::new(&library, &settings);
    let own = engine.produce(&assembled.bulletin, &assembled.folder);
    assert!(own.problems.is_empty(), "{:?}", own.problems);
    let pdf = lopdf::Document::load_mem(&own.files[0].1).unwrap();
    let names: Vec<String> = pdf
        .objects
        .values()
        .filter_map(|object| Some(format!("{:?}", object.as_dict().ok()?.get(b"BaseFont").ok()?)))
        .collect();
    assert!(names.iter().any(|name| name.contains("NotoNaskhArabicRegular")), "{names:?}");
    // Another bulletin after it is set as if it had been the first.
    let first = Engine::new(&library, &settings).produce(&sample(), Path::new("."));
    assert!(engine.produce(&sample(), Path::new(".")).files == first.files);
}

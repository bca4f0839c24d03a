//! Small documents and how their pages look: `NAME.json` and `NAME.png` beside it, one purpose each.
//!
//! Documents are set in the classic theme on small pages of one column, but for those that [`theme`] names. The ink
//! of their pages, one below the other, is compared with the picture. `NASHRA_UPDATE=1 cargo test --test pictures` draws all pictures anew.

#[path = "../drawn/mod.rs"]
mod drawn;

use std::fs;
use std::path::{Path, PathBuf};

use nashra::diagnostics::Problems;
use nashra::fonts::Library;
use nashra::input::{self, Assembled};
use nashra::preview::Picture;
use nashra::produce::{Engine, Format, Settings};
use nashra::read;
use nashra::theme::{Family, Kashida, Page, Theme};

/// Pixels to an inch: enough to tell a mark from a dot, and small files.
const DPI: f32 = 84.0;
/// White round the ink, in pixels.
const MARGIN: usize = 4;
/// A shade differs when it does by more than a quarter of the way from black to white: processors round the edges
/// of letters each in its way.
const SHADE: u8 = 64;
/// One inked pixel in as many may differ; a mark that is lost or moved is more.
const PIXELS: usize = 1_000;
/// Pixels to an inch of `nashra preview`, where nothing is said.
const PREVIEW_DPI: f32 = 100.0;
/// One inked pixel in as many may differ between a preview and the page of the PDF, whose places are rounded.
const PREVIEW_PIXELS: usize = 400;

fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/pictures")
}

/// The names of the documents, sorted.
fn names() -> Vec<String> {
    let mut names: Vec<String> = fs::read_dir(folder())
        .expect("the folder of the pictures")
        .map(|entry| entry.expect("an entry").path())
        .filter(|path| path.extension().is_some_and(|ending| ending == "json"))
        .map(|path| path.file_stem().expect("a stem").to_string_lossy().into_owned())
        .collect();
    names.sort();
    names
}

/// The theme of a document: a column of 60 mm, or two that are a little narrower.
fn theme(name: &str) -> Theme {
    let mut theme = Theme::named("classic").expect("the classic theme");
    let page = theme.page;
    theme.page = match name {
        "two-columns-balanced" | "two-columns-two-pages" | "ltr-article" => {
            Page { width_mm: 132.0, height_mm: 120.0, columns: 2, column_gap_mm: 6.0, ..page }
        }
        _ => Page { width_mm: 72.0, height_mm: 200.0, columns: 1, column_gap_mm: 0.0, ..page },
    };
    (theme.page.top_mm, theme.page.bottom_mm, theme.page.side_mm) = (14.0, 14.0, 6.0);
    match name {
        "kashida-naskh" => theme.body.family = Family::NotoNaskh,
        "kashida-off" => theme.kashida = Kashida::Off,
        "kashida-strong" => theme.kashida = Kashida::Strong,
        _ => {}
    }
    theme
}

fn settings(theme: Theme) -> Settings {
    Settings { formats: vec![Format::Pdf], time: Some(0), theme: Some(theme), ..Settings::default() }
}

fn assembled(path: PathBuf) -> Assembled {
    let (inputs, problems) = input::find(&[path.into_os_string()], None, &|_| true);
    assert!(!problems.any_error(), "{problems:?}");
    let assembled = input::assemble(&inputs, &read::Options::default());
    assert!(!assembled.problems.any_error(), "{:?}", assembled.problems);
    assembled
}

/// The pages of a document's PDF, as others draw them.
fn pages(document: &Assembled, settings: &Settings, library: &Library, dpi: f32) -> Vec<Picture> {
    let produced = Engine::new(library, settings).produce(&document.bulletin, &document.folder);
    assert!(!produced.problems.any_error(), "{:?}", produced.problems);
    let (_, pdf) = produced.files.into_iter().next().expect("a PDF");
    drawn::pages(pdf, dpi)
}

/// The pages of a document, in shades of grey, cut to the ink.
fn draw(name: &str, library: &Library) -> Grey {
    let document = assembled(folder().join(format!("{name}.json")));
    let mut all = Grey { width: 0, shades: Vec::new() };
    for picture in pages(&document, &settings(theme(name)), library, DPI) {
        all.below(Grey::of(&picture).cut());
    }
    all
}

/// A picture in shades of grey.
#[derive(PartialEq)]
struct Grey {
    width: usize,
    shades: Vec<u8>,
}

impl Grey {
    fn of(picture: &Picture) -> Self {
        let shade = |pixel: &[u8]| (pixel.iter().map(|&part| u32::from(part)).sum::<u32>() / 3) as u8;
        Grey { width: picture.width as usize, shades: picture.rgb.chunks_exact(3).map(shade).collect() }
    }

    fn height(&self) -> usize {
        self.shades.len() / self.width.max(1)
    }

    /// How many pixels are more ink than paper.
    fn ink(&self) -> usize {
        self.shades.iter().filter(|&&shade| shade < u8::MAX / 2).count()
    }

    /// What is not white, and a margin round it.
    fn cut(&self) -> Self {
        let inked = |i: &usize| self.shades[*i] < u8::MAX;
        let all: Vec<usize> = (0..self.shades.len()).filter(inked).collect();
        let (Some(first), Some(last)) = (all.first(), all.last()) else { return Grey { width: 0, shades: Vec::new() } };
        let left = all.iter().map(|i| i % self.width).min().unwrap_or(0).saturating_sub(MARGIN);
        let right = (all.iter().map(|i| i % self.width).max().unwrap_or(0) + MARGIN + 1).min(self.width);
        let top = (first / self.width).saturating_sub(MARGIN);
        let bottom = (last / self.width + MARGIN + 1).min(self.height());
        let shades = self.shades.chunks(self.width).take(bottom).skip(top).flat_map(|row| &row[left..right]);
        Grey { width: right - left, shades: shades.copied().collect() }
    }

    /// Puts another picture below this one.
    fn below(&mut self, other: Grey) {
        let width = self.width.max(other.width);
        *self = Grey { width, shades: [self.widened(width), other.widened(width)].concat() };
    }

    fn widened(&self, width: usize) -> Vec<u8> {
        let white = vec![u8::MAX; width - self.width];
        self.shades.chunks(self.width.max(1)).flat_map(|row| white.iter().chain(row)).copied().collect()
    }

    fn write(&self, path: &Path) {
        let mut bytes = Vec::new();
        let mut encoder = png::Encoder::new(&mut bytes, self.width as u32, self.height() as u32);
        encoder.set_color(png::ColorType::Grayscale);
        encoder.set_depth(png::BitDepth::Eight);
        encoder.set_compression(png::Compression::High);
        let mut writer = encoder.write_header().expect("a header");
        writer.write_image_data(&self.shades).expect("pixels");
        writer.finish().expect("an end");
        fs::write(path, bytes).expect("a picture is written");
    }

    fn read(path: &Path) -> Option<Self> {
        let file = fs::File::open(path).ok()?;
        let mut reader = png::Decoder::new(std::io::BufReader::new(file)).read_info().ok()?;
        let mut shades = vec![0; reader.output_buffer_size()?];
        let frame = reader.next_frame(&mut shades).ok()?;
        shades.truncate(frame.buffer_size());
        Some(Grey { width: frame.width as usize, shades })
    }

    /// How many pixels differ; all of them where the sizes do.
    fn difference(&self, other: &Grey) -> usize {
        if self.width != other.width || self.shades.len() != other.shades.len() {
            return self.shades.len().max(other.shades.len());
        }
        self.shades.iter().zip(&other.shades).filter(|(a, b)| a.abs_diff(**b) > SHADE).count()
    }
}

#[test]
fn pages_look_as_they_did() {
    let library = Library::bundled();
    let update = std::env::var_os("NASHRA_UPDATE").is_some();
    let failed = Path::new(env!("CARGO_TARGET_TMPDIR")).join("pictures");
    let mut failures = Vec::new();
    for name in names() {
        let drawn = draw(&name, &library);
        let path = folder().join(format!("{name}.png"));
        let differing = Grey::read(&path).map(|expected| (drawn.difference(&expected), expected.ink()));
        match differing {
            Some((pixels, all)) if pixels <= all / PIXELS => {}
            _ if update => drawn.write(&path),
            Some((pixels, all)) => {
                fs::create_dir_all(&failed).expect("a folder under target");
                let actual = failed.join(format!("{name}.png"));
                drawn.write(&actual);
                failures.push(format!(
                    "{name}: {pixels} pixels differ, of {all} inked ones; it is now {}",
                    actual.display()
                ));
            }
            None => failures.push(format!("{name}: there is no picture of it")),
        }
    }
    let cure = "if the pages are right, draw the pictures anew: NASHRA_UPDATE=1 cargo test --test pictures";
    assert!(failures.is_empty(), "{}\n{cure}", failures.join("\n"));
}

/// What `nashra preview` draws must be what the PDF shows.
#[test]
fn previews_look_as_the_pdfs_do() {
    let library = Library::bundled();
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    // A long Latin phrase is one glyph of the PDF, which hayro does not set on whole pixels as it does others.
    let small = names().into_iter().filter(|name| name != "long-word");
    let small = small.map(|name| (folder().join(format!("{name}.json")), theme(&name)));
    let samples = ["classic", "briefing", "pocket"]
        .map(|name| (root.join("samples/bulletin.yaml"), Theme::named(name).expect("a built-in theme")));
    for (path, theme) in small.chain(samples) {
        let settings = settings(theme);
        let document = assembled(path.clone());
        let expected = pages(&document, &settings, &library, PREVIEW_DPI);
        let mut previews = Vec::new();
        let mut engine = Engine::new(&library, &settings);
        let mut met = Problems::default();
        let drawn = engine.draw(&document.bulletin, &document.folder, PREVIEW_DPI, &mut met, &mut |page, picture| {
            previews.push(picture);
            assert_eq!(page, previews.len());
            Ok(())
        });
        let path = path.display();
        drawn.expect("previews are drawn");
        assert!(!met.any_error(), "{path}");
        assert_eq!(previews.len(), expected.len(), "{path}");
        for (page, (preview, expected)) in (1..).zip(previews.iter().zip(&expected)) {
            assert_eq!((preview.width, preview.height), (expected.width, expected.height), "{path}");
            let (preview, expected) = (Grey::of(preview), Grey::of(expected));
            let (pixels, all) = (preview.difference(&expected), expected.ink());
            assert!(pixels <= all / PREVIEW_PIXELS, "{path}, page {page}: {pixels} pixels differ, of {all} inked ones");
        }
    }
}

#[test]
fn a_lost_mark_is_noticed() {
    let library = Library::bundled();
    let whole = draw("marks", &library);
    let mut less = Grey { width: whole.width, shades: whole.shades.clone() };
    // White out a spot of the size of a mark where there is ink.
    let at = whole.shades.iter().position(|&shade| shade < 100).expect("ink");
    let (x, y) = (at % whole.width, at / whole.width);
    for row in y..y + 5 {
        for column in x..x + 5 {
            less.shades[row * whole.width + column] = u8::MAX;
        }
    }
    let difference = less.difference(&whole);
    assert!(difference > whole.ink() / PIXELS, "{difference} of {}", whole.ink());
}

//! Pictures, from paths to what a PDF and a book store.
//!
//! Every file of tests/data/assets/pictures has a line in expected.txt beside that folder: what it is read as, with
//! the colours in the middle of its four quarters, or why it is refused. The lines are written anew with
//! `NASHRA_UPDATE=1 cargo test --test assets`. The pictures show red, green, blue and sand, from the top left on.

use std::fmt::Write as _;
use std::io::Cursor;
use std::path::{Path, PathBuf};
use std::rc::Rc;
use std::time::{Duration, Instant};

use fs_err as fs;
use nashra::assets::{AssetError, Filter, Kind, PdfStream, Picture, Store, load_all};
use nashra::diagnostics::{Origin, Problems, Severity};
use nashra::document::{Block, Bulletin};
use nashra::fonts::Library;
use nashra::input::{Input, assemble};
use nashra::locale::DateStyle;
use nashra::produce::{Engine, Format, Settings};
use nashra::read;
use proptest::prelude::*;

fn data() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/data/assets")
}

fn samples() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("samples/articles")
}

fn sorted(folder: &Path) -> Vec<PathBuf> {
    let mut files: Vec<PathBuf> = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    files.sort();
    files
}

fn name(path: &Path) -> String {
    path.file_name().unwrap().to_string_lossy().into_owned()
}

/// A stream of PNG rows as samples: put back into a PNG file and decoded.
fn samples_of(stream: &PdfStream<'_>) -> Vec<u8> {
    assert_eq!(stream.filter, Filter::FlatePng);
    let mut png = b"\x89PNG\r\n\x1A\n".to_vec();
    let colour = if stream.components == 1 { 0 } else { 2 };
    let size = [stream.width.to_be_bytes(), stream.height.to_be_bytes()].concat();
    for (kind, content) in [
        (b"IHDR", [size.as_slice(), &[8, colour, 0, 0, 0]].concat()),
        (b"IDAT", stream.data.to_vec()),
        (b"IEND", Vec::new()),
    ] {
        let mut crc = flate2::Crc::new();
        crc.update(kind);
        crc.update(&content);
        png.extend((content.len() as u32).to_be_bytes());
        png.extend(kind);
        png.extend(content);
        png.extend(crc.sum().to_be_bytes());
    }
    let mut reader = png::Decoder::new(Cursor::new(png)).read_info().unwrap();
    let mut out = vec![0; reader.output_buffer_size().unwrap()];
    reader.next_frame(&mut out).unwrap();
    out
}

/// What the middles of the four quarters look like.
fn quarters(stream: &PdfStream<'_>) -> Vec<String> {
    let samples = samples_of(stream);
    let (width, height, components) = (stream.width as usize, stream.height as usize, usize::from(stream.components));
    assert_eq!(samples.len(), width * height * components);
    let hex = |x: usize, y: usize| {
        let at = (y * width + x) * components;
        samples[at..at + components].iter().fold(String::new(), |mut out, sample| {
            write!(out, "{sample:02x}").unwrap();
            out
        })
    };
    let middles = |length: usize| [length / 4, length * 3 / 4];
    middles(height).into_iter().flat_map(|y| middles(width).map(|x| hex(x, y))).collect()
}

fn described(picture: &Picture) -> String {
    let streams = picture.pdf_streams();
    let mut out = format!("{:?} {} × {}", picture.media_type, picture.width, picture.height);
    match &picture.kind {
        Kind::Jpeg { components, orientation } => {
            write!(out, ", as it is, {components} components, orientation {}", orientation.number()).unwrap();
            assert_eq!(streams.image.data, &*picture.bytes);
            assert_eq!(streams.image.filter, Filter::Dct);
        }
        Kind::Raster { .. } => {
            write!(out, ", decoded: {}", quarters(&streams.image).join(" ")).unwrap();
            if let Some(mask) = &streams.soft_mask {
                write!(out, ", alpha {}", quarters(mask).join(" ")).unwrap();
            }
        }
    }
    let (media_type, bytes) = picture.reader_file();
    if media_type != picture.media_type {
        write!(out, ", for readers {media_type:?}").unwrap();
        // The stand-in has the same pixels.
        let stand_in = Picture::decode(bytes.to_vec()).unwrap();
        assert_eq!(samples_of(&stand_in.pdf_streams().image), samples_of(&streams.image));
        assert_eq!((stand_in.width, stand_in.height), (picture.width, picture.height));
    }
    for remark in picture.remarks() {
        write!(out, ", {remark:?}").unwrap();
    }
    out
}

#[test]
fn every_kind_of_picture_is_read_or_refused_with_its_reason() {
    let mut store = Store::new(&data().join("pictures"), None);
    let mut lines = String::new();
    for path in sorted(&data().join("pictures")) {
        let name = name(&path);
        let line = match store.load(&name) {
            Ok(picture) => described(&picture),
            Err(error) => error.problem(&name, Default::default()).to_string(),
        };
        writeln!(lines, "{name}: {line}").unwrap();
    }
    let expected = data().join("expected.txt");
    if std::env::var_os("NASHRA_UPDATE").is_some() {
        fs::write(&expected, &lines).unwrap();
    }
    assert_eq!(lines, fs::read_to_string(expected).unwrap().replace('\r', ""));
}

#[test]
fn pictures_are_found_inside_the_folders_only() {
    let temporary = tempfile::tempdir().unwrap();
    let root = temporary.path();
    let picture = fs::read(data().join("pictures/colour.png")).unwrap();
    for file in [
        "secret.png",
        "b/a.png",
        "b/articles/images/c.png",
        "b/articles/مع فراغ.png",
        "assets/d.png",
        "assets/in/e.png",
    ] {
        fs::create_dir_all(root.join(file).parent().unwrap()).unwrap();
        fs::write(root.join(file), &picture).unwrap();
    }
    let (folder, articles, assets) = (root.join("b"), root.join("b/articles"), root.join("assets"));
    let mut store = Store::new(&folder, Some(&assets));
    let own = store.load_beside("images/c.png", &articles).unwrap();
    assert!(Rc::ptr_eq(&own, &store.load("articles/./images/c.png").unwrap()), "decoded once");
    for path in ["../a.png", "images/../../a.png", "d.png", "in/e.png", "in/../d.png", "../../assets/d.png"] {
        assert!(store.load_beside(path, &articles).is_ok(), "{path}");
    }
    let escaped = "%D9%85%D8%B9%20%D9%81%D8%B1%D8%A7%D8%BA.png";
    assert!(store.load_beside(escaped, &articles).is_ok());
    let absolute = root.join("secret.png");
    let absolute = absolute.to_str().unwrap();
    for (path, expected) in [
        ("../../secret.png", AssetError::LeadsOut),
        ("../../nothing.png", AssetError::LeadsOut),
        ("../../../../../../../../../../../../etc/hostname", AssetError::LeadsOut),
        (absolute, AssetError::Absolute),
        ("https://example.org/a.png", AssetError::Remote),
        ("//example.org/a.png", AssetError::Remote),
        ("", AssetError::Empty),
        ("images", AssetError::NoFile),
    ] {
        let error = store.load_beside(path, &articles).unwrap_err();
        assert_eq!(error, expected, "{path}");
    }
    // Escapes lead no further than what is written plainly.
    assert!(store.load_beside("%2e%2e/%2E%2E/secret.png", &articles).is_err());
    assert!(matches!(store.load("nothing.png"), Err(AssetError::Unreadable(_))));
    assert!(matches!(store.load("a.png/b.png"), Err(AssetError::Unreadable(_))));
    assert!(store.load("a\0.png").is_err());
    // A lone article's folder is the limit, though its parent is a folder like any other.
    assert_eq!(Store::new(&articles, None).load("../a.png").unwrap_err(), AssetError::LeadsOut);
    #[cfg(unix)]
    {
        std::os::unix::fs::symlink("../secret.png", folder.join("link.png")).unwrap();
        std::os::unix::fs::symlink("a.png", folder.join("kept.png")).unwrap();
        std::os::unix::fs::symlink("..", folder.join("up")).unwrap();
        assert_eq!(store.load("link.png").unwrap_err(), AssetError::Link);
        assert_eq!(store.load("up/secret.png").unwrap_err(), AssetError::Link);
        assert!(store.load("kept.png").is_ok());
    }
}

#[test]
fn files_that_are_too_large_are_not_read() {
    let temporary = tempfile::tempdir().unwrap();
    let file = fs::File::create(temporary.path().join("a.png")).unwrap();
    file.set_len(nashra::assets::MAX_FILE + 1).unwrap();
    assert_eq!(Store::new(temporary.path(), None).load("a.png").unwrap_err(), AssetError::FileTooLarge);
}

fn bulletin(yaml: &str, folder: &Path) -> (Bulletin, PathBuf) {
    fs::write(folder.join("b.yaml"), yaml).unwrap();
    let all = assemble(&[Input::file(folder.join("b.yaml"))], &read::Options::default());
    assert!(!all.problems.any_error(), "{:?}", all.problems);
    (all.bulletin, all.folder)
}

/// Two articles in folders of their own name different pictures by the same path.
#[test]
fn paths_are_relative_to_the_file_that_names_them() {
    let temporary = tempfile::tempdir().unwrap();
    let root = temporary.path();
    for (folder, file) in [("x", "colour.png"), ("y", "grey.png")] {
        fs::create_dir(root.join(folder)).unwrap();
        fs::copy(data().join("pictures").join(file), root.join(folder).join("a.png")).unwrap();
        fs::write(root.join(folder).join("a.yaml"), "headline: h\nbody:\n  - image: a.png\n    alt: x\n").unwrap();
    }
    fs::copy(data().join("pictures/alpha.png"), root.join("logo.png")).unwrap();
    let yaml = "title: t\nlogo: logo.png\nsections:\n  - articles: [x/a.yaml, y/a.yaml]\n";
    let (bulletin, folder) = bulletin(yaml, root);
    let mut problems = Problems::default();
    let assets = load_all(&bulletin, &folder, None, &mut problems);
    assert!(problems.is_empty(), "{problems:?}");
    let components: Vec<u8> = bulletin
        .articles()
        .flat_map(|article| &article.body)
        .filter_map(|block| match block {
            Block::Image(image) => Some(assets.picture(image).unwrap().pdf_streams().image.components),
            _ => None,
        })
        .collect();
    assert_eq!(components, [3, 1]);
    assert!(assets.logo().unwrap().pdf_streams().soft_mask.is_some());
    assert!(assets.get("logo.png", &Origin::default()).is_some());
}

#[test]
fn problems_stand_where_the_path_is_written() {
    let temporary = tempfile::tempdir().unwrap();
    let root = temporary.path();
    fs::copy(data().join("pictures/page.jpg"), root.join("page.jpg")).unwrap();
    fs::copy(data().join("pictures/moving.gif"), root.join("moving.gif")).unwrap();
    let yaml = "\
headline: h
body:
  - image: missing.jpg
    alt: x
  - image: https://example.org/a.jpg
    alt: x
  - image: ../page.jpg
    alt: x
  - image: page.jpg
    alt: x
  - image: moving.gif
    alt: x
  - image: moving.gif
    alt: x
";
    let (bulletin, folder) = bulletin(yaml, root);
    let mut problems = Problems::default();
    load_all(&bulletin, &folder, None, &mut problems);
    let told: Vec<(Severity, u32, u32)> =
        problems.iter().map(|problem| (problem.severity, problem.place.line, problem.place.column)).collect();
    use Severity::{Error, Note, Warning};
    assert_eq!(told, [(Error, 3, 12), (Warning, 5, 12), (Error, 7, 12), (Error, 9, 12), (Note, 11, 12)]);
    let last = problems.iter().nth(3).unwrap().to_string();
    assert!(last.contains("b.yaml:9:12: body[3].image: the picture “page.jpg” is no picture but a web page"), "{last}");
}

#[test]
fn a_book_holds_the_sample_pictures() {
    let all = assemble(&[Input::file(samples().join("pictures.yaml"))], &read::Options::default());
    assert!(all.problems.is_empty(), "{:?}", all.problems);
    let settings = Settings {
        formats: vec![Format::Epub],
        time: None,
        theme: None,
        kashida: None,
        metrics: false,
        dates: DateStyle::default(),
        pdf: nashra::export::pdf::Options::default(),
        assets: None,
        epub: Default::default(),
        text: Default::default(),
    };
    let library = Library::bundled();
    let produced = Engine::new(&library, &settings).produce(&all.bulletin, &all.folder);
    assert!(produced.problems.is_empty(), "{:?}", produced.problems);
    let (_, bytes) = produced.files.first().unwrap();
    let book = zip::ZipArchive::new(Cursor::new(bytes)).unwrap();
    let mut endings: Vec<&str> =
        book.file_names().filter(|name| name.contains("images/")).filter_map(|name| name.rsplit('.').next()).collect();
    endings.sort_unstable();
    // The CMYK photograph stands in as a PNG.
    assert_eq!(endings, ["gif", "jpg", "jpg", "png", "png", "webp"]);
}

#[test]
fn resolution_in_print() {
    let picture = Picture::decode(fs::read(samples().join("images/lighthouse.jpg")).unwrap()).unwrap();
    assert_eq!((picture.width, picture.height), (700, 1000), "as it is shown");
    assert!((picture.dpi_at(252.0) - 200.0).abs() < 0.01);
}

/// How long one damaged picture may take, on a slow and busy machine: many times what any of them does.
const PATIENCE: Duration = Duration::from_secs(20);

fn survive(bytes: Vec<u8>) {
    let start = Instant::now();
    if let Ok(picture) = Picture::decode(bytes) {
        picture.pdf_streams();
        picture.reader_file();
    }
    assert!(start.elapsed() < PATIENCE);
}

#[test]
fn a_picture_cut_anywhere_is_no_panic() {
    for path in sorted(&data().join("pictures")) {
        let bytes = fs::read(&path).unwrap();
        let step = (bytes.len() / 64).max(1);
        for end in (0..bytes.len()).step_by(step) {
            survive(bytes[..end].to_vec());
        }
    }
}

fn seeds() -> Vec<Vec<u8>> {
    let small = |path: &PathBuf| fs::metadata(path).unwrap().len() < 8192;
    sorted(&data().join("pictures")).iter().filter(|path| small(path)).map(|path| fs::read(path).unwrap()).collect()
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 400, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn damaged_pictures_are_no_panic(
        seed in any::<prop::sample::Index>(),
        changes in prop::collection::vec((any::<prop::sample::Index>(), any::<u8>()), 1..6),
        cut in prop::option::weighted(0.2, any::<prop::sample::Index>()),
    ) {
        let seeds = seeds();
        let mut bytes = seeds[seed.index(seeds.len())].clone();
        for (at, value) in changes {
            if !bytes.is_empty() {
                let at = at.index(bytes.len());
                bytes[at] = value;
            }
        }
        if let Some(cut) = cut {
            bytes.truncate(cut.index(bytes.len() + 1));
        }
        survive(bytes);
    }

    #[test]
    fn noise_after_a_signature_is_no_panic(
        head in prop::sample::select(vec![&b"\xFF\xD8\xFF"[..], b"\x89PNG\r\n\x1A\n", b"GIF89a", b"RIFF\x80\0\0\0WEBPVP8X", b""]),
        noise in prop::collection::vec(any::<u8>(), 0..300),
    ) {
        survive([head, &noise].concat());
    }
}

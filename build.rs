//! Makes the binary smaller and its start quicker: deflates the bundled faces that few texts need and the catalogue of Arabic
//! messages, and notes the characters of all faces.
//!
//! For each deflated face `NAME.ttf` there are two files in the build's folder: `NAME.deflate`, and `NAME.rs`, an expression
//! that makes a `Packed` of it; for each other face `NAME.rs`, the stretches of its characters. `src/fonts/bundled.rs`
//! includes them. `ar.toml.deflate` is for `src/diagnostics/lang.rs`.

use std::env;
use std::error::Error;
use std::fs;
use std::io::Write;
use std::path::Path;

// Measures and characters are read by the code that reads them where a face is not packed.
#[allow(dead_code, reason = "the library uses it")]
#[path = "src/fonts/bonds.rs"]
mod bonds;
#[allow(dead_code, reason = "the library uses it")]
#[path = "src/fonts/cut.rs"]
mod cut;
#[allow(dead_code, reason = "the library uses the rest")]
#[path = "src/fonts/face.rs"]
mod face;
#[allow(dead_code, reason = "the library uses it")]
#[path = "src/fonts/packed.rs"]
mod packed;

/// The faces that are deflated: those that stand in for what Arabic faces lack, the bold ones of text, which many
/// articles do without, and the naskh that only some themes set.
const PACKED: [&str; 7] = [
    "Amiri-Bold",
    "NotoNaskhArabic-Regular",
    "NotoNaskhArabic-Bold",
    "NotoSerif-Regular",
    "NotoSerif-Bold",
    "NotoSansMath-Regular",
    "NotoSansSymbols2-Regular",
];

/// The faces that are kept as they are.
const PLAIN: [&str; 2] = ["Amiri-Regular", "NotoKufiArabic-Bold"];

fn main() -> Result<(), Box<dyn Error>> {
    let out = env::var_os("OUT_DIR").ok_or("there is no OUT_DIR")?;
    for source in ["build.rs", "src/fonts/bonds.rs", "src/fonts/cut.rs", "src/fonts/face.rs", "src/fonts/packed.rs"] {
        println!("cargo::rerun-if-changed={source}");
    }
    let out = Path::new(&out);
    for name in PACKED {
        pack(name, read(name)?, out)?;
    }
    for name in PLAIN {
        let face = face::Face::parse(name, read(name)?.into())?;
        fs::write(out.join(format!("{name}.rs")), format!("&{:?}\n", stretches(&face)))?;
    }
    let catalogue = "src/diagnostics/ar.toml";
    println!("cargo::rerun-if-changed={catalogue}");
    fs::write(out.join("ar.toml.deflate"), deflated(&fs::read(catalogue)?)?)?;
    Ok(())
}

fn deflated(bytes: &[u8]) -> Result<Vec<u8>, Box<dyn Error>> {
    let mut encoder = flate2::write::DeflateEncoder::new(Vec::new(), flate2::Compression::best());
    encoder.write_all(bytes)?;
    Ok(encoder.finish()?)
}

fn read(name: &str) -> Result<Vec<u8>, Box<dyn Error>> {
    let file = format!("fonts/{name}.ttf");
    println!("cargo::rerun-if-changed={file}");
    Ok(fs::read(&file).map_err(|error| format!("{file}: {error}"))?)
}

fn pack(name: &str, bytes: Vec<u8>, out: &Path) -> Result<(), Box<dyn Error>> {
    fs::write(out.join(format!("{name}.deflate")), deflated(&bytes)?)?;
    let size = bytes.len();
    let face = face::Face::parse(name, bytes.into())?;
    let metrics = face.metrics();
    let stretches = stretches(&face);
    let source = format!(
        "Packed::new(include_bytes!(concat!(env!(\"OUT_DIR\"), \"/{name}.deflate\")), {size}, {metrics:?}, &{stretches:?})\n"
    );
    fs::write(out.join(format!("{name}.rs")), source)?;
    Ok(())
}

/// The first and the last of each stretch of characters that a face has.
fn stretches(face: &face::Face) -> Vec<(u32, u32)> {
    let mut stretches: Vec<(u32, u32)> = Vec::new();
    for c in ('\0'..=char::MAX).filter(|&c| face.covers(c)).map(u32::from) {
        match stretches.last_mut() {
            Some((_, last)) if *last + 1 == c => *last = c,
            _ => stretches.push((c, c)),
        }
    }
    stretches
}

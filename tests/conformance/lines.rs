//! How even the spaces of full lines are, measured on the finished PDF by a script that knows nothing of the layout.

use std::path::{Path, PathBuf};
use std::process::Command;

use serde_json::Value;

use crate::judges::Judges;
use crate::table::{Outcome, Row};

/// A body face: its name in a theme, and its natural space in ems.
const FACES: [(&str, f64); 2] = [("amiri", 0.292), ("noto-naskh", 0.22)];

/// The body's em in `classic`, in points.
const EM: &str = "11";
/// Its two columns of 83 mm, and where text stands, in millimetres.
const COLUMNS: &str = "18,101,109,192";
const ROWS: &str = "30,275";

/// What must hold: least and greatest mean, then the greatest standard deviation, 95th percentile and gap.
const MEAN: std::ops::RangeInclusive<f64> = 0.95..=1.08;
const AT_MOST: [(&str, f64); 3] = [("sd", 0.12), ("p95", 1.25), ("largest", 1.40)];

/// The seed article in each face; `work` makes an empty folder.
pub fn even(root: &Path, work: &dyn Fn(&str) -> PathBuf, judges: &Judges) -> Vec<Row> {
    let row = |&(face, space): &(&str, f64)| {
        let outcome = face_lines(root, &work(&format!("lines-{face}")), face, space, judges);
        Row {
            document: format!("seed in {face}"),
            check: "gaps".to_owned(),
            bar: crate::bars::demanded(),
            outcome: outcome.unwrap_or_else(|outcome| outcome),
        }
    };
    FACES.iter().map(row).collect()
}

fn face_lines(root: &Path, folder: &Path, face: &str, space: f64, judges: &Judges) -> Result<Outcome, Outcome> {
    let python = judges.python().map_err(Outcome::skipped)?;
    let failed = |what: &str| Outcome::failed(what, String::new());
    let classic = include_str!("../../src/theme/classic.toml");
    let other = classic.replacen("[body]\nfamily = \"amiri\"", &format!("[body]\nfamily = \"{face}\""), 1);
    let theme = folder.join("theme.toml");
    std::fs::write(&theme, other).map_err(|error| failed(&error.to_string()))?;
    let pdf = folder.join("seed.pdf");
    let built = Command::new(env!("CARGO_BIN_EXE_nashra"))
        .arg("build")
        .arg(root.join("samples/azerbaijan-syria.json"))
        .args([Path::new("--format"), Path::new("pdf"), Path::new("--theme"), &theme, Path::new("-o"), &pdf])
        .output()
        .map_err(|error| failed(&error.to_string()))?;
    if !built.status.success() {
        return Err(Outcome::failed("nashra build failed", String::from_utf8_lossy(&built.stderr).into_owned()));
    }
    let script = root.join("tests/conformance/gaps.py");
    let space = space.to_string();
    let words = ["--space", &space, "--em", EM, "--columns", COLUMNS, "--rows", ROWS].map(Path::new);
    let arguments = [&[script.as_path(), pdf.as_path()], &words[..]].concat();
    let said =
        judges.run("gaps", &python, &arguments, folder).map_err(|why| Outcome::failed("it did not start", why))?;
    match said.status {
        Some(0) => {}
        Some(3) => return Err(Outcome::skipped(said.err.trim())),
        _ => return Err(Outcome::failed("the gaps could not be measured", said.all())),
    }
    let measured: Value = serde_json::from_str(&said.out).map_err(|_| Outcome::failed("no JSON", said.all()))?;
    let number = |name: &str| measured.get(name).and_then(Value::as_f64).unwrap_or(f64::INFINITY);
    let summary = format!(
        "{} full lines, gaps: mean {:.3}, sd {:.3}, 95th percentile {:.3}, largest {:.3}",
        number("lines"),
        number("mean"),
        number("sd"),
        number("p95"),
        number("largest")
    );
    let even = MEAN.contains(&number("mean")) && AT_MOST.iter().all(|&(name, most)| number(name) <= most);
    Ok(if even && number("lines") >= 20.0 { Outcome::passed(summary) } else { Outcome::failed(summary, said.all()) })
}

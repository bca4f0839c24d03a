//! Anything readable as the project's own JSON, with the local pictures beside it.
//!
//! One input becomes one file: an article, a list of articles, or a bulletin with its articles inside. Pictures are
//! copied byte for byte to the path that is written for them, now beside the JSON; where another picture stands
//! there, or the path climbs, into a folder of the file's name. Addresses on the web stay as they are. What is
//! built from the file is what is built from the input.

use std::collections::BTreeMap;
use std::path::{Component, Path, PathBuf};
use std::sync::Arc;

use sha2::{Digest, Sha256};

use crate::assets::{self, Store};
use crate::diagnostics::{Place, Problem, Problems};
use crate::document::{Article, ArticleEntry, Block, SectionFile};
use crate::input::{self, Input};
use crate::output::safe_name;
use crate::read;
use crate::say;
use crate::theme::Draft;

/// What an input became.
#[derive(Debug, Default)]
pub struct Imported {
    /// The files, each a path relative to the output folder and its bytes; none where there is nothing to write.
    pub files: Vec<(PathBuf, Arc<[u8]>)>,
    /// How many articles are in it.
    pub articles: usize,
    /// What was met on the way.
    pub problems: Problems,
    /// The real paths of the files that were read.
    pub sources: Vec<PathBuf>,
}

/// What has its place in an output folder already, over all inputs that are imported into it.
#[derive(Debug, Default)]
pub struct Taken {
    /// By the path in small letters, as some file systems see it: the sum of the file's bytes.
    sums: BTreeMap<String, [u8; 32]>,
}

impl Taken {
    /// Takes a path for a file, unless a different one has it.
    fn take(&mut self, path: &str, sum: [u8; 32]) -> bool {
        *self.sums.entry(path.to_lowercase()).or_insert(sum) == sum
    }
}

/// Reads an input for writing under `name`. `further` is a further folder where pictures are looked for.
pub fn import(
    input: &Input,
    name: &str,
    options: &read::Options,
    further: Option<&Path>,
    taken: &mut Taken,
) -> Imported {
    let mut opened = input::open(input, options);
    let mut done = Imported { sources: opened.files.to_vec(), ..Imported::default() };
    let mut pictures = Pictures {
        store: Store::new(&input.folder(), further),
        name,
        taken,
        files: Vec::new(),
        names: BTreeMap::new(),
    };
    let mut sections: Vec<SectionFile> =
        opened.sections.iter().map(|title| SectionFile { title: title.clone(), articles: Vec::new() }).collect();
    for entry in &mut opened.entries {
        done.problems.append(entry.problems);
        let Some(mut article) = entry.article else { continue };
        assets::settle_article(&mut article, &input.folder(), further, &mut done.problems);
        pictures.take(&mut article, input, &mut done.problems);
        done.articles += 1;
        if let Some(section) = sections.get_mut(entry.section) {
            section.articles.push(ArticleEntry::Article(Box::new(article)));
        }
    }
    let json = match opened.head {
        Some(mut head) => {
            if let Some(logo) = &head.logo {
                let place = head.origins.logo_place();
                let copied = pictures.copy(logo, &input.folder(), place, &mut done.problems);
                head.logo = copied.or(head.logo);
            }
            if let Some(theme) = head.theme.clone().filter(|theme| theme.to_ascii_lowercase().ends_with(".toml")) {
                head.theme = Some(pictures.theme(&theme, input, &mut done.problems));
            }
            sections.retain(|section| !section.articles.is_empty());
            head.sections = sections;
            serde_json::to_string_pretty(&head)
        }
        None => {
            let mut articles: Vec<ArticleEntry> = sections.into_iter().flat_map(|section| section.articles).collect();
            match articles.len() {
                1 => serde_json::to_string_pretty(&articles.pop()),
                _ => serde_json::to_string_pretty(&articles),
            }
        }
    };
    if done.articles == 0 {
        return done;
    }
    match json {
        Ok(json) => {
            done.files.push((PathBuf::from(format!("{name}.json")), (json + "\n").into_bytes().into()));
            done.files.append(&mut pictures.files);
        }
        Err(error) => {
            let place = Place::file(input.name.clone());
            done.problems.push(Problem::error(
                place,
                say!("it can't be written as JSON: {error}", error = error.to_string()),
                say!(),
            ));
        }
    }
    done
}

/// The pictures of one input, each copied once.
struct Pictures<'n> {
    store: Store,
    name: &'n str,
    taken: &'n mut Taken,
    files: Vec<(PathBuf, Arc<[u8]>)>,
    /// By the folder and path under which a picture was found: the path it has now.
    names: BTreeMap<(PathBuf, String), String>,
}

impl Pictures<'_> {
    fn take(&mut self, article: &mut Article, input: &Input, problems: &mut Problems) {
        for block in &mut article.body {
            let Block::Image(image) = block else { continue };
            // The file in which the path is written: an article of a bulletin has one of its own.
            let folder = image.origin.file.as_deref().map(Path::new).and_then(Path::parent);
            let folder = match folder {
                Some(folder) if !folder.as_os_str().is_empty() => folder.to_owned(),
                Some(_) => PathBuf::from("."),
                None => input.folder(),
            };
            let place = image.origin.start();
            if let Some(path) = self.copy(&image.image, &folder, place, problems) {
                image.image = path;
            }
        }
    }

    /// Copies a picture; the path under which it stands now. One that can't be used keeps its path and is told.
    fn copy(&mut self, path: &str, folder: &Path, place: Place, problems: &mut Problems) -> Option<String> {
        let key = (folder.to_owned(), path.to_owned());
        if let Some(known) = self.names.get(&key) {
            return Some(known.clone());
        }
        let picture = match self.store.load_beside(path, folder) {
            Ok(picture) => picture,
            Err(error) => {
                problems.push(error.problem(path, place));
                return None;
            }
        };
        let bytes = picture.file();
        let sum: [u8; 32] = Sha256::digest(&bytes).into();
        let file = Path::new(path).file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
        let file = safe_name(&file);
        let plain = Path::new(path).components().all(|part| matches!(part, Component::Normal(_)));
        let mut copy = if plain { path.to_owned() } else { format!("{}/{file}", self.name) };
        let mut number = 1;
        while !self.taken.take(&copy, sum) {
            copy = match number {
                1 => format!("{}/{file}", self.name),
                _ => format!("{}/{number}-{file}", self.name),
            };
            number += 1;
        }
        if !self.files.iter().any(|(path, _)| *path == Path::new(&copy)) {
            self.files.push((PathBuf::from(&copy), bytes));
        }
        self.names.insert(key, copy.clone());
        Some(copy)
    }

    /// Copies the faces that a theme brings along, beside its copy.
    fn faces(&mut self, theme: &str, folder: &Path, problems: &mut Problems) {
        for family in Draft::read(theme, None).families {
            for face in [family.regular, family.bold].into_iter().flatten() {
                match input::file_beside(folder, &face.path) {
                    Ok(bytes) => self.files.push((PathBuf::from(format!("{}/{}", self.name, face.path)), bytes.into())),
                    Err(what) => problems.push(Problem::error(face.place, what, say!())),
                }
            }
        }
        self.files.sort_by(|one, other| one.0.cmp(&other.0));
        self.files.dedup_by(|one, other| one.0 == other.0);
    }

    /// Copies a bulletin's theme file.
    fn theme(&mut self, written: &str, input: &Input, problems: &mut Problems) -> String {
        match input::file_beside(&input.folder(), written) {
            Ok(bytes) => {
                let copy = format!("{}/theme.toml", self.name);
                let folder = input.folder().join(written);
                self.faces(&String::from_utf8_lossy(&bytes), folder.parent().unwrap_or(Path::new(".")), problems);
                self.files.push((PathBuf::from(&copy), bytes.into()));
                copy
            }
            Err(what) => {
                let place = Place::file(input.name.clone()).with_field("theme");
                problems.push(Problem::error(place, what, say!()));
                written.to_owned()
            }
        }
    }
}

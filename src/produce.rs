//! From a bulletin to the bytes of its outputs.
//!
//! An [`Engine`] is made once for each worker and owns what is worth keeping between bulletins. It takes a
//! bulletin and gives, for each format asked, the bytes of a file, with the problems met on the way. Where one
//! format fails, the others are still made; what to do with them is the caller's to say.

use std::borrow::Cow;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use crate::assets::{self, Assets, MediaType, Picture};
use crate::diagnostics::{Origin, Place, Problem, Problems};
use crate::document::Bulletin;
use crate::export::epub::{self, Cover, OwnFaces};
use crate::export::pdf::{self, Press};
use crate::export::plain;
use crate::fonts::Library;
use crate::input;
use crate::layout::{Layout, lay_out, metrics};
use crate::locale::DateStyle;
use crate::preview;
use crate::say;
use crate::text::Shaper;
use crate::theme::{Kashida, Theme};

/// A form in which a bulletin is put out.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Format {
    /// Pages to print.
    Pdf,
    /// A book for e-readers.
    Epub,
    /// Plain text.
    Text,
}

impl Format {
    /// All of them, in the order in which they are made.
    pub const ALL: [Format; 3] = [Format::Pdf, Format::Epub, Format::Text];

    /// The ending of its files, which is also its name on the command line.
    pub const fn extension(self) -> &'static str {
        match self {
            Format::Pdf => "pdf",
            Format::Epub => "epub",
            Format::Text => "txt",
        }
    }

    /// The format of an ending, in whatever case.
    pub fn of_extension(ending: &str) -> Option<Self> {
        Format::ALL.into_iter().find(|format| format.extension().eq_ignore_ascii_case(ending))
    }
}

/// What is the same for all bulletins of a run. The default makes no format and leaves everything else as it is usual.
#[derive(Clone, Debug, Default)]
pub struct Settings {
    /// The formats to make.
    pub formats: Vec<Format>,
    /// The moment that outputs carry, in seconds since 1970-01-01T00:00:00Z; see [`moment`].
    pub time: Option<i64>,
    /// The theme; the bulletin's own, else [`USUAL_THEME`], where none is given.
    pub theme: Option<Theme>,
    /// How readily words are drawn out, whatever the theme says of it.
    pub kashida: Option<Kashida>,
    /// Whether the lines of the PDF are measured.
    pub metrics: bool,
    /// How dates and generated numbers are told.
    pub dates: DateStyle,
    /// What the PDF keeps; its moment is taken from `time`.
    pub pdf: pdf::Options,
    /// A folder where pictures are looked for that don't stand beside the file that names them.
    pub assets: Option<PathBuf>,
    /// What the EPUB takes along.
    pub epub: Book,
    /// How plain text is written; its dates are taken from `dates`.
    pub text: plain::Options,
}

impl Settings {
    /// The faces that the run is set with: the bundled ones, and those that its theme brings along.
    pub fn library(&self) -> Library {
        let bundled = Library::bundled();
        match &self.theme {
            Some(theme) => bundled.with(&theme.families),
            None => bundled,
        }
    }

    /// What the author of the run's theme may want to know of the faces that it brings along.
    pub fn remarks(&self) -> Problems {
        self.theme.as_ref().map(|theme| theme.families.remarks()).unwrap_or_default()
    }
}

/// What an EPUB takes along besides its text.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Book {
    /// The faces.
    pub faces: epub::Faces,
    /// Whether it has a cover; where nothing is said, a bulletin has one and a single article none.
    pub cover: Option<bool>,
    /// Whether the pages of the PDF are marked in it.
    pub page_list: bool,
}

/// The theme of a bulletin for which none is named.
pub const USUAL_THEME: &str = "classic";

/// What an engine made of a bulletin.
#[derive(Debug, Default)]
pub struct Produced {
    /// The files: each format and its bytes.
    pub files: Vec<(Format, Vec<u8>)>,
    /// How well the PDF's lines are filled, where that was asked.
    pub metrics: Option<metrics::Metrics>,
    /// The number of pages of the PDF, where one was made.
    pub pages: Option<usize>,
    /// What was met on the way.
    pub problems: Problems,
}

/// Makes outputs. One engine serves one thread; the library of faces is shared.
pub struct Engine<'l> {
    settings: Settings,
    library: &'l Library,
    shaper: Shaper<'l>,
    press: Press<'l>,
    /// The built-in themes that were asked for, by name, and the settings' own without one.
    themes: Vec<(Option<String>, Arc<Theme>)>,
}

impl<'l> Engine<'l> {
    /// An engine for bulletins with these settings.
    pub fn new(library: &'l Library, settings: &Settings) -> Self {
        let (shaper, press) = (Shaper::new(library), Press::new(library));
        Engine { settings: settings.clone(), library, shaper, press, themes: Vec::new() }
    }

    /// Makes a bulletin's outputs. `folder` is the one that the bulletin's own paths (logo, theme) are relative to.
    ///
    /// A theme that brings faces along is set with them. Where all bulletins of a run have that theme, an engine over
    /// [`Library::with`] its families reads and shapes them once; any other engine does so for each bulletin.
    pub fn produce(&mut self, bulletin: &Bulletin, folder: &Path) -> Produced {
        let mut produced = Produced::default();
        let mut theme = None;
        if self.settings.formats.iter().any(|format| *format != Format::Text) {
            match self.theme(bulletin, folder) {
                Ok(found) => theme = Some(found),
                Err(problems) => produced.problems.append(problems),
            }
        }
        if let Some(theme) = theme.as_ref().filter(|theme| theme.families != *self.library.families()) {
            let library = self.library.with(&theme.families);
            return Engine::new(&library, &self.settings).make(bulletin, folder, Some(theme), produced);
        }
        self.make(bulletin, folder, theme.as_ref(), produced)
    }

    /// Draws the pages of a bulletin's PDF, `dpi` pixels to an inch, and hands each on with its number from 1. What was
    /// met on the way is added to `problems`; where there is an error among it, nothing was drawn. `folder` is as in
    /// [`Engine::produce`].
    ///
    /// # Errors
    /// See [`preview::draw`].
    pub fn draw(
        &mut self,
        bulletin: &Bulletin,
        folder: &Path,
        dpi: f32,
        problems: &mut Problems,
        take: &mut dyn FnMut(usize, preview::Picture) -> Result<(), preview::Error>,
    ) -> Result<(), preview::Error> {
        let theme = match self.theme(bulletin, folder) {
            Ok(theme) => theme,
            Err(met) => {
                problems.append(met);
                return Ok(());
            }
        };
        let bulletin = self.settled(bulletin, folder, Some(&theme), problems);
        let assets = assets::load_all(&bulletin, folder, self.settings.assets.as_deref(), problems);
        if theme.families == *self.library.families() {
            return self.draw_in(&theme, &bulletin, &assets, dpi, problems, take);
        }
        let library = self.library.with(&theme.families);
        Engine::new(&library, &self.settings).draw_in(&theme, &bulletin, &assets, dpi, problems, take)
    }

    /// Draws the pages in a theme, whose faces the library has.
    fn draw_in(
        &mut self,
        theme: &Theme,
        bulletin: &Bulletin,
        assets: &Assets,
        dpi: f32,
        problems: &mut Problems,
        take: &mut dyn FnMut(usize, preview::Picture) -> Result<(), preview::Error>,
    ) -> Result<(), preview::Error> {
        let layout = self.lay_out(bulletin, theme, assets, problems);
        if problems.any_error() {
            return Ok(());
        }
        preview::draw(&layout.pages, self.library, dpi, take)
    }

    /// A bulletin as it is set: without the figures that nobody sent. What its theme's author may want to know is told.
    fn settled<'b>(
        &self,
        bulletin: &'b Bulletin,
        folder: &Path,
        theme: Option<&Theme>,
        problems: &mut Problems,
    ) -> Cow<'b, Bulletin> {
        // The settings' theme is the same for all bulletins, and its remarks are the caller's to tell.
        if let (Some(theme), None) = (theme, &self.settings.theme) {
            problems.append(theme.families.remarks());
        }
        assets::without_missing(bulletin, folder, self.settings.assets.as_deref(), problems)
    }

    /// Makes the outputs with a theme, whose faces the library has; without one, those that need none.
    fn make(
        &mut self,
        bulletin: &Bulletin,
        folder: &Path,
        theme: Option<&Arc<Theme>>,
        mut produced: Produced,
    ) -> Produced {
        let bulletin = self.settled(bulletin, folder, theme.map(|theme| &**theme), &mut produced.problems);
        let bulletin = bulletin.as_ref();
        let assets = self.assets(bulletin, folder, &mut produced.problems);
        // The last format is made first, which in the usual order is the book before the PDF: the large blocks that its archive
        // takes serve the PDF when they are free again. After the PDF, whose memory is in pieces, it would be given new ones,
        // which the system clears page by page.
        let mut made = Vec::new();
        for format in self.settings.formats.clone().into_iter().rev() {
            let mut problems = Problems::default();
            let bytes = match (format, theme) {
                (Format::Pdf, Some(theme)) => self.pdf(bulletin, theme, &assets, &mut produced, &mut problems),
                (Format::Epub, Some(theme)) => self.epub(bulletin, theme, &assets, &mut problems),
                // That there is no theme has been told.
                (Format::Pdf | Format::Epub, None) => continue,
                (Format::Text, _) => {
                    let options = plain::Options { dates: self.settings.dates, ..self.settings.text.clone() };
                    Ok(plain::write(bulletin, &options).into_bytes())
                }
            };
            made.push((format, bytes, problems));
        }
        for (format, bytes, problems) in made.into_iter().rev() {
            produced.problems.append(problems);
            match bytes {
                Ok(bytes) => produced.files.push((format, bytes)),
                Err(problem) => produced.problems.push(problem),
            }
        }
        produced
    }

    /// The bulletin's pictures; none where no format shows any.
    fn assets(&self, bulletin: &Bulletin, folder: &Path, problems: &mut Problems) -> Assets {
        if self.settings.formats.iter().all(|format| *format == Format::Text) {
            return Assets::default();
        }
        assets::load_all(bulletin, folder, self.settings.assets.as_deref(), problems)
    }

    fn pdf(
        &mut self,
        bulletin: &Bulletin,
        theme: &Theme,
        assets: &Assets,
        produced: &mut Produced,
        problems: &mut Problems,
    ) -> Result<Vec<u8>, Problem> {
        let layout = self.lay_out(bulletin, theme, assets, problems);
        produced.pages = Some(layout.pages.len());
        if self.settings.metrics {
            produced.metrics = Some(metrics::measure(&layout, self.library));
        }
        let time = moment(bulletin, self.settings.time);
        let options = pdf::Options { modified_unix_seconds: time, ..self.settings.pdf.clone() };
        pdf::write(layout, bulletin, self.library, &mut self.press, &options).map_err(|error| {
            Problem::error(Place::default(), say!("the PDF can't be made: {error}", error = error.to_string()), say!())
        })
    }

    fn lay_out(&mut self, bulletin: &Bulletin, theme: &Theme, assets: &Assets, problems: &mut Problems) -> Layout {
        lay_out(bulletin, theme, self.settings.dates, assets, &mut self.shaper, problems)
    }

    /// The theme of a bulletin. A built-in one is read once; a file may change from one bulletin to the next.
    fn theme(&mut self, bulletin: &Bulletin, folder: &Path) -> Result<Arc<Theme>, Problems> {
        let place = bulletin.origins.theme_place();
        let name = match (&self.settings.theme, &bulletin.theme) {
            (Some(_), _) => None,
            (None, Some(name)) if input::is_theme_file(name) => {
                return Ok(self.in_force(input::theme_of_bulletin(name, folder, &place)?));
            }
            (None, Some(name)) => Some(name.as_str()),
            (None, None) => Some(USUAL_THEME),
        };
        if let Some((_, theme)) = self.themes.iter().find(|(known, _)| known.as_deref() == name) {
            return Ok(Arc::clone(theme));
        }
        let theme = match (&self.settings.theme, name) {
            (Some(theme), _) => theme.clone(),
            (None, name) => input::theme_of_bulletin(name.unwrap_or(USUAL_THEME), folder, &place)?,
        };
        let theme = self.in_force(theme);
        self.themes.push((name.map(str::to_owned), Arc::clone(&theme)));
        Ok(theme)
    }

    /// A theme with what the settings say in its place.
    fn in_force(&self, mut theme: Theme) -> Arc<Theme> {
        if let Some(kashida) = self.settings.kashida {
            theme.kashida = kashida;
        }
        Arc::new(theme)
    }

    fn epub(
        &mut self,
        bulletin: &Bulletin,
        theme: &Theme,
        assets: &Assets,
        problems: &mut Problems,
    ) -> Result<Vec<u8>, Problem> {
        let images = |path: &str, origin: &Origin| assets.get(path, origin).map(|picture| for_readers(picture));
        let failed = |error: epub::Error| Problem::error(Place::default(), error.what(), say!());
        let Book { faces, cover, page_list } = self.settings.epub;
        let dates = self.settings.dates;
        let mut options = epub::Options {
            modified_unix_seconds: moment(bulletin, self.settings.time),
            dates,
            faces,
            images: Some(&images),
            own: OwnFaces::of(theme, self.library),
            ..epub::Options::default()
        };
        if cover.unwrap_or(bulletin.title.is_some()) {
            options.cover = Some(
                Cover::draw(bulletin, theme, dates, assets.logo().map(|logo| &**logo), &mut self.shaper)
                    .map_err(failed)?,
            );
        }
        let starts;
        if page_list {
            // What layout meets is the PDF's to report, where there is one.
            let mut met = Problems::default();
            let layout = self.lay_out(bulletin, theme, assets, &mut met);
            if !self.settings.formats.contains(&Format::Pdf) {
                problems.append(met);
            }
            starts = epub::page_starts(&layout, bulletin, dates);
            options.page_starts = &starts;
        }
        epub::write(bulletin, &options).map_err(failed)
    }
}

/// A picture as a book stores it.
fn for_readers(picture: &Picture) -> epub::ImageData {
    let (media_type, bytes) = picture.reader_file();
    let media_type = match media_type {
        MediaType::Jpeg => epub::MediaType::Jpeg,
        MediaType::Png => epub::MediaType::Png,
        MediaType::Gif => epub::MediaType::Gif,
        MediaType::WebP => epub::MediaType::WebP,
    };
    epub::ImageData { bytes, media_type }
}

/// The moment that a bulletin's outputs carry, in seconds since 1970-01-01T00:00:00Z: the one given from outside
/// (`SOURCE_DATE_EPOCH`), else the bulletin's date, else its latest article's, else 1970-01-01 itself. The clock
/// is never asked: the same input gives the same bytes.
pub fn moment(bulletin: &Bulletin, given: Option<i64>) -> i64 {
    given.or_else(|| bulletin.dated().map(|date| date.unix_seconds())).unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::document::{Article, Date};

    #[test]
    fn the_moment_comes_from_outside_then_the_bulletin_then_its_articles() {
        let dated = |day| Article { published: Date::parse(day).ok(), ..Article::default() };
        let mut bulletin = Bulletin::of(dated("2024-12-29"));
        assert_eq!(moment(&bulletin, None), 1_735_430_400);
        bulletin.date = Date::parse("1970-01-02").ok();
        assert_eq!(moment(&bulletin, None), 86_400);
        assert_eq!(moment(&bulletin, Some(7)), 7);
        assert_eq!(moment(&Bulletin::default(), None), 0);
    }
}

//! The cover: a picture drawn in the theme's faces and colours.
//!
//! A band of the theme's accent holds the title; below it stand the subtitle, and at the foot issue, date and
//! publisher, with the logo across from them. It is a PNG, since the shelves of most readers show no other drawn form,
//! and its words are told in full beside it.

use super::metadata;
use super::page::line;
use crate::assets::Picture;
use crate::document::{Bulletin, Direction, Text};
use crate::export::canvas::Canvas;
use crate::export::is_no_text;
use crate::fonts::Weight;
use crate::locale::{DateStyle, Phrase};
use crate::text::{Align, Fit, Kashida, Line, Look, Paragraph, Shaper, StyledSpan};
use crate::theme::{self, Colour, TextStyle, Theme};

/// Three to four, as most readers' shelves have it, and large enough for the sharpest of them.
const WIDTH: usize = 1200;
/// See [`WIDTH`].
const HEIGHT: usize = 1600;
/// From the sides to the text.
const MARGIN: f64 = 110.0;
/// Where the band ends.
const BAND: f64 = 1000.0;
/// The title takes the largest of these sizes at which it fits.
const TITLE_SIZES: [f64; 7] = [150.0, 128.0, 108.0, 92.0, 78.0, 64.0, 50.0];
const SUBTITLE_SIZES: [f64; 3] = [64.0, 52.0, 42.0];
const FOOT_SIZE: f64 = 46.0;
/// From the foot of what stands there to the cover's own.
const BELOW_FOOT: f64 = 80.0;
/// The most room that the logo takes, wide and high: less than half of the width, so that the words beside it find
/// theirs.
const LOGO: [f64; 2] = [360.0, 170.0];
const WHITE: Colour = Colour { red: 255, green: 255, blue: 255 };

/// A book's cover.
#[derive(Clone, Debug, PartialEq)]
pub struct Cover {
    /// The picture.
    pub png: Vec<u8>,
    /// What it says.
    pub alt: String,
}

/// What a cover says.
struct Words {
    title: String,
    subtitle: Option<String>,
    /// Issue and date, and publisher.
    foot: Vec<String>,
}

impl Words {
    fn of(bulletin: &Bulletin, dates: DateStyle) -> Self {
        let shown = |text: &Text| Some(line(text).replace(is_no_text, "")).filter(|text| !text.trim().is_empty());
        let language = &bulletin.language;
        let only = bulletin.articles().next().filter(|_| bulletin.title.is_none());
        let subtitle = match only {
            Some(article) => &article.subheadline,
            None => &bulletin.subtitle,
        };
        let between = Phrase::Between.text(language);
        let mut issue = Vec::new();
        if let Some(text) = bulletin.issue.as_ref().and_then(shown) {
            // A bare number says what it counts; a name speaks for itself.
            let bare = text.chars().all(char::is_numeric);
            issue.push(if bare { format!("{} {text}", Phrase::Issue.text(language)) } else { text });
        }
        let date = bulletin.date.as_ref().or_else(|| only?.published.as_ref());
        issue.extend(date.map(|date| dates.write(date, language)));
        let publisher = match only {
            Some(article) => article.source.as_ref().and_then(|source| source.name.as_ref()),
            None => None,
        };
        let publisher = bulletin.publisher.as_ref().or(publisher).and_then(shown);
        let foot = [Some(issue.join(between)), publisher].into_iter().flatten().filter(|text| !text.is_empty());
        Words {
            title: metadata::title(bulletin).replace(is_no_text, ""),
            subtitle: subtitle.as_ref().and_then(shown),
            foot: foot.collect(),
        }
    }

    /// All of it in one line, for those who can't see the picture.
    fn alt(&self, between: &str) -> String {
        let parts = [&self.title].into_iter().chain(&self.subtitle).chain(&self.foot);
        parts.map(String::as_str).collect::<Vec<_>>().join(between)
    }
}

impl Cover {
    /// Draws the cover of a bulletin.
    ///
    /// # Errors
    /// None that a bulletin causes; see `Canvas::png`.
    pub fn draw(
        bulletin: &Bulletin,
        theme: &Theme,
        dates: DateStyle,
        logo: Option<&Picture>,
        shaper: &mut Shaper<'_>,
    ) -> Result<Cover, super::Error> {
        let words = Words::of(bulletin, dates);
        let colours = &theme.colours;
        let mut drawing = Drawing { canvas: Canvas::new(WIDTH, HEIGHT, WHITE), bulletin, shaper };
        drawing.canvas.fill([0, 0, WIDTH, BAND as usize], colours.accent);
        let room = BAND - 2.0 * MARGIN;
        let style = if bulletin.title.is_some() { &theme.masthead } else { &theme.headline };
        let title = drawing.fitting(&words.title, style, &TITLE_SIZES, room);
        drawing.put(title, style, BAND - MARGIN, Side::Above, on(colours.accent));
        if let Some(subtitle) = &words.subtitle {
            let lines = drawing.fitting(subtitle, &theme.subheadline, &SUBTITLE_SIZES, 240.0);
            drawing.put(lines, &theme.subheadline, BAND + 50.0, Side::Below, colours.text);
        }
        let mut foot = Vec::new();
        for text in &words.foot {
            foot.extend(drawing.fitting(text, &theme.byline, &[FOOT_SIZE], 120.0).1);
        }
        let end = HEIGHT as f64 - BELOW_FOOT;
        let above_words = drawing.put((FOOT_SIZE, foot), &theme.byline, end, Side::Above, colours.quiet);
        let above_logo = logo.and_then(|logo| drawing.logo(logo, end)).unwrap_or(end);
        let top = above_words.min(above_logo);
        if top < end {
            let (left, right) = (MARGIN as usize, WIDTH - MARGIN as usize);
            let top = (top - 24.0).max(BAND) as usize;
            drawing.canvas.fill([left, top, right, top + 3], colours.rule);
        }
        Ok(Cover { png: drawing.canvas.png()?, alt: words.alt(Phrase::Between.text(&bulletin.language)) })
    }
}

/// Black or white, whichever reads better on a colour (WCAG's relative luminance, near enough).
fn on(paper: Colour) -> Colour {
    let part = |value: u8| (f64::from(value) / 255.0).powf(2.2);
    let luminance = 0.2126 * part(paper.red) + 0.7152 * part(paper.green) + 0.0722 * part(paper.blue);
    // At this luminance both contrasts are the same.
    if luminance > 0.179 { Colour::BLACK } else { WHITE }
}

enum Side {
    Above,
    Below,
}

struct Drawing<'a, 'l> {
    canvas: Canvas,
    bulletin: &'a Bulletin,
    shaper: &'a mut Shaper<'l>,
}

impl Drawing<'_, '_> {
    /// A text in lines at the largest size at which it is at most `height` high, and that size. At the smallest
    /// one, lines that find no room are left out: the cover's words stand in the book as well.
    fn fitting(&mut self, text: &str, style: &TextStyle, sizes: &[f64], height: f64) -> (f64, Vec<Line>) {
        let mut set = (0.0, Vec::new());
        for &size in sizes {
            set = (size, self.lines(text, style, size));
            if set.1.len() as f64 * size * leading(style) <= height {
                return set;
            }
        }
        set.1.truncate(((height / (set.0 * leading(style))).floor() as usize).max(1));
        set
    }

    /// Draws the logo above a height, at the side where reading ends, and says where it begins. One whose file can't be
    /// read again is left out.
    fn logo(&mut self, logo: &Picture, end: f64) -> Option<f64> {
        let pixels = logo.pixels().ok()?;
        let (wide, high) = (f64::from(logo.width.max(1)), f64::from(logo.height.max(1)));
        // Never larger than it is: it would be blurred.
        let scale = (LOGO[0] / wide).min(LOGO[1] / high).min(1.0);
        let (width, height) = (wide * scale, high * scale);
        let right_to_left = self.bulletin.language.direction() == Direction::RightToLeft;
        let left = if right_to_left { MARGIN } else { WIDTH as f64 - MARGIN - width };
        let top = end - height;
        self.canvas.picture(&pixels, [left, top, left + width, end]);
        Some(top)
    }

    fn lines(&mut self, text: &str, style: &TextStyle, size: f64) -> Vec<Line> {
        let weight = match style.weight {
            theme::Weight::Regular => Weight::Regular,
            theme::Weight::Bold => Weight::Bold,
        };
        let chain = self.shaper.library().chain(style.family.into(), weight);
        let look = Look { chain, size, language: self.bulletin.language.clone() };
        let spans = [StyledSpan { range: 0..text.len(), look }];
        let base = self.bulletin.language.direction();
        let width = WIDTH as f64 - 2.0 * MARGIN;
        let fit = Fit { width, first_indent: 0.0, justify: false, kashida: Kashida::Off, em: size, fill_last: false };
        let mut prepared = Paragraph { text, spans: &spans, base }.prepare(self.shaper);
        prepared.lines(&fit, Align::Start, self.shaper)
    }

    /// Draws lines above or below a height, and says where they begin.
    fn put(&mut self, (size, lines): (f64, Vec<Line>), style: &TextStyle, at: f64, side: Side, ink: Colour) -> f64 {
        let leading = size * leading(style);
        let top = match side {
            Side::Above => at - lines.len() as f64 * leading,
            Side::Below => at,
        };
        for (index, line) in lines.iter().enumerate() {
            // Arabic's marks need more room above the baseline than its tails below.
            let baseline = top + (index as f64 + 0.7) * leading;
            self.canvas.text(line, MARGIN, baseline, ink, self.shaper.library());
        }
        top
    }
}

/// The leading of a style as a share of its size.
fn leading(style: &TextStyle) -> f64 {
    // Below the first, lines with marks would touch; a theme's running text may want more than a title bears.
    (style.leading / style.size.max(1.0)).clamp(1.4, 1.7)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::fonts::Library;

    #[test]
    fn a_cover_says_what_it_shows() {
        let mut bulletin = Bulletin { title: Some(Text::new("نشرة الأخبار")), ..Bulletin::default() };
        bulletin.issue = Some(Text::new("12"));
        bulletin.publisher = Some(Text::new("دار\u{0} النشر"));
        let library = Library::bundled();
        let theme = Theme::named("classic").unwrap();
        let draw = || Cover::draw(&bulletin, &theme, DateStyle::default(), None, &mut Shaper::new(&library)).unwrap();
        let cover = draw();
        assert_eq!(cover.alt, "نشرة الأخبار – العدد 12 – دار النشر");
        assert!(cover == draw());
        assert!(cover.png.len() < 60_000, "{} bytes", cover.png.len());
    }

    #[test]
    fn any_text_finds_room() {
        let library = Library::bundled();
        let theme = Theme::named("classic").unwrap();
        for title in ["", "ك", &"كلمة".repeat(400), &"كلمة طويلة ".repeat(400), "a\u{202E}\u{FFFF}😀"] {
            let bulletin =
                Bulletin { title: Some(Text::new(title)), subtitle: Some(Text::new(title)), ..Bulletin::default() };
            Cover::draw(&bulletin, &theme, DateStyle::default(), None, &mut Shaper::new(&library)).unwrap();
        }
    }

    #[test]
    fn ink_stands_out_from_its_paper() {
        assert_eq!(on(Colour { red: 0x7a, green: 0x1f, blue: 0x1f }), WHITE);
        assert_eq!(on(Colour { red: 0xff, green: 0xd0, blue: 0x20 }), Colour::BLACK);
    }
}

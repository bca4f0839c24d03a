//! What is said to the user, before it is said: a template and its values, told in the user's language at the end.
//!
//! A message is made with [`say!`](crate::say) where something is found, and carries no language. Shown with
//! `Display` it is English, the template with its values in place. [`Message::told`] gives it in any language: the
//! template is looked up in the language's catalogue, and filled with the same values.

use std::fmt;
use std::path::PathBuf;
use std::sync::Arc;

use super::Lang;

/// FIRST STRONG ISOLATE: what follows has a direction of its own, that of its first letter.
const FSI: char = '\u{2068}';
/// POP DIRECTIONAL ISOLATE: the end of that.
const PDI: char = '\u{2069}';

/// Something to say: an English sentence with named gaps, and what stands in them.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Message {
    template: &'static str,
    /// What stands in the gaps; in a box, as a problem travels in results and is to be small.
    values: Option<Box<Values>>,
}

/// What stands in the gaps of a message, by their names.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Values(Vec<(&'static str, Value)>);

/// What stands in a gap of a message.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Value {
    /// Words that are the same in every language: a path, a name, a number, a library's own error.
    Text(String),
    /// A part of the sentence, which is translated too.
    Message(Message),
    /// Several such parts, one behind the other with commas between.
    List(Vec<Message>),
}

impl Message {
    /// A message without gaps, or none where the template is empty. Called by [`say!`](crate::say) alone: the
    /// catalogues' test finds templates by that macro's name.
    #[doc(hidden)]
    pub const fn plain(template: &'static str) -> Self {
        Message { template, values: None }
    }

    /// A message with gaps. Called by [`say!`](crate::say) alone.
    #[doc(hidden)]
    pub fn filled(template: &'static str, values: Vec<(&'static str, Value)>) -> Self {
        Message { template, values: Some(Box::new(Values(values))) }
    }

    /// Whether there is nothing to say.
    pub fn is_empty(&self) -> bool {
        self.template.is_empty()
    }

    /// The message in a language.
    pub fn told(&self, lang: Lang) -> String {
        self.told_with(lang, &|text| text.to_owned())
    }

    /// The message in a language, with everything in its gaps passed through `clean` first: input text that stands
    /// in a message can steer a terminal.
    pub fn told_with(&self, lang: Lang, clean: &dyn Fn(&str) -> String) -> String {
        let mut out = String::new();
        self.write(lang, clean, &mut out);
        out
    }

    fn write(&self, lang: Lang, clean: &dyn Fn(&str) -> String, out: &mut String) {
        for piece in pieces(lang.template(self.template)) {
            match piece {
                Piece::Words(words) => out.push_str(words),
                Piece::Gap(name) => {
                    // A gap without a value shows its name: the catalogues' test lets none come to this.
                    match self.values.iter().flat_map(|values| &values.0).find(|(given, _)| *given == name) {
                        Some((_, value)) => value.write(lang, clean, out),
                        None => out.push_str(name),
                    }
                }
            }
        }
    }
}

impl Value {
    fn write(&self, lang: Lang, clean: &dyn Fn(&str) -> String, out: &mut String) {
        match self {
            Value::Text(text) if lang.is_right_to_left() && !text.chars().all(|c| c.is_ascii_digit()) => {
                out.push(FSI);
                out.push_str(&clean(text));
                out.push(PDI);
            }
            Value::Text(text) => out.push_str(&clean(text)),
            Value::Message(message) => message.write(lang, clean, out),
            Value::List(list) => {
                for (at, message) in list.iter().enumerate() {
                    if at > 0 {
                        out.push_str(lang.comma());
                    }
                    message.write(lang, clean, out);
                }
            }
        }
    }
}

/// A piece of a template.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Piece<'t> {
    /// Words as they stand.
    Words(&'t str),
    /// A gap, by its name.
    Gap(&'t str),
}

/// A template's pieces. `{name}` is a gap, `{{` and `}}` are braces.
pub(super) fn pieces(template: &str) -> Vec<Piece<'_>> {
    let mut pieces = Vec::new();
    let mut rest = template;
    while let Some(at) = rest.find(['{', '}']) {
        let (words, brace) = rest.split_at(at);
        pieces.push(Piece::Words(words));
        if let Some(after) = ["{{", "}}"].iter().find_map(|double| brace.strip_prefix(double)) {
            pieces.push(Piece::Words(brace.get(..1).unwrap_or_default()));
            rest = after;
        } else if let Some((name, after)) = brace.strip_prefix('{').and_then(|gap| gap.split_once('}')) {
            pieces.push(Piece::Gap(name));
            rest = after;
        } else {
            pieces.push(Piece::Words(brace));
            rest = "";
        }
    }
    pieces.push(Piece::Words(rest));
    pieces.retain(|piece| *piece != Piece::Words(""));
    pieces
}

impl fmt::Display for Message {
    /// The message in English.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.told(Lang::English))
    }
}

impl fmt::Display for Value {
    /// The value in English.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut told = String::new();
        self.write(Lang::English, &|text| text.to_owned(), &mut told);
        f.write_str(&told)
    }
}

impl From<Message> for Value {
    fn from(message: Message) -> Self {
        Value::Message(message)
    }
}

impl From<Vec<Message>> for Value {
    fn from(list: Vec<Message>) -> Self {
        Value::List(list)
    }
}

/// Values that are written as they are.
macro_rules! texts {
    ($($kind:ty),*) => {
        $(impl From<$kind> for Value {
            fn from(value: $kind) -> Self {
                Value::Text(value.to_string())
            }
        })*
    };
}

texts!(
    &str,
    String,
    &String,
    &&str,
    Arc<str>,
    &Arc<str>,
    std::borrow::Cow<'_, str>,
    char,
    u8,
    u16,
    u32,
    &u32,
    u64,
    usize,
    &usize
);
texts!(i32, i64, f64, std::path::Display<'_>);

impl From<&PathBuf> for Value {
    fn from(path: &PathBuf) -> Self {
        path.display().into()
    }
}

/// Makes a [`Message`](crate::diagnostics::Message): `say!("it is empty")`, with the values of its gaps
/// `say!("the file “{path}” is empty", path)` or `say!("{n} files", n = files.len())`, and `say!()` for nothing.
///
/// The template is English, and a key of every language's catalogue. Gaps have names, which translations repeat.
#[macro_export]
macro_rules! say {
    () => {
        $crate::diagnostics::Message::plain("")
    };
    ($template:literal $(,)?) => {
        $crate::diagnostics::Message::plain($template)
    };
    ($template:literal, $($name:ident $(= $value:expr)?),+ $(,)?) => {{
        // The compiler holds the names against the template.
        if false {
            let _ = format_args!($template, $($name = ""),+);
        }
        $crate::diagnostics::Message::filled(
            $template,
            vec![$((stringify!($name), $crate::diagnostics::Value::from($crate::say!(@value $name $(= $value)?)))),+],
        )
    }};
    (@value $name:ident) => { $name };
    (@value $name:ident = $value:expr) => { $value };
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn gaps_are_filled() {
        let inner = crate::say!("it is a folder");
        let message = Message::filled(
            "{{{a}}} and {b}: {c}; {d}",
            vec![
                ("a", "1".into()),
                ("b", 'x'.into()),
                ("c", inner.clone().into()),
                ("d", vec![inner.clone(), inner].into()),
            ],
        );
        assert_eq!(message.to_string(), "{1} and x: it is a folder; it is a folder, it is a folder");
        assert_eq!(pieces("a{b}{"), [Piece::Words("a"), Piece::Gap("b"), Piece::Words("{")]);
    }

    #[test]
    fn what_was_written_is_isolated_and_cleaned_in_arabic() {
        let path = "a\u{1b}.json";
        let message = crate::say!("the file “{path}” can't be read: {why}", path, why = crate::say!("it is a folder"));
        let told = message.told_with(Lang::Arabic, &|text| text.replace('\u{1b}', "?"));
        assert!(told.contains("\u{2068}a?.json\u{2069}"), "{told}");
        assert!(!told.contains("folder"), "{told}");
    }
}

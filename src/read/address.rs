//! Addresses in web pages: which links a bulletin keeps, and how they are written.

use crate::diagnostics::Message;
use crate::say;

/// What relative addresses are relative to: the page's own address, where it is known.
#[derive(Clone, Debug, Default)]
pub struct Base {
    /// Scheme and host, as `https://example.org`.
    origin: String,
    /// The folder of the page, from the first `/` to the last.
    folder: String,
}

impl Base {
    /// The base that a page's address gives; none from one that is not of the web.
    pub fn of(address: &str) -> Self {
        let address = address.trim();
        let Some(rest) = ["https://", "http://"].iter().find_map(|scheme| address.strip_prefix(scheme)) else {
            return Base::default();
        };
        let end = rest.find(['/', '?', '#']).unwrap_or(rest.len());
        let (host, path) = rest.split_at(end);
        let path = path.split(['?', '#']).next().unwrap_or("");
        let scheme = address.get(..address.len() - rest.len()).unwrap_or("");
        let folder = path.rfind('/').and_then(|at| path.get(..=at)).unwrap_or("/");
        Base { origin: format!("{scheme}{host}"), folder: folder.to_owned() }
    }

    /// An address as a bulletin has it: whole, of a kind that can be followed from paper or a reader, and without
    /// characters that inline Markdown can't hold. `Err` with the reason, or with none where it leads only
    /// about its own page.
    pub fn link(&self, href: &str) -> Result<String, Option<Message>> {
        let lower = href.to_ascii_lowercase();
        if ["https://", "http://", "mailto:", "tel:"].iter().any(|scheme| lower.starts_with(scheme)) {
            return Ok(escaped(href));
        }
        if href.starts_with('#') {
            return Err(None);
        }
        let scheme = lower.split(['/', '?', '#']).next().is_some_and(|start| start.contains(':'));
        if scheme {
            return Err(Some(say!("a link that is no address (its text stays)")));
        }
        match self.resolve(href) {
            Some(whole) => Ok(escaped(&whole)),
            None => Err(Some(say!("a link within its own site, whose address is not known (its text stays)"))),
        }
    }

    /// The whole address of a relative one.
    pub fn resolve(&self, address: &str) -> Option<String> {
        if self.origin.is_empty() {
            return None;
        }
        let scheme = self.origin.split("//").next().unwrap_or("https:");
        Some(match address {
            _ if address.starts_with("//") => format!("{scheme}{address}"),
            _ if address.starts_with('/') => format!("{}{}", self.origin, without_dots(address)),
            _ => format!("{}{}", self.origin, without_dots(&format!("{}{address}", self.folder))),
        })
    }

    /// The base that an address gives which is itself relative to this one.
    pub fn within(&self, address: &str) -> Self {
        if is_remote(address) || self.origin.is_empty() {
            return Base::of(address);
        }
        self.resolve(address.trim()).map_or_else(|| self.clone(), |address| Base::of(&address))
    }

    /// Its own address; empty where it is not known.
    pub fn address(&self) -> String {
        format!("{}{}", self.origin, self.folder)
    }
}

/// A path whose steps up (`..`) and on the spot (`.`) are taken; none leads above the first `/` (RFC 3986, 5.2.4).
fn without_dots(address: &str) -> String {
    let end = address.find(['?', '#']).unwrap_or(address.len());
    let (path, rest) = address.split_at(end);
    if !path.contains("/.") {
        return address.to_owned();
    }
    let mut steps: Vec<&str> = Vec::new();
    let mut parts = path.split('/').skip(1).peekable();
    while let Some(part) = parts.next() {
        let last = parts.peek().is_none();
        match part {
            "." | ".." => {
                if part == ".." {
                    steps.pop();
                }
                if last {
                    steps.push("");
                }
            }
            part => steps.push(part),
        }
    }
    format!("/{}{rest}", steps.join("/"))
}

/// An address without white space, brackets and stars: all of them can be written as numbers.
fn escaped(address: &str) -> String {
    let mut out = String::with_capacity(address.len());
    for c in address.chars() {
        match c {
            '(' | ')' | '[' | ']' | '*' | '\\' | '<' | '>' | '"' | '{' | '}' => {
                out.push_str(&format!("%{:02X}", u32::from(c)))
            }
            // Browsers drop them too.
            '\n' | '\r' | '\t' => {}
            c if c.is_control() => {}
            c if c.is_whitespace() => {
                let mut bytes = [0; 4];
                for byte in c.encode_utf8(&mut bytes).bytes() {
                    out.push_str(&format!("%{byte:02X}"));
                }
            }
            c => out.push(c),
        }
    }
    out
}

/// Whether an address leads out of the input's folder, to the web.
pub fn is_remote(address: &str) -> bool {
    let lower = address.trim_start().to_ascii_lowercase();
    lower.starts_with("http://") || lower.starts_with("https://") || lower.starts_with("//")
}

/// An address in a message, cut where it is long.
pub fn shown(address: &str) -> String {
    const MOST: usize = 120;
    if address.chars().count() <= MOST {
        return address.to_owned();
    }
    address.chars().take(MOST).chain(['…']).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn links_are_whole_and_safe() {
        let base = Base::of("https://example.org/news/a.html?x#y");
        assert_eq!(base.link("/b (1).html").as_deref(), Ok("https://example.org/b%20%281%29.html"));
        assert_eq!(base.link("c.html").as_deref(), Ok("https://example.org/news/c.html"));
        assert_eq!(base.link("//cdn.org/x").as_deref(), Ok("https://cdn.org/x"));
        assert_eq!(base.link("../d.html?e/../f").as_deref(), Ok("https://example.org/d.html?e/../f"));
        assert_eq!(base.link("./../../.././d/").as_deref(), Ok("https://example.org/d/"));
        assert_eq!(base.within("more/").link("e").as_deref(), Ok("https://example.org/news/more/e"));
        assert_eq!(base.link("#top"), Err(None));
        assert!(base.link("JavaScript:alert(1)").is_err());
        assert!(Base::default().link("c.html").is_err());
        assert_eq!(Base::default().link("mailto:a@b").as_deref(), Ok("mailto:a@b"));
    }
}

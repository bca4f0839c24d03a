//! Which addresses become links.

use super::xml;

/// What a URL's path, query and fragment may hold besides letters, digits and `%XX`, after RFC 3986.
const MARKS: &str = "-._~!$&'()*+,;=:@/?";

/// An address as an attribute's value, where it is one that a reader may follow: `http`, `https` or `mailto`, with
/// a host or mailbox that a URL parser takes. All others (scripts, files, relative paths, damaged ones) give
/// `None`, and their text stands by itself. Characters that a URL may not hold are percent-encoded.
pub(super) fn attribute(href: &str) -> Option<String> {
    let (scheme, rest) = href.trim().split_once(':')?;
    let url = match scheme.to_ascii_lowercase().as_str() {
        scheme @ ("http" | "https") => {
            let rest = rest.strip_prefix("//")?;
            let (authority, path) = rest.split_at(rest.find(['/', '?', '#']).unwrap_or(rest.len()));
            is_authority(authority).then(|| format!("{scheme}://{authority}{}", encoded(path)))?
        }
        "mailto" => {
            let (mailbox, host) = rest.split('?').next()?.rsplit_once('@')?;
            (!mailbox.is_empty() && is_host(host)).then(|| format!("mailto:{}", encoded(rest)))?
        }
        _ => return None,
    };
    let mut out = String::with_capacity(url.len());
    xml::attribute(&url, &mut out);
    Some(out)
}

fn is_authority(authority: &str) -> bool {
    match authority.split_once(':') {
        Some((host, port)) => is_host(host) && port.parse::<u16>().is_ok() && !port.starts_with('+'),
        None => is_host(authority),
    }
}

/// Labels of letters, digits and inner hyphens, parted by points. A last label of digits alone must end an IPv4
/// address.
fn is_host(host: &str) -> bool {
    // 253: the longest name that the DNS can hold.
    let label = |label: &str| {
        !label.is_empty()
            && !label.starts_with('-')
            && !label.ends_with('-')
            && label.chars().all(|c| c.is_alphanumeric() || c == '-')
            // Punycode is a decoder's to judge.
            && !label.to_ascii_lowercase().starts_with("xn--")
    };
    let last_is_number = host.rsplit('.').next().is_some_and(|l| l.bytes().all(|b| b.is_ascii_digit()));
    let is_name = host.len() <= 253 && host.split('.').all(label) && !last_is_number;
    is_name || host.parse::<std::net::Ipv4Addr>().is_ok()
}

fn encoded(path: &str) -> String {
    let mut out = String::with_capacity(path.len());
    let mut fragment = false;
    for (at, c) in path.char_indices() {
        let kept = match c {
            '%' => path.get(at + 1..at + 3).is_some_and(|hex| hex.bytes().all(|b| b.is_ascii_hexdigit())),
            '#' => !std::mem::replace(&mut fragment, true),
            c if c.is_ascii() => c.is_ascii_alphanumeric() || MARKS.contains(c),
            c => c.is_alphanumeric(),
        };
        if kept {
            out.push(c);
        } else {
            for byte in c.encode_utf8(&mut [0; 4]).bytes() {
                out.push_str(&format!("%{byte:02X}"));
            }
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_addresses_that_lead_somewhere_become_links() {
        for (href, expected) in [
            ("https://sana.sy/?p=1&q=ب", Some("https://sana.sy/?p=1&amp;q=ب")),
            ("HTTP://a.b:8080/x y\"<>|#a#b", Some("http://a.b:8080/x%20y%22%3C%3E%7C#a%23b")),
            ("https://a.b/100%", Some("https://a.b/100%25")),
            ("https://أخبار.سوريا/خبر", Some("https://أخبار.سوريا/خبر")),
            ("mailto:a@b.c", Some("mailto:a@b.c")),
            ("http://127.0.0.1/", Some("http://127.0.0.1/")),
            ("http://1.2.3/", None),
            ("javascript:alert(1)", None),
            ("file:///etc/passwd", None),
            ("data:text/html,x", None),
            ("https://", None),
            ("https://a b/", None),
            ("http://[::1", None),
            ("http://a:port/", None),
            ("mailto:", None),
            ("page.html", None),
            ("#x", None),
        ] {
            assert_eq!(attribute(href).as_deref(), expected, "{href}");
        }
    }
}

//! Faces of every kind, made of a bundled one.

use nashra::fonts::{Face, Stroke, bundled};

/// A bundled face's file.
pub fn bytes(name: &str) -> Vec<u8> {
    bundled().iter().find(|face| face.name == name).expect("a bundled face").bytes().to_vec()
}

pub type Tables = Vec<([u8; 4], Vec<u8>)>;

/// The tables of a file of one face.
pub fn tables(file: &[u8]) -> Tables {
    let number = |at: usize| u32::from_be_bytes(file[at..at + 4].try_into().unwrap()) as usize;
    let count = usize::from(u16::from_be_bytes([file[4], file[5]]));
    let record = |i: usize| {
        let at = 12 + i * 16;
        let (offset, length) = (number(at + 8), number(at + 12));
        (file[at..at + 4].try_into().unwrap(), file[offset..offset + length].to_vec())
    };
    (0..count).map(record).collect()
}

fn checksum(bytes: &[u8]) -> u32 {
    let word = |part: &[u8]| u32::from_be_bytes([0, 1, 2, 3].map(|i| part.get(i).copied().unwrap_or(0)));
    bytes.chunks(4).map(word).fold(0, u32::wrapping_add)
}

/// The directory of some tables that begin at `base` in the file, and the tables.
fn body(version: &[u8; 4], tables: &Tables, base: usize) -> Vec<u8> {
    let mut tables = tables.clone();
    tables.sort_by_key(|(tag, _)| *tag);
    let mut out = version.to_vec();
    out.extend((tables.len() as u16).to_be_bytes());
    out.extend([0; 6]);
    let mut offset = base + 12 + tables.len() * 16;
    for (tag, bytes) in &tables {
        out.extend(tag);
        for value in [checksum(bytes), offset as u32, bytes.len() as u32] {
            out.extend(value.to_be_bytes());
        }
        offset += bytes.len().next_multiple_of(4);
    }
    for (_, bytes) in &tables {
        out.extend(bytes);
        out.resize(out.len().next_multiple_of(4), 0);
    }
    out
}

/// A TrueType file.
pub fn file(tables: &Tables) -> Vec<u8> {
    body(&[0, 1, 0, 0], tables, 0)
}

/// A table's bytes.
pub fn table<'t>(tables: &'t mut Tables, tag: &[u8; 4]) -> &'t mut Vec<u8> {
    &mut tables.iter_mut().find(|(t, _)| t == tag).expect("the table").1
}

/// The face with other permissions to embed it.
pub fn with_fs_type(file_bytes: &[u8], fs_type: u16) -> Vec<u8> {
    let mut tables = tables(file_bytes);
    let os2 = table(&mut tables, b"OS/2");
    os2[8..10].copy_from_slice(&fs_type.to_be_bytes());
    file(&tables)
}

/// A collection.
pub fn collection(files: &[Vec<u8>]) -> Vec<u8> {
    let mut out = b"ttcf\x00\x01\x00\x00".to_vec();
    out.extend((files.len() as u32).to_be_bytes());
    let mut at = 12 + files.len() * 4;
    let mut bodies = Vec::new();
    for file in files {
        out.extend((at as u32).to_be_bytes());
        let body = body(&[0, 1, 0, 0], &tables(file), at);
        at += body.len();
        bodies.push(body);
    }
    out.extend(bodies.concat());
    out
}

/// An INDEX of CFF.
fn cff_index(items: &[Vec<u8>]) -> Vec<u8> {
    let mut out = (items.len() as u16).to_be_bytes().to_vec();
    if items.is_empty() {
        return out;
    }
    out.push(4);
    let mut offset = 1u32;
    out.extend(offset.to_be_bytes());
    for item in items {
        offset += item.len() as u32;
        out.extend(offset.to_be_bytes());
    }
    out.extend(items.concat());
    out
}

/// The same face with PostScript outlines.
pub fn postscript(file_bytes: &[u8]) -> Vec<u8> {
    let face = Face::parse("x", file_bytes.to_vec().into()).unwrap();
    let fixed = |value: f32, out: &mut Vec<u8>| {
        out.push(255);
        out.extend(((value * 65536.0).round() as i32).to_be_bytes());
    };
    let charstring = |glyph: u16| {
        let mut out = Vec::new();
        let mut at = [0.0f32; 2];
        let mut delta = |to: [f32; 2], out: &mut Vec<u8>| {
            // The sum of what is written, not of what was meant: rounding must not add up.
            for axis in 0..2 {
                let step = ((to[axis] - at[axis]) * 65536.0).round() / 65536.0;
                fixed(step, out);
                at[axis] += step;
            }
        };
        let mut from = [0.0f32; 2];
        for stroke in face.outline(glyph) {
            match stroke {
                Stroke::Move(to) => {
                    delta(to, &mut out);
                    out.push(21);
                    from = to;
                }
                Stroke::Line(to) => {
                    delta(to, &mut out);
                    out.push(5);
                    from = to;
                }
                Stroke::Quad(by, to) => {
                    let toward = |end: [f32; 2]| [0, 1].map(|i| end[i] + (by[i] - end[i]) * 2.0 / 3.0);
                    for point in [toward(from), toward(to), to] {
                        delta(point, &mut out);
                    }
                    out.push(8);
                    from = to;
                }
                Stroke::Cubic(..) | Stroke::Close => {}
            }
        }
        out.push(14);
        out
    };
    let charstrings: Vec<Vec<u8>> = (0..face.metrics().glyphs).map(charstring).collect();
    let number = |value: u32| [&[29u8][..], &value.to_be_bytes()].concat();
    let private = b"".to_vec();
    let head: Vec<u8> = [&[1, 0, 4, 4][..], &cff_index(&[b"Face".to_vec()])].concat();
    let tail: Vec<u8> = [cff_index(&[]), cff_index(&[])].concat();
    // Offsets are written in a form of one length, so that the dictionary's length is known before they are.
    let top = |at: u32| [number(at), vec![17], number(private.len() as u32), number(at), vec![18]].concat();
    let dictionary = cff_index(&[top(0)]).len();
    let at = (head.len() + dictionary + tail.len()) as u32;
    let cff = [head, cff_index(&[top(at)]), tail, cff_index(&charstrings)].concat();
    let mut tables = tables(file_bytes);
    tables.retain(|(tag, _)| !matches!(tag, b"glyf" | b"loca" | b"cvt " | b"fpgm" | b"prep"));
    tables.push((*b"CFF ", cff));
    let maxp = table(&mut tables, b"maxp");
    maxp.truncate(6);
    maxp[..4].copy_from_slice(&0x0000_5000u32.to_be_bytes());
    body(b"OTTO", &tables, 0)
}

/// A variable face with the axis `wght`, in which one glyph moves to the right by 100 units and grows wider by 50 at
/// the instance "Wide".
pub fn variable(file_bytes: &[u8], glyph: u16, points: usize) -> Vec<u8> {
    let mut tables = tables(file_bytes);
    let count = Face::parse("x", file_bytes.to_vec().into()).unwrap().metrics().glyphs;
    let fixed = |value: i32| (value << 16).to_be_bytes();
    let mut fvar = Vec::new();
    for value in [1u16, 0, 16, 2, 1, 20, 2, 8] {
        fvar.extend(value.to_be_bytes());
    }
    fvar.extend(b"wght");
    for value in [400, 400, 700] {
        fvar.extend(fixed(value));
    }
    fvar.extend([0, 0, 1, 0]);
    for (name, value) in [(256u16, 400), (257, 700)] {
        fvar.extend(name.to_be_bytes());
        fvar.extend([0, 0]);
        fvar.extend(fixed(value));
    }
    // Steps of one kind for all points: those of the outline move; of the four that are not drawn, the second is
    // the right edge.
    let words = |values: &[i16]| {
        let mut out = Vec::new();
        for run in values.chunks(64) {
            out.push(0x40 | (run.len() as u8 - 1));
            run.iter().for_each(|value| out.extend(value.to_be_bytes()));
        }
        out
    };
    let mut xs = vec![100i16; points];
    xs.extend([0, 50, 0, 0]);
    let deltas = [vec![0u8], words(&xs), words(&vec![0; points + 4])].concat();
    let mut data = Vec::new();
    for value in [1u16, 10, deltas.len() as u16, 0xA000, 0x4000] {
        data.extend(value.to_be_bytes());
    }
    data.extend(deltas);
    data.resize(data.len().next_multiple_of(4), 0);
    let mut gvar = Vec::new();
    for value in [1u16, 0, 1, 0] {
        gvar.extend(value.to_be_bytes());
    }
    let start = 20 + (usize::from(count) + 1) * 4;
    gvar.extend((start as u32).to_be_bytes());
    gvar.extend(count.to_be_bytes());
    gvar.extend(1u16.to_be_bytes());
    gvar.extend((start as u32).to_be_bytes());
    for id in 0..=count {
        gvar.extend((if id > glyph { data.len() as u32 } else { 0 }).to_be_bytes());
    }
    gvar.extend(data);
    // Names of the instances.
    let names = [(256u16, "Plain"), (257, "Wide"), (1, "Test"), (4, "Test Plain")];
    let mut name = Vec::new();
    for value in [0u16, names.len() as u16, 6 + names.len() as u16 * 12] {
        name.extend(value.to_be_bytes());
    }
    let mut storage = Vec::new();
    for (id, text) in names {
        let utf16: Vec<u8> = text.encode_utf16().flat_map(u16::to_be_bytes).collect();
        for value in [3u16, 1, 0x409, id, utf16.len() as u16, storage.len() as u16] {
            name.extend(value.to_be_bytes());
        }
        storage.extend(utf16);
    }
    name.extend(storage);
    *table(&mut tables, b"name") = name;
    tables.push((*b"fvar", fvar));
    tables.push((*b"gvar", gvar));
    file(&tables)
}

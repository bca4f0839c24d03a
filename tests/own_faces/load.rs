//! One face at a time.

use nashra::fonts::{Choice, Face, Fault, Loaded, Stroke, bundled, load};

use super::make::{bytes, collection, file, postscript, table, tables, variable, with_fs_type};

fn take(bytes: Vec<u8>) -> Result<Loaded, Fault> {
    load(bytes, &Choice::default(), "named")
}

/// A face as it is bundled.
fn bundled_face(name: &str) -> Face {
    Face::parse(name, bytes(name).into()).unwrap()
}

/// The corners that a glyph reaches.
fn bounds(strokes: &[Stroke]) -> [f32; 4] {
    let ends = strokes.iter().flat_map(|stroke| match *stroke {
        Stroke::Move(to) | Stroke::Line(to) => vec![to],
        Stroke::Quad(by, to) => vec![by, to],
        Stroke::Cubic(one, two, to) => vec![one, two, to],
        Stroke::Close => vec![],
    });
    ends.fold([f32::MAX, f32::MAX, f32::MIN, f32::MIN], |[l, b, r, t], [x, y]| [l.min(x), b.min(y), r.max(x), t.max(y)])
}

#[test]
fn every_bundled_face_could_be_a_user_s() {
    // That of mathematical signs has Arabic letters that stand alone: words would fall apart in it.
    for face in bundled().iter().filter(|face| face.name != "Noto Sans Math") {
        let loaded = take(face.bytes().to_vec()).unwrap_or_else(|fault| panic!("{}: {fault:?}", face.name));
        assert_eq!(loaded.face.data(), face.bytes(), "a plain file stays as it is");
        let arabic = face.name.contains("Amiri") || face.name.contains("Naskh");
        assert!(!arabic || loaded.remarks.is_empty(), "{}: {:?}", face.name, loaded.remarks);
        let serif = face.name.starts_with("Noto S");
        assert!(!serif || loaded.remarks[0].what.to_string().contains("has no Arabic letters"), "{:?}", loaded.remarks);
    }
}

#[test]
fn what_may_not_be_embedded_is_refused() {
    let face = bytes("Noto Naskh Arabic");
    for (fs_type, refused) in [
        (0x0000, None),
        (0x0004, None),
        (0x0008, None),
        (0x000C, None),
        (0x0002, Some("licence is restricted")),
        (0x0202, Some("licence is restricted")),
        (0x0200, Some("as bitmaps only")),
        (0x0208, Some("as bitmaps only")),
        (0x0100, Some("only whole")),
    ] {
        match (take(with_fs_type(&face, fs_type)), refused) {
            (Ok(_), None) => {}
            (Err(fault), Some(part)) => {
                assert!(fault.what.to_string().contains(part), "{fs_type:#06x}: {fault:?}");
                assert!(fault.cure.to_string().contains("ask its maker"), "{fault:?}");
            }
            (outcome, _) => panic!("{fs_type:#06x}: {outcome:?}"),
        }
    }
}

#[test]
fn what_can_t_set_text_is_refused() {
    let face = bytes("Noto Naskh Arabic");
    let changed = |tag: &[u8; 4], at: usize, new: &[u8]| {
        let mut tables = tables(&face);
        table(&mut tables, tag)[at..at + new.len()].copy_from_slice(new);
        file(&tables)
    };
    let without = |tag: &[u8; 4]| {
        let mut tables = tables(&face);
        tables.retain(|(t, _)| t != tag);
        file(&tables)
    };
    let mut no_measures = tables(&face);
    table(&mut no_measures, b"hhea")[4..8].fill(0);
    table(&mut no_measures, b"OS/2")[68..78].fill(0);
    for (file, part) in [
        (Vec::new(), "is an empty file"),
        (b"wOF2....".to_vec(), "a WOFF2 file"),
        (b"wOFF....".to_vec(), "a WOFF file"),
        (b"<svg>".to_vec(), "a web page or drawing"),
        (b"no face".to_vec(), "can't be read"),
        (face[..1000].to_vec(), "no outlines"),
        (face[..100].to_vec(), "can't be read"),
        (bytes("Noto Sans Math"), "without their joining forms"),
        (changed(b"head", 18, &[0, 3]), "can't be read"),
        (without(b"glyf"), "no outlines"),
        (without(b"GSUB"), "without their joining forms"),
        (file(&no_measures), "measures that no line can be set with"),
    ] {
        let fault = take(file).expect_err(part);
        assert!(fault.what.to_string().contains(part), "{part}: {fault:?}");
        assert!(!fault.cure.to_string().is_empty(), "{fault:?}");
    }
}

#[test]
fn damaged_files_are_refused_or_taken_but_never_panic() {
    let face = bytes("Noto Kufi Arabic Bold");
    let whole = [face.clone(), collection(&[face.clone(), face.clone()]), variable(&face, 5, 10)];
    for file in whole {
        for seed in 0..60usize {
            let mut damaged = file.clone();
            // Damage in the directory and the tables' heads does most.
            for step in 0..8usize {
                let at = (seed * 7919 + step * 104_729) % if seed % 2 == 0 { 600 } else { damaged.len() };
                damaged[at] = damaged[at].wrapping_mul(31).wrapping_add(seed as u8);
            }
            for choice in [(None, None), (Some(1), None), (None, Some("Wide"))] {
                let choice = Choice { index: choice.0, instance: choice.1.map(str::to_owned) };
                let _ = load(damaged.clone(), &choice, "x");
            }
        }
    }
}

#[test]
fn one_face_of_a_collection_is_taken() {
    let (regular, bold) = (bytes("Amiri"), bytes("Amiri Bold"));
    let both = collection(&[regular.clone(), bold]);
    let fault = take(both.clone()).unwrap_err();
    assert_eq!(fault.cure.to_string(), "say which with `index`: 0 Amiri Regular, 1 Amiri Bold");
    let choice = |index| Choice { index: Some(index), instance: None };
    let loaded = load(both.clone(), &choice(1), "x").unwrap().face;
    let plain = bundled_face("Amiri Bold");
    assert_eq!((loaded.name(), loaded.metrics()), ("Amiri Bold", plain.metrics()));
    assert_eq!(
        (0..500).map(|g| loaded.outline(g)).collect::<Vec<_>>(),
        (0..500).map(|g| plain.outline(g)).collect::<Vec<_>>()
    );
    assert!(load(both, &choice(2), "x").unwrap_err().what.to_string().contains("no face of number 2: it has 2"));
    assert!(load(regular.clone(), &choice(1), "x").unwrap_err().what.to_string().contains("is in no collection"));
    assert!(take(collection(&[regular])).is_ok());
}

#[test]
fn postscript_outlines_become_truetype_ones() {
    let original = bundled_face("Noto Kufi Arabic Bold");
    let loaded = take(postscript(original.data())).unwrap().face;
    assert!(loaded.table(b"glyf").is_some() && loaded.table(b"CFF ").is_none());
    assert_eq!(loaded.metrics().units_per_em, original.metrics().units_per_em);
    assert_eq!(loaded.metrics().space, original.metrics().space);
    for glyph in 0..original.metrics().glyphs {
        let (before, after) = (bounds(&original.outline(glyph)), bounds(&loaded.outline(glyph)));
        let near = before.iter().zip(after).all(|(one, two)| *one == two || (one - two).abs() < 60.0);
        assert!(near, "{glyph}: {before:?} {after:?}");
    }
}

#[test]
fn an_instance_of_a_variable_face_is_taken() {
    let original = bundled_face("Noto Kufi Arabic Bold");
    // A glyph of one piece, so that the points of its outline are its own.
    let simple = |glyph: &u16| original.outline(*glyph).iter().all(|stroke| !matches!(stroke, Stroke::Cubic(..)));
    let glyph = (3..original.metrics().glyphs).find(|glyph| simple(glyph) && points(&original, *glyph) > 3).unwrap();
    let made = variable(original.data(), glyph, points(&original, glyph));
    let plain = take(made.clone()).unwrap().face;
    assert!(plain.table(b"fvar").is_none() && plain.table(b"gvar").is_none(), "its default instance alone");
    assert_eq!(plain.outline(glyph), original.outline(glyph));
    let choice = |name: &str| Choice { index: None, instance: Some(name.into()) };
    let usual = load(made.clone(), &choice("plain"), "x").unwrap().face;
    assert_eq!(usual.outline(glyph), original.outline(glyph));
    let wide = load(made.clone(), &choice("Wide"), "x").unwrap().face;
    assert_eq!(wide.name(), "Test Wide");
    let (before, after) = (bounds(&original.outline(glyph)), bounds(&wide.outline(glyph)));
    assert_eq!((after[0], after[2]), (before[0] + 100.0, before[2] + 100.0));
    let width = |face: &Face| {
        let hmtx = face.table(b"hmtx").unwrap();
        let hhea = face.table(b"hhea").unwrap();
        let full = u16::from_be_bytes([hhea[34], hhea[35]]);
        let at = usize::from(glyph.min(full - 1)) * 4;
        u16::from_be_bytes([hmtx[at], hmtx[at + 1]])
    };
    assert_eq!(width(&wide), width(&original) + 50);
    assert!(!wide.shaping().variations.is_empty() && plain.shaping().variations.is_empty());
    let fault = load(made, &choice("Wyde"), "x").unwrap_err();
    assert_eq!(fault.cure.to_string(), "did you mean “Wide”? there are Plain, Wide");
    let fault = load(original.data().to_vec(), &choice("Wide"), "x").unwrap_err();
    assert!(fault.what.to_string().contains("is not variable"), "{fault:?}");
}

/// How many points a simple glyph has; 0 for one that is composed of others.
fn points(face: &Face, glyph: u16) -> usize {
    let (glyf, loca, head) = (face.table(b"glyf").unwrap(), face.table(b"loca").unwrap(), face.table(b"head").unwrap());
    let offset = |glyph: u16| {
        let at = usize::from(glyph);
        if head[51] == 1 {
            u32::from_be_bytes(loca[at * 4..at * 4 + 4].try_into().unwrap()) as usize
        } else {
            usize::from(u16::from_be_bytes([loca[at * 2], loca[at * 2 + 1]])) * 2
        }
    };
    let data = &glyf[offset(glyph)..offset(glyph + 1)];
    if data.len() < 12 {
        return 0;
    }
    let contours = i16::from_be_bytes([data[0], data[1]]);
    let last = 10 + (contours.max(1) as usize - 1) * 2;
    if contours < 1 { 0 } else { usize::from(u16::from_be_bytes([data[last], data[last + 1]])) + 1 }
}
